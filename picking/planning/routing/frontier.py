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
Parts = NDArray[np.int8]


NOWHERE = -1

AT_A, AT_B = np.array([way.a for way in WAYS]), np.array([way.b for way in WAYS])
JOINS, ALONE = np.array([way.joins for way in WAYS]), np.array([way.alone for way in WAYS])


class TooWide(Exception):  # noqa: N818  # an answer about a floor, caught by its only caller
    """The floor has so many corners open at a time that the exact walk is no longer quick."""


@dataclass(frozen=True, eq=False, slots=True)
class States:
    """Parts and oddness of each slot, shape (states, slots), and done (states,): the walk is closed.

    Part 0 is a corner nothing has touched; parts are numbered by first appearance.
    """

    parts: Parts
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
        digits = (2 * self.parts + self.odd).astype(np.int64)
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
    states = States(np.zeros((1, 0), np.int8), np.zeros((1, 0), np.bool_), np.zeros(1, np.bool_))
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
    ways, rows, walked = _walked(states, step)
    live, passed = _passed(walked, step.kept)
    keys, first, number = np.unique(passed.keys, return_index=True, return_inverse=True)
    distinct = passed.taken(first)
    group = distinct.group
    turn = np.lexsort((keys, group))[: int((group < GROUPS).sum())]
    if len(turn) > STATES_MAX:
        raise TooWide
    new_number = np.full(len(keys), NOWHERE)
    new_number[turn] = np.arange(len(turn))
    leads = np.full((len(WAYS), len(states.done)), NOWHERE)
    leads[ways[live], rows[live]] = new_number[number]
    before_group = states.group
    lists = [_list(leads, before_group, *which) for which in LISTS]
    before, after, way = (np.concatenate(parts) for parts in zip(*lists, strict=True))
    begins = np.cumsum([0, *(len(rows) for rows, _, _ in lists)])
    sizes = np.searchsorted(group[turn], np.arange(GROUPS + 1))
    return Table(before, after, way, begins, sizes), distinct.taken(turn)


def _walked(states: States, step: Step) -> tuple[Ints, Ints, States]:
    """Walk the aisle in every way from every state that allows it: (way, row it was walked from, states it gives)."""
    allowed = np.tile(~states.done, (len(WAYS), 1))
    allowed[NOT] = True
    allowed[[way.alone for way in WAYS]] &= ~states.parts.any(axis=1)
    ways, rows = np.nonzero(allowed)
    taken = states.taken(rows)
    parts, odd, slots = taken.parts, taken.odd, taken.parts.shape[1]
    for slot, ends, fresh in ((step.a, AT_A, slots + 1), (step.b, AT_B, slots + 2)):
        parts[(ends[ways] > 0) & (parts[:, slot] == 0), slot] = fresh
        odd[:, slot] ^= (ends[ways] & 1) > 0
    joined = JOINS[ways][:, None] & (parts == parts[:, [step.b]])
    return ways, rows, States(np.where(joined, parts[:, [step.a]], parts), odd, taken.done | ALONE[ways])


def _passed(states: States, kept: tuple[int, ...]) -> tuple[Ints, States]:
    """Pass the corners whose slots are not kept: evenly joined, and not the last of their part unless all is done.

    Gives the rows that may do so, and their states after it.
    """
    parts, odd, done = states.parts, states.odd, states.done
    alive = np.ones(len(done), np.bool_)
    slots = list(range(parts.shape[1]))
    for slot in [slot for slot in slots if slot not in kept]:
        slots.remove(slot)
        touched = parts[:, slot] > 0
        goes_on = (parts[:, slots] == parts[:, [slot]]).any(axis=1)
        ends = touched & ~goes_on & ~parts[:, slots].any(axis=1)
        alive &= ~odd[:, slot] & (~touched | goes_on | ends)
        done = done | ends
    order, rows = list(kept), np.flatnonzero(alive)
    return rows, States(_renumbered(parts[rows][:, order]), odd[rows][:, order], done[rows])


def _renumbered(parts: Parts) -> Parts:
    """Number the parts by first appearance."""
    states, slots = parts.shape
    every = np.arange(states)
    name = np.zeros((states, int(parts.max(initial=0)) + 1), np.int8)
    named = np.zeros(states, np.int8)
    for slot in range(slots):
        part = parts[:, slot]
        new = (part > 0) & (name[every, part] == 0)
        named += new
        name[every[new], part[new]] = named[new]
    renamed: Parts = np.take_along_axis(name, parts.astype(np.intp), axis=1)
    return renamed


def _list(leads: Ints, group: Ints, lies_there: int, seen: int) -> tuple[Ints, Ints, Ints]:
    """Give (before, after, way) of the moves tried in this case, without those that are never better than another.

    `leads` names the state each way leads to from each state, shape (ways, states).
    """
    tried = TRIED[lies_there]
    live = np.isin(group, range(GROUPS)[GROUPS_SEEN[seen]])
    after = np.where(live, leads, NOWHERE)
    for worse, better in NEVER_BETTER:
        if worse in tried and better in tried:
            after[worse, after[worse] == leads[better]] = NOWHERE
    if FROM_BOTH in tried:
        same = (leads[FROM_A] == leads[FROM_B]) & (leads[FROM_A] == leads[FROM_BOTH])
        after[DIP, ~same] = NOWHERE
        for way in (FROM_A, FROM_B, FROM_BOTH):
            after[way, same] = NOWHERE
        tried = (*tried, DIP)
    ways, before = np.nonzero(after[list(tried)] != NOWHERE)
    ways = np.array(tried)[ways]
    turn = _scattered(after[ways, before])
    return before[turn], after[ways, before][turn], ways[turn]


def _scattered(after: Ints) -> Ints:
    """Give moves a turn in which those to the same state lie far apart: a processor need not wait for the last one."""
    turn = np.argsort(after, kind="stable")
    ranked = after[turn]
    nth = np.arange(len(turn)) - np.searchsorted(ranked, ranked)
    scattered: Ints = turn[np.lexsort((ranked, nth))]
    return scattered
