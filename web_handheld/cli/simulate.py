"""`storefloor simulate`."""

import sys
from pathlib import Path

import click

from web_handheld.cli.stopping import stop_event, watch_parent
from web_handheld.cli.terminal import Trouble, log_to_terminal
from web_handheld.settings import CONFIG
from web_handheld.simulation import Options, ServiceAwayError, run

STORES = CONFIG / "stores"


@click.command()
@click.option("--url", default="http://127.0.0.1:8080", show_default=True, help="Where the service is.")
@click.option(
    "--channel-token", required=True, envvar="STOREFLOOR_CHANNEL_TOKEN",
    help="Made with: storefloor token create --role channel --name shoppers",
)  # fmt: skip
@click.option(
    "--carrier-token", required=True, envvar="STOREFLOOR_CARRIER_TOKEN",
    help="Made with: storefloor token create --role carrier",
)  # fmt: skip
@click.option("--store", default=STORES / "front-warehouse.json", type=click.Path(path_type=Path, exists=True))
@click.option("--day", default=STORES / "front-warehouse-day.jsonl", type=click.Path(path_type=Path, exists=True))
@click.option("--speed", default=20.0, show_default=True, help="How much faster than people.")
@click.option("--orders", type=click.IntRange(1), help="End after so many orders.")
@click.option("--minutes", type=float, help="End after so many minutes.")
@click.option("--seed", default=1, show_default=True)
@click.option("--bench-port", type=int, help="Door to the gateway's simulated devices.")
@click.option("--skip-hours", type=click.FloatRange(0, 24), default=0.0, help="Begin so many hours into the day.")
def simulate(
    url: str,
    channel_token: str,
    carrier_token: str,
    store: Path,
    day: Path,
    speed: float,
    orders: int | None,
    minutes: float | None,
    seed: int,
    bench_port: int | None,
    skip_hours: float,
) -> None:
    """Play shoppers, pickers, stalls and riders, with everything that goes wrong, and end with a table."""
    log_to_terminal("warning")
    stop = stop_event()
    watch_parent(stop)
    try:
        options = Options(
            url=url,
            channel_token=channel_token,
            carrier_token=carrier_token,
            store=store,
            day=day,
            speed=speed,
            orders=orders,
            minutes=minutes,
            seed=seed,
            bench_port=bench_port,
            skip_hours=skip_hours,
        )
        report = run(options, stop)
    except ServiceAwayError as error:
        raise Trouble(f"the service at {url} is not there or does not know us: {error}") from error
    except (OSError, ValueError) as error:
        raise Trouble(str(error)) from error
    click.echo(str(report))
    sys.exit(report.exit_code)
