"""What does not keep is marked down, taken off the shelf at closing, and written off with its reason."""

from datetime import date, timedelta
from typing import Any

import pytest
from floor import STORE

from picking import story
from picking.catalogue.model import Listing, PricePlan
from picking.foundation.refusals import Refusal
from picking.freshness import commands as freshness
from picking.freshness.commands import FreshDayDraft
from picking.freshness.lifecycle import FreshDayState, MarkdownState
from picking.freshness.model import FreshDay, Gone, Markdown, WriteOff
from picking.freshness.queries import dated_shares, lost_minor, near_its_end
from picking.people.commands import start_shift
from picking.stock.commands import allocate, commit, reserve, take
from picking.stock.model import DAMAGED, WORLD, Allocation, OnHand
from picking.stock.queries import availability, conservation_errors
from picking.tasks.model import FloorTask, FloorTaskKind

TODAY = date(2026, 1, 15)  # ten in the morning


class Cold:
    """A shelf of yoghurt (20 days) and bread (one day)."""

    def __init__(self, floor: Any) -> None:
        self.floor = floor
        floor.way(nodes=6)
        floor.person("ana", "picker", skills=("A",))
        floor.run(start_shift, "ana")
        floor.person("lea", "lead", skills=("A",))
        floor.item("yoghurt", price=500, shelf_life_days=20)
        floor.item("bread", price=900, shelf_life_days=1)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.floor, name)

    def lead(self) -> Any:
        """Give the lead's hand."""
        return self.floor.actor("lea", "counts", "count")

    def picker(self) -> Any:
        """Give a picker's hand."""
        return self.floor.actor("ana", "count", "pick")

    def until(self, hour: int, minute: int = 0) -> None:
        """Let the time pass, a quarter of an hour at a time, until the store's clock shows an hour."""
        for _ in range(24 * 4 * 2):
            wall = (self.floor.clock.now() + timedelta(hours=8)).time()
            if (wall.hour, wall.minute) == (hour, minute):
                break
            self.floor.clock.advance(minutes=15)
            self.floor.sweep()
        for _ in range(4):
            self.floor.sweep()

    def price(self, sku: str) -> int:
        """Give what is asked for an item now."""
        return self.floor.get(Listing, (STORE, sku)).price_minor

    def markdown(self) -> Markdown:
        """Give the newest markdown."""
        return max(self.floor.all(Markdown), key=lambda row: row.id)


@pytest.fixture
def cold(make_floor):
    """Give the shelf; whatever was done, the books must agree in the end."""
    made = Cold(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
    yield made
    assert made.ask(conservation_errors, STORE) == []


def refused(code):
    return pytest.raises(Refusal, match=rf"^{code}\b")


def test_near_its_end_is_listed_with_what_ends_first_in_front(cold):
    """A lead who walks the aisle begins where it burns."""
    cold.stock("yoghurt", 4, "A-1", expires=TODAY + timedelta(days=5))
    cold.stock("yoghurt", 4, "A-1", expires=TODAY + timedelta(days=15))
    cold.stock("bread", 3, "A-2", expires=TODAY)

    near = cold.ask(near_its_end, STORE, TODAY)

    assert [(each.item.sku, str(each.colour(TODAY))) for each in near] == [("bread", "yellow"), ("yoghurt", "yellow")]


def test_a_markdown_reaches_the_price_when_a_lead_says_yes_and_goes_back_by_itself(cold):
    """Nobody runs through the aisles with stickers, and nobody forgets to take them off."""
    cold.stock("yoghurt", 4, "A-1", expires=TODAY + timedelta(days=5))
    (proposed,) = cold.run(freshness.propose_markdowns, by_itself=False)
    assert (cold.price("yoghurt"), proposed.price_minor, proposed.quantity) == (500, 425, 4)

    cold.run(freshness.approve_markdown, proposed.id, by=cold.lead())
    cold.sweep()
    assert (cold.price("yoghurt"), cold.get(Markdown, proposed.id).state) == (425, MarkdownState.RUNNING)

    cold.clock.advance(days=4)
    cold.sweep()
    assert (cold.price("yoghurt"), cold.get(Markdown, proposed.id).state) == (500, MarkdownState.ENDED)


def test_what_sells_in_time_at_its_usual_pace_keeps_its_price(cold):
    """Half price for what everybody buys anyway is a gift, and no less waste."""
    cold.stock("yoghurt", 20, "A-1", expires=TODAY + timedelta(days=5))
    cold.run(reserve, "o1", [("l1", "yoghurt", 14)])
    cold.run(commit, "o1")
    for allocation in cold.run(allocate, "o1"):
        cold.run(take, allocation.id, 14)  # two a day of this week

    assert cold.run(freshness.propose_markdowns, by_itself=False) == []
    cold.stock("yoghurt", 20, "A-1", expires=TODAY + timedelta(days=5))
    assert [row.quantity for row in cold.run(freshness.propose_markdowns, by_itself=False)] == [26]


def test_a_markdown_is_a_leads_decision(cold):
    """A picker marks nothing down, and what is refused is not asked again by a repeat."""
    cold.stock("yoghurt", 4, "A-1", expires=TODAY + timedelta(days=5))
    (proposed,) = cold.run(freshness.propose_markdowns, by_itself=False)
    assert cold.run(freshness.propose_markdowns, by_itself=False) == []

    with refused("right_missing"):
        cold.run(freshness.approve_markdown, proposed.id, by=cold.picker())
    cold.run(freshness.refuse_markdown, proposed.id, by=cold.lead())

    with refused("step_not_possible"):
        cold.run(freshness.approve_markdown, proposed.id, by=cold.lead())
    assert cold.price("yoghurt") == 500


def test_withdrawing_a_markdown_ends_its_price_at_once(cold):
    """The wrong item was marked down."""
    cold.stock("yoghurt", 4, "A-1", expires=TODAY)
    (running,) = cold.run(freshness.propose_markdowns, by_itself=True)
    cold.sweep()
    assert cold.price("yoghurt") == 250

    cold.run(freshness.withdraw_markdown, running.id, by=cold.lead())

    assert cold.price("yoghurt") == 500


def test_a_deeper_rung_takes_the_place_of_the_one_before(cold):
    """One item has one markdown."""
    cold.stock("yoghurt", 4, "A-1", expires=TODAY + timedelta(days=3))
    cold.run(freshness.propose_markdowns, by_itself=True)
    cold.sweep()
    assert cold.price("yoghurt") == 425

    cold.clock.advance(days=1)
    cold.run(freshness.propose_markdowns, by_itself=True)
    cold.sweep()

    assert cold.price("yoghurt") == 350
    assert [str(row.state) for row in sorted(cold.all(Markdown), key=lambda row: row.id)] == ["ENDED", "RUNNING"]


def test_a_day_of_fresh_bread_ends_cheap_and_off_the_shelf(cold):
    """Seven in the evening: cheaper, step by step; half past nine: somebody is asked to clear the shelf."""
    cold.stock("bread", 6, "A-2", expires=TODAY)
    cold.run(freshness.keep_day, FreshDayDraft(by_itself=True))

    prices = []
    for hour in (18, 19, 20, 21):
        cold.until(hour)
        prices.append(cold.price("bread"))
    cold.until(21, 30)

    assert prices == [900, 630, 450, 270]
    assert (cold.price("bread"), cold.get(FreshDay, STORE).state) == (900, FreshDayState.CLEARING)
    assert cold.one(FloorTask, kind=FloorTaskKind.CLEAR_OUT).subject == {"zone_id": "A", "until": "2026-01-15"}
    assert {str(plan.state) for plan in cold.all(PricePlan)} == {"ENDED"}


def test_the_morning_looks_for_what_is_near_its_end_and_what_is_over(cold):
    """A new day, a new list."""
    cold.stock("yoghurt", 4, "A-1", expires=TODAY + timedelta(days=5))
    cold.stock("bread", 2, "A-2", expires=TODAY)
    cold.run(freshness.keep_day, FreshDayDraft())
    cold.until(21, 30)
    cold.until(7)

    assert (cold.markdown().sku, cold.markdown().state) == ("yoghurt", MarkdownState.PROPOSED)
    assert cold.get(FreshDay, STORE).state is FreshDayState.SELLING
    assert cold.ask(availability, STORE, today=TODAY + timedelta(days=1))["bread"] == 0
    assert len(cold.all(FloorTask, kind=FloorTaskKind.CLEAR_OUT)) == 1


@pytest.mark.parametrize(("gone", "place"), [(Gone.WASTE, DAMAGED), (Gone.DONATION, WORLD)])
def test_what_is_written_off_leaves_the_bin_with_reason_and_worth(cold, gone, place):
    """Waste that nobody knows of is waste that nobody lessens."""
    lot = cold.stock("yoghurt", 4, "A-1", expires=TODAY)

    cold.run(freshness.write_off, "A-1", lot, 3, "dented", gone=gone, by=cold.picker())

    assert cold.get(OnHand, ("A-1", lot)).quantity == 1
    assert cold.get(OnHand, (place, lot)).quantity == (3 if place == DAMAGED else -1)
    written = cold.one(WriteOff)
    assert (written.reason, written.worth_minor, written.person_id) == ("dented", 1500, "ana")
    now = cold.clock.now()
    assert cold.ask(lost_minor, STORE, now, now + timedelta(days=1)) == {gone: 1500}


def test_what_is_expired_is_not_given_away(cold):
    """A gift nobody may eat is waste with a bow."""
    lot = cold.stock("yoghurt", 4, "A-1", expires=TODAY - timedelta(days=1))

    with refused("expired_is_no_gift"):
        cold.run(freshness.write_off, "A-1", lot, 4, "expired", gone=Gone.DONATION, by=cold.picker())


def test_what_is_dear_needs_a_photo_and_more_needs_a_lead(cold):
    """A reason is quickly typed; a hundred yoghurts are not quickly photographed when they are not there."""
    lot = cold.stock("yoghurt", 60, "A-1", expires=TODAY)
    photo = cold.run(freshness.keep_photo, "a" * 64, "image/jpeg", 1000).hash

    with refused("photo_needed"):
        cold.run(freshness.write_off, "A-1", lot, 10, "mould", by=cold.picker())
    with refused("invalid_field"):
        cold.run(freshness.write_off, "A-1", lot, 10, "mould", photo="b" * 64, by=cold.picker())
    cold.run(freshness.write_off, "A-1", lot, 10, "mould", photo=photo, by=cold.picker())
    with refused("write_off_by_lead"):
        cold.run(freshness.write_off, "A-1", lot, 50, "mould", photo=photo, by=cold.picker())
    cold.run(freshness.write_off, "A-1", lot, 50, "mould", photo=photo, by=cold.lead())

    assert cold.ask(dated_shares, STORE, TODAY) == []


def test_orders_get_other_goods_when_theirs_are_written_off(cold):
    """The customer does not hear of the mould."""
    lot = cold.stock("yoghurt", 4, "A-1", expires=TODAY + timedelta(days=2))
    cold.stock("yoghurt", 4, "A-2", expires=TODAY + timedelta(days=20))
    cold.run(reserve, "o1", [("l1", "yoghurt", 3)])
    cold.run(commit, "o1")
    cold.run(allocate, "o1")

    cold.run(freshness.write_off, "A-1", lot, 4, "mould", by=cold.picker())

    assert {(row.bin_id, row.quantity) for row in cold.all(Allocation, open=True)} == {("A-2", 3)}


@pytest.mark.parametrize("hours", [{"opens_at": "25:00"}, {"clears_at": "18:00"}, {"marks_down_at": "late"}])
def test_hours_that_cannot_be_are_refused(cold, hours):
    """A typing error must not keep bread on the shelf."""
    with refused("invalid_field"):
        cold.run(freshness.keep_day, FreshDayDraft(**hours))
