"""A bag is weighed before it is sealed; one that is off is looked into, or taken as it is by a lead, for a reason."""

from dataclasses import dataclass
from enum import StrEnum

from picking.catalogue import queries as catalogue
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.outbound import weighing
from picking.outbound.contents import items_in
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag
from picking.outbound.open import open_bag, require_one
from picking.outbound.weights import BAND_GRAMS_MIN, Expected, Suspect


class WeightReason(StrEnum):
    """Why a lead takes a weight that is off."""

    CONTENTS_CHECKED = "contents_checked"  # all is inside: the weight is right, and what was expected was not
    SCALE_WRONG = "scale_wrong"
    PACKING_HEAVY = "packing_heavy"  # ice, a crate, a gift


@dataclass(frozen=True)
class WrongWeight:
    """Why a bag's weight does not fit: the code of the sentence and what fills it."""

    code: str
    facts: Json

    def refusal(self) -> Refusal:
        """Say it as a refusal."""
        return Refusal(self.code, **self.facts)


def weigh_bag(work: UnitOfWork, bag_id: str, grams: int, source: Json | None = None) -> WrongWeight | None:
    """Keep what an open bag weighs; tells what is likely missing or doubled when that is not what it should weigh.

    A weight that a lead has taken stays taken while the scale shows the same, give or take a step. `source` (scale,
    mode) is written into the journal.
    """
    require_one(work, "outbound", "pick")
    bag, _ = open_bag(work, bag_id)
    if bag.state not in (BagState.OPEN, BagState.REOPENED):
        raise Refusal("bag_closed", n=bag.n)
    if not items_in(work.session, bag.id):
        raise Refusal("bag_empty", n=bag.n)
    if grams <= 0:
        raise Refusal("no_weight")
    if bag.weight_reason and abs(grams - (bag.weight_actual_grams or 0)) <= BAND_GRAMS_MIN:
        return None
    bag.weight_actual_grams, bag.weight_reason = grams, None
    bag.weight_expected_grams = weighing.expected(work, bag).grams
    work.note(bag, "weigh", grams=grams, expected_grams=bag.weight_expected_grams, **(source or {}))
    return wrong_weight(work, bag)


def accept_bag_weight(work: UnitOfWork, bag_id: str, reason: str) -> Bag:
    """Take a bag's weight as it is, for a reason; only a lead may, and the journal names who did."""
    work.by.require("outbound.override")
    if reason not in set(WeightReason):
        raise invalid("reason", f"one of {', '.join(WeightReason)}")
    bag, _ = open_bag(work, bag_id)
    if bag.weight_actual_grams is None:
        raise Refusal("bag_not_weighed", n=bag.n)
    bag.weight_reason = reason
    expected, actual = bag.weight_expected_grams, bag.weight_actual_grams
    work.note(bag, "override_weight", expected_grams=expected, actual_grams=actual, reason=reason)
    return bag


def wrong_weight(work: UnitOfWork, bag: Bag) -> WrongWeight | None:
    """Tell why a bag's weight does not fit, None when it fits, was accepted, or nobody weighed."""
    if bag.weight_actual_grams is None or bag.weight_reason is not None:
        return None
    should = weighing.expected(work, bag)
    difference = should.difference(bag.weight_actual_grams)
    return _wrong(work, bag, should, difference) if difference else None


def learn_weight(work: UnitOfWork, bag: Bag) -> None:
    """Learn from a bag's weight, unless nobody knows whether all was inside."""
    if bag.weight_actual_grams is not None and bag.weight_reason in (None, WeightReason.CONTENTS_CHECKED):
        weighing.learn(work, bag, bag.weight_actual_grams)


def _wrong(work: UnitOfWork, bag: Bag, should: Expected, difference: int) -> WrongWeight:
    actual = bag.weight_actual_grams or 0
    suspects = [_named(work, suspect) for suspect in should.suspects(actual)]
    code = "weight_short" if difference < 0 else "weight_over"
    facts = {
        "n": bag.n, "expected": should.grams, "actual": actual, "difference": abs(difference), "suspects": suspects,
    }  # fmt: skip
    if not suspects:
        return WrongWeight(f"{code}_unexplained", facts)
    return WrongWeight(code, {**facts, "suspect": _in_words(suspects[0])})


def _named(work: UnitOfWork, suspect: Suspect) -> Json:
    item = catalogue.items(work.session, [suspect.sku])[suspect.sku]
    pieces = None if item.unit is Unit.GRAM else suspect.pieces
    return {"sku": suspect.sku, "item": item.name(work.by.language), "pieces": pieces}


def _in_words(suspect: Json) -> str:
    item: str = suspect["item"]
    return item if suspect["pieces"] in (None, 1) else f"{suspect['pieces']} \N{MULTIPLICATION SIGN} {item}"
