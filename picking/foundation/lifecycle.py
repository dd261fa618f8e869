"""A thing's life as a table of state, step, next state and reason; a table checks itself when it is made."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, StrEnum
from typing import Generic, TypeVar

StateT = TypeVar("StateT", bound=StrEnum)
StepT = TypeVar("StepT", bound=StrEnum)


class Previous(Enum):
    """Marks a row that leads back to the state the thing held before it came here."""

    PREVIOUS = "the state before"


PREVIOUS = Previous.PREVIOUS


class LifecycleError(ValueError):
    """A table that contradicts itself; only a programmer can cause it."""


class StepNotPossible(Exception):  # noqa: N818 - it is no error of the program but an answer
    """The table has no row for this state and step."""

    def __init__(self, lifecycle: str, state: str, step: str, *, already_done: bool) -> None:
        super().__init__(f"{lifecycle} in state {state} does not take step {step}")
        self.lifecycle = lifecycle
        self.state = state
        self.step = step
        self.already_done = already_done


Row = tuple[StateT | tuple[StateT, ...], StepT, StateT | Previous, str]


@dataclass(frozen=True)
class Lifecycle(Generic[StateT, StepT]):
    """One kind of thing's table of states.

    `rows` hold (state or states, step, next state or PREVIOUS, reason). `patience` gives a waiting
    state its limit and the step that ends the wait. `ends` are final: no row leaves them. A lifecycle
    without ends goes round (a slot, a device) and must find back to its start from everywhere.
    """

    name: str
    start: StateT
    ends: frozenset[StateT] | set[StateT]
    rows: tuple[Row[StateT, StepT], ...]
    patience: Mapping[StateT, tuple[timedelta, StepT]] = field(default_factory=dict)
    _table: dict[tuple[StateT, StepT], StateT | Previous] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_table", self._tabulate())
        self._check_ends_are_final()
        self._check_everything_is_reachable()
        self._check_there_is_no_trap()
        self._check_patience_has_rows()

    def after(self, state: StateT, step: StepT, before: StateT | None = None) -> StateT:
        """Give the state that follows; `before` is where a PREVIOUS row leads back to.

        Raises `StepNotPossible`; its `already_done` is true when the thing stands where the step leads.
        """
        becomes = self._table.get((state, step))
        if becomes is None:
            raise StepNotPossible(self.name, state, step, already_done=self._leads_to(step, state))
        if not isinstance(becomes, Previous):
            return becomes
        if before is None:
            raise LifecycleError(f"{self.name}: {state} has no state before it to return to")
        return before

    def possible(self, state: StateT) -> tuple[StepT, ...]:
        """List the steps the table allows from this state, in the table's order."""
        return tuple(step for (row_state, step) in self._table if row_state is state)

    def open_states(self) -> frozenset[StateT]:
        """Give all states that are not final."""
        return frozenset(self.states() - set(self.ends))

    def states(self) -> set[StateT]:
        """Give every state of the table's vocabulary."""
        return set(type(self.start))

    def edges(self) -> Iterator[tuple[StateT, StepT, StateT, str]]:
        """Walk all rows taken apart: PREVIOUS becomes one edge for every state that leads here."""
        for state, step, becomes, reason in self._single_rows():
            if isinstance(becomes, Previous):
                yield from ((state, step, origin, reason) for origin in self._origins(state))
            else:
                yield state, step, becomes, reason

    def _single_rows(self) -> Iterator[tuple[StateT, StepT, StateT | Previous, str]]:
        for states, step, becomes, reason in self.rows:
            for state in states if isinstance(states, tuple) else (states,):
                yield state, step, becomes, reason

    def _origins(self, state: StateT) -> list[StateT]:
        rows = self._single_rows()
        return [origin for origin, _, becomes, _ in rows if becomes is state and origin is not state]

    def _leads_to(self, step: StepT, state: StateT) -> bool:
        return any(row_step is step and becomes is state for _, row_step, becomes, _ in self._single_rows())

    def _tabulate(self) -> dict[tuple[StateT, StepT], StateT | Previous]:
        table: dict[tuple[StateT, StepT], StateT | Previous] = {}
        for state, step, becomes, _ in self._single_rows():
            if (state, step) in table:
                raise LifecycleError(f"{self.name}: two answers for {state} on {step}")
            table[state, step] = becomes
        return table

    def _check_ends_are_final(self) -> None:
        leaving = {state for state, *_ in self._single_rows()} & set(self.ends)
        if leaving:
            raise LifecycleError(f"{self.name}: final but left again: {_names(leaving)}")

    def _check_everything_is_reachable(self) -> None:
        lost = self.states() - self._closure({self.start}, forward=True)
        if lost:
            raise LifecycleError(f"{self.name}: never reached: {_names(lost)}")

    def _check_there_is_no_trap(self) -> None:
        goals = set(self.ends) or {self.start}
        trapped = self.states() - self._closure(goals, forward=False)
        if trapped:
            raise LifecycleError(f"{self.name}: no way out of {_names(trapped)}")

    def _check_patience_has_rows(self) -> None:
        for state, (_, step) in self.patience.items():
            if (state, step) not in self._table:
                raise LifecycleError(f"{self.name}: patience of {state} ends with {step}, which has no row")

    def _closure(self, seeds: set[StateT], *, forward: bool) -> set[StateT]:
        edges = [(a, b) if forward else (b, a) for a, _, b, _ in self.edges()]
        known: set[StateT] = set()
        fresh = seeds
        while fresh:
            known |= fresh
            fresh = {b for a, b in edges if a in fresh} - known
        return known


def _names(states: Iterable[StrEnum]) -> str:
    return ", ".join(sorted(states))
