"""Builds the transition tables of the exact walk: what walking an aisle in some way does to the open corners.

A sweep passes the corners of a floor one after the other. A state says of each open corner how it is joined to what is
walked already: not at all, or as a member of a connected part, with an even or an odd number of ends of ways. This is
Ratliff and Rosenthal (1983) for any graph: parts are general partitions, so nothing is assumed of the floor's shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from picking.planning.routing.sweep import Step
from picking.planning.routing.ways import (
    DIP,
    FROM_A,
    FROM_B,
    FROM_BOTH,
    LISTS,
    NEVER_BETTER,
    NOT,
    TRIED,
    WAYS,
    Way,
)

STATES_MAX = 20_000
GROUPS_SEEN = (slice(0, 1), slice(2, 3), slice(0, 2))
"""The groups a state may be in when nought, one or two ends of the walk have been seen.

States are grouped by the ends in different parts: none (or both in one part), two, one.
"""
GROUPS = 3
ENDS_MAX = 2  # an open walk has two

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class TooWide(Exception):  # noqa: N818  # an answer about a floor, caught by its only caller
    """The floor has so many corners open at a time that the exact walk is no longer quick."""


@dataclass(frozen=True, eq=False, slots=True)
class States:
    """Parts and oddness of each slot, shape (states, slots), and done (states,): the walk is closed.

    Part 0 is a corner nothing has touched; parts are numbered by first appearance.
    """

    parts: Ints
    odd: Flags
    done: Flags

    def taken(self, rows: Ints | Flags) -> "States":
        """Give these states only, or in this order."""
        return States(self.parts[rows], self.odd[rows], self.done[rows])

    def opened(self, count: int) -> "States":
        """Give the states with `count` untouched corners more."""
        more = ((0, 0), (0, count))
        return States(np.pad(self.parts, more), np.pad(self.odd, more), self.done)

    @property
    def keys(self) -> Ints:
        """Give each state a number of its own: four bits a slot."""
        slots = self.parts.shape[1]
        digits = 2 * self.parts + self.odd
        keys: Ints = 2 * (digits << (4 * np.arange(slots))).sum(axis=1, dtype=np.int64) + self.done
        return keys

    @property
    def group(self) -> Ints:
        """Give each state's group; GROUPS or more for states no walk with two ends passes."""
        ends = np.zeros(len(self.done), np.int64)
        for part in range(1, self.parts.shape[1] + 1):
            ends += ((self.parts == part) & self.odd).sum(axis=1) & 1
        group: Ints = np.array([0, 2, 1])[np.minimum(ends, ENDS_MAX)] + (ends > ENDS_MAX) * GROUPS
        return group


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """All moves of one step: walking `way` leads from state `before` to state `after`.

    The moves of list k of `LISTS` are `begins[k]` to `begins[k + 1]`. `sizes[g]` is the first state of group g after
    the step, the last entry their number.
    """

    before: Ints
    after: Ints
    way: Ints
    begins: Ints
    sizes: Ints


def tables(steps: Sequence[Step]) -> tuple[list[Table], list[int]]:
    """Give the different tables of a sweep and which of them each step uses; TooWide when there are too many states."""
    kept: dict[tuple[object, ...], tuple[int, States]] = {}
    made: list[Table] = []
    used: list[int] = []
    states = States(np.zeros((1, 0), np.int64), np.zeros((1, 0), np.bool_), np.zeros(1, np.bool_))
    for step in steps:
        name = (states.keys.tobytes(), states.parts.shape, step.a, step.b, step.opened, step.kept)
        if name not in kept:
            table, after = _table(states.opened(step.opened), step)
            kept[name] = len(made), after
            made.append(table)
        number, states = kept[name]
        used.append(number)
    return made, used


def _table(states: States, step: Step) -> tuple[Table, States]:
    walked = [_passed(*_walked(states, step, way), step.kept) for way in WAYS]
    every = np.concatenate([after.keys for _, after in walked])
    keys, first = np.unique(every, return_index=True)
    if len(keys) > STATES_MAX:
        raise TooWide
    distinct = _joined([after for _, after in walked]).taken(first)
    turn = np.lexsort((keys, distinct.group))
    number = np.argsort(turn)
    moves = [(rows, number[np.searchsorted(keys, after.keys)]) for rows, after in walked]
    lists = [_list(moves, states.group, *which) for which in LISTS]
    before, after, way = (np.concatenate(parts) for parts in zip(*lists, strict=True))
    begins = np.cumsum([0, *(len(rows) for rows, _, _ in lists)])
    after_states = distinct.taken(turn)
    sizes = np.searchsorted(after_states.group, np.arange(GROUPS + 1))
    return Table(before, after, way, begins, sizes), after_states


def _joined(several: Sequence[States]) -> States:
    return States(
        np.concatenate([states.parts for states in several]),
        np.concatenate([states.odd for states in several]),
        np.concatenate([states.done for states in several]),
    )


def _walked(states: States, step: Step, way: Way) -> tuple[Ints, States]:
    """Walk the aisle this way from every state that allows it: (rows it was walked from, states it gives)."""
    allowed = ~states.done | (way == WAYS[NOT])
    if way.alone:
        allowed &= ~states.parts.any(axis=1)
    rows = np.flatnonzero(allowed)
    taken = states.taken(rows)
    parts, odd, slots = taken.parts, taken.odd, taken.parts.shape[1]
    for slot, ends, fresh in ((step.a, way.a, slots + 1), (step.b, way.b, slots + 2)):
        if ends:
            parts[parts[:, slot] == 0, slot] = fresh
            odd[:, slot] ^= bool(ends & 1)
    if way.joins:
        parts = np.where(parts == parts[:, [step.b]], parts[:, [step.a]], parts)
    return rows, States(parts, odd, taken.done | way.alone)


def _passed(rows: Ints, states: States, kept: tuple[int, ...]) -> tuple[Ints, States]:
    """Pass the corners whose slots are not kept: evenly joined, and not the last of their part unless all is done."""
    parts, odd, done = states.parts, states.odd, states.done
    alive = np.ones(len(rows), np.bool_)
    slots = list(range(parts.shape[1]))
    for slot in [slot for slot in slots if slot not in kept]:
        slots.remove(slot)
        touched = parts[:, slot] > 0
        goes_on = (parts[:, slots] == parts[:, [slot]]).any(axis=1)
        ends = touched & ~goes_on & ~parts[:, slots].any(axis=1)
        alive &= ~odd[:, slot] & (~touched | goes_on | ends)
        done = done | ends
    order = list(kept)
    after = States(_renumbered(parts[alive][:, order]), odd[alive][:, order], done[alive])
    few = after.group < GROUPS
    return rows[alive][few], after.taken(few)


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


def _list(moves: Sequence[tuple[Ints, Ints]], group: Ints, lies_there: int, seen: int) -> tuple[Ints, Ints, Ints]:
    """Give (before, after, way) of the moves tried in this case, without those that are never better than another."""
    groups = range(GROUPS)[GROUPS_SEEN[seen]]
    pairs = {}
    for way in TRIED[lies_there]:
        before, after = moves[way]
        live = np.isin(group[before], groups)
        pairs[way] = (before[live] << 32) | after[live]
    for worse, better in NEVER_BETTER:
        if worse in pairs and better in pairs:
            pairs[worse] = np.setdiff1d(pairs[worse], pairs[better])
    if FROM_BOTH in pairs:
        pairs[DIP] = np.intersect1d(np.intersect1d(pairs[FROM_A], pairs[FROM_B]), pairs[FROM_BOTH])
        for way in (FROM_A, FROM_B, FROM_BOTH):
            pairs[way] = np.setdiff1d(pairs[way], pairs[DIP])
    every = np.concatenate(list(pairs.values()))
    ways = np.repeat(list(pairs), [len(some) for some in pairs.values()])
    return every >> 32, every & 0xFFFFFFFF, ways
