"""A scale beside the handheld: what lies still on it is weighed, once, for whoever scanned it, and never guessed."""

import pytest

from picking.catalogue.barcodes import device_code
from picking.devices import commands as devices
from picking.devices.model import Device, DeviceClass, ScaleUse
from picking.devices.readings import Mode, Reading
from picking.foundation.records import JournalRow
from picking.handheld import commands
from picking.handheld.commands import WeightRequest
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag, LearnedWeight
from picking.people.commands import give_badge
from picking.people.queries import actor_for
from picking.tasks.lifecycle import PickLineState

SCALE = "gw1/scale-01"
CODE = device_code(SCALE, "k")


class Scale:
    """A scale of the store, as its gateway speaks of it."""

    def __init__(self, floor, device_id=SCALE):
        self.floor, self.device_id, self.said = floor, device_id, 0

    def says(self, grams, *status, stable=True, mode=Mode.GROSS, to="ana"):
        """Report a reading to whoever weighs here; gives the answer, empty where nothing was said."""
        self.said += 1
        request = WeightRequest(f"w-{self.said}", self.device_id, Reading(grams, stable, mode, status))
        by = self.floor.ask(actor_for, to, self.device_id)
        answered = self.floor.transactions.run_once(
            by, f"{self.device_id}:{self.said}", lambda work: commands.weigh(work, request),
            refused=lambda work, no: commands.weight_refused(work, no, request),
        )  # fmt: skip
        return answered.answer

    def cleared(self):
        """Take off what lies on it."""
        self.says(0)


@pytest.fixture
def scale(shop):
    """Give a scale that is there."""
    for name in ("scale-01", "scale-02"):
        shop.run(devices.enrol, f"gw1/{name}", DeviceClass.SCALE, name.title())
        shop.run(devices.hello, f"gw1/{name}")
    return Scale(shop)


@pytest.fixture
def ana(shop, scale):
    """Give a picker at the bin of a kilogram of apples, beside the scale; more apples for the next order."""
    shop.goods("apples", 9000, "A-1", weighed=True)
    shop.goods("pears", 9000, "A-2", weighed=True)
    ana = shop.hand()
    shop.order_now = shop.ordered({"apples": 1000, "pears": 1000})
    shop.walking(ana)
    ana.scan(CODE)
    ana.scan("B:A-1")
    return ana


def apples(shop):
    return shop.lines(shop.order_now)[0]


def test_rule_52_a_weight_that_lies_still_weighs_the_line(shop, scale, ana):
    """No number is read off a display and typed with a thumb."""
    answer = scale.says(1015, mode=Mode.NET)

    assert (answer["outcome"], answer["code"]) == ("done", "line_done")
    assert (apples(shop).state, apples(shop).picked) == (PickLineState.WEIGHED, 1015)
    (row,) = [row for row in shop.all(JournalRow, thing_id=apples(shop).id) if row.step == "weigh"]
    assert (row.facts["scale"], row.facts["mode"]) == (SCALE, "net")


def test_rule_52_a_weight_that_moves_is_not_a_weight(shop, scale, ana):
    """A hand still on the bag weighs too; by the button the reason is said, by itself nothing is."""
    silent = scale.says(1015, stable=False)

    asked = ana.press("weigh")

    assert silent == {}
    assert (asked["outcome"], asked["code"]) == ("refused", "weight_moves")
    assert apples(shop).picked == 0


@pytest.mark.parametrize(
    ("reading", "code"),
    [
        ((None, "over-capacity"), "weight_over_capacity"),
        ((None, "out-of-range"), "weight_over_capacity"),
        ((-120,), "weight_below_zero"),
        ((None, "under-zero"), "weight_below_zero"),
        ((None, "error-31"), "weight_not_said"),
    ],
)
def test_rule_52_what_is_no_weight_is_refused_with_the_true_reason(shop, scale, ana, reading, code):
    """Each has another way on: portions, zero, put it on again."""
    answer = scale.says(*reading, stable=reading[0] is not None)

    assert (answer["outcome"], answer["code"]) == ("refused", code)
    assert ana.press("weigh")["code"] == code
    assert apples(shop).picked == 0


def test_no_weight_is_never_zero(shop, scale, ana):
    """An empty scale weighs nothing, and says nothing."""
    assert scale.says(0) == {}
    assert ana.press("weigh")["code"] == "no_weight"
    assert apples(shop).picked == 0


def test_too_little_so_far_waits_for_more(shop, scale, ana):
    """Apples come on the scale one after the other; a beep for each would be switched off."""
    first = scale.says(600)

    assert (first["outcome"], first["tone"], first["code"]) == ("done", "attention", "weight_so_far")
    assert scale.says(990)["code"] == "line_done"


def test_too_much_is_asked_about(shop, scale, ana):
    """What is over the tolerance is taken off again, or a lead says yes."""
    shop.hand("eve", "lead")
    badge = shop.run(give_badge, "eve")

    refused = scale.says(1400)
    ana.press("accept_weight")
    taken = ana.scan(f"U:{badge}")

    assert (refused["outcome"], refused["code"]) == ("refused", "weight_out_of_tolerance")
    assert taken["outcome"] == "done"
    assert apples(shop).picked == 1400


def test_what_was_weighed_counts_no_more_until_it_was_taken_off(shop, scale, ana):
    """The same apples, a gram lighter, must not become the pears."""
    scale.says(1015)
    ana.scan("B:A-2")

    assert scale.says(1014) == {}
    assert ana.press("weigh")["code"] == "weight_spent"
    scale.cleared()
    assert scale.says(1002)["outcome"] == "done"
    assert [line.picked for line in shop.lines(shop.order_now)] == [1015, 1002]


def test_lifting_the_vessel_off_a_tared_scale_clears_it_silently(shop, scale, ana):
    """Below zero is what a tared scale shows when the bowl is away."""
    scale.says(1015, mode=Mode.NET)
    ana.scan("B:A-2")

    assert scale.says(-80, mode=Mode.NET) == {}
    assert scale.says(1002, mode=Mode.NET)["outcome"] == "done"


def test_the_scale_alone_does_not_choose_the_line(shop, scale, ana):
    """A thing on the scale is not known to be the apples until bin or item was scanned."""
    scale.says(1015)
    scale.cleared()

    answer = scale.says(1002)

    assert (answer["outcome"], answer["code"]) == ("refused", "scan_before_the_scale")


def test_a_weight_that_nobody_waits_for_changes_nothing(shop, scale):
    """People put things on scales."""
    ben = shop.hand("ben")
    taken = ben.scan(CODE)

    assert taken["message"]["text"] == "You weigh at Scale-01 now."
    assert scale.says(500, to="ben") == {}


def test_without_a_scale_the_button_says_so(shop, scale):
    """The way on is the code on the scale."""
    shop.goods("apples", 9000, "A-1", weighed=True)
    ana = shop.hand()
    shop.ordered({"apples": 1000})
    shop.walking(ana)

    assert ana.press("weigh")["code"] == "no_scale"


def test_taking_a_scale_somebody_weighs_at_wants_a_second_scan(shop, scale, ana):
    """Nothing is stolen silently, and what lies on it is not the new one's."""
    scale.says(600)
    shop.goods("milk", 9, "A-3")
    ben = shop.hand("ben")
    shop.ordered({"milk": 1})
    shop.walking(ben, "000002")

    warned, taken = ben.scan(CODE), ben.scan(CODE)

    assert (warned["code"], taken["code"]) == ("scale_in_use", "scale_taken")
    use = shop.get(ScaleUse, SCALE)
    assert (use.person_id, use.spent) == ("ben", True)
    assert any(push.room == "person:ana" and push.body.get("said") == "scale_left" for push in shop.pushed)


def test_one_person_weighs_at_one_scale(shop, scale, ana):
    """The scale left behind is free for the next."""
    ana.scan(device_code("gw1/scale-02", "k"))

    assert shop.get(ScaleUse, SCALE).person_id is None
    assert ana.facts["scale"]["name"] == "Scale-02"


def test_a_silent_scale_is_refused_by_name(shop, scale, ana):
    """A weight of five minutes ago is not a weight."""
    scale.says(1015, stable=False)
    shop.run(devices.vanish, SCALE, "unplugged")

    answer = ana.press("weigh")

    assert (answer["code"], answer["message"]["facts"]["cause"]) == ("scale_not_ready", "unplugged")


@pytest.mark.parametrize("code", ["D:gw1/nothing:k", "D:gw1/handheld-9:k"])
def test_what_is_no_scale_is_not_weighed_at(shop, scale, ana, code):
    """A scanner's code beside the scale's is easily caught."""
    shop.run(devices.enrol, "gw1/handheld-9", DeviceClass.HANDHELD, "Handheld 9")

    assert ana.scan(code)["outcome"] == "refused"
    assert shop.get(ScaleUse, SCALE).person_id == "ana"


@pytest.fixture
def packer(shop, scale):
    """Give a packer with a bag of two milks and a yoghurt before the scale."""
    shop.goods("milk", 9, "A-1", weight_grams=1000)
    shop.goods("yoghurt", 9, "A-2", weight_grams=300)
    packer = shop.hand()
    shop.order_now = shop.ordered({"milk": 2, "yoghurt": 1})
    shop.walking(packer)
    for line in sorted(shop.lines(shop.order_now), key=lambda one: one.bin_id):
        packer.scan(f"B:{line.bin_id}")
        packer.scan(_code_of(shop, line.sku), typed=False)
        if line.quantity > 1:
            packer.scan(_code_of(shop, line.sku))
    packer.scan(CODE)
    assert packer.screen == "pack"
    return packer


def _code_of(shop, sku):
    codes = {"milk": "4006381333931", "yoghurt": "5901234123457"}
    if not shop.known_codes.get(sku):
        shop.code(sku, codes[sku])
        shop.known_codes[sku] = codes[sku]
    return codes[sku]


@pytest.fixture(autouse=True)
def _known_codes(shop):
    shop.known_codes = {}


def bag_of(shop):
    return shop.bags(shop.order_now)[0]


def test_a_bag_is_weighed_before_its_seal(shop, scale, packer):
    """The seal is put on what is known to be complete."""
    answer = scale.says(2320)
    sealed = packer.press("seal", seal="SL000000001")

    assert (answer["tone"], answer["code"]) == ("right", "bag_weighed")
    assert (sealed["outcome"], bag_of(shop).weight_actual_grams) == ("done", 2320)
    assert {row.sku: row.seen for row in shop.all(LearnedWeight)} == {"milk": 1, "yoghurt": 1, "~bag": 1}


def test_a_bag_outside_its_band_names_the_missing_item_before_it_is_sealed(shop, scale, packer):
    """The packer looks for one thing, and the customer misses none."""
    answer = scale.says(2000)
    sealed = packer.press("seal", seal="SL000000001")

    assert (answer["tone"], answer["code"]) == ("attention", "weight_short")
    assert answer["message"]["facts"]["suspect"] == "Yoghurt"
    assert (sealed["outcome"], sealed["code"]) == ("refused", "weight_short")
    assert scale.says(2310)["code"] == "bag_weighed"
    assert packer.press("seal", seal="SL000000001")["outcome"] == "done"


def test_a_bag_outside_its_band_names_the_doubled_item(shop, scale, packer):
    """One milk too many is somebody else's milk."""
    answer = scale.says(3310)

    assert (answer["code"], answer["message"]["facts"]["suspect"]) == ("weight_over", "Milk")


def test_a_leads_badge_takes_a_bag_that_is_off_for_a_reason(shop, scale, packer):
    """Somebody looked into it and answers for it; the scale's next step by 5 g does not ask again."""
    shop.hand("eve", "lead")
    badge = shop.run(give_badge, "eve")
    scale.says(2000)

    asked = packer.press("accept_bag_weight", reason="contents_checked")
    taken = packer.scan(f"U:{badge}")
    again = scale.says(2005)
    sealed = packer.press("seal", seal="SL000000001")

    assert (asked["code"], taken["code"]) == ("lead_wanted", "bag_weight_accepted")
    assert (again["code"], sealed["outcome"]) == ("bag_weighed", "done")
    steps = {row.step: row for row in shop.all(JournalRow, thing_id=bag_of(shop).id)}
    assert steps["override_weight"].facts["reason"] == "contents_checked"
    assert steps["lead_agreed"].facts["lead"] == "eve"
    assert shop.get(Bag, bag_of(shop).id).state is BagState.SEALED


def test_the_sealed_bag_on_the_scale_is_not_the_next_bag(shop, scale, packer):
    """It lies there while its label is printed."""
    scale.says(2320)
    packer.press("seal", seal="SL000000001")

    assert scale.says(2325) == {}
    assert shop.get(ScaleUse, SCALE).spent
    assert shop.get(Device, SCALE).person_id is None
