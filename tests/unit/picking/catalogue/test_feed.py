"""A price feed is taken whole or not at all, and its mistakes are named by their lines."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from picking.catalogue.feed import FeedError, plans_of, read_feed
from picking.catalogue.model import PlanKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 1, 15, 2, 0, tzinfo=UTC)


def read(*lines, header="sku,price,store,from,until,promotion,name"):
    return read_feed("\n".join([header, *lines]), SHANGHAI)


def plans(*lines, store="01"):
    return {plan.code: plan for plan in plans_of(read(*lines), store, 7, NOW, "zh")}


def test_a_row_without_times_is_a_regular_price_from_now_on():
    """The plainest feed is two columns."""
    (plan,) = plans_of(read("milk,12.90", "tea,8", header="sku,price"), "01", 7, NOW, "en")

    assert (plan.kind, plan.starts_at, plan.version) == (PlanKind.REGULAR, NOW, 7)
    assert plan.prices == {"milk": 1290, "tea": 800}


def test_promotions_and_later_prices_are_plans_of_their_own():
    """Times without an offset are the store's wall clock."""
    found = plans(
        "milk,9.90,,2026-01-16 08:00,2026-01-18 22:00,dairy,Dairy week",
        "cheese,19.90,,2026-01-16 08:00,2026-01-18 22:00,dairy,",
        "tea,8.50,,2026-02-01,,,",
        "rice,3.20,,,,,",
    )

    dairy = found["dairy"]
    assert (dairy.kind, dairy.prices, dairy.names["zh"]) == (
        PlanKind.PROMOTION, {"milk": 990, "cheese": 1990}, "Dairy week",
    )  # fmt: skip
    assert dairy.starts_at.astimezone(UTC) == datetime(2026, 1, 16, 0, 0, tzinfo=UTC)
    assert set(found) == {"dairy", "feed 7", "feed 7 from 2026-02-01T00:00"}


def test_a_row_for_a_store_goes_before_the_row_for_all():
    """One price for the chain, another where a competitor sits next door."""
    lines = ("milk,12.90,,,,,", "milk,11.90,02,,,,", "tea,8,03,,,,")

    assert plans(*lines, store="01")["feed 7"].prices == {"milk": 1290}
    assert plans(*lines, store="02")["feed 7"].prices == {"milk": 1190}


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        (["milk,twelve,,,,,"], 2, "price"),
        (["milk,12.905,,,,,"], 2, "price"),
        (["milk,-1,,,,,"], 2, "price"),
        ([",1,,,,,"], 2, "sku"),
        (["milk,1,,tomorrow,,,"], 2, "from"),
        (["milk,1,,,2026-01-18,,"], 2, "promotion and until"),
        (["milk,1,,,,,,extra"], 2, "more cells"),
        (["milk,1,,,,,", "milk,2,,,,,"], 3, "line 2 already"),
        (["a,1,,2026-01-16,2026-01-18,p,", "b,1,,2026-01-17,2026-01-18,p,"], 3, "another time"),
        ([], 2, "no row"),
    ],
)
def test_a_wrong_line_is_named_with_its_reason(lines, line, reason):
    """Twenty thousand rows, and somebody has to find the one."""
    with pytest.raises(FeedError) as wrong:
        read(*lines)

    assert wrong.value.faults[0][0] == line
    assert reason in wrong.value.faults[0][1]


def test_a_column_nobody_knows_is_refused():
    """A typing error in `until` must not become a price for ever."""
    with pytest.raises(FeedError, match="columns"):
        read("milk,1,x", header="sku,price,untill")
