"""What a scanned text means in this store: its form, and the thing behind it; knows nothing of screens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from picking.aftersales.counter import orders_numbered
from picking.catalogue import queries as catalogue
from picking.catalogue.barcodes import (
    BagCode,
    Gs1,
    ItemCode,
    LabelLayout,
    OwnCode,
    OwnKind,
    Parsed,
    PickupPass,
    RiderCode,
    ScaleLabel,
    Unknown,
    Why,
    parse,
    split_aim,
)
from picking.catalogue.queries import FoundItem
from picking.floor.model import Basket, Bin
from picking.foundation.refusals import Kind as RefusalKind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.answer import word
from picking.handheld.places import bag_name, place_name
from picking.orders.model import Order
from picking.outbound.model import OutboundSlot, StagingPosition
from picking.outbound.queries import bag_by_code
from picking.stations.model import Ticket


class Kind(StrEnum):
    """What a code can be the code of."""

    BIN = "bin"
    ITEM = "item"
    BASKET = "basket"
    BAG = "bag"
    STAGING = "staging"
    SLOT = "slot"
    ORDER = "order"
    TICKET = "ticket"
    BADGE = "badge"
    DEVICE = "device"
    SHOPPER = "shopper"
    RIDER = "rider"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Meaning:
    """What was scanned: the kind of thing, its key, what people call it, and its row or parsed code."""

    kind: Kind
    key: str
    name: str
    thing: Any = None
    item: FoundItem | None = None

    @property
    def scanned_item(self) -> FoundItem:
        """All an item's code says at once: pieces, lot, dates, weight."""
        assert self.item is not None
        return self.item

    @property
    def is_unknown(self) -> bool:
        """Tell whether nobody knows this code."""
        return self.kind is Kind.UNKNOWN


REFUSED_BECAUSE = {
    Why.BLANK: "code_blank",
    Why.TOO_LONG: "code_too_long",
    Why.CONTROL_CHARACTERS: "code_damaged",
    Why.DAMAGED: "code_damaged",
    Why.CONTRADICTS: "code_contradicts",
    Why.CHECK_DIGIT: "code_check_digit",
    Why.NO_LAYOUT: "code_no_layout",
}


def interpret(work: UnitOfWork, text: str, aim: str | None) -> Meaning:
    """Say what a code means here; of `Kind.UNKNOWN` when its form is nobody's.

    Raises `Refusal` where the form is known but the code is damaged, or nobody knows the thing it names.
    """
    parsed = parse(text, aim, _layouts(work, text.strip()))
    if isinstance(parsed, Unknown):
        return _unknown(parsed)
    if isinstance(parsed, OwnCode):
        return _OWN[parsed.kind](work, parsed)
    if isinstance(parsed, BagCode):
        return _bag(work, parsed, text)
    if isinstance(parsed, RiderCode):
        return Meaning(Kind.RIDER, parsed.rider_id, parsed.rider_id, thing=parsed)
    if isinstance(parsed, PickupPass):
        return Meaning(Kind.SHOPPER, parsed.code, parsed.code, thing=parsed)
    return _item(work, parsed)


def _layouts(work: UnitOfWork, text: str) -> Sequence[LabelLayout]:
    """Read the scales' layouts only for a text that could be one of their labels (prefix 20 to 29, 02 for UPC-A)."""
    _, text = split_aim(None, text)
    is_label = text.isdigit() and text.removeprefix("0").startswith("2")
    return catalogue.scale_layouts(work.session, work.by.store_id) if is_label else ()


def _unknown(parsed: Unknown) -> Meaning:
    code = REFUSED_BECAUSE.get(parsed.reason)
    if code is not None:
        raise Refusal(code, RefusalKind.INVALID, text=parsed.text[:40])
    return Meaning(Kind.UNKNOWN, parsed.text, parsed.text[:40])


def _item(work: UnitOfWork, parsed: Parsed) -> Meaning:
    found = catalogue.resolve(work.session, work.by.store_id, parsed)
    if found is None:
        raise Refusal("item_code_unknown", RefusalKind.UNKNOWN, text=_number_of(parsed))
    return Meaning(Kind.ITEM, found.item.sku, found.item.name(work.by.language), found.item, found)


def _number_of(parsed: Parsed) -> str:
    if isinstance(parsed, ItemCode | Gs1):
        return parsed.gtin or ""
    return parsed.plu if isinstance(parsed, ScaleLabel) else ""


def _row(kind: Kind, table: type[Any]) -> Callable[[UnitOfWork, OwnCode], Meaning]:
    """Read a kind of place or container by its id; one of another store is unknown here."""

    def read(work: UnitOfWork, code: OwnCode) -> Meaning:
        row = work.find(table, code.key)
        if row is None or row.store_id != work.by.store_id:
            raise nobody_knows(kind, code.key)
        return Meaning(kind, row.id, place_name(row.id), row)

    return read


def _order(work: UnitOfWork, code: OwnCode) -> Meaning:
    order = _by_number(work, Order, code.key)
    if order is None:
        return _elsewhere(work, code.key) or _nobody(Kind.ORDER, code.key)
    return Meaning(Kind.ORDER, order.id, order.number, order)


def _ticket(work: UnitOfWork, code: OwnCode) -> Meaning:
    ticket = work.find(Ticket, code.key) or _by_number(work, Ticket, code.key)
    if ticket is None or ticket.store_id != work.by.store_id:
        raise nobody_knows(Kind.TICKET, code.key)
    return Meaning(Kind.TICKET, ticket.id, ticket.number, ticket)


def _by_number(work: UnitOfWork, table: type[Any], number: str) -> Any:
    newest = select(table).where(table.store_id == work.by.store_id, table.number == number).order_by(table.id.desc())
    return work.session.scalars(newest.limit(1)).first()


def _bag(work: UnitOfWork, code: BagCode, text: str) -> Meaning:
    """Find the newest bag with this number; whether the label still counts the room on the way out says."""
    bag = bag_by_code(work.session, work.by.store_id, code)
    if bag is None:
        return _elsewhere(work, code.order_number) or _nobody(Kind.BAG, text.strip())
    return Meaning(Kind.BAG, bag.id, bag_name(bag), (bag, code))


def _elsewhere(work: UnitOfWork, number: str) -> Meaning | None:
    """Find an order of a sister store whose goods a customer may bring here."""
    found = orders_numbered(work.session, work.by.store_id, number)
    return Meaning(Kind.ELSEWHERE, found[0].id, f"{number} ({found[0].store_id})", found[0]) if found else None


def _nobody(kind: Kind, key: str) -> Meaning:
    raise nobody_knows(kind, key)


def _as_it_is(kind: Kind) -> Callable[[UnitOfWork, OwnCode], Meaning]:
    """A badge, device or shopper's code: a secret that only the room it belongs to may look at."""

    def read(_: UnitOfWork, code: OwnCode) -> Meaning:
        return Meaning(kind, code.key, code.key if kind is Kind.DEVICE else "", code)

    return read


def nobody_knows(kind: Kind, key: str) -> Refusal:
    """Say that the code has the form of one of ours, but nobody knows the thing."""
    return Refusal("code_of_nothing", RefusalKind.UNKNOWN, what=word(f"a_{kind}"), key=key)


_OWN: dict[OwnKind, Callable[[UnitOfWork, OwnCode], Meaning]] = {
    OwnKind.BIN: _row(Kind.BIN, Bin),
    OwnKind.STAGING: _row(Kind.STAGING, StagingPosition),
    OwnKind.SLOT: _row(Kind.SLOT, OutboundSlot),
    OwnKind.BASKET: _row(Kind.BASKET, Basket),
    OwnKind.ORDER: _order,
    OwnKind.TICKET: _ticket,
    OwnKind.BADGE: _as_it_is(Kind.BADGE),
    OwnKind.DEVICE: _as_it_is(Kind.DEVICE),
    OwnKind.SHOPPER: _as_it_is(Kind.SHOPPER),
}
