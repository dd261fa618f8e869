"""A shelf label says what is so: whose it is, what it costs now, and for how long."""

from datetime import timedelta

import pytest
from floor import STORE

from picking.catalogue import plans
from picking.catalogue.commands import Price, mark_sold_out, set_prices
from picking.catalogue.events import PlannedPricesTurned, PlanStepped, ShelfFactsChanged
from picking.catalogue.lifecycle import PlanState, PlanStep
from picking.catalogue.model import PlanKind, PricePlan
from picking.catalogue.plans import PlanDraft, plan_prices
from picking.devices import commands
from picking.devices.commands import labels as label_commands
from picking.devices.commands.lights import Lit, set_lights
from picking.devices.model import DeviceClass, Wish
from picking.devices.queries import stale_wishes, wishes_due
from picking.foundation.refusals import Refusal
from picking.orders.commands import tell_plan
from picking.stock.events import GoodsPutIn, SoldOut

from .conftest import DeviceFloor

HOUR = timedelta(hours=1)
REACTIONS = {
    ShelfFactsChanged: [commands.refresh_shelf_labels],
    PlannedPricesTurned: [commands.refresh_planned],
    PlanStepped: [tell_plan],
    GoodsPutIn: [commands.refresh_place],
}
TIME_OUTS = {
    (PricePlan, PlanStep.START): plans.start_plan,
    (PricePlan, PlanStep.CHECK): commands.look_at_plan,
    (PricePlan, PlanStep.END): plans.end_plan,
}


class LabelFloor(DeviceFloor):
    """A store with shelf labels."""

    def label(self, name="esl-1", **bound):
        """Enrol a label and bind it."""
        key = self.device(name, DeviceClass.SHELF_LABEL)
        if bound:
            self.run(commands.bind_label, key, **bound)
        return key

    def shows(self, label):
        """Give what a label is wished to show."""
        return self.get(Wish, label).wished

    def redraw(self):
        """Draw anew what is due, as the sender does."""
        return self.run(commands.redraw_due, STORE)

    def say_shown(self, *labels):
        """Let labels say that they show their newest version."""
        for label in labels:
            version = self.get(Wish, label).version
            self.run(commands.wish_sent, label, version, f"look {version}")
            self.run(commands.reported, label, version, {"marks": [], "panel": {}, "page": "x"})

    def promote(self, *, prices=None, code="p1", lasts=HOUR):
        """Let a promotion begin now."""
        now = self.clock.now()
        draft = PlanDraft(code, 1, PlanKind.PROMOTION, now, now + lasts, {"en": "Week"}, prices=prices or {"milk": 490})
        self.run(plan_prices, STORE, draft)
        self.sweep()

    def plan(self):
        """Give the only plan."""
        return self.one(PricePlan)


@pytest.fixture
def shop(make_floor):
    floor = LabelFloor(make_floor(reactions=REACTIONS, time_outs=TIME_OUTS))
    floor.item("milk", price=590, spec="1 l", unit_names={"en": "bottle"})
    return floor


def test_a_label_bound_to_an_item_shows_it_at_once(shop):
    """Whoever binds it stands before it and looks."""
    label = shop.label()
    shop.code("milk", "9520100010002")

    shop.run(commands.bind_label, label, sku="milk")

    shown = shop.shows(label)
    assert (shown["page"], shown["title"], shown["price"], shown["gtin13"]) == (
        "normal", "Milk", "5.90", "9520100010002",
    )  # fmt: skip


def test_a_label_bound_to_a_place_shows_what_lies_there(shop):
    """Goods move; the label stays on its shelf."""
    label = shop.label(place="A-1")
    empty = shop.shows(label)["page"]

    shop.stock("milk", 3, "A-1")
    shop.run(lambda work: commands.refresh_place(work, GoodsPutIn(STORE, "milk", "A-1")))
    full = shop.shows(label)["title"]
    shop.run(set_prices, STORE, [Price("milk", 610, 1)])

    assert (empty, full, shop.shows(label)["price"]) == ("unbound", "Milk", "6.10")


def test_labels_of_places_are_drawn_after_an_import(shop):
    """A store file binds hundreds of them at once."""
    key = shop.device("esl-9", DeviceClass.SHELF_LABEL, place="A-1")
    shop.stock("milk", 3, "A-1")

    assert shop.run(commands.show_places, STORE) == 1
    shop.redraw()

    assert shop.shows(key)["title"] == "Milk"


def test_many_labels_that_break_off_together_are_one_alarm(shop):
    """One access point without power is one thing to mend."""
    labels = [shop.label(f"esl-{n}", sku="milk") for n in range(3)]

    def silent(work):
        for label in labels:
            commands.wish_sent(work, label, 1, "x")

    for _ in range(3):
        shop.run(silent)

    assert shop.alerts() == ["wish_not_shown"]
    assert len(shop.ask(stale_wishes, STORE)) == 3


def test_a_label_taken_off_shows_that_it_belongs_to_nothing(shop):
    """An old price on an unbound label is a wrong price."""
    label = shop.label(sku="milk")

    shop.run(commands.unbind_label, label)

    assert shop.shows(label)["page"] == "unbound"


def test_only_shelf_labels_are_bound(shop):
    """A lamp has no price."""
    lamp = shop.device("light-1", DeviceClass.LIGHT)

    with pytest.raises(Refusal, match="no_shelf_label"):
        shop.run(commands.bind_label, lamp, sku="milk")
    with pytest.raises(Refusal, match="right_missing"):
        shop.run(commands.bind_label, shop.label(), sku="milk", by=shop.actor("p1", "stall"))


def test_a_promotion_turns_the_page_and_turns_it_back(shop):
    """Behaviour 51, and the price beside it is struck through, not forgotten."""
    label = shop.label(sku="milk")

    shop.promote()
    shop.redraw()
    during = shop.shows(label)
    shop.clock.advance(minutes=61)
    for _ in range(2):
        shop.sweep()
    shop.redraw()

    assert (during["page"], during["price"], during["regular"], during["promotion"]) == (
        "promotion", "4.90", "5.90", "Week",
    )  # fmt: skip
    assert (shop.shows(label)["page"], shop.shows(label)["price"]) == ("normal", "5.90")


def test_sold_out_goes_before_every_other_page(shop):
    """A promotion of what is not there makes people angry."""
    label = shop.label(sku="milk")
    shop.promote()
    shop.redraw()

    shop.run(mark_sold_out, SoldOut(STORE, "milk"))

    assert shop.shows(label)["page"] == "sold_out"


def test_day_fresh_goods_show_the_weekday_and_change_it_at_midnight(shop):
    """Thursday's milk on Friday is the promise broken."""
    shop.item("day-milk", shelf_life_days=1)
    label = shop.label(sku="day-milk")
    before = shop.shows(label)["weekday"]

    shop.clock.advance(hours=13, minutes=59)  # from ten in the morning
    early = shop.redraw()
    shop.clock.advance(minutes=1)
    at_midnight = shop.redraw()

    assert (before, early, at_midnight, shop.shows(label)["weekday"]) == ("thursday", 0, 1, "friday")


def test_a_pressed_button_shows_the_staff_page_for_a_minute(shop):
    """Stock and room of the bin, without a handheld."""
    shop.bin("A-1", capacity=24)
    shop.stock("milk", 3, "A-1")
    label = shop.label(sku="milk", place="A-1")

    shop.run(commands.show_staff_page, label)
    pressed = shop.shows(label)
    shop.clock.advance(seconds=61)
    shop.redraw()

    assert (pressed["page"], pressed["stock"], pressed["here"], pressed["capacity"]) == ("staff", 3, 3, 24)
    assert shop.shows(label)["page"] == "normal"
    assert shop.run(commands.show_staff_page, shop.device("scan-1")) is None


def test_many_labels_are_marked_at_once_and_drawn_a_part_at_a_time(shop):
    """A store-wide price must not hold up the scans of the floor."""
    for n in range(101):
        shop.label(f"esl-{n:03d}", sku="milk")
    shop.say_shown(*[f"gw1/esl-{n:03d}" for n in range(101)])

    shop.run(set_prices, STORE, [Price("milk", 610, 1)])
    at_first = len(shop.ask(wishes_due, STORE, shop.clock.now(), 1000))
    parts = [shop.redraw() for _ in range(4)]

    assert (at_first, parts) == (0, [50, 50, 1, 0])
    assert len(shop.ask(wishes_due, STORE, shop.clock.now(), 1000)) == 101


def test_a_plan_s_labels_are_told_in_parts_and_those_not_told_do_not_show_it(shop, monkeypatch):
    """The turn of all prices must not wait for 20,000 labels; nor count one that shows yesterday's price."""
    monkeypatch.setattr(label_commands, "MARKED_AT_ONCE_MAX", 20)
    labels = [shop.label(f"esl-{n:02d}", sku="milk") for n in range(50)]
    shop.say_shown(*labels)
    shop.promote()

    counted = [shop.run(label_commands.count_labels, shop.plan())[1]]
    for _ in range(3):
        shop.redraw()
        shop.say_shown(*labels)
        counted.append(shop.run(label_commands.count_labels, shop.plan())[1])

    assert counted == [0, 20, 40, 50]


def test_a_promotion_is_effective_when_nearly_all_its_labels_show_it(shop):
    """A customer who reads the old price at the shelf is right."""
    labels = [shop.label(f"esl-{n:02d}", sku="milk") for n in range(50)]
    shop.say_shown(*labels)
    shop.promote()
    shop.redraw()
    shop.say_shown(*labels[:48])
    shop.clock.advance(seconds=10)
    shop.sweep()
    nearly = shop.plan()
    shop.say_shown(labels[48])
    shop.clock.advance(seconds=10)
    shop.sweep()

    assert (nearly.state, nearly.shown, nearly.labels) == (PlanState.RUNNING, 48, 50)
    assert (shop.plan().state, shop.plan().shown) == (PlanState.EFFECTIVE, 49)
    assert "plan_effective" in shop.alerts()


def test_a_lead_who_has_looked_takes_it_for_effective(shop):
    """A dead access point must not stop a Saturday."""
    shop.label(sku="milk")
    shop.promote()

    with pytest.raises(Refusal, match="right_missing"):
        shop.run(commands.override_plan, STORE, "p1", by=shop.actor("p1", "pick"))
    shop.run(commands.override_plan, STORE, "p1", by=shop.actor("p1", "force_complete"))

    assert shop.plan().state is PlanState.EFFECTIVE


def test_channels_hear_when_a_promotion_begins_counts_as_shown_and_ends(shop):
    """What is advertised while the shelf says the old price is a complaint; an app can wait for the word."""
    label = shop.label(sku="milk")
    shop.say_shown(label)
    shop.promote()
    shop.redraw()
    shop.say_shown(label)
    shop.clock.advance(seconds=10)
    shop.sweep()
    shop.clock.advance(hours=1)
    shop.sweep()

    told = shop.webhooks("price_plan.state")
    assert [(each["plan"], each["state"], each["shown"]) for each in told] == [
        ("p1", "RUNNING", 0),
        ("p1", "EFFECTIVE", 1),
        ("p1", "ENDED", 1),
    ]
    assert told[0]["ends_at"] == (shop.plan().ends_at).isoformat()


def test_a_promotion_that_is_not_shown_in_time_is_told_once(shop):
    """Somebody has to walk; an alarm every ten seconds makes nobody walk faster."""
    shop.label(sku="milk")
    shop.promote(lasts=3 * HOUR)

    for _ in range(40):
        shop.clock.advance(seconds=60)
        shop.sweep()

    assert shop.alerts().count("plan_not_shown") == 1


def test_a_silent_label_is_broken_off_and_walked_to(shop):
    """Three tries, each with more patience: it sleeps; then it needs a hand."""
    label = shop.label(sku="milk")
    tries = 0
    for _ in range(20):
        if shop.ask(wishes_due, STORE, shop.clock.now()):
            shop.run(commands.wish_sent, label, 1, "x")
            tries += 1
        shop.clock.advance(seconds=60)

    assert tries == 3
    assert [wish.device_id for wish in shop.ask(stale_wishes, STORE)] == [label]
    assert shop.alerts() == ["wish_not_shown"]


def test_whoever_scans_a_broken_off_label_wakes_it(shop):
    """A new battery, and it goes on where it was."""
    label = shop.label(sku="milk")
    for _ in range(3):
        shop.run(commands.wish_sent, label, 1, "x")

    shop.run(commands.bind_label, label, sku="milk")

    assert shop.ask(stale_wishes, STORE) == []
    assert [wish.device_id for wish in shop.ask(wishes_due, STORE, shop.clock.now())] == [label]


def test_a_label_that_comes_back_by_itself_is_tried_again(shop):
    """It was out of reach of its access point, nothing more."""
    label = shop.label(sku="milk")
    for _ in range(3):
        shop.run(commands.wish_sent, label, 1, "x")

    shop.run(commands.vanish, label)
    shop.run(commands.hello, label)

    assert shop.ask(stale_wishes, STORE) == []


def test_a_label_that_could_not_show_it_says_why(shop):
    """The walk list says "battery", not "something"."""
    label = shop.label(sku="milk")
    shop.run(commands.wish_sent, label, 1, "x")

    shop.run(commands.reported, label, 0, {}, "battery-out")

    assert shop.get(Wish, label).cause == "battery-out"


def test_a_lamp_at_the_bin_lights_in_a_persons_colour_and_goes_out(shop):
    """Pick to light: two pickers in one aisle see their own."""
    lamp = shop.device("light-1", DeviceClass.LIGHT, place="A-1")
    beside = shop.label(sku="milk", place="A-1")

    changed = [shop.run(set_lights, {"A-1": Lit("green", "pick")}) for _ in range(2)]
    lit = shop.shows(lamp)
    shop.run(set_lights, {})

    assert (lit["on"], lit["colour"], lit["why"], changed) == (True, "green", "pick", [1, 0])
    assert shop.shows(lamp)["on"] is False
    assert "light" not in shop.shows(beside)


def test_a_shelf_labels_lamp_is_used_where_there_is_no_other(shop):
    """Every label with a lamp is a pick light for nothing; its page stays as it is."""
    label = shop.label(sku="milk", place="A-1")
    page = shop.shows(label)["page"]

    shop.run(set_lights, {"A-1": Lit("blue", "pick")})
    lit = shop.shows(label)
    shop.run(set_lights, {"A-2": Lit("blue", "pick")})

    assert (lit["page"], lit["light"]["colour"]) == (page, "blue")
    assert "light" not in shop.shows(label)


def test_a_bin_that_waits_to_be_filled_says_since_when(shop):
    """Whoever stands before it knows that somebody is on the way."""
    label = shop.label(sku="milk", place="A-1")
    shop.device("light-1", DeviceClass.LIGHT, place="A-1")

    shop.run(set_lights, {"A-1": Lit("red", "short", "2026-01-15T02:02:00+00:00")})
    asked = shop.shows(label)
    shop.run(set_lights, {})

    assert (asked["page"], asked["asked_at"]) == ("sold_out", "2026-01-15T02:02:00+00:00")
    assert shop.shows(label)["page"] == "normal"
