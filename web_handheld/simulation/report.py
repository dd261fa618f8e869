"""The end of a run as a table: orders, minutes by stage, lateness, refusals, and whether promises were kept."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WIDTH = 46
REFUSALS_SHOWN_MAX = 20


@dataclass(frozen=True)
class Report:
    """What a run has shown. `minutes` are people's; `stock_errors` and `broken` must be empty."""

    seconds: float
    speed: float
    placed: int
    states: Mapping[str, int]
    minutes: Mapping[str, tuple[float, int]]
    late: int
    counts: Mapping[str, int] = field(default_factory=dict)
    refusals: Mapping[str, int] = field(default_factory=dict)
    stock_errors: Sequence[str] = ()
    broken: Sequence[str] = ()

    @property
    def is_clean(self) -> bool:
        """Tell whether stock is conserved and every promise was kept."""
        return not self.stock_errors and not self.broken

    @property
    def exit_code(self) -> int:
        """0 when all is well, else 1."""
        return 0 if self.is_clean else 1

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        return [
            f"Simulation: {self.seconds:.0f} s at speed {self.speed:g}",
            *_table(
                "orders", {"placed": self.placed, **dict(sorted(self.states.items())), "handed over late": self.late}
            ),
            *_table("minutes by stage (people's, average)", _stages(self.minutes)),
            *_table("what happened", dict(sorted(self.counts.items()))),
            *_table("refused by code", dict(Counter(self.refusals).most_common(REFUSALS_SHOWN_MAX))),
            *_verdict("conservation of stock", self.stock_errors),
            *_verdict("promises", self.broken),
        ]


def _stages(minutes: Mapping[str, tuple[float, int]]) -> dict[str, str]:
    return {stage: f"{average:.1f} ({orders} orders)" for stage, (average, orders) in minutes.items()}


def _table(head: str, rows: Mapping[str, object]) -> list[str]:
    return ["", head, "-" * len(head), *(f"{name:<{WIDTH}}{value}" for name, value in rows.items())]


def _verdict(name: str, errors: Sequence[str]) -> list[str]:
    if not errors:
        return ["", f"{name:<{WIDTH}}OK"]
    return ["", f"{name:<{WIDTH}}BROKEN", *(f"  {error}" for error in errors)]
