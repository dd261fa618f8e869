"""Somebody with a handheld does at the shelves what the screen says."""

import pytest

from web_handheld.simulation.actions import Press, Rest, Scan
from web_handheld.simulation.labels import check_digit
from web_handheld.simulation.options import Odds
from web_handheld.simulation.people.shelves import UNKNOWN_CODE
from web_handheld.simulation.people.table import next_action

BIN = {"id": "01-A-01-01-A-01", "name": "A-01-01-A-01"}
ALL_STEPS = ("take", "weigh", "park", "short", "skip")


@pytest.fixture
def piece(store):
    """Give an item with a GTIN and no box."""
    return next(
        sku
        for sku, row in store._items.items()
        if row["sold_by"] == "piece" and [code["kind"] for code in row["codes"]] == ["gtin"]
    )


@pytest.fixture
def weighed(store):
    """Give an item sold by weight."""
    return next(sku for sku in store._items if store.is_weighed(sku))


def line(sku, **more):
    return {
        "id": "L1", "sku": sku, "state": "AT_BIN", "unit": "piece", "quantity": 3, "picked": 0, "scan_each": False,
        "bin": BIN, **more,
    }  # fmt: skip


def test_the_shift_comes_before_work(hands, answer):
    """Nobody gets work who is not there."""
    action = next_action(hands, answer("home", possible=["scan_bin", "start_shift"]))

    assert action.step == "start_shift"


def test_what_is_offered_is_taken(hands, answer):
    """An offer waits fifteen seconds only."""
    action = next_action(hands, answer("home", possible=["next_work", "take_offer", "decline_offer"]))

    assert action.step == "take_offer"


def test_where_there_was_no_work_one_waits_before_asking_again(hands, answer):
    """Eight pickers who ask without end would be a load no store has."""
    action = next_action(hands, answer("home", possible=["next_work"], code="no_work_now"))

    assert isinstance(action, Rest)


def test_an_order_that_has_a_basket_keeps_it(hands, answer):
    """Somebody else's goods lie in it already."""
    action = next_action(hands, answer("scan_basket", {"basket": {"id": "000007"}}))

    assert action.text == "K:000007"


def test_the_bin_comes_before_the_item(hands, answer, piece):
    """The right item from the wrong bin is a wrong lot."""
    action = next_action(hands, answer("pick_line", {"line": line(piece, state="OPEN"), "at_bin": None}, ALL_STEPS))

    assert action.text == "B:01-A-01-01-A-01"


def test_in_a_bin_with_several_items_the_item_is_scanned_next(hands, answer, piece, store):
    """The bin alone does not say which of them; scanning it again would ask again."""
    facts = {"line": line(piece, state="OPEN"), "at_bin": BIN["id"]}

    action = next_action(hands, answer("pick_line", facts, ALL_STEPS, code="which_item"))

    assert action.text == store.code(piece, "gtin")


def test_the_first_piece_is_scanned_and_the_rest_entered(hands, answer, piece, store):
    """Three scans for three equal pieces are two too many."""
    facts = {"line": line(piece), "at_bin": BIN["id"]}
    first = next_action(hands, answer("pick_line", facts, ALL_STEPS))
    facts = {"line": line(piece, state="PARTIAL", picked=1), "at_bin": BIN["id"]}
    second = next_action(hands, answer("pick_line", facts, ALL_STEPS))

    assert first.text == store.code(piece, "gtin")
    assert second == Press("take", {"line_id": "L1", "quantity": 2}, second.seconds)


@pytest.mark.parametrize("why", ["dear", "refused"])
def test_without_the_pad_every_piece_is_scanned(hands, answer, piece, why):
    """Dear goods are never counted from memory."""
    if why == "refused":
        hands.keep_in_mind("the pad was refused", "L1")
    facts = {"line": line(piece, state="PARTIAL", picked=1, scan_each=why == "dear"), "at_bin": BIN["id"]}

    assert isinstance(next_action(hands, answer("pick_line", facts, ALL_STEPS)), Scan)


def test_weighed_goods_carry_a_label_of_about_the_weight(make_hands, answer, weighed, store):
    """Nobody cuts 500 g of fish to the gram."""
    hands = make_hands()
    facts = {"line": line(weighed, unit="gram", quantity=500), "at_bin": BIN["id"]}
    actions = [next_action(hands, answer("pick_line", facts, ALL_STEPS)) for _ in range(40)]
    labels = [action.text for action in actions if isinstance(action, Scan)]
    typed = [action.facts["grams"] for action in actions if isinstance(action, Press)]

    assert labels
    assert typed
    for label in labels:
        assert label[2:7] == store.code(weighed, "plu")
        assert 470 <= int(label[7:12]) <= 530
        assert int(label[-1]) == check_digit(label[:-1], "gs1")
    assert all(470 <= grams <= 530 for grams in typed)


def test_what_is_asked_about_the_bin_is_answered(hands, answer):
    """The last unit was taken, and only who stands there knows whether the books are right."""
    action = next_action(hands, answer("pick_line", {"line": None, "is_the_bin_empty": {"bin_id": BIN["id"]}}))

    assert action.step in ("bin_is_empty", "bin_has_more")


def test_a_line_goes_wrong_once_and_then_right(make_hands, answer, piece, counted):
    """A picker who scanned the wrong thing looks better the second time."""
    hands = make_hands(Odds(short=0, parked=0, wrong_scan=1, unknown_code=1, typed_code=0))
    asked = answer("pick_line", {"line": line(piece), "at_bin": BIN["id"]}, ALL_STEPS)
    wrong, unknown, right = (next_action(hands, asked) for _ in range(3))

    assert wrong.text == hands.store.code(hands.store.another_sku(piece), "gtin")
    assert unknown.text == UNKNOWN_CODE
    assert right.text == hands.store.code(piece, "gtin")
    assert counted == {"wrong scans": 1, "unknown codes": 1}


def test_what_is_short_goes_to_the_second_bin_when_the_store_names_one(make_hands, answer, piece):
    """The store refuses a short while another bin has it."""
    hands = make_hands(Odds(short=1, parked=0, wrong_scan=0, unknown_code=0, typed_code=0))
    asked = answer("pick_line", {"line": line(piece), "at_bin": BIN["id"]}, ALL_STEPS)
    short = next_action(hands, asked)
    hands.keep_in_mind("the second bin has it", "L1")
    then = next_action(hands, asked)

    assert short.step == "short"
    assert short.facts["reason"]
    assert then.step == "second_bin"
