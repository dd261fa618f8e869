"""`storefloor broker`: Mosquitto's configuration with exact rights, or a small broker for trying out."""

import json
import secrets
from pathlib import Path

import click

from gateway import mosquitto
from gateway.embedded_broker import EmbeddedBrokerError, run_broker
from gateway.mosquitto import GatewayUser, Listener, MosquittoError, ServiceUser, User
from web_handheld.cli.common import Trouble, log_to_terminal
from web_handheld.cli.stopping import stop_event, watch_parent

OWNER_ONLY = 0o600


@click.group()
def broker() -> None:
    """Write a broker's configuration, or run one for trying out."""


@broker.command()
@click.option("--port", default=1883, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--log-level", default="warning", type=click.Choice(["debug", "info", "warning", "error"]))
def run(port: int, host: str, log_level: str) -> None:
    """Run the embedded broker: loopback only, in memory only, for trying out."""
    log_to_terminal(log_level)
    stop = stop_event()
    watch_parent(stop)
    try:
        run_broker(host, port, stop)
    except EmbeddedBrokerError as error:
        raise Trouble(str(error)) from error


@broker.command()
@click.argument("store_file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where to write it.")
@click.option("--port", default=8883, show_default=True)
@click.option("--host", default="0.0.0.0", show_default=True)  # noqa: S104 - a store's broker is for its whole network
@click.option("--service", "services", multiple=True, default=("service-1",), help="Names of the service's processes.")
@click.option("--certificate", type=click.Path(path_type=Path), help="TLS; without it only for a closed network.")
@click.option("--key", type=click.Path(path_type=Path))
@click.option("--ca", type=click.Path(path_type=Path))
@click.option("--client-certificates", is_flag=True, help="Let in only who shows a certificate.")
def config(
    store_file: Path,
    folder: Path,
    port: int,
    host: str,
    services: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    ca: Path | None,
    client_certificates: bool,
) -> None:
    """Write Mosquitto's configuration, users and rights for a store's gateways and services."""
    users = _users(json.loads(store_file.read_text(encoding="utf-8")), services)
    passwords = {user.name: secrets.token_urlsafe(24) for user in users}
    folder.mkdir(parents=True, exist_ok=True)
    listener = Listener(port, host, certificate, key, ca, client_certificates)
    password_file, acl_file = folder / "passwords", folder / "acl"
    try:
        mosquitto.write_passwords(password_file, passwords)
    except MosquittoError as error:
        raise Trouble(str(error)) from error
    acl_file.write_text(mosquitto.acl(users), encoding="utf-8")
    text = mosquitto.configuration(listener, folder, password_file=password_file, acl_file=acl_file)
    (folder / "mosquitto.conf").write_text(text, encoding="utf-8")
    plain = folder / "passwords.txt"
    plain.touch(mode=OWNER_ONLY)
    plain.write_text("".join(f"{name} {word}\n" for name, word in passwords.items()), encoding="utf-8")
    click.echo(f"written: {folder}/mosquitto.conf, acl, passwords")
    click.echo(f"{plain} has the passwords in plain text: give each to its gateway or service, then delete the file")


def _users(store_file: dict[str, object], services: tuple[str, ...]) -> list[User]:
    store: str = store_file["store"]["id"]  # type: ignore[index]  # a store file, checked at its import
    devices: dict[str, list[str]] = {}
    for device in store_file.get("devices", []):  # type: ignore[attr-defined]  # as above
        devices.setdefault(device["gateway"], []).append(device["id"])
    gateways: list[User] = [GatewayUser(f"{store}-{name}", store, name, tuple(ids)) for name, ids in devices.items()]
    return [*gateways, *(ServiceUser(f"{store}-{name}", store, name) for name in services)]
