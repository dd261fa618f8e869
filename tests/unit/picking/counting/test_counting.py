"""A count corrects the books by what was seen, is doubted when it is dear, and never loses or invents a piece."""

from datetime import timedelta

import pytest
from floor import STORE

from picking.counting import commands as counting
from picking.counting.lifecycle import CountState
from picking.counting.model import CountCause, CountLine, StockCount
from picking.foundation.actor import Actor
from picking.foundation.refusals import Refusal
from picking.people.model import Person
from picking.stock.commands import allocate, commit, declare_empty, move, put_back, receive, reserve, take
from picking.stock.model import IN_HAND, OUT, Allocation, OnHand, StockLevel
from picking.stock.queries import availability
from picking.tasks.commands import finish_floor_task, take_floor_task
from picking.tasks.model import FloorTask
from picking.tasks.queries import free_floor_tasks


def refused(code):
    return pytest.raises(Refusal, match=rf"^{code}\b")


def sold(shelf, quantity, order="o1"):
    """Let a picker take so many milk out of A-1."""
    shelf.run(reserve, order, [(f"{order}-1", "milk", quantity)])
    shelf.run(commit, order)
    for allocation in shelf.run(allocate, order):
        shelf.run(take, allocation.id, allocation.rest)


@pytest.mark.parametrize("quantity", [10, 9, 12, 6])
def test_a_small_difference_is_booked_at_once(shelf, quantity):
    """Nobody waits for a lead because of a carton of milk."""
    count = shelf.count(shelf.wish(), quantity)

    assert (count.state, shelf.books()) == (CountState.BOOKED, quantity)
    assert count.difference_minor == abs(quantity - 10) * 500


def test_a_dear_difference_is_counted_by_somebody_else_and_shown_to_a_lead(shelf):
    """Two pairs of eyes, then one decision; until then the books stand, and what is missing is not offered."""
    count = shelf.count(shelf.wish(), 0)
    assert (count.state, shelf.books()) == (CountState.RECOUNT_SCHEDULED, 10)
    assert shelf.ask(availability, STORE)["milk"] == 0

    with refused("count_by_other"):
        shelf.count(count, 0, by="ana")
    count = shelf.count(count, 1, by="bob")
    assert count.state is CountState.APPROVAL_SCHEDULED
    shelf.run(counting.approve_count, count.id, by=shelf.by("lea", "counts"))

    assert (shelf.now(count).state, shelf.books()) == (CountState.BOOKED, 1)
    assert shelf.get(StockLevel, (STORE, "milk")).withheld == 0


def test_only_a_lead_who_did_not_count_approves(shelf):
    """Nobody signs for the own mistake."""
    count = shelf.count(shelf.wish(), 4, by="ana")
    assert count.state is CountState.APPROVAL_SCHEDULED

    with refused("right_missing"):
        shelf.run(counting.approve_count, count.id, by=shelf.by("bob"))
    with refused("count_own"):
        shelf.run(counting.approve_count, count.id, by=shelf.by("ana", "counts"))


def test_what_a_lead_does_not_believe_is_counted_once_more(shelf):
    """The last movements tell a lead what the number does not."""
    count = shelf.count(shelf.wish(), 4)
    lead = shelf.by("lea", "counts")

    shelf.run(counting.refuse_count, count.id, by=lead)
    count = shelf.count(count, 10, by="bob")

    assert (count.state, count.round, shelf.books()) == (CountState.BOOKED, 2, 10)


@pytest.mark.parametrize("waits", [True, False])
def test_what_is_picked_and_brought_between_look_and_booking_is_neither_lost_nor_invented(shelf, waits):
    """Six lie there where the books say ten; three are taken and two brought while a lead is waited for."""
    count = shelf.wish()
    if waits:
        count = shelf.count(count, 4)
        assert count.state is CountState.APPROVAL_SCHEDULED
        seen = 4
    else:
        shelf.run(counting.note_line, count.id, "milk", 7, by=shelf.by("ana"))
        seen = 7
    sold(shelf, 3)
    shelf.run(receive, STORE, "milk", "A-1", 2)

    if waits:
        shelf.run(counting.approve_count, count.id, by=shelf.by("lea", "counts"))
    else:
        shelf.run(counting.complete_count, count.id, by=shelf.by("ana"))

    assert shelf.books() == seen - 3 + 2


def wish_late(shelf, minutes, quantity, sku="milk"):
    """Count with a handheld that was cut off: it brings what was seen so many minutes ago."""
    seen_at = shelf.clock.now() - timedelta(minutes=minutes)
    hand = Actor(STORE, person_id="ana", name="ana", rights=frozenset({"count"}), said_at=seen_at)
    count = shelf.wish()
    shelf.run(counting.note_line, count.id, sku, quantity, by=hand)
    shelf.run(counting.complete_count, count.id, by=hand)
    return shelf.now(count)


def test_what_pickers_found_meanwhile_is_not_booked_twice(shelf):
    """The books say three, eight lie there; an order takes six, three of which no book knew, before the lead comes."""
    shelf.bin("A-2")
    shelf.run(reserve, "o1", [("l1", "milk", 6)])
    shelf.run(commit, "o1")
    (allocation,) = shelf.run(allocate, "o1")
    shelf.run(move, "milk", allocation.lot_id, 7, "A-1", "A-2", "move")
    count = shelf.count(shelf.wish(), 8)
    assert count.state is CountState.APPROVAL_SCHEDULED

    shelf.run(take, allocation.id, 6)
    shelf.run(counting.approve_count, count.id, by=shelf.by("lea", "counts"))

    assert shelf.books() == 8 - 6


def test_a_newer_look_overtakes_an_undecided_count(shelf):
    """Five were counted, then a picker found the bin empty: the picker was there last."""
    count = shelf.count(shelf.wish(), 4)
    shelf.run(declare_empty, "A-1", "milk", "missing")

    shelf.run(counting.approve_count, count.id, by=shelf.by("lea", "counts"))

    assert shelf.books() == 0
    assert shelf.one(CountLine, count_id=count.id).overtaken


def test_a_count_of_the_whole_bin_overtakes_an_undecided_one_of_its_item(shelf):
    """Both would be booked on top of each other."""
    single = shelf.count(shelf.wish(), 4)
    whole = shelf.count(shelf.wish(None), 8)
    assert whole.state is CountState.BOOKED

    shelf.run(counting.approve_count, single.id, by=shelf.by("lea", "counts"))

    assert shelf.books() == 8


def test_a_late_count_is_set_beside_the_books_of_its_own_time(shelf):
    """Nine of ten were seen; three were picked before the handheld was back in the net."""
    shelf.clock.advance(minutes=20)
    sold(shelf, 3)
    shelf.clock.advance(minutes=1)

    count = wish_late(shelf, 10, 9)

    assert (count.state, shelf.books()) == (CountState.BOOKED, 9 - 3)
    assert shelf.one(CountLine, count_id=count.id).expected == 10


def test_a_late_pick_that_a_count_has_seen_already_is_not_taken_twice(shelf):
    """Two were taken, then eight counted; the picker's handheld tells it after the count is booked."""
    shelf.run(reserve, "o1", [("l1", "milk", 2)])
    shelf.run(commit, "o1")
    (allocation,) = shelf.run(allocate, "o1")
    taken_at = shelf.clock.now() + timedelta(minutes=1)
    shelf.clock.advance(minutes=5)
    shelf.count(shelf.wish(), 8)
    assert shelf.books() == 8
    shelf.clock.advance(minutes=1)

    hand = Actor(STORE, person_id="bob", name="bob", rights=frozenset({"pick"}), said_at=taken_at)
    shelf.run(take, allocation.id, 2, by=hand)

    assert shelf.books() == 8


def test_everything_in_a_bin_that_nobody_saw_is_not_there(shelf):
    """A whole bin is counted by what lies in it, not by a list."""
    shelf.stock("oats", 2, "A-1")
    count = shelf.count(shelf.wish(None), 10)

    assert count.state is CountState.BOOKED
    assert (shelf.books("milk"), shelf.books("oats")) == (10, 0)


def test_a_count_of_nothing_sets_the_item_sold_out_and_a_find_brings_it_back(shelf):
    """The channels hear of it within the same transaction."""
    for quantity, left in ((0, 0), (5, 5)):
        count = shelf.count(shelf.wish(), quantity, by="ana")
        if count.state is CountState.RECOUNT_SCHEDULED:
            count = shelf.count(count, quantity, by="bob")
        if count.state is CountState.APPROVAL_SCHEDULED:
            shelf.run(counting.approve_count, count.id, by=shelf.by("lea", "counts"))
        assert shelf.ask(availability, STORE)["milk"] == left

    assert len(shelf.webhooks("stock.sold_out")) == len(shelf.webhooks("stock.back")) == 1


def test_the_same_is_wished_only_once_and_may_be_cancelled(shelf):
    """However many pickers miss the same milk, one person goes; when nobody need go, the task goes too."""
    first = shelf.wish()
    assert shelf.wish().id == first.id
    assert len(shelf.all(FloorTask)) == 1

    shelf.run(counting.cancel_count, first.id, by=shelf.by("lea", "counts"))

    assert shelf.now(first).state is CountState.CANCELED
    assert str(shelf.one(FloorTask).state) == "CANCELED"


def test_a_recount_is_offered_to_everybody_but_the_one_who_counted(shelf):
    """Otherwise the first counter gets it again, being nearest."""
    count = shelf.wish()
    task = shelf.one(FloorTask)
    shelf.run(take_floor_task, task.id, by=shelf.by("ana"))
    shelf.run(finish_floor_task, task.id, {"quantity": 0}, by=shelf.by("ana"))
    assert shelf.now(count).state is CountState.RECOUNT_SCHEDULED

    def offered_to(session, person):
        return [task.id for task in session.scalars(free_floor_tasks(session.get(Person, person), ["A"]))]

    offered = {person: shelf.ask(offered_to, person) for person in ("ana", "bob")}

    assert (len(offered["ana"]), len(offered["bob"])) == (0, 1)
    with refused("count_by_other"):
        shelf.run(take_floor_task, offered["bob"][0], by=shelf.by("ana"))


def test_doubt_grows_with_what_happens_and_a_count_ends_it(shelf):
    """A bin that was sold from, put back into and found short is believed less, and again after a look."""
    sold(shelf, 2)
    after_sale = shelf.truth().doubt
    shelf.run(put_back, "milk", shelf.one(Allocation).lot_id, 1, IN_HAND, "A-1", "o1")
    after_put_back = shelf.truth().doubt
    shelf.run(declare_empty, "A-1", "milk", "missing")
    after_short = shelf.truth().doubt

    assert (after_sale, after_put_back, after_short) == (20, 220, 1220)
    shelf.count(shelf.wish(), 0)
    assert shelf.truth().doubt == 0


def test_a_doubtful_bin_offers_less_and_all_again_after_a_look(shelf):
    """The last piece of a bin nobody has looked at for a month is better not promised."""
    sold(shelf, 8)
    shelf.clock.advance(days=28)
    shelf.run(counting.refresh_offers, STORE)
    assert shelf.ask(availability, STORE)["milk"] == 0

    shelf.count(shelf.wish(), 2)

    assert shelf.ask(availability, STORE)["milk"] == 2


def test_a_bin_that_is_hardly_believed_is_counted(shelf):
    """By suspicion, without anybody's order, and once."""
    shelf.clock.advance(days=45)
    shelf.run(move, "milk", shelf.one(OnHand, place="A-1").lot_id, 1, "A-1", OUT, "till")
    shelf.run(move, "milk", shelf.one(OnHand, place="A-1").lot_id, 1, "A-1", OUT, "till")

    assert [count.cause for count in shelf.all(StockCount)] == [CountCause.DOUBT]


def test_a_glance_raises_what_is_believed_and_settles_an_open_count(shelf):
    """Five seconds of somebody who stands there anyway are worth a walk of somebody who does not."""
    shelf.wish()

    glanced = shelf.run(counting.glance, "A-1", "milk", 9, by=shelf.by("ana", "pick"))

    assert glanced.state is CountState.BOOKED
    assert (shelf.books(), shelf.truth().doubt) == (9, 200)
    assert str(shelf.one(FloorTask).state) == "CANCELED"
