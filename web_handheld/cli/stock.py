"""`storefloor stock`."""

import sys
from pathlib import Path

import click

from picking.stock.queries import conservation_errors
from web_handheld.cli.common import choose_store, data_option, open_books, settings_of, store_option


@click.group()
def stock() -> None:
    """Prove that the books of stock agree."""


@stock.command("check")
@data_option
@store_option
@click.pass_obj
def check(file: Path | None, data: Path | None, store_id: str | None) -> None:
    """Hold ledger, places, figures and reservations of a store against each other; ends with 1 where they differ."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        with books.transactions.reading() as session:
            errors = conservation_errors(session, store.id)
    for error in errors:
        click.echo(error)
    click.echo(f"store {store.id}: {len(errors)} contradictions")
    sys.exit(1 if errors else 0)
