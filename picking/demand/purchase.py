"""What to order: enough until the delivery after next, no more than can be sold before it expires, in whole packs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from picking.demand.levels import quantile

FRESH_DAYS = 7  # what keeps no longer is ordered with less certainty: what is left over is thrown away


@dataclass(frozen=True)
class LotLeft:
    """So much that can still be sold on `days_left` days, today included (None: it keeps)."""

    quantity: int
    days_left: int | None = None


@dataclass(frozen=True)
class Standing:
    """How an item stands. The order is delivered before `lead_days` from now, the next one `cover_days` later.

    `expected` is what each day from today on should sell; `on_order` comes with the next delivery already. A delivery
    keeps `shelf_life_days` (None: it keeps).
    """

    expected: Sequence[float]
    spread: float
    lots: Sequence[LotLeft] = ()
    on_order: int = 0
    pack: int = 1
    shelf_life_days: int | None = None
    lead_days: int = 1
    cover_days: int = 1
    sure: float = 0.95
    sure_fresh: float = 0.70


@dataclass(frozen=True)
class Proposal:
    """`quantity` to order in whole packs. `waste` is what will expire unsold of what lies here already.

    `because` holds words of the catalogue: covered, shelf_life, whole_packs, waste.
    """

    quantity: int
    needed: int
    usable: int
    waste: int
    because: tuple[str, ...] = field(default=())


def propose(standing: Standing) -> Proposal:
    """Say what to order of an item."""
    days = standing.lead_days + standing.cover_days
    expected = [*standing.expected, *[_usual(standing.expected)] * days][:days]
    before, cover = expected[: standing.lead_days], expected[standing.lead_days :]
    left, wasted_before = sell_first_expired(standing.lots, before)
    rest, wasted_after = sell_first_expired(left, cover)
    usable = _quantity(left) - wasted_after
    mean = sum(cover)
    needed = ceil(quantile(mean, standing.spread, _sure(standing)))
    missing = max(0, needed - usable - standing.on_order)
    most = _sellable_in_time(standing, rest)
    quantity = _in_packs(min(missing, most), standing.pack, most)
    waste = wasted_before + wasted_after
    why = _because(missing, most, quantity, waste)
    return Proposal(quantity, needed, usable, waste, why)


def sell_first_expired(lots: Sequence[LotLeft], expected: Sequence[float]) -> tuple[list[LotLeft], int]:
    """Sell day by day from the lot that expires first; gives what is left after these days, and what expired unsold."""
    queue = sorted(lots, key=lambda lot: (lot.days_left is None, lot.days_left or 0))
    left = [(float(lot.quantity), lot.days_left) for lot in queue]
    wasted = 0.0
    for wanted in expected:
        wasted += sum(quantity for quantity, days in left if days is not None and days <= 0)
        left = [(quantity, days) for quantity, days in left if days is None or days > 0]
        left = _sold(left, wanted)
        left = [(quantity, None if days is None else days - 1) for quantity, days in left]
    wasted += sum(quantity for quantity, days in left if days is not None and days <= 0)
    kept = [LotLeft(int(quantity), days) for quantity, days in left if quantity >= 1 and (days is None or days > 0)]
    return kept, int(wasted)


def _sold(left: list[tuple[float, int | None]], wanted: float) -> list[tuple[float, int | None]]:
    after: list[tuple[float, int | None]] = []
    for quantity, days in left:
        part = min(quantity, wanted)
        wanted -= part
        if quantity > part:
            after.append((quantity - part, days))
    return after


def _sure(standing: Standing) -> float:
    fresh = standing.shelf_life_days is not None and standing.shelf_life_days <= FRESH_DAYS
    return standing.sure_fresh if fresh else standing.sure


def _sellable_in_time(standing: Standing, rest: Sequence[LotLeft]) -> int:
    """Give how much of a delivery can be sold before it expires, after what is older has gone."""
    if standing.shelf_life_days is None:
        return 10**9
    life = max(1, standing.shelf_life_days)
    days = [*standing.expected, *[_usual(standing.expected)] * (standing.lead_days + life)]
    in_time = sum(days[standing.lead_days : standing.lead_days + life])
    return max(0, int(in_time) - _quantity(rest) - standing.on_order)


def _in_packs(quantity: int, pack: int, most: int) -> int:
    """Round up to whole packs; down where the last pack could not be sold in time."""
    packs = ceil(quantity / pack)
    if packs * pack > most and packs * pack - quantity > pack // 2:
        packs -= 1
    return max(0, packs) * pack


def _because(missing: int, most: int, quantity: int, waste: int) -> tuple[str, ...]:
    facts = {
        "covered": missing == 0,
        "shelf_life": missing > most,
        "whole_packs": quantity != min(missing, most),
        "waste": waste > 0,
    }
    return tuple(word for word, holds in facts.items() if holds)


def _usual(expected: Sequence[float]) -> float:
    return sum(expected) / len(expected) if expected else 0.0


def _quantity(lots: Sequence[LotLeft]) -> int:
    return sum(lot.quantity for lot in lots)
