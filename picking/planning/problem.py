"""What the planner is asked: a floor, its bins, the open orders, the limits of a trip, the people and their pace.

Times are seconds from any origin the caller keeps to, lengths are metres, `load` and `limits` share their keys.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from picking.planning.aisles import Aisle

ROUNDING = 1e-9
"""Sums of decimal kilograms may pass a limit by this much and still keep it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A way between two nodes; `one_way` is walked from `a` to `b` only."""

    a: int
    b: int
    metres: float
    one_way: bool = False
    aisle: str | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """The walking graph of a store: node positions in metres, ways, and where a trip starts and ends.

    `levels` names each node's storey and may be left empty on a floor with one.
    """

    nodes: tuple[tuple[float, float], ...]
    edges: tuple[Edge, ...]
    start: int
    end: int
    levels: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.levels and len(self.levels) != len(self.nodes):
            raise ValueError(f"{len(self.levels)} levels for {len(self.nodes)} nodes")
        for node in (self.start, self.end, *(node for way in self.edges for node in (way.a, way.b))):
            if not 0 <= node < len(self.nodes):
                raise ValueError(f"node {node} is not on a floor of {len(self.nodes)} nodes")

    def without(self, aisles: Iterable[str]) -> "Floor":
        """Give the same floor with these aisles closed."""
        closed = frozenset(aisles)
        return replace(self, edges=tuple(way for way in self.edges if way.aisle not in closed))


@dataclass(frozen=True, slots=True)
class OrderLine:
    """Pieces to take from one of `bins` (indexes into the problem's bins), in walking phase `phase`, lowest first."""

    bins: tuple[int, ...]
    pieces: int = 1
    phase: int = 0

    def __post_init__(self) -> None:
        if not self.bins:
            raise ValueError("a line names at least one bin")


@dataclass(frozen=True, slots=True)
class PlanningOrder:
    """An order as the planner sees it; without `due` it is never late, without `arrived` it is there from the first."""

    id: str
    lines: tuple[OrderLine, ...]
    load: Mapping[str, float] = field(default_factory=dict)
    due: float = inf
    arrived: float | None = None
    zone: str | None = None
    skill: str | None = None

    def carries(self, key: str) -> float:
        """Give how much of a limit's key this order takes; every order is one of `orders`."""
        return self.load.get(key, 1.0 if key == "orders" else 0.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a trip may carry, by key of `load`, summed over its orders; an absent key is unlimited.

    Of two keys `apart` (raw and ready food) different orders of a trip never carry one each.
    """

    most: Mapping[str, float] = field(default_factory=dict)
    apart: tuple[tuple[str, str], ...] = ()

    def broken_by(self, orders: Sequence[PlanningOrder]) -> str | None:
        """Name the first key these orders together carry too much of, or must not carry together, or None."""
        for key, most in self.most.items():
            if sum(order.carries(key) for order in orders) > most + ROUNDING:
                return key
        return next((one for one, other in self.apart if _meet(orders, one, other)), None)

    def after(self, orders: Sequence[PlanningOrder]) -> "Limits":
        """Give what is left when these orders are taken."""
        taken = {key: sum(order.carries(key) for order in orders) for key in self.most}
        return replace(self, most={key: most - taken[key] for key, most in self.most.items()})


def _meet(orders: Sequence[PlanningOrder], one: str, other: str) -> bool:
    """Tell whether one order carries `one` and a different order `other`."""
    with_one = {order.id for order in orders if order.load.get(one, 0.0) > 0}
    with_other = {order.id for order in orders if order.load.get(other, 0.0) > 0}
    return bool(with_one and with_other) and len(with_one | with_other) > 1


@dataclass(frozen=True, slots=True)
class Picker:
    """A person who walks: where from (None: the floor's start), since when, where to, and how much more this shift.

    `zones` None means every zone. `allowance` is what the person may still carry, by key of `load`, over all trips.
    """

    id: str
    at: int | None = None
    zones: frozenset[str] | None = None
    skills: frozenset[str] = frozenset()
    free_at: float = 0.0
    allowance: Limits = field(default_factory=Limits)

    def may_take(self, orders: Sequence[PlanningOrder]) -> bool:
        """Tell whether zones, skills and what is left of the allowance let this person pick these orders together."""
        return all(map(self._is_skilled_for, orders)) and self.allowance.broken_by(orders) is None

    def _is_skilled_for(self, order: PlanningOrder) -> bool:
        in_zone = order.zone is None or self.zones is None or order.zone in self.zones
        return in_zone and (order.skill is None or order.skill in self.skills)


@dataclass(frozen=True, slots=True)
class Speeds:
    """How long work takes; as it stands, nothing takes time and only metres count."""

    metres_per_second: float = inf
    line_seconds: float = 0.0
    piece_seconds: float = 0.0
    order_seconds: float = 0.0
    trip_seconds: float = 0.0

    def handling(self, order: PlanningOrder) -> float:
        """Give the seconds an order costs beyond walking: itself, its lines, each piece after a line's first."""
        lines = (self.line_seconds + self.piece_seconds * (line.pieces - 1) for line in order.lines)
        return self.order_seconds + sum(lines)

    def walking(self, metres: float) -> float:
        """Give the seconds a walk of this length takes."""
        return metres / self.metres_per_second


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a plan depends on, besides its seed and budget.

    `aisles` are those that not everybody may be in at any time.

    A trip starts at the floor's start (bags and trolleys stand there) and ends at its end; the way back from end to
    start belongs to `trip_seconds`. A picker's way from `at` to the start comes before the first trip.
    """

    floor: Floor
    bins: tuple[int, ...]
    orders: tuple[PlanningOrder, ...]
    limits: Limits = field(default_factory=Limits)
    pickers: tuple[Picker, ...] = (Picker("p1"),)
    speeds: Speeds = field(default_factory=Speeds)
    aisles: tuple[Aisle, ...] = ()

    def __post_init__(self) -> None:
        for node in (*self.bins, *(picker.at for picker in self.pickers if picker.at is not None)):
            if not 0 <= node < len(self.floor.nodes):
                raise ValueError(f"node {node} is not on a floor of {len(self.floor.nodes)} nodes")
        for order in self.orders:
            if any(not 0 <= index < len(self.bins) for line in order.lines for index in line.bins):
                raise ValueError(f"order {order.id} names a bin that is not one of the {len(self.bins)}")
        for things in (self.orders, self.pickers):
            if len({thing.id for thing in things}) < len(things):
                raise ValueError("two orders or two pickers have the same id")
        if any(not 0 <= index < len(self.bins) for aisle in self.aisles for index in aisle.bins):
            raise ValueError(f"an aisle names a bin that is not one of the {len(self.bins)}")

    def due_by(self, order: PlanningOrder) -> float:
        """Give until when an order must be there: one that is due while its aisle is closed, before that closes."""
        arrived = order.arrived or 0.0
        closings = (
            closed.begin
            for aisle in self.aisles
            if any(aisle.bins.issuperset(line.bins) for line in order.lines)
            for closed in aisle.closed
            if arrived < closed.begin < order.due <= closed.end
        )
        return min(closings, default=order.due)

    def with_pickers(self, count: int) -> "Problem":
        """Give the same problem for `count` people who may do everything."""
        return replace(self, pickers=tuple(Picker(f"p{number}") for number in range(1, count + 1)))
