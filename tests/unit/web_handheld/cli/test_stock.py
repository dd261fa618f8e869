"""Deliveries and the books' proof at the command line."""

import pytest
from click.testing import CliRunner
from floor import Floor
from sqlalchemy import text

from picking.foundation.database import open_engine
from picking.migrations import upgrade
from web_handheld.cli import main


@pytest.fixture
def data(tmp_path):
    """Give a data folder with a store that has three milk."""
    (tmp_path / "data").mkdir()
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'storefloor.db'}")
    upgrade(engine)
    floor = Floor(engine)
    floor.stock("milk", 3, "A-1")
    yield tmp_path / "data"
    floor.engine.dispose()


def run(*arguments):
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_true_books_are_said_to_be_and_false_ones_are_named(data):
    """A night's cron job ends with 1 when a piece is missing."""
    true = run("stock", "check", "--data", data)
    engine = open_engine(f"sqlite:///{data / 'storefloor.db'}")
    with engine.execution_options(storefloor_write=True).begin() as books:
        books.execute(text("UPDATE on_hand SET quantity = 2 WHERE place = 'A-1'"))
    engine.dispose()

    false = run("stock", "check", "--data", data)

    assert (true.exit_code, true.output) == (0, "store s1: 0 contradictions\n")
    assert false.exit_code == 1
    assert "A-1" in false.output


def test_deliveries_are_announced_from_a_file(data, tmp_path):
    """Head office sends a file at night."""
    announced = tmp_path / "announced.csv"
    announced.write_text(
        "number,supplier,expected_at,sku,quantity\nD-1,Dairy,2026-01-16T06:00:00+08:00,milk,4\n", encoding="utf-8"
    )

    assert run("delivery", "import", announced, "--data", data).exit_code == 0

    assert run("delivery", "list", "--data", data).output == "D-1\tDairy\tEXPECTED\t2026-01-15 22:00\n"
