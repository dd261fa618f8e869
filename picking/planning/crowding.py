"""Who is in which aisle when, as far as walks have left, and when the next one finds its aisles open and with room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from picking.planning.aisles import MEETING, Aisle, Span
from picking.planning.outcome import Because, Reason


@dataclass(frozen=True, slots=True)
class Stay:
    """When a walk is in an aisle, in seconds after it begins: not before, and not after."""

    aisle: str
    enters: float
    leaves: float

    def span(self, start: float) -> Span:
        """Give the stay of a walk that begins then."""
        return Span(start + self.enters, start + self.leaves)


class Crowding:
    """Keeps who is in the aisles of a problem; a walk that has left is known by `enter`."""

    def __init__(self, aisles: Iterable[Aisle]) -> None:
        self._aisles = {aisle.code: aisle for aisle in aisles}
        self._inside = {code: list(aisle.inside) for code, aisle in self._aisles.items()}

    def enter(self, stays: Sequence[Stay], start: float) -> None:
        """Know that a walk with these stays begins then."""
        for stay in stays:
            self._inside[stay.aisle].append(stay.span(start))

    def soonest(self, stays: Sequence[Stay], start: float) -> tuple[float, Reason | None]:
        """Give the soonest start from `start` on that keeps every aisle's rule (inf: none), and what is waited for."""
        why: Reason | None = None
        waits = True
        while waits and start < inf:
            waits = False
            for stay in stays:
                until, because = self._wait(stay, start)
                if until > start:
                    start, why, waits = until, why or Reason(because, {"aisle": stay.aisle}), True
        return start, why

    def closed_in(self, span: Span) -> frozenset[str]:
        """Name the aisles that are closed at some time of a span."""
        return frozenset(
            code for code, aisle in self._aisles.items() if any(span.meets(closed) for closed in aisle.closed)
        )

    def next_opening(self, codes: Iterable[str], now: float) -> float:
        """Give when one of these aisles opens next, inf for never."""
        ends = (closed.end for code in codes for closed in self._aisles[code].closed if closed.end > now)
        return min(ends, default=inf)

    def _wait(self, stay: Stay, start: float) -> tuple[float, Because]:
        """Give the start from which this stay may be kept, as far as whom it meets now tells; `start` if it may."""
        aisle, span = self._aisles[stay.aisle], stay.span(start)
        shut = [closed.end for closed in aisle.closed if span.meets(closed)]
        if shut:
            return max(shut) - stay.enters, Because.AISLE_CLOSED
        met = [other for other in self._inside[stay.aisle] if span.meets(other)]
        if aisle.people_max is None or _most_at_once(met, span.begin) < aisle.people_max:
            return start, Because.AISLE_FULL
        return min((other.end for other in met), default=inf) - stay.enters, Because.AISLE_FULL


def _most_at_once(spans: Sequence[Span], begin: float) -> int:
    """Count how many of these spans there are at most at one moment from `begin` on."""
    moments = [max(span.begin, begin) for span in spans]
    return max((sum(other.begin <= at < other.end - MEETING for other in spans) for at in moments), default=0)
