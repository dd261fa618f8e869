"""`storefloor gateway`."""

import signal
from pathlib import Path

import click

from gateway.disk import DiskError
from gateway.settings import SettingsError, load
from gateway.wiring import run_gateway
from web_handheld.cli.common import Trouble, log_to_terminal
from web_handheld.cli.stopping import event_at, stop_event, watch_parent


@click.command()
@click.argument("config", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--log-level", default="info", type=click.Choice(["debug", "info", "warning", "error"]))
def gateway(config: Path, log_level: str) -> None:
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
