"""Turns lines into stops of a walk: distances kept by layout, phases, the best order to visit the bins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from picking.floor.model import Store
from picking.floor.queries import WalkingGraph, graph
from picking.foundation.kinds import TemperatureClass
from picking.planning import Distances, Edge, Floor, measure
from picking.tasks.quick_walks import quick_walk

HEAVY, PLAIN, FRAGILE, FROZEN, SKIPPED = range(5)
"""Phases of a walk: heavy goods lie below, fragile ones on top, frozen ones thaw, skipped ones come last of all."""


@dataclass(frozen=True, eq=False)
class Places:
    """Where a store's nodes stand and how far they are from each other; `place` gives a node number's row."""

    layout_version: int
    distances: Distances
    place: Mapping[int, int]

    def order(self, stops: Sequence[tuple[int, int]], from_node: int | None = None) -> tuple[list[int], int]:
        """Say which stop comes first, second …, and the walk's metres; stops are (node number, phase).

        The walk begins at `from_node`, or where the baskets stand, and ends at the packing bench.
        """
        placed = [(self.place[node], phase) for node, phase in stops]
        order, metres = quick_walk(self.distances, self._begin(from_node), placed, self.distances.floor.end)
        return order, whole_metres(metres)

    def metres(self, nodes: Sequence[int], from_node: int | None = None) -> int:
        """Give the metres of a walk through node numbers in turn, from and to where `order` begins and ends."""
        inner = (self.place[node] for node in nodes)
        return whole_metres(self.distances.along((self._begin(from_node), *inner, self.distances.floor.end)))

    def _begin(self, from_node: int | None) -> int:
        return self.distances.floor.start if from_node is None else self.place[from_node]


# One layout a store and database: made from rows alone, so nothing but time is lost when it goes.
_measured: WeakKeyDictionary[Engine, dict[str, Places]] = WeakKeyDictionary()


def places(session: Session, store_id: str) -> Places:
    """Give a store's measured floor; it is measured anew when its layout has a new version."""
    kept = _measured.setdefault(session.get_bind().engine, {})
    version = session.get_one(Store, store_id).layout_version
    known = kept.get(store_id)
    if known is None or known.layout_version != version:
        known = kept[store_id] = _measure(graph(session, store_id))
    return known


def phase_of(*, heavy: bool, fragile: bool, temperature_class: TemperatureClass, skips: int = 0) -> int:
    """Say in which phase of the walk an item is fetched; who skips it again sends it further back."""
    if skips:
        return SKIPPED + skips
    if temperature_class is TemperatureClass.FROZEN:
        return FROZEN
    if heavy:
        return HEAVY
    return FRAGILE if fragile else PLAIN


def whole_metres(metres: float) -> int:
    """Round a walk's length; a walk that no way leads through has none."""
    return round(metres) if isfinite(metres) else 0


def _measure(walking: WalkingGraph) -> Places:
    ways = tuple(Edge(a, b, metres, one_way) for a, b, metres, one_way in walking.ways)
    floor = Floor(walking.positions, ways, walking.start, walking.end, walking.levels)
    return Places(walking.layout_version, measure(floor), walking.place_of)
