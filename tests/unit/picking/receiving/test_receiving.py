"""Deliveries: announced, taken in at the door, put away; the books agree whatever happens."""

from datetime import timedelta

import pytest
from floor import STORE

from picking import story
from picking.catalogue.model import Item
from picking.floor.model import BinKind, Store
from picking.foundation.kinds import TemperatureClass
from picking.foundation.refusals import Refusal
from picking.receiving import commands as receiving
from picking.receiving.commands import Came, DeliveryDraft, DraftLine, Loaded, send_transfer
from picking.receiving.files import drafts_of
from picking.receiving.lifecycle import DeliveryState
from picking.receiving.model import Delivery, DeliveryLot
from picking.receiving.proposals import Why, propose
from picking.receiving.queries import in_bay, lines_of
from picking.stock.model import RECEIVED, Movement, OnHand
from picking.stock.queries import availability, conservation_errors


class Bay:
    """A store with milk (keeps ten days) and salt (keeps for ever), and somebody who takes deliveries in."""

    def __init__(self, floor):
        self.floor = floor
        floor.way(nodes=6)
        floor.bin("A-1", capacity=20)
        floor.item("milk", shelf_life_days=10)
        floor.item("salt", shelf_life_days=None)
        self.hand = floor.actor("p1", "receive")
        self.today = floor.clock.now().date()

    def __getattr__(self, name):
        return getattr(self.floor, name)

    def do(self, command, *args, **more):
        """Do it as who receives."""
        return self.floor.run(command, *args, by=self.hand, **more)

    def draft(self, number="D-1", **quantities):
        """Write an announcement."""
        lines = [DraftLine(sku, quantity) for sku, quantity in quantities.items()]
        return DeliveryDraft(number, "Dairy", self.floor.clock.now() + timedelta(hours=2), lines)

    def at_door(self, **quantities):
        """Announce a delivery and begin with it."""
        delivery = self.floor.run(receiving.expect, STORE, self.draft(**quantities))
        return self.do(receiving.begin, delivery.id)

    def came(self, delivery, sku, quantity, days=9):
        """Take goods in."""
        ends = self.today + timedelta(days=days) if sku == "milk" else None
        return self.do(receiving.take_in, delivery.id, Came(sku, quantity, "L1", ends))

    def away(self, share, quantity, bin_id="A-1"):
        """Put goods away."""
        return self.do(receiving.put_away, share.delivery_id, share.lot_id, quantity, bin_id)

    def state(self, delivery):
        """Read where a delivery stands."""
        return self.floor.get(Delivery, delivery.id).state


@pytest.fixture
def bay(make_floor):
    """Give the bay; whatever was done, the books must agree in the end."""
    made = Bay(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
    yield made
    assert made.ask(conservation_errors, STORE) == []


def test_what_lies_in_the_bay_is_sold_once_it_is_put_away(bay):
    """A customer must not be promised what still stands on a pallet."""
    delivery = bay.at_door(salt=5)
    share = bay.came(delivery, "salt", 5)
    assert bay.ask(availability, STORE, ["salt"]) == {"salt": 0}

    bay.away(share, 5)

    assert bay.ask(availability, STORE, ["salt"]) == {"salt": 5}
    assert [row.place for row in bay.all(OnHand, sku="salt") if row.quantity > 0] == ["A-1"]


def test_each_piece_has_its_way_in_the_ledger(bay):
    """World, bay, bin: with delivery, person and quantity."""
    delivery = bay.at_door(salt=5)
    bay.away(bay.came(delivery, "salt", 5), 5)

    ways = [(m.from_place, m.to_place, m.quantity, m.document, m.person_id) for m in bay.all(Movement, sku="salt")]

    assert ways == [("~world", RECEIVED, 5, "D-1", "p1"), (RECEIVED, "A-1", 5, "D-1", "p1")]


def test_a_delivery_ends_with_the_last_piece_in_a_bin(bay):
    """Half a pallet in the bay is an open delivery."""
    delivery = bay.at_door(salt=5)
    share = bay.came(delivery, "salt", 5)
    bay.do(receiving.finish, delivery.id)
    bay.away(share, 2)
    assert bay.state(delivery) is DeliveryState.RECEIVED

    bay.away(share, 3)

    assert bay.state(delivery) is DeliveryState.PUT_AWAY
    assert bay.ask(in_bay, STORE) == []


def test_a_difference_wants_its_reason_before_the_end(bay):
    """Who pays for what did not come is decided at the door, not weeks later."""
    delivery = bay.at_door(salt=5, milk=4)
    bay.came(delivery, "salt", 7)
    bay.do(receiving.refuse_goods, delivery.id, "milk", 4, "too_warm")

    with pytest.raises(Refusal) as refused:
        bay.do(receiving.finish, delivery.id)
    bay.do(receiving.explain, delivery.id, "salt", "over_delivered")
    bay.do(receiving.finish, delivery.id)

    assert (refused.value.code, refused.value.facts["difference"]) == ("difference_without_reason", 2)
    assert [(line.received, line.refused, line.difference) for line in bay.ask(lines_of, delivery.id)] == [
        (7, 0, 2),
        (0, 4, 0),
    ]
    told = bay.webhooks("delivery.received")[0]["lines"]
    assert [(line["sku"], line["difference_reason"], line["refusal_reason"]) for line in told] == [
        ("salt", "over_delivered", None),
        ("milk", None, "too_warm"),
    ]


def test_what_was_refused_never_comes_into_the_books(bay):
    """Neither stock nor waste of ours: it went back with the driver."""
    delivery = bay.at_door(milk=4)

    bay.do(receiving.refuse_goods, delivery.id, "milk", 4, "damaged")

    assert bay.all(Movement, sku="milk") == []


@pytest.mark.parametrize(
    ("days", "code"), [(None, "date_needed"), (-1, "expired_at_door"), (4, "life_too_short"), (5, None)]
)
def test_goods_that_do_not_keep_long_enough_stay_out(bay, days, code):
    """Half of its life must be left: who buys it today wants to eat it next week."""
    delivery = bay.at_door(milk=4)
    ends = None if days is None else bay.today + timedelta(days=days)
    came = Came("milk", 4, "L1", ends)

    if code is None:
        bay.do(receiving.take_in, delivery.id, came)
        return
    with pytest.raises(Refusal) as refused:
        bay.do(receiving.take_in, delivery.id, came)
    assert refused.value.code == code


def test_what_nobody_announced_becomes_a_line_of_its_own(bay):
    """The driver brings what he brings; the paper follows the goods."""
    delivery = bay.do(receiving.begin_blind, "Baker")

    bay.came(delivery, "salt", 3)
    bay.do(receiving.finish, delivery.id, "not_ordered")

    (line,) = bay.ask(lines_of, delivery.id)
    assert (line.sku, line.expected, line.received, line.difference_reason) == ("salt", 0, 3, "not_ordered")


def test_the_same_announcement_again_replaces_the_first_until_it_is_begun(bay):
    """Head office corrects itself; never under the hands of who receives."""
    first = bay.run(receiving.expect, STORE, bay.draft(salt=5))
    again = bay.run(receiving.expect, STORE, bay.draft(salt=6, milk=1))
    assert [(line.sku, line.expected) for line in bay.ask(lines_of, again.id)] == [("salt", 6), ("milk", 1)]
    bay.do(receiving.begin, first.id)

    with pytest.raises(Refusal) as refused:
        bay.run(receiving.expect, STORE, bay.draft(salt=9))

    assert (again.id, refused.value.code) == (first.id, "delivery_begun")


@pytest.mark.parametrize(
    ("bin_id", "quantity", "code"),
    [("A-1", 21, "bin_full"), ("F-1", 1, "wrong_temperature"), ("A-9", 1, "bin_blocked"), ("A-1", 31, "not_in_bay")],
)
def test_goods_go_into_no_bin_that_cannot_hold_them(bay, bin_id, quantity, code):
    """A frozen bin thaws nothing, and a full one spills."""
    bay.zone("F", TemperatureClass.FROZEN)
    bay.bin("F-1", zone="F")
    bay.bin("A-9", blocked=True)
    share = bay.came(bay.at_door(salt=30), "salt", 30)

    with pytest.raises(Refusal) as refused:
        bay.away(share, quantity, bin_id)

    assert refused.value.code == code
    assert bay.get(DeliveryLot, (share.delivery_id, share.lot_id)).left == 30


def test_a_bin_somebody_waits_at_comes_first(bay):
    """Cross-dock: the picker stands there, the goods stand here."""
    bay.bin("A-2", capacity=20)
    bay.bin("A-3", kind=BinKind.RESERVE)
    for place in ("A-1", "A-3"):
        bay.stock("salt", 2, place)
    salt = bay.get(Item, "salt")

    proposed = bay.ask(propose, bay.clock.now(), STORE, salt, 5, ["A-3"])

    assert [(each.bin.id, each.why, each.room) for each in proposed[:2]] == [
        ("A-3", Why.WAITED_FOR, None),
        ("A-1", Why.FACE_OF_ITEM, 18),
    ]


def test_an_item_new_here_gets_an_empty_face_of_its_temperature(bay):
    """What sells slowly lies far from the beginning of the walks."""
    bay.zone("F", TemperatureClass.FROZEN)
    bay.bin("F-1", zone="F", node=1)
    for n in (2, 3):
        bay.bin(f"A-{n}", node=n)

    proposed = bay.ask(propose, bay.clock.now(), STORE, bay.get(Item, "salt"), 5)

    assert [(each.bin.id, each.why) for each in proposed] == [
        ("A-3", Why.FAR_FOR_SLOW),
        ("A-2", Why.FAR_FOR_SLOW),
        ("A-1", Why.FAR_FOR_SLOW),
    ]


def test_a_transfer_leaves_one_store_and_is_expected_by_the_other(bay):
    """What ends first goes first; the sister store takes it in like any delivery."""
    bay.put(Store(id="s2", names={"en": "Sister"}, currency="CNY", timezone="Asia/Shanghai", settings={}))
    lead = bay.actor("lea", "desk")
    bay.stock("salt", 8, "A-1", lot="L1")

    sent = bay.run(send_transfer, "s2", [Loaded("A-1", "salt", 5)], bay.clock.now(), by=lead)

    assert (sent.store_id, sent.kind, sent.supplier, sent.state) == ("s2", "transfer", STORE, DeliveryState.EXPECTED)
    assert [(line.sku, line.expected) for line in bay.ask(lines_of, sent.id)] == [("salt", 5)]
    assert bay.ask(availability, STORE, ["salt"]) == {"salt": 3}
    with pytest.raises(Refusal) as refused:
        bay.run(send_transfer, "s2", [Loaded("A-1", "salt", 4)], bay.clock.now(), by=lead)
    assert (refused.value.code, refused.value.facts["free"]) == ("not_enough_to_send", 3)


HEAD = "number,supplier,expected_at,sku,quantity\n"


def test_a_file_of_deliveries_is_read_row_by_row():
    """Rows of one number are one delivery."""
    drafts = drafts_of(
        HEAD + "D-1,Dairy,2026-01-16T06:00:00+08:00,milk,4\nD-1,Dairy,2026-01-16T06:00:00+08:00,salt,5\n"
    )

    assert [(d.number, [(line.sku, line.quantity) for line in d.lines]) for d in drafts] == [
        ("D-1", [("milk", 4), ("salt", 5)])
    ]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("number,sku\n", "row 1"),
        (HEAD + "D-1,Dairy,2026-01-16T06:00:00+08:00,milk,0\n", "row 2, quantity"),
        (HEAD + "D-1,Dairy,tomorrow,milk,4\n", "row 2, expected_at"),
        (HEAD + "D-1,,2026-01-16T06:00:00+08:00,milk,4\n", "row 2, supplier"),
    ],
)
def test_a_wrong_row_is_named(text, field):
    """Whoever sent the file finds the cell."""
    with pytest.raises(Refusal) as refused:
        drafts_of(text)

    assert refused.value.facts["field"] == field
