"""Writing goods off a bin that was looked up: which, how many, why, and a photo of what is worth much."""

from collections.abc import Sequence

from picking.catalogue.model import Item
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.freshness import commands as freshness
from picking.handheld.answer import Said, right
from picking.handheld.entered import text_of, whole_number_of
from picking.handheld.interpret import Kind
from picking.handheld.screens.asks import DAMAGES, YES_ASK, Option, choice, number, photo, reason
from picking.handheld.screens.kind import Step
from picking.handheld.standing import Standing
from picking.stock.model import Lot, OnHand
from picking.stock.queries import bin_contents

CHOICES_MAX = 20


def write_off(at: Standing, facts: Json) -> Said:
    """Take so much of a lot out of the bin that was looked up, for a reason: it is not sold any more."""
    if at.facts.get("kind") != Kind.BIN:
        raise Refusal("scan_a_bin_first")
    lot = at.work.get(Lot, text_of(facts, "lot_id"))
    quantity, why = whole_number_of(facts, "quantity"), text_of(facts, "reason")
    picture = text_of(facts, "photo", needed=False) or None
    freshness.write_off(at.work, at.facts["key"], lot.id, quantity, why, photo=picture)
    return right("item_waste", item=at.work.get(Item, lot.sku).name(at.language), quantity=quantity)


def may_write_off(at: Standing) -> bool:
    """Offer it where goods lie in the bin that was looked up, to whoever counts."""
    return at.work.by.may("count") and bool(_lying(at))


def _lying(at: Standing) -> list[tuple[OnHand, Lot]]:
    if at.facts.get("kind") != Kind.BIN:
        return []
    return bin_contents(at.work.session, at.facts["key"])[:CHOICES_MAX]


def _lots(at: Standing) -> list[Option]:
    return [Option(lot.id, _name(at, lot)) for _, lot in _lying(at)]


def _name(at: Standing, lot: Lot) -> str:
    facts = (at.work.get(Item, lot.sku).name(at.language), lot.code, lot.expires_on and f"{lot.expires_on:%d.%m.}")
    return " · ".join(fact for fact in facts if fact)


def _dear(at: Standing) -> Sequence[Option]:
    """Want a photo where anything in the bin is worth one."""
    dear = any(freshness.needs_photo(at.work, lot, share.quantity) for share, lot in _lying(at))
    return YES_ASK if dear else ()


WRITE_OFF = {
    "write_off": Step(write_off, may_write_off, (choice("lot_id", _lots), number(), reason(*DAMAGES), photo(_dear)))
}
