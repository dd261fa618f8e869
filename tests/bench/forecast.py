"""How well demand is forecast: a generated year of the sample store, each day from what was known the evening before.

Beside the forecast stand the same method without knowing what was sold out, and the guesses anybody can make: last
week's same day, and the mean of the last four. Each is held only to the hours in which an item was there.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "parts"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from generate.sample_year import DAYS, Year, draw
from machine import machine

from picking.demand import learn
from picking.demand.measure import bias, last_week, last_weeks, wape

FIRST_FORECAST = 91  # a quarter of a year is known
EVERY = 4  # days: each weekday as often as the others
BLIND = "taking gaps for no demand"
GUESSES = ("forecast", BLIND, "last week's same day", "mean of the last four")


def main() -> None:
    """Forecast every fourth day of every category of the year, and of one whose shelves run empty far more often."""
    print(machine())
    compare("the sample store's year", draw())
    compare("a year in which every tenth shelf runs empty a day, 120 items", draw(items_max=120, empty=0.1))


def compare(name: str, year: Year) -> None:
    """Print the errors of each way to guess, on what was sold while it was there to be bought."""
    said: dict[str, list[np.ndarray]] = {guess: [] for guess in GUESSES}
    truth: list[np.ndarray] = []
    seconds = 0.0
    for history in year.categories.values():
        for day in range(FIRST_FORECAST, DAYS, EVERY):
            open_share = history.open_share[:, day]
            began = time.perf_counter()
            profile = learn(history.until(day))
            seconds += time.perf_counter() - began
            blind = learn(replace(history, open_share=None).until(day))
            today = (history.days[day], history.promoted[:, day])
            guesses = (
                profile.day(*today),
                blind.day(*today),
                last_week(history.sold, day),
                last_weeks(history.sold, day),
            )
            for guess, each in zip(GUESSES, guesses, strict=True):
                said[guess].append(each * open_share)
            truth.append(history.sold[:, day])
    sold = np.concatenate(truth)
    days = len(range(FIRST_FORECAST, DAYS, EVERY))
    took = f"a store's day took {1000 * seconds / days:.0f} ms"
    print(f"{name}: {year.items} items, {days} days, {sold.sum():,.0f} pieces; {took}")
    for guess in GUESSES:
        found = np.concatenate(said[guess])
        by_day = wape(found.sum(axis=1), sold.sum(axis=1))
        print(
            f"{guess:<26} WAPE item-day {by_day:.3f}  item-hour {wape(found, sold):.3f}  bias {bias(found, sold):+.3f}"
        )


if __name__ == "__main__":
    main()
