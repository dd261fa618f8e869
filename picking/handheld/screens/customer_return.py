"""The screen of goods a customer brings back: what the order had, what came, also of another store's order."""

from dataclasses import dataclass

from picking.aftersales import commands as aftersales
from picking.aftersales.counter import order_called, orders_numbered
from picking.aftersales.delivered import delivered_of
from picking.aftersales.drafts import Complaint, ComplaintLine
from picking.aftersales.model import WorkKind, WorkOrder
from picking.aftersales.queries import expected_back, lines_of
from picking.catalogue.model import Item
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Kind as RefusalKind, Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, attention, right
from picking.handheld.entered import text_of, whole_number_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens.asks import Option, When, choice, number, reasons
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.screens.return_reasons import RETURNED_FOR, reason_shown
from picking.handheld.standing import Standing
from picking.orders.model import Order
from picking.orders.queries import order_lines

LINES_SHOWN_MAX = 10


@dataclass(frozen=True)
class Returnable:
    """One line of the order: `most` may come back, of which the work order expects `expected`."""

    line_no: int
    sku: str
    unit: Unit
    most: int
    expected: int


def begin(at: Standing, order: Order) -> Said:
    """Begin with an order; where its goods were scanned in already, go on looking at them."""
    wish = expected_back(at.work.session, at.store_id, order.id)
    if wish is not None and any(line.undecided for line in lines_of(at.work.session, wish.id)):
        at.go("inspect_goods", work_order_id=wish.id)
        return right("wants_inspect_goods")
    at.go("customer_return", order_id=order.id, counts={})
    return right("return_begun", order=order.number)


def by_reference(at: Standing, facts: Json) -> Said:
    """Find an order by what the receipt, the app or the service desk calls it; for goods without their bag."""
    at.work.by.require("return_in")
    reference = text_of(facts, "reference")
    order = order_called(at.work.session, at.store_id, reference)
    if order is None:
        raise Refusal("no_such_reference", RefusalKind.UNKNOWN, reference=reference)
    return begin(at, order)


def show(at: Standing) -> Json:
    """Show the order, what of it may come back and what was counted, and others that have the same number."""
    order = at.work.get(Order, at.facts["order_id"])
    wish = expected_back(at.work.session, at.store_id, order.id)
    lines = _returnable(at, order, wish)
    others = orders_numbered(at.work.session, at.store_id, order.number)
    return {
        "order": order.number,
        "store": order.store_id,
        "work_order": wish.number if wish else None,
        "reason": reason_shown(wish.reason) if wish else None,
        "lines": [_line_shown(at, line) for line in lines[:LINES_SHOWN_MAX]],
        "lines_left": max(0, len(lines) - LINES_SHOWN_MAX),
        "others": [_other_shown(other) for other in others if other.id != order.id],
    }


def item_scanned(at: Standing, meaning: Meaning) -> Said:
    """Count one more of an item; a pack counts its contents, a scale label its weight."""
    line = _line_of(at, meaning)
    grams = meaning.scanned_item.weight_grams
    if line.unit is Unit.GRAM and not grams:
        return attention("weigh_or_enter", item=meaning.name)
    more = grams if line.unit is Unit.GRAM and grams else meaning.scanned_item.contains
    return _count(at, line, _counted(at, line) + more)


def count(at: Standing, facts: Json) -> Said:
    """Enter how much of a line came back, in pieces or grams."""
    number = whole_number_of(facts, "line_no")
    line = next((each for each in _lines(at) if each.line_no == number), None)
    if line is None:
        raise Refusal("not_to_be_returned", item=str(number), order=_order(at).number)
    return _count(at, line, whole_number_of(facts, "quantity"))


def choose(at: Standing, facts: Json) -> Said:
    """Take another order of the same number: of another day, or of another store."""
    wanted = text_of(facts, "order_id")
    found = orders_numbered(at.work.session, at.store_id, _order(at).number)
    order = next((each for each in found if each.id == wanted), None)
    if order is None:
        raise Refusal("no_such_reference", RefusalKind.UNKNOWN, reference=wanted)
    return begin(at, order)


def received(at: Standing, facts: Json) -> Said:
    """Take what was counted in; where the service desk has no work order yet, this opens it."""
    order = _order(at)
    came = {line.line_no: _counted(at, line) for line in _lines(at) if _counted(at, line)}
    if not came:
        raise Refusal("return_lines_open")
    wish = expected_back(at.work.session, at.store_id, order.id) or _open(at, order, came, facts)
    by_line = {work_line_no(at, line.order_line_id): line.id for line in lines_of(at.work.session, wish.id)}
    aftersales.return_in(at.work, wish.id, {by_line[number]: quantity for number, quantity in came.items()})
    at.go("inspect_goods", work_order_id=wish.id)
    return right("wants_inspect_goods")


def work_line_no(at: Standing, order_line_id: str) -> int:
    """Give the number the customer's order gave a line."""
    order_id = _order(at).id
    return next(line.line_no for line in order_lines(at.work.session, order_id) if line.id == order_line_id)


def _open(at: Standing, order: Order, came: dict[int, int], facts: Json) -> WorkOrder:
    complaint = Complaint(
        external_id=f"counter-{at.work.ids.new()}",
        kind=WorkKind.RETURN,
        order_id=order.id,
        reason=text_of(facts, "reason"),
        requested_by="counter",
        lines=tuple(ComplaintLine(number, quantity) for number, quantity in came.items()),
        return_store=at.store_id,
    )
    return aftersales.open_work_order(at.work, complaint)


def _order(at: Standing) -> Order:
    return at.work.get(Order, at.facts["order_id"])


def _lines(at: Standing) -> list[Returnable]:
    order = _order(at)
    return _returnable(at, order, expected_back(at.work.session, at.store_id, order.id))


def _returnable(at: Standing, order: Order, wish: WorkOrder | None) -> list[Returnable]:
    asked = {line.order_line_id: line for line in lines_of(at.work.session, wish.id)} if wish else {}
    lines: list[Returnable] = []
    for line in order_lines(at.work.session, order.id):
        if wish is None:
            sku, most = delivered_of(at.work.session, line)
            lines.append(Returnable(line.line_no, sku, line.unit, most, 0))
        elif line.id in asked:
            mine = asked[line.id]
            left = mine.quantity - mine.received
            lines.append(Returnable(line.line_no, mine.sku, line.unit, left, left))
    return lines


def _line_of(at: Standing, item: Meaning) -> Returnable:
    """Give the line an item belongs to: of several the first that is not full yet."""
    mine = [line for line in _lines(at) if line.sku == item.key]
    if not mine:
        raise Refusal("not_to_be_returned", item=item.name, order=_order(at).number)
    return next((line for line in mine if _counted(at, line) < line.most), mine[-1])


def _counted(at: Standing, line: Returnable) -> int:
    counts: dict[str, int] = at.facts["counts"]
    return counts.get(str(line.line_no), 0)


def _count(at: Standing, line: Returnable, quantity: int) -> Said:
    if not 0 <= quantity <= line.most:
        raise Refusal("more_than_delivered", sku=line.sku, asked=quantity, left=line.most)
    at.remember(counts={**at.facts["counts"], str(line.line_no): quantity})
    return right("return_counted", item=at.work.get(Item, line.sku).name(at.language), quantity=quantity)


def _line_shown(at: Standing, line: Returnable) -> Json:
    item = at.work.get(Item, line.sku)
    return {
        "line_no": line.line_no,
        "item": item.name(at.language),
        "picture": item.picture,
        "unit": str(line.unit),
        "most": line.most,
        "expected": line.expected,
        "counted": _counted(at, line),
    }


def _other_shown(order: Order) -> Json:
    return {
        "order_id": order.id,
        "order": order.number,
        "store": order.store_id,
        "placed_at": order.placed_at.isoformat(),
        "customer": order.masked_customer,
        "phone_tail": order.phone_tail,
    }


def _lines_to_choose(at: Standing) -> list[Option]:
    return [Option(line.line_no, at.work.get(Item, line.sku).name(at.language)) for line in _lines(at)]


def _others_to_choose(at: Standing) -> list[Option]:
    order = _order(at)
    others = orders_numbered(at.work.session, at.store_id, order.number)
    return [
        Option(other.id, f"{other.store_id} · {other.placed_at:%d.%m. %H:%M}") for other in others if other is not order
    ]


def _reasons(at: Standing) -> list[Option]:
    """Ask why where nobody has opened a work order that says it."""
    known = expected_back(at.work.session, at.store_id, _order(at).id)
    return reasons(*RETURNED_FOR) if known is None else []


def _has_others(at: Standing) -> bool:
    return bool(_others_to_choose(at))


def _has_counted(at: Standing) -> bool:
    return any(at.facts["counts"].values())


CUSTOMER_RETURN = ScreenKind(
    name="customer_return",
    show=show,
    scans={Kind.ITEM: item_scanned},
    steps={
        "received": Step(received, _has_counted, (choice("reason", _reasons, when=When.ANY),)),
        "count": Step(count, asks=(choice("line_no", _lines_to_choose), number())),
        "choose": Step(choose, _has_others, (choice("order_id", _others_to_choose),)),
        "home": Step(leave),
    },
)
