"""What is special about aisles: how many people may be in one at once, when it is closed, who is in it already."""

from dataclasses import dataclass
from math import inf

MEETING = 1e-6  # seconds; spans that share less do not meet


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, in the problem's seconds; the end itself is outside."""

    begin: float
    end: float = inf

    def meets(self, other: "Span") -> bool:
        """Tell whether they have some time in common."""
        return min(self.end, other.end) - max(self.begin, other.begin) > MEETING


@dataclass(frozen=True, slots=True)
class Aisle:
    """An aisle not everybody may walk in at any time; its `bins` are indexes into the problem's.

    At most `people_max` take something in it at once (None: any number); `inside` is when others do whom no plan can
    change any more. While it is `closed` nobody walks there: its ways, which bear its `code`, are walked around.
    """

    code: str
    bins: frozenset[int]
    people_max: int | None = None
    closed: tuple[Span, ...] = ()
    inside: tuple[Span, ...] = ()
