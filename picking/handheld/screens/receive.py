"""The screen of the delivery bay: each scan takes goods in; what is bad is refused, what differs is explained."""

from collections.abc import Sequence
from datetime import date, datetime

from picking.catalogue.model import Item
from picking.floor.model import Store
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.tables import Json
from picking.handheld.answer import Said, attention, finished, right
from picking.handheld.entered import optional_number_of, text_of, whole_number_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens.asks import YES_ASK, Option, When, choice, day, number, reason, reasons
from picking.handheld.screens.goods_label import print_goods_label
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.load import store_name
from picking.handheld.screens.lookups import leave
from picking.handheld.standing import Standing
from picking.receiving import commands as receiving
from picking.receiving.commands import Came
from picking.receiving.model import Delivery, DeliveryKind, DeliveryLine
from picking.receiving.queries import LinesLeft, delivery_of, differing, line_of, lines_left, to_come

LINES_SHOWN_MAX = 4
CHOICES_MAX = 40
REFUSED_FOR = ("damaged", "spoiled", "too_warm", "expired", "life_too_short", "not_ordered")
DIFFERS_FOR = ("not_delivered", "short_delivered", "over_delivered", "not_ordered", "packed_otherwise")


def awaited(at: Standing) -> list[Option]:
    """Offer the deliveries that are to come or being taken in."""
    return [Option(each.id, f"{sender(at, each)} · {each.number}") for each in to_come(at.work.session, at.store_id)]


def sender(at: Standing, delivery: Delivery) -> str:
    """Name who sends a delivery: a sister store by its name."""
    store = at.work.find(Store, delivery.supplier) if delivery.kind is DeliveryKind.TRANSFER else None
    return store_name(store, at.language) if store else delivery.supplier


def begin(at: Standing, facts: Json) -> Said:
    """Begin with a delivery, or go on with it."""
    delivery = receiving.begin(at.work, text_of(facts, "delivery_id"))
    return _at_door(at, delivery)


def begin_blind(at: Standing, facts: Json) -> Said:
    """Begin with a delivery nobody announced."""
    return _at_door(at, receiving.begin_blind(at.work, text_of(facts, "supplier")))


def _at_door(at: Standing, delivery: Delivery) -> Said:
    at.go("receive", delivery_id=delivery.id)
    return right("delivery_at_door", number=delivery.number, supplier=sender(at, delivery))


def show(at: Standing) -> Json:
    """Show the delivery, the goods at hand, and the first lines that are not complete."""
    delivery = _delivery(at)
    left = lines_left(at.work.session, delivery.id, LINES_SHOWN_MAX)
    at_hand = at.facts.get("at_hand")
    return {
        "number": delivery.number,
        "supplier": sender(at, delivery),
        "at_hand": _at_hand_shown(at, at_hand) if at_hand else None,
        "last_sku": (at.facts.get("last") or [None])[0],
        **(_lines_shown(at, left) if at_hand is None else {}),
        "lines_left": left.open,
        "lines_all": left.all,
    }


def _at_hand_shown(at: Standing, at_hand: Json) -> Json:
    item = at.work.get(Item, at_hand["sku"])
    line = line_of(at.work.session, at.facts["delivery_id"], item.sku)
    more = {"item": item.name(at.language), "picture": item.picture, "unit": str(item.unit)}
    return {**at_hand, **more, "expected": line.to_come if line else 0}


def _lines_shown(at: Standing, left: LinesLeft) -> Json:
    return {"lines": [_line_shown(at, *each) for each in left.first], "lines_to_come": left.open, "scan_now": []}


def _line_shown(at: Standing, line: DeliveryLine, item: Item) -> Json:
    return {
        "sku": line.sku, "item": item.name(at.language), "unit": str(item.unit), "expected": line.expected,
        "received": line.received, "refused": line.refused, "quantity": line.to_come,
    }  # fmt: skip


def item_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take in what the code says: pieces or weight, lot and last day; what it does not say is asked for."""
    found = meaning.scanned_item
    item: Item = meaning.thing
    quantity = found.weight_grams if item.unit is Unit.GRAM else found.contains
    needs_date = item.shelf_life_days is not None and found.expires_on is None
    if not quantity or needs_date:
        code = {"sku": item.sku, "quantity": quantity, "lot": found.lot_code, "expires_on": _iso(found.expires_on)}
        at.remember(at_hand=code)
        return attention("date_to_enter" if quantity else "quantity_to_enter", item=meaning.name)
    return _take_in(at, Came(item.sku, quantity, found.lot_code or "", found.expires_on))


def entered(at: Standing, facts: Json) -> Said:
    """Take in the goods at hand with what was entered: how many, and their last day as YYMMDD."""
    at_hand = _at_hand(at)
    quantity = optional_number_of(facts, "quantity")
    day = text_of(facts, "expires", needed=False)
    ends = _day_of(day) if day else date.fromisoformat(at_hand["expires_on"]) if at_hand["expires_on"] else None
    many = at_hand["quantity"] if quantity is None else quantity
    if not many:
        raise Refusal("quantity_zero")
    return _take_in(at, Came(at_hand["sku"], many, at_hand["lot"] or "", ends))


def _take_in(at: Standing, came: Came) -> Said:
    delivery = _delivery(at)
    share = receiving.take_in(at.work, delivery.id, came)
    at.forget("at_hand")
    at.remember(last_lot=share.lot_id, last=[came.sku, came.lot_code, _iso(came.expires_on)])
    line = line_of(at.work.session, delivery.id, came.sku)
    assert line is not None
    name = at.work.get(Item, came.sku).name(at.language)
    if line.difference > 0:
        return attention("more_than_announced", item=name, more=line.difference)
    return right("goods_taken_in", item=name, quantity=came.quantity, left=line.to_come)


def more_of_it(at: Standing, facts: Json) -> Said:
    """Take in more of what was taken in last: of the same lot, without scanning each."""
    last = at.facts.get("last")
    if last is None:
        raise Refusal("take_something_in_first")
    sku, lot, ends = last
    quantity = whole_number_of(facts, "quantity")
    if quantity <= 0:
        raise Refusal("quantity_zero")
    return _take_in(at, Came(sku, quantity, lot, date.fromisoformat(ends) if ends else None))


def refuse_goods(at: Standing, facts: Json) -> Said:
    """Send so much of the goods at hand, or of a line, back at the door."""
    sku = text_of(facts, "sku", needed=False) or _at_hand(at)["sku"]
    quantity = whole_number_of(facts, "quantity")
    receiving.refuse_goods(at.work, _delivery(at).id, sku, quantity, text_of(facts, "reason"))
    at.forget("at_hand")
    return right("goods_refused", item=at.work.get(Item, sku).name(at.language), quantity=quantity)


def explain(at: Standing, facts: Json) -> Said:
    """Say why more or less came of an item."""
    line = receiving.explain(at.work, _delivery(at).id, text_of(facts, "sku"), text_of(facts, "reason"))
    return right("difference_explained", item=at.work.get(Item, line.sku).name(at.language))


def finish(at: Standing, facts: Json) -> Said:
    """End the taking in; a reason given here holds for every difference that has none yet."""
    delivery = receiving.finish(at.work, _delivery(at).id, text_of(facts, "reason", needed=False) or None)
    at.go("put_away")
    return finished("delivery_taken_in", number=delivery.number)


def _delivery(at: Standing) -> Delivery:
    return delivery_of(at.work.session, at.store_id, at.facts["delivery_id"])


def _at_hand(at: Standing) -> Json:
    at_hand: Json | None = at.facts.get("at_hand")
    if at_hand is None:
        raise Refusal("scan_the_item_first")
    return at_hand


def _has_goods_at_hand(at: Standing) -> bool:
    return "at_hand" in at.facts


def _has_taken_in(at: Standing) -> bool:
    return "last_lot" in at.facts


def _differing(at: Standing) -> list[Option]:
    found = differing(at.work.session, _delivery(at).id, CHOICES_MAX)
    return [Option(line.sku, item.name(at.language)) for line, item in found]


def _to_refuse(at: Standing) -> list[Option]:
    """Offer lines to refuse goods of, while nothing is at hand; what is at hand is meant."""
    return [] if _has_goods_at_hand(at) else _differing(at)


def _wants_day(at: Standing) -> Sequence[Option]:
    """Ask for the last day of goods that keep only so long, where their code did not say it."""
    at_hand = at.facts.get("at_hand") or {}
    keeps = at_hand and at.work.get(Item, at_hand["sku"]).shelf_life_days is not None
    return YES_ASK if keeps and not at_hand["expires_on"] else ()


def _to_explain(at: Standing) -> list[Option]:
    """Offer reasons while a difference has none."""
    return reasons(*DIFFERS_FOR) if differing(at.work.session, _delivery(at).id, 1, unexplained=True) else []


def _day_of(text: str) -> date:
    try:
        return datetime.strptime(text, "%y%m%d").date()  # noqa: DTZ007 - a day of the calendar has no zone
    except ValueError:
        raise invalid("expires", "a day as YYMMDD is needed") from None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


RECEIVE = ScreenKind(
    name="receive",
    show=show,
    scans={Kind.ITEM: item_scanned},
    steps={
        "entered": Step(entered, _has_goods_at_hand, (number(), day("expires", _wants_day))),
        "more_of_it": Step(more_of_it, _has_taken_in, (number(),)),
        "refuse_goods": Step(
            refuse_goods, asks=(choice("sku", _to_refuse, when=When.ANY), number(), reason(*REFUSED_FOR))
        ),
        "explain": Step(explain, asks=(choice("sku", _differing), reason(*DIFFERS_FOR))),
        "print_goods_label": Step(print_goods_label, _has_taken_in),
        "delivery_done": Step(finish, asks=(choice("reason", _to_explain, when=When.ANY),)),
        "home": Step(leave),
    },
)
