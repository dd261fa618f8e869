"""`storefloor broker`: Mosquitto's configuration with exact rights, or a small broker for trying out."""

import secrets
from pathlib import Path

import click

from gateway import mosquitto
from gateway.embedded_broker import EmbeddedBrokerError, run_broker
from gateway.mosquitto import Listener, ServiceUser
from web_handheld.cli.common import data_option, open_books, settings_of
from web_handheld.cli.stopping import stop_event, watch_parent
from web_handheld.cli.terminal import Trouble, log_to_terminal
from web_handheld.floor.broker_rights import SERVICES, BrokerRights, RightsError, user_name
from web_handheld.keeping import OWNER_AND_GROUP, keep


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
@click.argument("store")
@click.option("--folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where to write it.")
@click.option("--port", default=8883, show_default=True)
@click.option("--host", default="0.0.0.0", show_default=True)  # noqa: S104 - a store's broker is for its whole network
@click.option("--service", "services", multiple=True, default=("service-1",), help="Names of the service's processes.")
@click.option("--certificate", type=click.Path(path_type=Path), help="TLS; without it only for a closed network.")
@click.option("--key", type=click.Path(path_type=Path))
@click.option("--ca", type=click.Path(path_type=Path))
@click.option("--client-certificates", is_flag=True, help="Let in only who shows a certificate.")
def config(
    store: str,
    folder: Path,
    port: int,
    host: str,
    services: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    ca: Path | None,
    client_certificates: bool,
) -> None:
    """Write Mosquitto's configuration for STORE, with the users of its services; gateways come in by enrolling."""
    users = [ServiceUser(user_name(store, name), store, name) for name in services]
    words = {user.name: secrets.token_urlsafe(24) for user in users}
    listener = Listener(port, host, certificate, key, ca, client_certificates)
    folder.mkdir(parents=True, exist_ok=True)
    password_file, acl_file = folder / "passwords", folder / "acl"
    hashes = mosquitto.passwords({name: mosquitto.password_hash(word) for name, word in words.items()})
    for kind, text in (("passwords", hashes), ("acl", mosquitto.acl(users))):
        for name in (f"{SERVICES}.{kind}", kind):
            keep(folder / name, text, OWNER_AND_GROUP)
    text = mosquitto.configuration(listener, folder, password_file=password_file, acl_file=acl_file)
    (folder / "mosquitto.conf").write_text(text, encoding="utf-8")
    keep(folder / "passwords.txt", "".join(f"{name} {word}\n" for name, word in words.items()))
    click.echo(f"written: {folder}/mosquitto.conf, acl, passwords")
    click.echo(f"{folder}/passwords.txt has the services' passwords in plain text: give them to them, then delete it")


@broker.command()
@click.option("--folder", required=True, type=click.Path(path_type=Path, file_okay=False, exists=True))
@data_option
@click.pass_obj
def rights(file: Path | None, folder: Path, data: Path | None) -> None:
    """Bring users and rights in FOLDER in line with the gateways enrolled, and let Mosquitto read them again.

    The service does so by itself where its setting `broker.rights_folder` names the folder.
    """
    with open_books(settings_of(file, service__data_dir=data)) as books:
        try:
            changed = BrokerRights(folder, books.transactions).renew()
        except RightsError as error:
            raise Trouble(str(error)) from error
    click.echo("written" if changed else "nothing has changed")
