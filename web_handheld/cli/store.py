"""`storefloor store`."""

import json
from pathlib import Path
from typing import Any

import click

from picking.floor.commands import sell_online_from
from picking.foundation.actor import system
from picking.imports import ImportReport, import_store
from picking.imports.setup import store_file
from web_handheld.cli.common import Books, choose_store, data_option, open_books, settings_of, store_option
from web_handheld.cli.terminal import Trouble


@click.group()
def store() -> None:
    """Bring in a store from its file."""


@store.command("import")
@click.argument("document", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--with-stock", is_flag=True, help="Receive the file's stock again, into a store that is not new.")
@data_option
@click.pass_obj
def import_file(file: Path | None, document: Path, with_stock: bool, data: Path | None) -> None:
    """Keep everything a store file says; a wrong file changes nothing and every fault is named."""
    with open_books(settings_of(file, service__data_dir=data), upgrade=True) as books:
        report = bring_in(books, document, with_stock=with_stock)
    click.echo(f"store {report.store_id} is {'new' if report.is_new else 'known'}")
    for word, counts in (("made", report.created), ("changed", report.changed)):
        if counts:
            click.echo(f"{word}: {', '.join(f'{count} {name}' for name, count in counts.items())}")
    click.echo(f"lots received: {report.lots_received}")


@store.command("export")
@click.argument("document", type=click.Path(path_type=Path, dir_okay=False, writable=True))
@data_option
@store_option
@click.pass_obj
def export_file(file: Path | None, document: Path, data: Path | None, store_id: str | None) -> None:
    """Write the store as it is set up into a store file; badges, PINs and stock are not in it."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        with books.transactions.reading() as session:
            tree = store_file(session, store.id)
        document.write_text(json.dumps(tree, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    click.echo(f"store {store.id} is written to {document}")


@store.command("online-stock")
@click.argument("stock_of", required=False)
@data_option
@store_option
@click.pass_obj
def online_stock(file: Path | None, stock_of: str | None, data: Path | None, store_id: str | None) -> None:
    """Let the store's channels sell the stock of store STOCK_OF (one for all of e-commerce), or its own again."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        by = system(store.id)
        books.transactions.run(by, lambda work: sell_online_from(work, store.id, stock_of))
    click.echo(f"the channels of store {store.id} sell the stock of store {stock_of or store.id}")


def bring_in(books: Books, document: Path, *, with_stock: bool = False) -> ImportReport:
    """Import a store file."""
    tree = read_store_file(document)
    return books.transactions.run(
        system(tree["store"]["id"]), lambda work: import_store(work, tree, with_stock=with_stock)
    )  # fmt: skip


def read_store_file(document: Path) -> dict[str, Any]:
    """Read a store file as far as its id; everything else is the import's to check."""
    try:
        tree: dict[str, Any] = json.loads(document.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Trouble(f"{document} cannot be read: {error}") from error
    try:
        tree["store"]["id"]
    except (KeyError, TypeError) as error:
        raise Trouble(f"{document} is no store file: store.id is missing") from error
    return tree
