"""How well demand is forecast: a generated year of the sample store, each day from what was known the evening before.

Beside the forecast stand the guesses anybody can make: last week's same day, and the mean of the last four.
"""

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "parts"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from generate.sample_year import DAYS, draw
from machine import machine

from picking.demand import learn
from picking.demand.measure import bias, last_week, last_weeks, wape

FIRST_FORECAST = 91  # a quarter of a year is known
GUESSES = ("forecast", "last week's same day", "mean of the last four")


def main() -> None:
    """Forecast every day of every category and print the errors."""
    print(machine())
    year = draw()
    said: dict[str, list[np.ndarray]] = {name: [] for name in GUESSES}
    truth: list[np.ndarray] = []
    began = time.perf_counter()
    for history in year.categories.values():
        for day in range(FIRST_FORECAST, DAYS):
            profile = learn(history.until(day))
            said[GUESSES[0]].append(profile.day(history.days[day], history.promoted[:, day]))
            said[GUESSES[1]].append(last_week(history.sold, day))
            said[GUESSES[2]].append(last_weeks(history.sold, day))
            truth.append(history.sold[:, day])
    seconds = time.perf_counter() - began
    sold = np.concatenate(truth)
    print(f"{year.items} items, {DAYS - FIRST_FORECAST} days, {sold.sum():,.0f} pieces; a store's day took "
          f"{1000 * seconds / (DAYS - FIRST_FORECAST):.0f} ms")  # fmt: skip
    for name in GUESSES:
        guess = np.concatenate(said[name])
        by_day = wape(guess.sum(axis=1), sold.sum(axis=1))
        print(
            f"{name:<24} WAPE item-day {by_day:.3f}  item-hour {wape(guess, sold):.3f}  bias {bias(guess, sold):+.3f}"
        )


if __name__ == "__main__":
    main()
