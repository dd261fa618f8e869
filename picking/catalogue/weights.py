"""Whether a weight may pass for what was ordered: within the item's tolerance, or with a lead's word."""

from picking.catalogue.model import Item
from picking.foundation.quantity import within_tolerance
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Living
from picking.foundation.unit_of_work import UnitOfWork


def is_within(item: Item, grams: int, asked: int) -> bool:
    """Tell whether a weight is near enough to what was asked of this item."""
    return within_tolerance(grams, asked, item.weight_tolerance_permille)


def pass_weight(work: UnitOfWork, thing: Living, item: Item, grams: int, asked: int, *, accept: bool) -> None:
    """Refuse a weight outside the item's tolerance (`weight_out_of_tolerance`) unless a lead accepts it."""
    if is_within(item, grams, asked):
        return
    if not accept:
        raise Refusal("weight_out_of_tolerance", line=thing.id, grams=grams, asked=asked)
    work.by.require("force_complete")
    work.note(thing, "accept_weight", grams=grams, asked=asked)
