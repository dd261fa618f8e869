"""`storefloor db`."""

from pathlib import Path

import click

from picking import migrations
from web_handheld.cli.common import data_option, explained, settings_of


@click.group()
def db() -> None:
    """Bring the database to this version."""


@db.command()
@data_option
@click.pass_obj
def upgrade(file: Path | None, data: Path | None) -> None:
    """Make the tables of a new database, or bring an older one up; does nothing to a current one."""
    from web_handheld.wiring import open_books  # noqa: PLC0415 - slow to import

    settings = settings_of(file, service__data_dir=data)
    with explained(settings):
        engine = open_books(settings)
        migrations.upgrade(engine)
        engine.dispose()
    click.echo("the database stands at this version")
