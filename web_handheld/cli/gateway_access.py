"""`storefloor gateway code` and `revoke`: who may come into a store, and who no longer."""

from pathlib import Path

import click

from picking.devices.commands import offer_enrolment, revoke_gateway
from picking.foundation.actor import system
from web_handheld.cli.common import choose_store, data_option, open_books, settings_of, store_option


@click.command()
@click.argument("name")
@data_option
@store_option
@click.pass_obj
def code(file: Path | None, name: str, data: Path | None, store_id: str | None) -> None:
    """Make the one-time code that gateway NAME enrols with in the next half hour, and show it, once."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        made = books.transactions.run(system(store.id), lambda work: offer_enrolment(work, name))
    click.echo(made)


@click.command()
@click.argument("name")
@data_option
@store_option
@click.pass_obj
def revoke(file: Path | None, name: str, data: Path | None, store_id: str | None) -> None:
    """Take gateway NAME's credentials back: the broker puts it out."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        books.transactions.run(system(store.id), lambda work: revoke_gateway(work, name))
