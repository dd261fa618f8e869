"""Prices are brought in from a file at the command line."""

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from picking.catalogue.model import Item, Listing
from picking.floor.model import Store
from picking.foundation.database import open_engine
from picking.foundation.kinds import TemperatureClass
from picking.foundation.quantity import Unit
from picking.migrations import upgrade
from web_handheld.cli import main


@pytest.fixture
def data(tmp_path):
    """Give a data folder with two stores; the second lists no tea."""
    (tmp_path / "data").mkdir()
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'storefloor.db'}")
    upgrade(engine)
    with Session(engine.execution_options(storefloor_write=True)) as books:
        for store in ("01", "02"):
            books.add(Store(id=store, names={"en": store}, currency="CNY", timezone="Asia/Shanghai", settings={}))
        for sku in ("milk", "tea"):
            books.add(
                Item(
                    sku=sku, names={"en": sku}, category="food", temperature_class=TemperatureClass.AMBIENT,
                    unit=Unit.PIECE, weight_grams=1, shelf_life_days=None,
                )
            )  # fmt: skip
        books.flush()
        for store, sku in (("01", "milk"), ("01", "tea"), ("02", "milk")):
            books.add(Listing(store_id=store, sku=sku, price_minor=100, stall_id=None))
        books.commit()
    engine.dispose()
    return tmp_path / "data"


def run(*arguments):
    return CliRunner().invoke(main, ["price", *map(str, arguments)])


def test_a_feed_is_taken_for_all_stores(data, tmp_path):
    """One file for the chain; each store takes what it lists."""
    feed = tmp_path / "feed.csv"
    feed.write_text("sku,price,store\nmilk,5.50,\ntea,8,\nmilk,5.20,02\n", encoding="utf-8")

    taken = run("import", feed, "--version", 1, "--data", data)
    listed = run("list", "--data", data, "--store", "01")

    assert taken.exit_code == 0, taken.output
    assert "01\tfeed 1\tplanned" in taken.output
    assert "02\t1 items are not listed there: tea" in taken.output
    assert "feed 1\tregular\tSCHEDULED" in listed.output


def test_a_wrong_feed_is_told_by_its_lines(data, tmp_path):
    """Whoever wrote it mends it."""
    feed = tmp_path / "feed.csv"
    feed.write_text("sku,price\nmilk,x\n", encoding="utf-8")

    assert "line 2: price: 'x' is none" in run("import", feed, "--version", 1, "--data", data).output
