"""`storefloor up`: a whole store on one machine, for trying out, for a small store, and for everybody's tests."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import click
import requests
from sqlalchemy import select

from gateway import mosquitto
from picking.floor.model import Store
from picking.foundation.actor import system
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.commands import create_token, revoke_tokens
from web_handheld.cli.alone import alone_in
from web_handheld.cli.children import Child, Children
from web_handheld.cli.common import Books, open_books, settings_of
from web_handheld.cli.gateway_file import gateways_of, write_gateway_file
from web_handheld.cli.stopping import stop_event
from web_handheld.cli.store import bring_in, read_store_file
from web_handheld.cli.terminal import Trouble
from web_handheld.settings import CONFIG, Settings

SAMPLE = CONFIG / "stores" / "front-warehouse.json"
SIMULATOR = "simulator"
SIMULATED = {"channel": "simulated-shoppers", "carrier": "simulated-carrier"}
START_SECONDS_MAX = 60
LOOK_SECONDS = 0.2
QUIET_HOURS = 2  # the sample day's first two hours would show an idle store


@click.command()
@click.option("--data", default=Path("var"), show_default=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--http", "http_port", default=8080, show_default=True, help="Port of the pages and the API.")
@click.option("--mqtt", "mqtt_port", default=1883, show_default=True, help="Port of the broker.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address of the pages and the API.")
@click.option("--store", "store_file", default=SAMPLE, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--simulate", type=click.FloatRange(min=0, min_open=True), help="Play the store's day, so much faster.")
@click.option("--no-simulate", is_flag=True, help="Only run; people bring the orders (this is the default).")
@click.pass_obj
def up(
    file: Path | None,
    data: Path,
    http_port: int,
    mqtt_port: int,
    host: str,
    store_file: Path,
    simulate: float | None,
    no_simulate: bool,
) -> None:
    """Run broker, service, gateway and, if you like, a simulated day, until Ctrl-C.

    Another one can run beside it with a folder and ports of its own. What was begun goes on at the next start.
    """
    settings = settings_of(
        file, service__data_dir=data.resolve(), service__http_port=http_port, service__http_host=host,
        broker__host="127.0.0.1", broker__port=mqtt_port,
    )  # fmt: skip
    stop = stop_event()
    tree = read_store_file(store_file)
    for port in (http_port, mqtt_port):
        _require_free(port)
    with ExitStack() as running:
        running.enter_context(alone_in(settings.service.data_dir))
        with open_books(settings, upgrade=True) as books:
            _bring_in_once(books, store_file, tree)
            tokens = _simulator_tokens(books, tree["store"]["id"]) if simulate and not no_simulate else None
        running.enter_context(_broker(settings, running))
        _run(settings, tree, store_file, simulate, tokens, running, stop)


def _run(
    settings: Settings,
    tree: dict[str, Any],
    store_file: Path,
    simulate: float | None,
    tokens: dict[str, str] | None,
    running: ExitStack,
    stop: threading.Event,
) -> None:
    data, service = settings.service.data_dir, settings.service
    children = Children(data / "logs")
    running.callback(_stop, children)
    environment = {
        "STOREFLOOR_SERVICE_DATA_DIR": str(data),
        "STOREFLOOR_SERVICE_HTTP_PORT": str(service.http_port),
        "STOREFLOOR_SERVICE_HTTP_HOST": service.http_host,
        "STOREFLOOR_BROKER_HOST": settings.broker.host,
        "STOREFLOOR_BROKER_PORT": str(settings.broker.port),
    }
    if tokens is not None:  # a simulated shift signs in all at once, from one address
        environment["STOREFLOOR_LIMITS_SIGN_IN"] = "1000 per minute"
    children.start("service", ["service"], environment)
    bench_ports = {name: _free_port() for name in gateways_of(tree)}
    for name, devices in gateways_of(tree).items():
        path = data / f"gateway-{name}.toml"
        write_gateway_file(
            path, tree["store"]["id"], name, devices, mqtt_port=settings.broker.port, bench_port=bench_ports[name]
        )  # fmt: skip
        children.start(f"gateway-{name}", ["gateway", "run", str(path)], {})
    _wait_until_ready(settings, children, stop)
    if stop.is_set():
        return
    _say_hello(settings, tree)
    if tokens is not None and simulate is not None:
        _start_simulator(settings, store_file, simulate, tokens, children, bench_ports)
    _watch(children, stop)


def _start_simulator(
    settings: Settings,
    store_file: Path,
    speed: float,
    tokens: dict[str, str],
    children: Children,
    bench_ports: dict[str, int],
) -> None:
    day = store_file.with_name(f"{store_file.stem}-day.jsonl")
    if not day.exists():
        raise Trouble(f"there is no day to play: {day} is missing")
    arguments = ["simulate", "--url", _url(settings), "--store", str(store_file), "--day", str(day)]
    arguments += ["--speed", str(speed), "--skip-hours", str(QUIET_HOURS)]
    if bench_ports:
        arguments += ["--bench-port", str(next(iter(bench_ports.values())))]
    children.start(SIMULATOR, arguments, tokens, may_end=True)
    click.echo(f"  playing the day of {day.name} at {speed:g} times people's pace")


def _watch(children: Children, stop: threading.Event) -> None:
    """Wait for Ctrl-C; a child that ends by itself ends everything, but the simulator may be done."""
    while not stop.wait(LOOK_SECONDS):
        for child in children.ended():
            if child.may_end:
                click.echo(child.log.read_text(encoding="utf-8", errors="replace"))
                click.echo("The day is over; everything else goes on. Ctrl-C ends it.")
            else:
                raise _ended(child)
    click.echo("\nstopping …")


def _stop(children: Children) -> None:
    """End everything; a day that was cut short still shows its table."""
    for child in children.stop():
        if child.may_end:
            click.echo(child.log.read_text(encoding="utf-8", errors="replace"))


def _ended(child: Child) -> Trouble:
    return Trouble(f"the {child.name} has ended (exit code {child.process.returncode}):\n{child.last_words()}")


@contextmanager
def _broker(settings: Settings, running: ExitStack) -> Iterator[None]:
    """Run Mosquitto where there is one, else the embedded broker."""
    data, port = settings.service.data_dir, settings.broker.port
    if mosquitto.find() is not None:
        try:
            started = mosquitto.start(data / "mosquitto", mosquitto.Listener(port))
        except mosquitto.MosquittoError as error:
            raise Trouble(f"Mosquitto does not start: {error}") from error
        running.callback(started.stop)
    else:
        children = Children(data / "logs")
        running.callback(children.stop)
        children.start("broker", ["broker", "run", "--port", str(port)], {})
        click.echo("no Mosquitto on this machine: the embedded broker is for trying out only")
    yield


def _wait_until_ready(settings: Settings, children: Children, stop: threading.Event) -> None:
    limit = monotonic() + START_SECONDS_MAX
    missing = "it does not answer"
    while not stop.wait(LOOK_SECONDS):
        for child in children.ended():
            raise _ended(child)
        try:
            answer = requests.get(f"{_url(settings)}/readyz", timeout=2)
            if answer.ok:
                return
            missing = str(answer.json().get("missing"))
        except requests.RequestException:
            pass  # it is still starting
        if monotonic() > limit:
            raise Trouble(f"the service is not ready after {START_SECONDS_MAX} seconds: {missing}")


def _say_hello(settings: Settings, tree: dict[str, Any]) -> None:
    url = _url(settings)
    click.echo(f"Storefloor runs {tree['store']['names'].get('en', tree['store']['id'])}")
    click.echo(f"  all pages   {url}/")
    click.echo(f"  live board  {url}/board")
    click.echo(f"  handheld    {url}/app/handheld")
    click.echo(f"  stalls      {url}/app/stall")
    click.echo(f"  the door    {url}/app/outbound, riders {url}/app/rider, the wall {url}/app/display")
    click.echo(f"  the desk    {url}/app/desk")
    click.echo(f"  API         {url}/api/docs")
    click.echo(f"  broker      mqtt://127.0.0.1:{settings.broker.port}")
    click.echo(f"  data, logs  {settings.service.data_dir}")
    for role, person in _samples(tree).items():
        click.echo(f"  sign in     {role:<11} badge U:{person['badge']}  PIN {person['pin']}")
    click.echo("  Ctrl-C ends it; the next start goes on where it was.")


def _samples(tree: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Give one person of each role, as the store file says; a real store's file has no PINs to show."""
    found: dict[str, dict[str, Any]] = {}
    for person in tree.get("staff", ()):
        if person.get("pin") and person.get("roles"):
            found.setdefault(person["roles"][0], person)
    return found


def _bring_in_once(books: Books, store_file: Path, tree: dict[str, Any]) -> None:
    """Import the store at the first start; later its books are newer than its file."""
    with books.transactions.reading() as session:
        known = session.scalars(select(Store.id)).all()
    if tree["store"]["id"] not in known:
        click.echo(f"bringing in {store_file.name} …")
        bring_in(books, store_file)


def _simulator_tokens(books: Books, store: str) -> dict[str, str]:
    """Make tokens for this run only, by variable of the environment: those of the run before are taken back."""

    def command(work: UnitOfWork) -> dict[str, str]:
        for name in SIMULATED.values():
            revoke_tokens(work, store, name)
        return {
            f"STOREFLOOR_{role.upper()}_TOKEN": create_token(work, store, name, role)
            for role, name in SIMULATED.items()
        }

    return books.transactions.run(system(store), command)


def _require_free(port: int) -> None:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Trouble(f"port {port} is taken by another program: choose another one (--http, --mqtt)") from error


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _url(settings: Settings) -> str:
    host = settings.service.http_host
    return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{settings.service.http_port}"  # noqa: S104 - asked, not bound
