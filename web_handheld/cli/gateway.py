"""`storefloor gateway`: run one, bring a new one into its store, and look at its devices."""

import json
import secrets
import signal
from http import HTTPStatus
from importlib import import_module
from pathlib import Path

import click
import requests

from gateway.disk import DiskError
from gateway.mosquitto import password_hash
from gateway.settings import SettingsError, load
from gateway.wiring import run_gateway
from web_handheld.cli.gateway_devices import probe, record
from web_handheld.cli.stopping import event_at, stop_event, watch_parent
from web_handheld.cli.terminal import Trouble, log_to_terminal
from web_handheld.keeping import keep

ANSWER_SECONDS_MAX = 20
OF_BOOKS = ("code", "revoke")


class _BooksLater(click.Group):
    """Imports what opens the books only when it is called: a gateway's small box has none, and no room for them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *OF_BOOKS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in OF_BOOKS:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(import_module("web_handheld.cli.gateway_access"), cmd_name)
        return found


@click.group(cls=_BooksLater)
def gateway() -> None:
    """Run a gateway, bring a new one into its store, look at its devices."""


gateway.add_command(probe)
gateway.add_command(record)


@gateway.command()
@click.argument("config", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--log-level", default="info", type=click.Choice(["debug", "info", "warning", "error"]))
def run(config: Path, log_level: str) -> None:
    """Run the gateway that CONFIG (a TOML file) describes, until Ctrl-C or SIGTERM; SIGHUP reads CONFIG again."""
    log_to_terminal(log_level)
    stop = stop_event()
    watch_parent(stop)
    try:
        run_gateway(lambda: load(config), stop, event_at(signal.SIGHUP))
    except SettingsError as error:
        raise Trouble(f"{config}: {error}") from error
    except DiskError as error:
        raise Trouble(str(error)) from error


@gateway.command()
@click.option("--service", required=True, help="The service's address, as https://store.example:8080.")
@click.option("--code", "enrolment_code", required=True, help="From the desk, or `storefloor gateway code`.")
@click.option("--folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="For its files.")
@click.option("--ca", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Who signed the service.")
def enrol(service: str, enrolment_code: str, folder: Path, ca: Path | None) -> None:
    """Enrol this machine as the gateway a code was made for, and write its gateway.toml.

    The password is made here and never leaves this machine: the service gets its hash.
    """
    path, password = folder / "gateway.toml", secrets.token_urlsafe(24)
    if path.exists():
        raise Trouble(f"{path} is there already: this machine is enrolled; choose another folder, or delete it first")
    body = {"code": enrolment_code, "password_hash": password_hash(password)}
    url = f"{service.rstrip('/')}/api/v1/gateways/enrolment"
    try:
        answer = requests.post(url, json=body, timeout=ANSWER_SECONDS_MAX, verify=str(ca) if ca else True)
    except requests.RequestException as error:
        raise Trouble(f"{service} cannot be reached: {error}") from error
    if answer.status_code != HTTPStatus.CREATED:
        raise Trouble(f"{service} refused: {_reason(answer)}")
    _write(path, answer.json(), password)
    click.echo(f"written: {path}; put its devices there, then: storefloor gateway run {path}")


def _reason(answer: requests.Response) -> str:
    try:
        problem = answer.json()
    except ValueError:
        return f"{answer.status_code} {answer.reason}"
    return str(problem.get("detail") or problem.get("title") or answer.status_code)


def _write(path: Path, enrolled: dict[str, dict[str, str]], password: str) -> None:
    """Write the settings for the owner's eyes only: the broker's password stands in them."""
    broker, folder = enrolled["broker"], path.parent
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Written by `storefloor gateway enrol`; the devices are yours to add.",
        f"store = {json.dumps(enrolled['store'])}",
        f"gateway = {json.dumps(enrolled['gateway'])}",
        f"folder = {json.dumps(str(folder / 'spool'))}",
        "",
        "[broker]",
        *(f"{key} = {json.dumps(broker[key])}" for key in ("host", "port", "user")),
        f"password = {json.dumps(password)}",
    ]
    if broker["ca"]:
        (folder / "ca.pem").write_text(broker["ca"], encoding="ascii")
        lines += ["", "[broker.tls]", f"ca = {json.dumps(str(folder / 'ca.pem'))}"]
    keep(path, "\n".join([*lines, ""]))
