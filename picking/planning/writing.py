"""Writes a problem as the JSON that `files.read_problem` reads; read back, it is the same problem."""

from math import isinf
from typing import Any

from picking.planning.aisles import Aisle, Span
from picking.planning.problem import Edge, Floor, Limits, OrderLine, Picker, PlanningOrder, Problem, Speeds

Document = dict[str, Any]


def problem_document(problem: Problem) -> Document:
    """Give the problem without its floor, which many questions share."""
    document: Document = {
        "bins": list(problem.bins),
        "orders": [_order(order) for order in problem.orders],
        "limits": dict(problem.limits.most),
        "apart": [list(pair) for pair in problem.limits.apart],
        "pickers": [_picker(picker) for picker in problem.pickers],
        "speeds": _speeds(problem.speeds),
    }
    return document | ({"aisles": [_aisle(aisle) for aisle in problem.aisles]} if problem.aisles else {})


def floor_document(floor: Floor) -> Document:
    """Give a floor."""
    ways = [_way(way) for way in floor.edges]
    return {"nodes": [list(at) for at in floor.nodes], "edges": ways, "start": floor.start, "end": floor.end}


def _way(way: Edge) -> list[Any]:
    told = [way.one_way, way.aisle] if way.aisle is not None else [True] if way.one_way else []
    return [way.a, way.b, way.metres, *told]


def _aisle(aisle: Aisle) -> Document:
    facts = {
        "code": aisle.code,
        "bins": sorted(aisle.bins),
        "people_max": aisle.people_max,
        "closed": [_span(span) for span in aisle.closed] or None,
        "inside": [_span(span) for span in aisle.inside] or None,
    }
    return _said(facts)


def _span(span: Span) -> list[float | None]:
    return [span.begin, None if isinf(span.end) else span.end]


def _order(order: PlanningOrder) -> Document:
    facts = {
        "id": order.id,
        "lines": [_line(line) for line in order.lines],
        "load": dict(order.load),
        "due": None if isinf(order.due) else order.due,
        "arrived": order.arrived,
        "zone": order.zone,
        "skill": order.skill,
    }
    return _said(facts)


def _line(line: OrderLine) -> list[Any]:
    bins = line.bins[0] if len(line.bins) == 1 else list(line.bins)
    return [bins, line.pieces, line.phase]


def _picker(picker: Picker) -> Document:
    facts = {
        "id": picker.id,
        "at": picker.at,
        "zones": None if picker.zones is None else sorted(picker.zones),
        "skills": sorted(picker.skills),
        "free_at": picker.free_at,
        "allowance": _most(picker.allowance),
    }
    return _said(facts)


def _speeds(speeds: Speeds) -> Document | None:
    if isinf(speeds.metres_per_second):
        return None
    return {name: getattr(speeds, name) for name in Speeds.__dataclass_fields__}


def _most(limits: Limits) -> Document | None:
    return dict(limits.most) or None


def _said(facts: Document) -> Document:
    """Leave out what says nothing."""
    return {key: value for key, value in facts.items() if value is not None}
