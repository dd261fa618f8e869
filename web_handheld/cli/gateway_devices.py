"""`storefloor gateway probe` and `record`: what is plugged in here, what answers, and what it says, for a driver."""

from collections.abc import Iterable
from pathlib import Path

import click

from gateway.ports import PortError, plugged, probed
from gateway.recording import INSTRUCTIONS, Wanted, record as record_device
from gateway.settings import DeviceSettings, SettingsError, device_of, load
from web_handheld.cli.stopping import stop_event
from web_handheld.cli.terminal import Trouble


@click.command()
@click.argument("ports", nargs=-1)
@click.option("--ask/--no-ask", default=True, help="Ask each port what it is, or only list them.")
@click.option("--baud", default=9600, show_default=True, help="Of serial ports.")
@click.option("--seconds", default=1.5, show_default=True, help="For each driver at each port.")
def probe(ports: tuple[str, ...], ask: bool, baud: int, seconds: float) -> None:
    """List the ports of this machine, or look at PORTS (tcp://10.0.0.7:9100 …), and say which drivers are understood.

    A port that a running gateway holds cannot be asked. Questions are harmless to printers and scales of any make.
    """
    found = [(port, "") for port in ports] or [(each.port, each.what) for each in plugged()]
    if not found:
        click.echo("nothing is plugged in here; network devices are asked by name: storefloor gateway probe tcp://…")
    for port, what in found:
        click.echo(f"{port}  {what}".rstrip())
        if ask:
            click.echo(f"    {_answer(port, baud, seconds)}")


def _answer(port: str, baud: int, seconds: float) -> str:
    try:
        names = list(probed(port, baud, seconds))
    except PortError as error:
        return f"cannot be asked: {error}"
    return f"understood by {', '.join(names)}" if names else "no driver understands it, or it says nothing by itself"


@click.command()
@click.argument("device")
@click.option("--config", default="gateway.toml", show_default=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--kind", help="Instead of a device of the configuration: its driver …")
@click.option("--port", help="… and where it is plugged in.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A setting of the driver.")
@click.option("--line", "lines", multiple=True, metavar="KEY=VALUE", help="A setting of the line, as baud=9600.")
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--do", "trials", multiple=True, type=click.Choice(INSTRUCTIONS), help="Instruct it, a second apart.")
@click.option("--to", "path", type=click.Path(path_type=Path, dir_okay=False), help="Where; else DEVICE.jsonl.")
def record(
    device: str,
    config: Path,
    kind: str | None,
    port: str | None,
    settings: tuple[str, ...],
    lines: tuple[str, ...],
    seconds: float,
    trials: tuple[str, ...],
    path: Path | None,
) -> None:
    """Write a recording of DEVICE: what goes over its line, when, and what its driver makes of it.

    The gateway must not run meanwhile. Use the device: scan, weigh, take the paper out, pull the plug. A driver beside
    whose code the recording lies (tests/recordings) is held to it for ever.
    """
    found = _device(device, config, kind, port, _pairs(settings), _pairs(lines))
    target = path or Path(f"{device}.jsonl")
    why = record_device(found, target, Wanted(seconds, trials), click.echo, stop_event())
    if why:
        raise Trouble(f"the line was lost ({why}); {target} holds what was said until then")
    click.echo(f"written: {target}")


def _device(
    name: str, config: Path, kind: str | None, port: str | None, settings: dict[str, object], line: dict[str, object]
) -> DeviceSettings:
    try:
        if kind and port:
            return device_of(name, {"kind": kind, "port": port, "settings": settings, "line": line})
        if not config.is_file():
            raise Trouble(f"no {config}: name one with --config, or give --kind and --port")
        found = next((each for each in load(config).devices if each.name == name), None)
    except SettingsError as error:
        raise Trouble(str(error)) from error
    if found is None:
        raise Trouble(f"{config} has no device {name}")
    return found


def _pairs(texts: Iterable[str]) -> dict[str, object]:
    return {key: _value(value) for key, _, value in (text.partition("=") for text in texts)}


def _value(text: str) -> object:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text
