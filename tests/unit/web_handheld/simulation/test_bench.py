"""Bags are sealed, labelled and brought to their slot."""

from web_handheld.simulation.actions import Press, Rest, Scan
from web_handheld.simulation.people.table import next_action

BAG = {"id": "bag-1", "n": 2, "state": "OPEN", "label_version": 0, "temperature_class": "HOT"}


def test_each_bag_gets_a_seal_of_its_own(hands, answer):
    """A seal's number is proof that nobody opened the bag."""
    actions = [next_action(hands, answer("pack", {"order": "4521", "bag": BAG})) for _ in range(30)]
    seals = [action.text if isinstance(action, Scan) else action.facts["seal"] for action in actions]

    assert len(set(seals)) == len(seals)


def test_the_label_scanned_is_the_one_that_was_printed(make_hands, answer):
    """A code made up by the player would prove nothing about the printer."""
    hands = make_hands(labels={("4521", 2, 1): "P:4521-2/3-1-7"})
    sealed = {**BAG, "state": "SEALED", "label_version": 1}

    action = next_action(hands, answer("pack", {"order": "4521", "bag": sealed}))

    assert action.text == "P:4521-2/3-1-7"


def test_a_label_that_has_not_come_out_is_waited_for(hands, answer):
    """Paper may be out."""
    sealed = {**BAG, "state": "SEALED", "label_version": 1}

    assert isinstance(next_action(hands, answer("pack", {"order": "4521", "bag": sealed})), Rest)


def test_a_bag_goes_into_the_slot_the_screen_names(hands, answer):
    """Riders look there."""
    action = next_action(hands, answer("drop", {"slot": {"id": "01-A07", "name": "A07"}}))

    assert action.text == "A:01-A07"


def test_a_hot_bag_is_moved_to_an_ambient_slot_of_its_order(hands, answer):
    """There are no hot slots."""
    facts = {
        "order": "4521", "positions": ["S1-01"], "slots": ["D01", "A07"], "so_far": {"position_id": "01-S1-01"},
        "bag": {**BAG, "state": "LABELLED"},
    }  # fmt: skip

    assert next_action(hands, answer("move", facts)).text == "A:01-A07"


def test_goods_to_move_are_fetched_at_their_position_first(hands, answer):
    """The wrong shelf holds somebody else's soup."""
    facts = {"order": "4521", "positions": ["S1-01"], "slots": ["A07"], "so_far": {}, "bag": BAG}

    assert next_action(hands, answer("move", facts)).text == "G:01-S1-01"


def test_a_cancelled_order_is_acknowledged(hands, answer):
    """The goods are in this person's hands."""
    assert isinstance(next_action(hands, answer("order_cancelled")), Press)


def test_a_screen_nobody_plays_is_counted_and_waited_at(hands, answer, counted):
    """A gap in the play must show in the report."""
    action = next_action(hands, answer("karaoke"))

    assert isinstance(action, Rest)
    assert counted == {"screens nobody plays: karaoke": 1}
