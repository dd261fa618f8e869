"""The report says how a run went, and fails it when a promise was broken."""

import pytest

from web_handheld.simulation.report import Report


def report(**more):
    return Report(60, 120, 3, {"DELIVERED": 2, "CANCELLED": 1}, {"pick": (4.2, 2)}, late=1, **more)


def test_a_clean_run_ends_well():
    """Scripts look at the exit code."""
    assert report().exit_code == 0


@pytest.mark.parametrize("more", [{"stock_errors": ["10001: 3 in bins, 4 in the ledger"]}, {"broken": ["line L1 …"]}])
def test_a_broken_promise_fails_the_run(more):
    """Stock that does not add up must not go unnoticed."""
    failed = report(**more)

    assert failed.exit_code == 1
    assert "BROKEN" in str(failed)
    assert next(iter(more.values()))[0] in str(failed)


def test_the_table_names_what_people_ask_for():
    """Orders, minutes by stage, refusals, conservation."""
    text = str(report(counts={"shorts": 2}, refusals={"wrong_bin": 5}))

    for words in ("placed", "DELIVERED", "pick", "4.2 (2 orders)", "shorts", "wrong_bin", "conservation of stock"):
        assert words in text
