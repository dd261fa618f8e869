"""`storefloor price`."""

from pathlib import Path

import click
from sqlalchemy import select

from picking.catalogue.model import PricePlan
from picking.floor.model import Store
from picking.foundation.actor import system
from web_handheld.cli.common import Books, choose_store, data_option, open_books, settings_of, store_option
from web_handheld.price_feed import Taken, take_feed

NAMED_MAX = 20


@click.group()
def price() -> None:
    """Bring in prices and promotions."""


@price.command("import")
@click.argument("feed", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--version", "version", type=click.IntRange(1), required=True, help="The feed's version; it only grows.")
@data_option
@store_option
@click.pass_obj
def bring_in(file: Path | None, feed: Path, version: int, data: Path | None, store_id: str | None) -> None:
    """Take FEED (CSV: sku,price and where wanted store,from,until,promotion,name) for one store, or for all."""
    content = feed.read_text(encoding="utf-8-sig")
    with open_books(settings_of(file, service__data_dir=data)) as books:
        for store in _stores(books, store_id):
            taken = _take(books, store, content, version)
            for code, what in taken.plans.items():
                click.echo(f"{store}\t{code}\t{what}")
            if taken.left_out:
                some = ", ".join(taken.left_out[:NAMED_MAX])
                click.echo(f"{store}\t{len(taken.left_out)} items are not listed there: {some}")


@price.command("list")
@data_option
@store_option
@click.pass_obj
def show(file: Path | None, data: Path | None, store_id: str | None) -> None:
    """List the plans of a store with their states, and how many labels show them."""
    with open_books(settings_of(file, service__data_dir=data)) as books:
        store = choose_store(books, store_id)
        with books.transactions.reading() as session:
            rows = select(PricePlan).where(PricePlan.store_id == store.id).order_by(PricePlan.starts_at, PricePlan.code)
            for row in session.scalars(rows):
                when, shown = f"{row.starts_at:%Y-%m-%d %H:%M}", f"{row.shown}/{row.labels}"
                click.echo(f"{row.code}\t{row.kind}\t{row.state}\t{when}\t{shown}")


def _stores(books: Books, asked: str | None) -> list[str]:
    if asked is not None:
        return [choose_store(books, asked).id]
    with books.transactions.reading() as session:
        return list(session.scalars(select(Store.id).order_by(Store.id)))


def _take(books: Books, store_id: str, content: str, version: int) -> Taken:
    return books.transactions.run(system(store_id), lambda work: take_feed(work, store_id, content, version))
