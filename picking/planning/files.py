"""Reads a planning problem from its JSON file and writes the plan; a wrong file is told where and why.

Besides the keys every problem has, orders may name `zone` and `skill`, lines may be `[bins, pieces, phase]`, ways may
be `[a, b, metres, true]` when they are walked from a to b only and name their aisle behind that, and pickers may have
`skills`, `free_at` and `allowance` (what they may still carry). `apart` lists pairs of keys of `load` that different
orders of a trip never carry, `aisles` those not everybody may be in at any time. Keys the planner does not know are
left alone.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, NoReturn

from picking.planning.aisles import Aisle, Span
from picking.planning.outcome import Plan
from picking.planning.problem import (
    Edge,
    Floor,
    Limits,
    OrderLine,
    Picker,
    PlanningOrder,
    Problem,
    Speeds,
)

NUMBER_MAX = 1e15  # beyond it, seconds and metres lose their decimals
SECONDS = ("line_seconds", "piece_seconds", "order_seconds", "trip_seconds")


class PlanFileError(ValueError):
    """A planning file is wrong at the JSON path `path`, for the reason `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path, self.reason = path, reason


def read_problem(text: str) -> Problem:
    """Read a problem; PlanFileError for text that is not JSON or not a problem."""
    try:
        document = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise PlanFileError("$", f"is not JSON: {error}") from error
    return _problem(_Value(document, "$"))


def write_plan(plan: Plan) -> str:
    """Write a plan as JSON; `unplanned` stands in it only when there is any."""
    trips = [
        {
            "picker": trip.picker,
            "start": trip.start,
            "orders": trip.orders,
            "route": trip.route,
            "why": trip.explanation,
        }
        for trip in plan.trips
    ]
    document: dict[str, object] = {"trips": trips, "metres": plan.metres, "late": plan.late, "plan_ms": plan.plan_ms}
    if plan.unplanned:
        document["unplanned"] = [{"order": left.order, "why": str(left.why)} for left in plan.unplanned]
    return json.dumps(document, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of the file and its JSON path; each reading either gives what is meant or refuses it by its path."""

    value: Any
    path: str

    def wrong(self, reason: str) -> NoReturn:
        raise PlanFileError(self.path, reason)

    def need(self, key: str) -> "_Value":
        return self.get(key) or self.wrong(f"has no {key}")

    def get(self, key: str) -> "_Value | None":
        """Give the value at a key, None when it is absent or null."""
        if not isinstance(self.value, dict):
            self.wrong("must be an object")
        found = self.value.get(key)
        return None if found is None else _Value(found, f"{self.path}.{key}")

    def entries(self) -> Iterable[tuple[str, "_Value"]]:
        if not isinstance(self.value, dict):
            self.wrong("must be an object")
        return ((key, _Value(value, f"{self.path}.{key}")) for key, value in self.value.items())

    def items(self) -> list["_Value"]:
        if not isinstance(self.value, list):
            self.wrong("must be a list")
        return [_Value(value, f"{self.path}[{index}]") for index, value in enumerate(self.value)]

    def parts(self, meaning: str, least: int, most: int) -> list["_Value"]:
        parts = self.items()
        return parts if least <= len(parts) <= most else self.wrong(f"must be {meaning}")

    def number(self, least: float = -inf) -> float:
        is_number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        if not is_number or abs(self.value) > NUMBER_MAX:
            self.wrong("must be a number")
        return float(self.value) if self.value >= least else self.wrong(f"must be at least {least:g}")

    def whole(self, least: int = 0) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.wrong("must be a whole number")
        return self.value if self.value >= least else self.wrong(f"must be at least {least}")

    def index(self, count: int, of: str) -> int:
        index = self.whole()
        return index if index < count else self.wrong(f"is not one of the {count} {of}")

    def text(self) -> str:
        if isinstance(self.value, bool) or not isinstance(self.value, str | int):
            self.wrong("must be a text")
        return str(self.value)

    def truth(self) -> bool:
        return self.value if isinstance(self.value, bool) else self.wrong("must be true or false")


def _problem(file: _Value) -> Problem:
    floor = _floor(file.need("floor"))
    bins = tuple(node.index(len(floor.nodes), "nodes") for node in file.need("bins").items())
    orders = tuple(_order(order, len(bins)) for order in file.need("orders").items())
    limits, speeds, pickers, aisles = map(file.get, ("limits", "speeds", "pickers", "aisles"))
    people = _pickers(pickers, len(floor.nodes)) if pickers else (Picker("p1"),)
    _all_different(file.need("orders"), [order.id for order in orders])
    return Problem(
        floor,
        bins,
        orders,
        Limits(_amounts(limits) if limits else {}, _pairs(file.get("apart"))),
        people,
        _speeds(speeds) if speeds else Speeds(),
        _aisles(aisles, len(bins)) if aisles else (),
    )


def _floor(floor: _Value) -> Floor:
    nodes = tuple(_position(node) for node in floor.need("nodes").items())
    edges = tuple(_edge(way, len(nodes)) for way in floor.need("edges").items())
    start, end = (floor.need(key).index(len(nodes), "nodes") for key in ("start", "end"))
    return Floor(nodes, edges, start, end)


def _position(node: _Value) -> tuple[float, float]:
    x, y = node.parts("[x, y]", 2, 2)
    return x.number(), y.number()


def _edge(way: _Value, nodes: int) -> Edge:
    a, b, metres, *more = way.parts("[node, node, metres] and perhaps one way, and perhaps its aisle", 3, 5)
    is_one_way = bool(more) and more[0].truth()
    aisle = more[1].text() if len(more) > 1 else None
    return Edge(a.index(nodes, "nodes"), b.index(nodes, "nodes"), metres.number(least=0), is_one_way, aisle)


def _aisles(aisles: _Value, bins: int) -> tuple[Aisle, ...]:
    found = tuple(_aisle(aisle, bins) for aisle in aisles.items())
    _all_different(aisles, [aisle.code for aisle in found], "code")
    return found


def _aisle(aisle: _Value, bins: int) -> Aisle:
    people, closed, inside = map(aisle.get, ("people_max", "closed", "inside"))
    return Aisle(
        aisle.need("code").text(),
        frozenset(index.index(bins, "bins") for index in aisle.need("bins").items()),
        people.whole() if people else None,
        tuple(_span(span) for span in closed.items()) if closed else (),
        tuple(_span(span) for span in inside.items()) if inside else (),
    )


def _span(span: _Value) -> Span:
    begin, end = span.parts("[from, until], until null for ever", 2, 2)
    return Span(begin.number(), inf if end.value is None else end.number())


def _order(order: _Value, bins: int) -> PlanningOrder:
    load, due, arrived, zone, skill = map(order.get, ("load", "due", "arrived", "zone", "skill"))
    return PlanningOrder(
        order.need("id").text(),
        tuple(_line(line, bins) for line in order.need("lines").items()),
        _amounts(load) if load else {},
        due.number() if due else inf,
        arrived.number() if arrived else None,
        zone.text() if zone else None,
        skill.text() if skill else None,
    )


def _line(line: _Value, bins: int) -> OrderLine:
    named, pieces, *phase = line.parts("[bin or bins, pieces] or [bin or bins, pieces, phase]", 2, 3)
    several = named.parts("one bin or a list of at least one", 1, bins) if isinstance(named.value, list) else [named]
    chosen = tuple(one.index(bins, "bins") for one in several)
    return OrderLine(chosen, pieces.whole(least=1), phase[0].whole() if phase else 0)


def _pickers(pickers: _Value, nodes: int) -> tuple[Picker, ...]:
    people = tuple(_picker(person, nodes) for person in pickers.items())
    _all_different(pickers, [person.id for person in people])
    return people or pickers.wrong("must name at least one")


def _picker(picker: _Value, nodes: int) -> Picker:
    at, zones, skills, free_at, left = map(picker.get, ("at", "zones", "skills", "free_at", "allowance"))
    return Picker(
        picker.need("id").text(),
        at.index(nodes, "nodes") if at else None,
        frozenset(zone.text() for zone in zones.items()) if zones else None,
        frozenset(skill.text() for skill in skills.items()) if skills else frozenset(),
        free_at.number() if free_at else 0.0,
        Limits(_amounts(left)) if left else Limits(),
    )


def _speeds(speeds: _Value) -> Speeds:
    pace = speeds.need("metres_per_second")
    if pace.number(least=0) == 0:
        pace.wrong("must be more than 0")
    seconds = {name: speeds.get(name) for name in SECONDS}
    return Speeds(pace.number(), **{name: value.number(least=0) for name, value in seconds.items() if value})


def _amounts(amounts: _Value) -> dict[str, float]:
    return {key: amount.number(least=0) for key, amount in amounts.entries()}


def _pairs(apart: _Value | None) -> tuple[tuple[str, str], ...]:
    pairs = [pair.parts("two keys of load", 2, 2) for pair in apart.items()] if apart else []
    return tuple((one.text(), other.text()) for one, other in pairs)


def _all_different(things: _Value, ids: Sequence[str], key: str = "id") -> None:
    first: dict[str, int] = {}
    for index, name in enumerate(ids):
        if first.setdefault(name, index) != index:
            raise PlanFileError(f"{things.path}[{index}].{key}", f"is also the {key} of {things.path}[{first[name]}]")


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
