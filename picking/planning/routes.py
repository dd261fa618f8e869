"""Finds in which order to visit stops, and at which of its bins each: exact when small, nearly so when not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from picking.planning.distances import Distances, Metres, like_measured
from picking.planning.held_karp import is_small, shortest_walk
from picking.planning.local_search import search
from picking.planning.routing.choosing import choose
from picking.planning.routing.estimate import estimated
from picking.planning.routing.lengths import Lengths, lengths_of
from picking.planning.routing.phases import walk_phases

TRIES = 6
ROUNDS_A_TRY = 60  # on floors that are not recognised
UNITS_A_TRY = 8_000.0  # of work, about as many microseconds: 50 ms for the usual tries
NO_WAY = 1e7  # metres that stand for "no way leads", so that sums stay numbers and keep their micrometres

Stop = tuple[frozenset[int], int]
"""Candidate nodes and phase."""


@dataclass(frozen=True, slots=True)
class Route:
    """A walk: the stops in the order they are visited (indexes), the node each is visited at, the length.

    `metres` is inf where no way leads through all stops; `exact` tells that no walk is shorter.
    """

    order: tuple[int, ...]
    nodes: tuple[int, ...]
    metres: float
    exact: bool


def route(
    distances: Distances,
    from_node: int,
    stops: Sequence[Sequence[int]],
    to_node: int | None,
    *,
    seed: int = 0,
    tries: int = TRIES,
) -> Route:
    """Route from `from_node` over every stop (any one of its nodes) to `to_node`; None ends at the last stop.

    The same arguments give the same route. KeyError for a node that was not measured, ValueError for an empty stop.
    """
    return walk_order(distances, from_node, stops, to_node, seed=seed, tries=tries)


def walk_order(
    distances: Distances,
    from_node: int,
    stops: Sequence[Sequence[int]],
    to_node: int | None,
    phases: Sequence[int] | None = None,
    *,
    seed: int = 0,
    tries: int = TRIES,
) -> Route:
    """Route like `route`, all stops of a lower phase before any of a higher: heavy 0, others 1, frozen 2.

    Exact over all phases together on a recognised floor, and on any other while each phase has up to ten stops. Of
    several bins the best is surely taken only where there are few choices; `exact` tells.
    """
    if not all(stops):
        raise ValueError("a stop needs at least one node")
    numbers = phases or [0] * len(stops)
    if distances.all_reached and stops and all(len(nodes) == 1 for nodes in stops):
        lengths = lengths_of(distances)
        if lengths.is_exact:
            return _straight(distances, lengths, from_node, [nodes[0] for nodes in stops], to_node, numbers)
    wanted = [(frozenset(nodes), phase) for nodes, phase in zip(stops, numbers, strict=True)]
    visits = _visits(wanted)
    visited, exact = _solve(distances, from_node, visits, to_node, seed, tries)
    order, nodes = _spread(wanted, visited)
    return Route(order, nodes, _metres(distances, from_node, nodes, to_node), exact)


def _straight(
    distances: Distances,
    lengths: Lengths,
    from_node: int,
    nodes: Sequence[int],
    to_node: int | None,
    phases: Sequence[int],
) -> Route:
    """Walk a recognised floor where nothing is to choose: what nearly every walk of a plan is."""
    begin, *places = distances.places((from_node, *nodes)).tolist()
    end = None if to_node is None else int(distances.places((to_node,))[0])
    stops = list(zip(phases, places, strict=True))
    wanted: dict[int, dict[int, None]] = {phase: {} for phase in sorted(set(phases))}
    for phase, place in stops:
        wanted[phase][place] = None
    walks = walk_phases(lengths, begin, [list(distinct) for distinct in wanted.values()], end)
    passed = [(phase, place) for phase, walk in zip(wanted, walks, strict=True) for place in walk]
    turn_of = {stop: turn for turn, stop in enumerate(passed)}
    order = tuple(sorted(range(len(stops)), key=lambda stop: turn_of[stops[stop]]))
    in_turn = tuple(nodes[stop] for stop in order)
    return Route(order, in_turn, _metres(distances, from_node, in_turn, to_node), exact=True)


def _metres(distances: Distances, from_node: int, nodes: Sequence[int], to_node: int | None) -> float:
    return distances.along((from_node, *nodes) if to_node is None else (from_node, *nodes, to_node))


def _visits(wanted: Sequence[Stop]) -> list[Stop]:
    """Leave out stops that another one serves: the same again, or one whose only node is among theirs."""
    single = {(nodes, phase) for nodes, phase in wanted if len(nodes) == 1}
    distinct = dict.fromkeys(wanted)
    return [
        stop
        for stop in distinct
        if stop in single or not any((frozenset((node,)), stop[1]) in single for node in stop[0])
    ]


Visited = list[tuple[int, int]]
"""(node, phase) of each visit in walking order."""


def _solve(
    distances: Distances, from_node: int, visits: Sequence[Stop], to_node: int | None, seed: int, tries: int
) -> tuple[Visited, bool]:
    """Give the visits in walking order, and whether no other order or choice is shorter."""
    if not visits:
        return [], True
    ends = {from_node} if to_node is None else {from_node, to_node}
    has_choice = any(len(nodes) > 1 for nodes, _ in visits)
    # With few stops the subsets' table chooses among their bins exactly, too.
    by_subsets = has_choice and _are_few(visits)
    lengths = lengths_of(distances) if not by_subsets and _all_reached(distances, ends, visits) else None
    if lengths is not None and lengths.is_exact:
        return _exactly(distances, lengths, from_node, visits, to_node, seed, tries)
    return _nearly(distances, from_node, visits, to_node, seed, tries)


def _are_few(visits: Sequence[Stop]) -> bool:
    """Tell whether each phase is solved exactly by the table of its subsets."""
    phases = {phase: [nodes for nodes, at in visits if at == phase] for _, phase in visits}
    return all(is_small(len(stops), sum(map(len, stops))) for stops in phases.values())


def _all_reached(distances: Distances, ends: set[int], visits: Sequence[Stop]) -> bool:
    """Tell whether a way leads from each place to each other: only then is the sweep's walk of any use."""
    if distances.all_reached:
        return True
    rows = distances.places({*ends, *(node for nodes, _ in visits for node in nodes)})
    return bool(np.isfinite(distances.metres[rows[0], rows]).all())


def _exactly(
    distances: Distances,
    lengths: Lengths,
    from_node: int,
    visits: Sequence[Stop],
    to_node: int | None,
    seed: int,
    tries: int,
) -> tuple[Visited, bool]:
    """Walk a recognised floor: shortest for the bins chosen, and the bins the best where all choices were tried."""
    begin = int(distances.places((from_node,))[0])
    end = None if to_node is None else int(distances.places((to_node,))[0])
    numbers = sorted({phase for _, phase in visits})
    if all(len(nodes) == 1 for nodes, _ in visits):
        phases = [[node for (node,), phase in visits if phase == number] for number in numbers]
        return _walked(distances, lengths, begin, phases, numbers, end), True
    chosen = []
    for number in numbers:
        candidates = [distances.places(sorted(nodes)) for nodes, phase in visits if phase == number]
        last = begin if end is None else end
        chosen.append(choose(lengths, begin, candidates, last, seed=seed, units=tries * UNITS_A_TRY / len(numbers)))
    exact = len(numbers) == 1 and end is not None and chosen[0].all_tried
    node_of = {int(distances.place_of[node]): node for nodes, _ in visits for node in nodes}
    phases = [[node_of[place] for place in each.places] for each in chosen]
    return _walked(distances, lengths, begin, phases, numbers, end), exact


def _walked(
    distances: Distances,
    lengths: Lengths,
    begin: int,
    phases: Sequence[Sequence[int]],
    numbers: Sequence[int],
    end: int | None,
) -> Visited:
    """Walk over these nodes, phase by phase, from place `begin` to place `end`."""
    places = [distances.places(nodes).tolist() for nodes in phases]
    node_of = {place: node for pair in zip(places, phases, strict=True) for place, node in zip(*pair, strict=True)}
    walks = walk_phases(lengths, begin, places, end)
    return [(node_of[place], number) for number, walk in zip(numbers, walks, strict=True) for place in walk]


def _nearly(
    distances: Distances, from_node: int, visits: Sequence[Stop], to_node: int | None, seed: int, tries: int
) -> tuple[Visited, bool]:
    """Walk any floor: exactly while every phase is small, else by local search."""
    candidates = [(node, stop) for stop, (nodes, _) in enumerate(visits) for node in sorted(nodes)]
    stop_of = np.array([stop for _, stop in candidates])
    phase_of = np.array([visits[stop][1] for stop in stop_of])
    metres = _between(distances, from_node, [node for node, _ in candidates], to_node)
    exact = _are_few(visits)
    if exact:
        walk = shortest_walk(metres, stop_of, phase_of)
    elif len(candidates) == len(visits) and len(set(phase_of.tolist())) == 1:
        walk = _one_piece(metres, tries * ROUNDS_A_TRY)
    else:
        choices = [np.flatnonzero(stop_of == stop) + 1 for stop in range(len(visits))]
        phases = np.array([phase for _, phase in visits])
        walk = (search(metres, choices, phases, seed=seed, tries=tries).path[1:-1] - 1).tolist()
    return [(candidates[c][0], int(phase_of[c])) for c in walk], exact


def _one_piece(metres: Metres, rounds: int) -> list[int]:
    """Walk from row 0 over all rows to the last one, in one phase; gives the candidates in turn."""
    size = len(metres)
    path = np.empty(3 * size, np.int64)
    metres = like_measured(metres)
    estimated(metres, 0, np.arange(1, size - 1), size - 2, size - 1, path, rounds)
    walk: list[int] = (path[1 : size - 1] - 1).tolist()
    return walk


def _between(distances: Distances, from_node: int, nodes: Sequence[int], to_node: int | None) -> Metres:
    """Give the metres between beginning, candidates and end; an open end is as near to every stop as to any."""
    rows = distances.places((from_node, *nodes, from_node if to_node is None else to_node))
    metres = np.minimum(distances.metres[np.ix_(rows, rows)], NO_WAY)
    if to_node is None:
        metres[:, -1] = 0.0
    return metres


def _spread(wanted: Sequence[Stop], visited: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give every wanted stop its turn at the first visit that serves it."""
    turn_of: dict[tuple[int, int], int] = {}
    for turn, visit in enumerate(visited):
        turn_of.setdefault(visit, turn)
    served = [min(turn_of[node, phase] for node in nodes if (node, phase) in turn_of) for nodes, phase in wanted]
    order = tuple(sorted(range(len(wanted)), key=lambda stop: (served[stop], stop)))
    return order, tuple(visited[served[stop]][0] for stop in order)
