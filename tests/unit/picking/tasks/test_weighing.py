import pytest

from picking.foundation.refusals import Refusal
from picking.orders.model import OrderLine, Refund
from picking.stock.queries import bin_contents, conservation_errors
from picking.tasks.commands import unpick_line, weigh_line
from picking.tasks.lifecycle import PickLineState, PickTaskState


@pytest.fixture
def fish(shop):
    """Ten kilograms of fish in A-1 at 20.00 a kilogram; a kilogram of it is being picked."""
    shop.picker()
    shop.stock("fish", 10_000, "A-1", weighed=True, price=2000)
    shop.task_now = shop.begun({"fish": 1000})
    yield shop
    assert shop.ask(conservation_errors, "s1") == []


def refused(code):
    return pytest.raises(Refusal, match=rf"^{code}\b")


def weigh(shop, grams, by=None, **how):
    return shop.run(weigh_line, shop.line(shop.task_now).id, grams, by=by or shop.hand(), **how)


def in_bin(shop):
    return sum(share.quantity for share, _ in shop.ask(bin_contents, "A-1"))


def test_the_line_keeps_the_actual_weight(fish):
    """What was weighed is what the customer gets and what left the bin."""
    line = weigh(fish, 1000)

    assert (line.state, line.picked) == (PickLineState.WEIGHED, 1000)
    assert in_bin(fish) == 9000
    assert fish.task(fish.task_now).state is PickTaskState.PICKED


def test_under_is_paid_back(fish):
    """Fifty grams less is a euro less, and the fifty grams can be sold again."""
    weigh(fish, 950)

    assert fish.one(Refund).amount_minor == 100
    assert fish.one(OrderLine).delivered_quantity == 950
    assert in_bin(fish) == 9050


def test_over_is_never_charged(fish):
    """The customer pays for what was ordered; the books know what left."""
    line = weigh(fish, 1080)

    assert line.picked == 1080
    assert fish.all(Refund) == []
    assert in_bin(fish) == 8920


@pytest.mark.parametrize("grams", [899, 1101])
def test_outside_the_tolerance_it_is_asked(fish, grams):
    """Ten percent is the trade's measure; more is another fish."""
    with refused("weight_out_of_tolerance"):
        weigh(fish, grams)

    assert fish.line(fish.task_now).picked == 0


def test_only_a_lead_accepts_another_weight(fish):
    """The picker may not give the store's fish away."""
    with refused("right_missing"):
        weigh(fish, 700, accept=True)

    weigh(fish, 700, by=fish.hand("p1", "force_complete"), accept=True)

    assert fish.one(Refund).amount_minor == 600


def test_several_portions_make_the_weight(fish):
    """Two labels from the scale make one line."""
    first = weigh(fish, 480, more=True)
    assert first.state is PickLineState.PARTIAL

    assert weigh(fish, 500).picked == 980
    assert fish.one(Refund).amount_minor == 40


def test_no_weight_is_refused(fish):
    """No weight is not zero."""
    with refused("quantity_zero"):
        weigh(fish, 0)


def test_a_weighed_item_is_not_counted(fish):
    """A scan without a weight says nothing about grams."""
    with refused("weight_needed"):
        fish.pick(fish.line(fish.task_now), 1)


def test_pieces_are_not_weighed(shop):
    """Three yoghurts weigh what they weigh."""
    shop.picker()
    shop.stock("yoghurt", 5, "A-1")
    task = shop.begun({"yoghurt": 3})

    with refused("pieces_needed"):
        shop.run(weigh_line, shop.line(task).id, 300, by=shop.hand())


@pytest.mark.parametrize(("again", "paid_back"), [(950, 100), (900, 200), (1000, 100)])
def test_weighed_again_never_takes_money_back(fish, again, paid_back):
    """What was paid back stays paid back; only what is under even more is paid as well."""
    lead = fish.lead()
    weigh(fish, 950)
    fish.run(unpick_line, fish.line(fish.task_now).id, by=lead)
    assert in_bin(fish) == 10_000

    weigh(fish, again)

    assert sum(refund.amount_minor for refund in fish.all(Refund)) == paid_back
    assert in_bin(fish) == 10_000 - again


def test_what_was_over_goes_back_too(fish):
    """Taking back a heavy fish leaves nothing in hand."""
    lead = fish.lead()
    weigh(fish, 1080)

    fish.run(unpick_line, fish.line(fish.task_now).id, by=lead)

    assert in_bin(fish) == 10_000
