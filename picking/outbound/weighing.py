"""Reads what a bag should weigh from the books, and writes down what a right bag has taught."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.catalogue import queries as catalogue
from picking.catalogue.model import Item
from picking.foundation.quantity import Unit
from picking.foundation.unit_of_work import UnitOfWork
from picking.outbound import weights
from picking.outbound.contents import items_in
from picking.outbound.model import Bag, BagItem, LearnedWeight
from picking.outbound.weights import BAG_ITSELF, Expected, ItemWeight, Part


def expected(work: UnitOfWork, bag: Bag) -> Expected:
    """Give what a bag should weigh: by what was learned of its items here, else by the catalogue."""
    contents = items_in(work.session, bag.id)
    skus = sorted({row.sku for row in contents})
    items = catalogue.items(work.session, skus)
    known = _known(work, bag.store_id, [*skus, BAG_ITSELF])
    parts = [Part(BAG_ITSELF, 1, known.get(BAG_ITSELF, weights.GUESSED_BAG))]
    parts += [Part(row.sku, 1, weights.weighed(row.quantity), by_weight=True) for row in contents if _is_grams(row)]
    for sku, count in _counted(contents).items():
        parts.append(Part(sku, count, known.get(sku) or _guess(work, items[sku])))
    return Expected(parts, work.settings.weight_tolerance_permille)


def learn(work: UnitOfWork, bag: Bag, grams: int) -> None:
    """Learn from a bag that was found right."""
    skus = {row.sku for row in items_in(work.session, bag.id) if not _is_grams(row)}
    # Locked before they are read, and by name, so that two benches neither lose a lesson nor wait for each other.
    rows = {sku: work.find(LearnedWeight, (bag.store_id, sku), lock=True) for sku in sorted({*skus, BAG_ITSELF})}
    for sku, taught in sorted(expected(work, bag).learned(grams).items()):
        row = rows[sku] or work.add(LearnedWeight(store_id=bag.store_id, sku=sku))
        row.mean_milligrams, row.doubt, row.spread = taught.mean, taught.doubt, taught.spread
        row.seen, row.seen_at = taught.seen, work.now


def _known(work: UnitOfWork, store_id: str, skus: Sequence[str]) -> dict[str, ItemWeight]:
    rows = select(LearnedWeight).where(LearnedWeight.store_id == store_id, LearnedWeight.sku.in_(skus))
    return {row.sku: row.weight for row in work.session.scalars(rows)}


def _counted(contents: Sequence[BagItem]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in contents:
        if not _is_grams(row):
            counts[row.sku] = counts.get(row.sku, 0) + row.quantity
    return counts


def _is_grams(row: BagItem) -> bool:
    return row.unit is Unit.GRAM


def _guess(work: UnitOfWork, item: Item) -> ItemWeight:
    return weights.guessed(item.weight_grams, work.settings.weight_tolerance_permille)
