"""`storefloor service`."""

import gc
from pathlib import Path

import click


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of database and keys.")
@click.option("--http", "http_port", type=int, help="Port to listen on.")
@click.option("--host", help="Address to listen on.")
@click.option("--mqtt", "mqtt_port", type=int, help="Port of the broker.")
@click.option("--name", help="Name of this process among several.")
@click.pass_obj
def service(
    file: Path | None,
    data: Path | None,
    http_port: int | None,
    host: str | None,
    mqtt_port: int | None,
    name: str | None,
) -> None:
    """Run the service until Ctrl-C or SIGTERM."""
    # What is imported stays: looking through it for what could go is a quarter of the start, later a pause in a scan.
    gc.disable()
    # gevent must replace the blocking parts of the standard library before anybody has taken hold of them.
    from gevent import monkey  # noqa: PLC0415 - only this command runs under gevent

    monkey.patch_all()
    from web_handheld.cli.common import explained, require_current, settings_of  # noqa: PLC0415
    from web_handheld.cli.stopping import stop_event, wait  # noqa: PLC0415 - as all of these: after the patch
    from web_handheld.cli.terminal import Trouble, log_to_terminal  # noqa: PLC0415
    from web_handheld.server import PortTakenError, run_service  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    settings = settings_of(
        file,
        service__data_dir=data,
        service__http_port=http_port,
        service__http_host=host,
        service__name=name,
        broker__port=mqtt_port,
    )
    log_to_terminal(settings.service.log_level)
    with explained(settings):
        try:
            run_service(settings, stop_event(), wait, require_current)
        except PortTakenError as taken:
            raise Trouble(str(taken)) from taken
