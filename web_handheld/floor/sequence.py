"""Puts a gateway's reports into the order of boot and seq, and knows what is missing; pure, the time is handed in."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

ItemT = TypeVar("ItemT")
WAITING_MAX = 20_000
FIRST_BOOT_MAX = 2**40  # a gateway's first boot is the Unix time
GIVEN_UP_MAX = 1_000
AHEAD_MAX = 2_000  # a gateway publishes no more than a thousand reports ahead of their acknowledgement


@dataclass(frozen=True)
class Place(Generic[ItemT]):
    """A report with its place in the order."""

    boot: int
    seq: int
    item: ItemT


@dataclass(frozen=True)
class Lost:
    """Reports `first` to `last` of a boot that never came, though they were asked for."""

    boot: int
    first: int
    last: int


@dataclass
class Sequence(Generic[ItemT]):
    """One gateway's order: everything up to `seq` of `boot` is handed out (SF-EVT-05).

    `gap_seconds` is how long a missing report may keep the others waiting before it is asked for,
    `gap_seconds_max` before it is given up.
    """

    boot: int
    seq: int
    gap_seconds: float
    gap_seconds_max: float
    _waiting: dict[int, Place[ItemT]] = field(default_factory=dict)
    _later: list[Place[ItemT]] = field(default_factory=list)
    _gap_since: float | None = None
    _asked_at: float | None = None
    _is_gone: bool = False
    _given_up: list[Lost] = field(default_factory=list)

    def is_old(self, boot: int, seq: int) -> bool:
        """Tell whether this place is already handed out: a repeat."""
        return boot < self.boot or (boot == self.boot and seq <= self.seq)

    def was_given_up(self, boot: int, seq: int) -> bool:
        """Tell whether an old place was never handed out, though it is behind: it comes after all."""
        return any(lost.boot == boot and lost.first <= seq <= lost.last for lost in self._given_up)

    def wait_on(self, now: float) -> None:
        """Begin the patience with a gap anew: whoever has the missing reports cannot be reached."""
        if self._gap_since is not None:
            self._gap_since, self._asked_at, self._is_gone = now, None, False

    def is_near(self, boot: int, seq: int) -> bool:
        """Tell whether a place can be believed that stands in a broken envelope: it must not move the order far."""
        reached = self.seq if boot == self.boot else 0
        boot_max = self.boot + AHEAD_MAX if self.boot else FIRST_BOOT_MAX
        return boot <= boot_max and seq <= reached + AHEAD_MAX

    def take(self, place: Place[ItemT], now: float) -> list[Place[ItemT]]:
        """Take a report that is not old; give those that can be applied now, in order. `now` is in seconds."""
        if place.boot > self.boot:
            if self._waiting:
                self._keep_for_later(place)
                return []
            self._begin(place.boot)
        if self._asked_at is not None and place.seq == min(self._waiting):
            self._is_gone = True  # the replay begins behind the gap: the gateway has it no more
        if len(self._waiting) < WAITING_MAX or place.seq == self.seq + 1:
            self._waiting[place.seq] = place
        return self._hand_out(now)

    def missing(self, now: float) -> int | None:
        """Give the seq to ask a replay from, once every `gap_seconds` while something is missing."""
        if self._gap_since is None:
            return None
        if now - (self._asked_at or self._gap_since) < self.gap_seconds:
            return None
        self._asked_at = now
        return self.seq + 1

    def give_up(self, now: float) -> tuple[Lost, list[Place[ItemT]]] | None:
        """Give up what is missing for too long: what is lost, and what can go on without it."""
        if self._gap_since is None or not (self._is_gone or now - self._gap_since >= self.gap_seconds_max):
            return None
        first = min(self._waiting)
        self._is_gone = False
        lost = Lost(self.boot, self.seq + 1, first - 1)
        self.seq = first - 1
        self._given_up = [*self._given_up[1 - GIVEN_UP_MAX :], lost]
        return lost, self._hand_out(now)

    def _hand_out(self, now: float) -> list[Place[ItemT]]:
        ready: list[Place[ItemT]] = []
        while (following := self._waiting.pop(self.seq + 1, None)) is not None:
            self.seq += 1
            ready.append(following)
        if not self._waiting:
            self._gap_since = self._asked_at = None
            self._is_gone = False
            ready += self._go_on_with_later(now)
        elif ready or self._gap_since is None:
            self._gap_since, self._asked_at, self._is_gone = now, None, False
        return ready

    def _keep_for_later(self, place: Place[ItemT]) -> None:
        if len(self._later) < WAITING_MAX:
            self._later.append(place)

    def _go_on_with_later(self, now: float) -> list[Place[ItemT]]:
        later, self._later = self._later, []
        later.sort(key=lambda place: (place.boot, place.seq))
        return [ready for place in later if not self.is_old(place.boot, place.seq) for ready in self.take(place, now)]

    def _begin(self, boot: int) -> None:
        self.boot, self.seq = boot, 0
