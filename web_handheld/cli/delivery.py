"""`storefloor delivery`."""

from pathlib import Path

import click

from picking.foundation.actor import system
from picking.receiving import commands as receiving
from picking.receiving.files import drafts_of
from picking.receiving.queries import to_come
from web_handheld.cli.common import choose_store, data_option, open_books, settings_of, store_option


@click.group()
def delivery() -> None:
    """Announce deliveries."""


@delivery.command("import")
@click.argument("announced", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@data_option
@store_option
@click.pass_obj
def bring_in(file: Path | None, announced: Path, data: Path | None, store_id: str | None) -> None:
    """Expect the deliveries of ANNOUNCED (CSV: number,supplier,expected_at,sku,quantity), all or none."""
    drafts = drafts_of(announced.read_text(encoding="utf-8-sig"))
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        books.transactions.run(
            system(store.id), lambda work: [receiving.expect(work, store.id, draft) for draft in drafts]
        )
    for draft in drafts:
        click.echo(f"{draft.number}\t{draft.supplier}\t{draft.expected_at:%Y-%m-%d %H:%M}\t{len(draft.lines)} lines")


@delivery.command("list")
@data_option
@store_option
@click.pass_obj
def show(file: Path | None, data: Path | None, store_id: str | None) -> None:
    """List the deliveries that are awaited or being taken in."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        with books.transactions.reading() as session:
            for each in to_come(session, store.id):
                click.echo(f"{each.number}\t{each.supplier}\t{each.state}\t{each.expected_at:%Y-%m-%d %H:%M}")
