"""What is aimed at, and how figures are printed beside it."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RATIO_MAX = 4.0  # p50 against the bare floor
GROWTH_MAX = 1.2  # p50 at the most open lines against the fewest
LOAD_A_SECOND = 100
LOAD_P99_MAX = 25.0  # milliseconds
SCANS_A_SECOND_MIN = 300.0


def percentile(seconds: Sequence[float], share: float) -> float:
    """Give the value below which a share of the measurements lie, in milliseconds."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def row(name: str, seconds: Sequence[float]) -> str:
    """Print count, p50, p99 in milliseconds and the rate one after another would give."""
    mean = statistics.fmean(seconds)
    return (
        f"{name:<44} n={len(seconds):>5}  p50 {percentile(seconds, 0.5):7.2f} ms  "
        f"p99 {percentile(seconds, 0.99):7.2f} ms  {1 / mean:7.0f}/s"
    )


@dataclass
class Figures:
    """Prints figures beside their aims and remembers whether all were met."""

    missed: bool = False

    def against_bare(self, name: str, bare: Sequence[float], scans: Mapping[int, Sequence[float]]) -> None:
        """Print the floor's row, each level's, their ratios, and what the most open lines cost more than the fewest."""
        print(row("bare floor", bare))
        p50 = {open_lines: percentile(seconds, 0.5) for open_lines, seconds in scans.items()}
        for open_lines, seconds in scans.items():
            print(row(f"{name}, {open_lines:,} open lines", seconds))
            self.at_most("  p50 against the bare floor", p50[open_lines] / percentile(bare, 0.5), RATIO_MAX, "times")
        few, many = min(p50), max(p50)
        self.at_most(f"p50 at {many:,} open lines against {few:,}", p50[many] / p50[few], GROWTH_MAX, "times")

    def at_most(self, name: str, value: float, aim: float, unit: str) -> None:
        """Print a figure that should be small."""
        self._judge(name, value, f"at most {aim:g}", unit, is_met=value <= aim)

    def at_least(self, name: str, value: float, aim: float, unit: str) -> None:
        """Print a figure that should be large."""
        self._judge(name, value, f"at least {aim:g}", unit, is_met=value >= aim)

    def _judge(self, name: str, value: float, aim: str, unit: str, *, is_met: bool) -> None:
        self.missed |= not is_met
        print(f"{name}: {value:.2f} {unit} (aim: {aim}) {'met' if is_met else 'MISSED'}")
