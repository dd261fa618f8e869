"""Prices that begin and end by themselves: nobody has to be there at midnight."""

from datetime import timedelta

import pytest
from floor import STORE, Floor

from picking.catalogue.commands import Price, set_prices
from picking.catalogue.events import PlannedPricesTurned
from picking.catalogue.lifecycle import PlanState as State, PlanStep
from picking.catalogue.model import Listing, PlanKind, PricePlan
from picking.catalogue.plans import PlanDraft, cancel_plan, end_plan, plan_prices, start_plan
from picking.foundation.refusals import Refusal

HOUR = timedelta(hours=1)
TIME_OUTS = {(PricePlan, PlanStep.START): start_plan, (PricePlan, PlanStep.END): end_plan}


def end_or_wait(work, plan):
    """Stand in for the look at shelf labels, which another room takes."""
    if plan.ends_at is not None and plan.ends_at <= work.now:
        end_plan(work, plan)
    else:
        plan.deadline_at = plan.ends_at


@pytest.fixture
def any_shop(any_url, make_floor):
    shop = make_floor(url=any_url, time_outs={**TIME_OUTS, (PricePlan, PlanStep.CHECK): end_or_wait})
    shop.item("milk", price=590)
    shop.item("tea", price=1200, category="drinks")
    shop.item("greens", price=1005, weighed=True)
    return shop


@pytest.fixture
def shop(make_floor):
    shop = make_floor(time_outs={**TIME_OUTS, (PricePlan, PlanStep.CHECK): end_or_wait})
    shop.item("milk", price=590)
    shop.item("tea", price=1200)
    return shop


def promotion(shop: Floor, code="p1", version=1, *, begins=HOUR, lasts=HOUR, prices=None, **facts):
    starts_at = shop.clock.now() + begins
    if "off_permille" not in facts:
        facts["prices"] = prices or {"milk": 490}
    return PlanDraft(code, version, PlanKind.PROMOTION, starts_at, starts_at + lasts, **facts)


def regular(shop: Floor, code="r1", version=1, *, begins=HOUR, prices=None):
    return PlanDraft(code, version, PlanKind.REGULAR, shop.clock.now() + begins, prices=prices or {"milk": 650})


def plan(shop: Floor, draft: PlanDraft):
    return shop.run(plan_prices, STORE, draft)


def prices(shop: Floor, sku="milk"):
    listing = shop.get(Listing, (STORE, sku))
    return listing.price_minor, listing.regular_minor


def later(shop: Floor, **time):
    shop.clock.advance(**time)
    for _ in range(3):
        shop.sweep()


def test_a_promotion_begins_and_ends_by_itself(any_shop):
    """The sweep finds it, so a restart at midnight changes nothing."""
    plan(any_shop, promotion(any_shop))
    before = prices(any_shop)

    later(any_shop, minutes=61)
    during = prices(any_shop)
    any_shop.restart()
    later(any_shop, minutes=60)

    assert (before, during, prices(any_shop)) == ((590, None), (490, 590), (590, None))
    assert any_shop.one(PricePlan).state is State.ENDED
    assert len(any_shop.events(PlannedPricesTurned)) == 2


def test_so_much_off_all_is_reckoned_when_it_begins(any_shop):
    """Half a cent is rounded up; an item of another category keeps its price."""
    plan(any_shop, promotion(any_shop, "all", off_permille=150))
    plan(any_shop, promotion(any_shop, "food", off_permille=500, category="drinks", begins=2 * HOUR, lasts=HOUR / 2))
    any_shop.run(set_prices, STORE, [Price("milk", 600, 7)])

    later(any_shop, minutes=61)
    all_of_it = [prices(any_shop, sku)[0] for sku in ("milk", "tea", "greens")]
    plan_again = prices(any_shop, "tea")

    assert all_of_it == [510, 1020, 854]
    assert plan_again == (1020, 1200)


def test_of_two_promotions_the_later_one_counts_and_the_first_goes_on_after_it(any_shop):
    """A flash sale inside a week's offer ends into the week's offer."""
    plan(any_shop, promotion(any_shop, "week", begins=HOUR, lasts=24 * HOUR, prices={"milk": 550, "tea": 1100}))
    plan(any_shop, promotion(any_shop, "flash", begins=2 * HOUR, lasts=HOUR, prices={"milk": 400}))
    seen = []
    for _ in range(3):
        later(any_shop, minutes=61)
        seen.append((prices(any_shop), prices(any_shop, "tea")))

    assert seen == [
        ((550, 590), (1100, 1200)),
        ((400, 590), (1100, 1200)),
        ((550, 590), (1100, 1200)),
    ]


def test_a_new_regular_price_waits_behind_a_running_promotion(any_shop):
    """What customers are promised stays until it ends; then the new price is asked, not the old one."""
    plan(any_shop, promotion(any_shop))
    plan(any_shop, regular(any_shop, begins=1.5 * HOUR))
    later(any_shop, minutes=61)
    any_shop.run(set_prices, STORE, [Price("milk", 610, 5)])
    set_by_hand = prices(any_shop)
    later(any_shop, minutes=30)
    planned = prices(any_shop)
    later(any_shop, minutes=31)

    assert (set_by_hand, planned, prices(any_shop)) == ((490, 610), (490, 610), (610, None))


def test_a_planned_regular_price_that_is_newer_is_set_at_its_time(any_shop):
    """The version decides, as everywhere: an older plan does not bring back an older price."""
    plan(any_shop, regular(any_shop, version=9))
    any_shop.run(set_prices, STORE, [Price("milk", 610, 5)])

    later(any_shop, minutes=61)

    assert prices(any_shop) == (650, None)
    assert any_shop.run(set_prices, STORE, [Price("milk", 600, 8)]) == {"milk": "older"}


def test_a_change_of_price_raises_the_listings_version_by_one(shop):
    """An order that waits for its payment is asked again whenever what it was told is no longer so."""
    versions = [shop.get(Listing, (STORE, "milk")).price_version]
    plan(shop, promotion(shop))
    for _ in range(2):
        later(shop, minutes=61)
        versions.append(shop.get(Listing, (STORE, "milk")).price_version)

    assert versions == [1, 2, 3]


def test_a_plan_is_kept_once_a_version(shop):
    """A feed is sent again when its answer was lost; a late older one changes nothing."""
    first = plan(shop, promotion(shop, version=5))
    again = plan(shop, promotion(shop, version=5, prices={"milk": 1}))
    older = plan(shop, promotion(shop, version=4, prices={"milk": 1}))
    newer = plan(shop, promotion(shop, version=6, prices={"milk": 480, "tea": 1000}))

    later(shop, minutes=61)

    assert (first, again, older, newer) == ("planned", "same", "older", "changed")
    assert (prices(shop), prices(shop, "tea")) == ((480, 590), (1000, 1200))


def test_a_running_promotion_changes_at_once(any_shop):
    """A misprinted promotion costs money every minute."""
    plan(any_shop, promotion(any_shop, prices={"milk": 49, "tea": 1000}))
    later(any_shop, minutes=61)

    plan(any_shop, promotion(any_shop, version=2, begins=-HOUR, lasts=3 * HOUR, prices={"milk": 490}))

    assert (prices(any_shop), prices(any_shop, "tea")) == ((490, 590), (1200, None))
    assert any_shop.one(PricePlan).state is State.RUNNING


def test_a_plan_is_withdrawn_before_or_while_it_runs(shop):
    """Before it never happens; while it runs it ends now."""
    plan(shop, promotion(shop, "a"))
    plan(shop, promotion(shop, "b", prices={"tea": 1000}))
    shop.run(cancel_plan, STORE, "a")
    later(shop, minutes=61)
    running = prices(shop, "tea")
    shop.run(cancel_plan, STORE, "b")

    assert (prices(shop), running, prices(shop, "tea")) == ((590, None), (1000, 1200), (1200, None))
    assert {row.code: row.state for row in shop.all(PricePlan)} == {"a": State.CANCELLED, "b": State.ENDED}
    with pytest.raises(Refusal, match="plan_over"):
        plan(shop, promotion(shop, "a", version=2))


@pytest.mark.parametrize(
    "facts",
    [
        {"lasts": -HOUR}, {"begins": -3 * HOUR}, {"prices": {"milk": -1}}, {"off_permille": 1000}, {"off_permille": 0},
    ],
)  # fmt: skip
def test_a_plan_that_contradicts_itself_is_refused(shop, facts):
    """At its intake, not at midnight."""
    with pytest.raises(Refusal, match="invalid_field"):
        plan(shop, promotion(shop, **facts))


def test_a_plan_with_an_item_the_store_does_not_list_is_refused_whole(shop):
    """Half a promotion is a complaint at the till."""
    with pytest.raises(Refusal, match="unknown_thing"):
        plan(shop, promotion(shop, prices={"milk": 490, "gold": 1}))

    assert shop.all(PricePlan) == []


def test_a_begun_plan_keeps_its_kind_and_beginning(shop):
    """What has begun cannot begin tomorrow."""
    plan(shop, promotion(shop))
    later(shop, minutes=61)

    with pytest.raises(Refusal, match="plan_under_way"):
        plan(shop, promotion(shop, version=2))


def test_plans_need_the_right(shop):
    """A picker sets no prices."""
    with pytest.raises(Refusal, match="right_missing"):
        shop.run(plan_prices, STORE, promotion(shop), by=shop.actor("p1", "pick"))
