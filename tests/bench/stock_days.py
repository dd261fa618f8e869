"""Sixty days of the sample store: shorts with and without the truth score, waste with and without markdown.

Run it as `python tests/bench/stock_days.py [DAYS] [SEED]`. A simulation of days, not of scans: the pure rules of
counting and freshness decide, dice play customers, thieves and pickers; both runs of a pair have the same dice.
Aims: fewer shorts and less oversold with the score, less waste with markdown.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))

from figures import Figures
from fresh_days import LIFE_DAYS_MAX, FreshDays, Waste
from machine import machine
from sample_demand import Seller, evening_share, sellers
from shelf_days import ShelfDays, Tally

DAYS, SEED = 60, 20260115
ELASTICITIES = (1.0, 2.0, 3.0)


def main(days: int, seed: int) -> int:
    """Play all runs and print them beside each other."""
    began = time.monotonic()
    print(machine())
    figures = Figures()
    goods = sellers()
    _shorts(goods, days, seed, figures)
    _waste([each for each in goods if each.life_days <= LIFE_DAYS_MAX], days, seed, figures)
    print(f"{days} days, seed {seed}, {time.monotonic() - began:.1f} s")
    return int(figures.missed)


def _shorts(goods: Sequence[Seller], days: int, seed: int, figures: Figures) -> None:
    runs = {scored: ShelfDays(goods, seed, scored).run(days) for scored in (False, True)}
    print(f"\n{len(goods)} items; shorts of a thousand lines, week by week")
    for scored, weeks in runs.items():
        name = "with the truth score" if scored else "without it"
        print(f"  {name:<22}" + "".join(f"{week.shorts * 1000 / week.lines:7.1f}" for week in weeks))
    totals = {scored: _sum(weeks) for scored, weeks in runs.items()}
    print("  whole                   lines  shorts  oversold  refused  …though there  questions  counts")
    for scored, total in totals.items():
        name = "with the truth score" if scored else "without it"
        print(
            f"  {name:<22}{total.lines:>7}{total.shorts:>8}{total.oversold:>10}{total.refused:>9}"
            f"{total.refused_though_there:>15}{total.questions:>11}{total.counts:>8}"
        )
    without, scored = totals[False], totals[True]
    figures.at_most("shorts with the score against without", scored.shorts / without.shorts, 0.75, "times")
    figures.at_most("oversold with the score against without", scored.oversold / without.oversold, 0.75, "times")
    figures.at_most("lines sold less", 1 - scored.lines / without.lines, 0.03, "of all")


def _sum(weeks: Sequence[Tally]) -> Tally:
    total = Tally()
    for week in weeks:
        for name, value in vars(week).items():
            setattr(total, name, getattr(total, name) + value)
    return total


def _waste(goods: Sequence[Seller], days: int, seed: int, figures: Figures) -> None:
    evening = evening_share()
    print(f"\n{len(goods)} items that keep {LIFE_DAYS_MAX} days at most; {evening:.0%} is ordered in the evening")
    print("                          delivered    sold  cheaper  wasted  of delivered  taken at the till  wasted worth")
    plain = FreshDays(goods, seed, evening, marks_down=False, elasticity=0.0).run(days)
    _row("without markdown", plain)
    for elasticity in ELASTICITIES:
        marked = FreshDays(goods, seed, evening, marks_down=True, elasticity=elasticity).run(days)
        _row(f"marked down, {elasticity:g} % a %", marked)
        if elasticity == ELASTICITIES[1]:
            figures.at_most("waste with markdown against without", marked.wasted / plain.wasted, 0.85, "times")


def _row(name: str, waste: Waste) -> None:
    print(
        f"  {name:<24}{waste.delivered:>9}{waste.sold:>8}{waste.sold_cheaper:>9}{waste.wasted:>8}"
        f"{waste.wasted / waste.delivered:>13.1%}{waste.taken_minor / 100:>19,.0f}{waste.wasted_minor / 100:>14,.0f}"
    )


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:3]]
    sys.exit(main(*(given + [DAYS, SEED][len(given) :])))
