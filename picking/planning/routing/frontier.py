"""Builds the transition tables of the exact walk: what walking an aisle in some way does to the open corners.

A sweep passes the corners of a floor one after the other. A state says of each open corner how it is joined to what is
walked already: not at all, or as a member of a connected part, with an even or an odd number of ends of ways. This is
Ratliff and Rosenthal (1983) for any graph: parts are general partitions, so nothing is assumed of the floor's shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from picking.planning.routing.sweep import Step

STATES_MAX = 20_000

Ints = NDArray[np.int64]


class Way(NamedTuple):
    """What walking an aisle adds to its corners: ends of ways at `a` and `b`, whether it joins them.

    `alone` ways touch neither corner: the whole walk stays inside the aisle.
    """

    a: int
    b: int
    joins: bool
    alone: bool = False


NOT, ONCE, TWICE, FROM_A, FROM_B, FROM_BOTH, INSIDE = range(7)
A_C, A_D, A_0, B_C, B_D, B_0, TWO_D = range(7, 14)

WAYS = (
    Way(0, 0, joins=False),
    Way(1, 1, joins=True),
    Way(2, 2, joins=True),
    Way(2, 0, joins=False),
    Way(0, 2, joins=False),
    Way(2, 2, joins=False),
    Way(0, 0, joins=False, alone=True),
    # With the beginning or the end of an open walk in the aisle: once from one corner, evenly from the other.
    Way(1, 2, joins=True),
    Way(1, 2, joins=False),
    Way(1, 0, joins=False),
    Way(2, 1, joins=True),
    Way(2, 1, joins=False),
    Way(0, 1, joins=False),
    # With both in the aisle: once from each corner to the nearer of them.
    Way(1, 1, joins=False),
)

GROUPS = 3
"""States are grouped by the open walk's ends in different parts so far: none (or both in one), two, one."""


class TooWide(Exception):  # noqa: N818  # an answer about a floor, caught by its only caller
    """The floor has so many corners open at a time that the exact walk is no longer quick."""


class States(NamedTuple):
    """States before or after a step, sorted by group: parts and oddness of each slot (states, slots), done (states,).

    Part 0 is a corner nothing has touched; parts are numbered by first appearance. Done: the walk is closed.
    """

    parts: Ints
    odd: NDArray[np.bool_]
    done: NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """All moves of one step: `bounds[way, group]` to `bounds[way, group + 1]` are the rows of `before` and `after`.

    `size` gives the first state of each group after the step, and their number.
    """

    before: Ints
    after: Ints
    bounds: Ints
    size: Ints


def tables(steps: Sequence[Step]) -> tuple[list[Table], list[int]]:
    """Give the different tables of a sweep and which of them each step uses; TooWide when there are too many states."""
    kept: dict[tuple[bytes, int, tuple[object, ...]], tuple[int, States]] = {}
    made: list[Table] = []
    used: list[int] = []
    states = States(np.zeros((1, 0), np.int64), np.zeros((1, 0), np.bool_), np.zeros(1, np.bool_))
    for step in steps:
        name = (_keys(states).tobytes(), states.parts.shape[1], (step.a, step.b, step.opened, step.kept))
        if name not in kept:
            table, after = _table(states, step)
            kept[name] = len(made), after
            made.append(table)
        number, states = kept[name]
        used.append(number)
    return made, used


def _table(states: States, step: Step) -> tuple[Table, States]:
    states = _opened(states, step.opened)
    group_before = _group(states)
    moves = []
    for way in WAYS:
        rows, after = _kept(*_walked(states, step, way), step.kept)
        moves.append((rows, _keys(after), after))
    keys, first = np.unique(np.concatenate([key for _, key, _ in moves]), return_index=True)
    every = States(*(np.concatenate(parts) for parts in zip(*(after for _, _, after in moves), strict=True)))
    distinct = States(*(part[first] for part in every))
    if len(keys) > STATES_MAX:
        raise TooWide
    group = _group(distinct)
    turn = np.lexsort((keys, group))
    number = np.empty(len(keys), np.int64)
    number[turn] = np.arange(len(keys))
    before, after_rows, bounds = [], [], np.zeros((len(WAYS), GROUPS + 1), np.int64)
    count = 0
    for way, (rows, key, _) in enumerate(moves):
        bounds[way] = count + np.searchsorted(group_before[rows], np.arange(GROUPS + 1))
        before.append(rows)
        after_rows.append(number[np.searchsorted(keys, key)])
        count += len(rows)
    size = np.searchsorted(group[turn], np.arange(GROUPS + 1))
    table = Table(np.concatenate(before), np.concatenate(after_rows), bounds, size)
    return table, States(*(part[turn] for part in distinct))


def _opened(states: States, count: int) -> States:
    more = ((0, 0), (0, count))
    return States(np.pad(states.parts, more), np.pad(states.odd, more), states.done)


def _walked(states: States, step: Step, way: Way) -> tuple[Ints, States]:
    """Walk the aisle this way from every state that allows it: (rows it was walked from, states it gives)."""
    allowed = ~states.done | (way == WAYS[NOT])
    if way.alone:
        allowed &= ~states.parts.any(axis=1)
    rows = np.flatnonzero(allowed)
    parts, odd, done = (part[rows] for part in states)
    slots = parts.shape[1]
    for slot, ends, fresh in ((step.a, way.a, slots + 1), (step.b, way.b, slots + 2)):
        if ends:
            parts[parts[:, slot] == 0, slot] = fresh
            odd[:, slot] ^= bool(ends & 1)
    if way.joins:
        from_b = parts[:, step.b][:, None]
        parts = np.where(parts == from_b, parts[:, step.a][:, None], parts)
    return rows, States(parts, odd, done | way.alone)


def _kept(rows: Ints, states: States, kept: tuple[int, ...]) -> tuple[Ints, States]:
    """Pass the corners whose slots are not kept: evenly joined, and not the last of their part unless all is done."""
    parts, odd, done = states
    alive = np.ones(len(rows), np.bool_)
    slots = list(range(parts.shape[1]))
    for slot in [slot for slot in slots if slot not in kept]:
        slots.remove(slot)
        touched = parts[:, slot] > 0
        goes_on = (parts[:, slots] == parts[:, slot][:, None]).any(axis=1)
        ends = touched & ~goes_on & ~parts[:, slots].any(axis=1)
        alive &= ~odd[:, slot] & (~touched | goes_on | ends)
        done = done | ends
    order = list(kept)
    after = States(_renumbered(parts[alive][:, order]), odd[alive][:, order], done[alive])
    few = _group(after) < GROUPS
    return rows[alive][few], States(*(part[few] for part in after))


def _renumbered(parts: Ints) -> Ints:
    """Number the parts by first appearance."""
    states, slots = parts.shape
    every = np.arange(states)
    name = np.zeros((states, int(parts.max(initial=0)) + 1), np.int64)
    named = np.zeros(states, np.int64)
    for slot in range(slots):
        part = parts[:, slot]
        new = (part > 0) & (name[every, part] == 0)
        named += new
        name[every[new], part[new]] = named[new]
    renamed: Ints = np.take_along_axis(name, parts, axis=1)
    return renamed


def _group(states: States) -> Ints:
    """Give each state's group; GROUPS for states no walk with two ends passes."""
    count = np.zeros(len(states.done), np.int64)
    for part in range(1, states.parts.shape[1] + 1):
        count += ((states.parts == part) & states.odd).sum(axis=1) & 1
    group: Ints = np.array([0, 2, 1])[np.minimum(count, 2)] + (count > 2) * GROUPS
    return group


def _keys(states: States) -> Ints:
    """Give each state a number of its own: four bits a slot."""
    slots = states.parts.shape[1]
    digits = 2 * states.parts + states.odd
    keys: Ints = 2 * (digits << (4 * np.arange(slots))).sum(axis=1, dtype=np.int64) + states.done
    return keys
