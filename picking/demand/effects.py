"""The method: a level for each item, times its weekday, times promotion and calendar, spread over the hours.

All of it is ratios of sums in which old days fade (exponential weights), and every item's ratio is pulled towards its
category's by so many pieces as if they had been sold (`…_PULL`): an item that sells twice a week has no Saturday of its
own. The level reacts twice: slowly by the item, quickly by the category, so that a hot week is seen before any item
alone could prove it. A library would have to earn its weight: statsforecast brings a compiler and 300 MB.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from picking.demand.history import HOURS, ORDINARY, Day, Flags, Floats, History

HALF_LIFE_DAYS = 28.0
FAST_HALF_LIFE_DAYS = 5.0
SEASON_HALF_LIFE_DAYS = 90.0  # of weekdays, hours and promotions, which change slowly
WEEKDAY_PULL, HOUR_PULL, PROMOTION_PULL, CALENDAR_PULL, LEVEL_PULL = 80.0, 60.0, 25.0, 40.0, 1.0
USUAL_PROMOTION = 1.8
ROUNDS = 3
WEEKDAYS = 7
SATURDAY, SUNDAY = 5, 6
SHAPES = 3  # of a day's hours: weekday, Saturday, Sunday
SPREAD_MIN, SPREAD_PULL = 1.0, 20.0
TINY = 1e-9
EXPOSED_MIN, OPEN_MIN = 0.1, 0.25  # of a day or hour so little of which was open nothing is learned


@dataclass(frozen=True)
class Profile:
    """What was learned. `level` is an item's ordinary day; `spread` is variance over mean of its days."""

    level: Floats
    weekday: Floats
    promotion: Floats
    calendar: dict[str, Floats]
    hours: Floats
    spread: Floats

    def day(self, day: Day, promoted: Flags) -> Floats:
        """Give what each item is expected to sell in each hour of a day."""
        return self.total(day, promoted)[:, None] * self.hours[:, shape_of(day)]

    def total(self, day: Day, promoted: Flags) -> Floats:
        """Give what each item is expected to sell on a day."""
        factor = self.weekday[:, day.weekday] * np.where(promoted, self.promotion, 1.0)
        total: Floats = self.level * factor * self.calendar.get(day.kind, np.ones_like(self.level))
        return total


def learn(history: History) -> Profile:
    """Learn a profile from a history; with nothing sold yet all of it is zero, spread over all hours alike."""
    totals, hours = history.totals, _hours(history)
    exposed = _exposed(history, hours)
    offered = history.offered * (exposed >= EXPOSED_MIN)
    weekday, promotion = np.ones((len(totals), WEEKDAYS)), np.full(len(totals), USUAL_PROMOTION)
    calendar: dict[str, Floats] = {}
    level = _level(totals, offered, exposed)
    for _ in range(ROUNDS):
        known = _Known(history, exposed, offered, level, weekday, promotion, calendar)
        weekday = _weekdays(known)
        known = known.with_(weekday=weekday)
        promotion = _promotions(known)
        known = known.with_(promotion=promotion)
        calendar = _calendar(known)
        level = _level(totals, offered, known.with_(calendar=calendar).factors())
    expected = level[:, None] * _Known(history, exposed, offered, level, weekday, promotion, calendar).factors()
    return Profile(level, weekday, promotion, calendar, hours, _spread(totals, expected, offered))


def shape_of(day: Day) -> int:
    """Give which shape a day's hours have."""
    return {SATURDAY: 1, SUNDAY: 2}.get(day.weekday, 2 if day.kind != ORDINARY else 0)


@dataclass(frozen=True)
class _Known:
    """What is known so far of all effects, to learn the next one with the others taken out."""

    history: History
    exposed: Floats
    offered: Floats
    level: Floats
    weekday: Floats
    promotion: Floats
    calendar: dict[str, Floats]

    def with_(self, **better: object) -> "_Known":
        return _Known(**{**vars(self), **better})

    def factors(self) -> Floats:
        """Give by item and day what all effects together make of an ordinary day, while it was there to be bought."""
        days = self.history.days
        by_day = self.weekday[:, [day.weekday for day in days]]
        by_calendar = np.stack([self.calendar.get(day.kind, np.ones(len(self.level))) for day in days], axis=1)
        factors: Floats = by_day * np.where(self.history.promoted, self.promotion[:, None], 1.0) * by_calendar
        return factors * self.exposed

    def expected(self, half_life: float) -> tuple[Floats, Floats]:
        """Give sales and what was expected without any effect, each fading with age."""
        weights = _fading(len(self.history.days), half_life)[None, :] * self.offered
        return self.history.totals * weights, self.level[:, None] * self.factors() * weights


def _exposed(history: History, hours: Floats) -> Floats:
    """Give by item and day the share of its usual demand that found it on the shelf: 1 unless it was sold out."""
    if history.open_share is None:
        return np.ones_like(history.totals)
    shapes = [shape_of(day) for day in history.days]
    exposed: Floats = np.einsum("idh,ihd->id", history.open_share, hours[:, shapes].transpose(0, 2, 1))
    return exposed


def _fading(days: int, half_life: float) -> Floats:
    """Weigh yesterday with one, and a day that is a half-life older with a half."""
    age = np.arange(days)[::-1]
    weights: Floats = 0.5 ** (age / half_life)
    return weights


def _level(totals: Floats, offered: Floats, factors: Floats) -> Floats:
    slow = _fading(totals.shape[1], HALF_LIFE_DAYS)[None, :] * offered
    fast = _fading(totals.shape[1], FAST_HALF_LIFE_DAYS)[None, :] * offered
    sold, days = (totals * slow).sum(axis=1), (factors * slow).sum(axis=1)
    usual = sold.sum() / max(days.sum(), TINY)
    level = (sold + LEVEL_PULL * usual) / (days + LEVEL_PULL)
    # How the whole category runs these days against what its items' slow levels say.
    lately = (totals * fast).sum() / max((level[:, None] * factors * fast).sum(), TINY)
    trust = (totals * fast).sum() / ((totals * fast).sum() + CALENDAR_PULL)
    final: Floats = level * (1.0 + trust * (lately - 1.0))
    return np.where(offered.any(axis=1), final, 0.0)


def _weekdays(known: _Known) -> Floats:
    sold, expected = known.with_(weekday=np.ones_like(known.weekday)).expected(SEASON_HALF_LIFE_DAYS)
    factors = np.ones_like(known.weekday)
    for weekday in range(WEEKDAYS):
        on = np.array([day.weekday == weekday for day in known.history.days])
        factors[:, weekday] = _pulled(sold[:, on].sum(axis=1), expected[:, on].sum(axis=1), WEEKDAY_PULL, 1.0)
    mean = factors.mean(axis=1, keepdims=True)
    return np.where(mean > 0, factors / np.maximum(mean, TINY), 1.0)


def _promotions(known: _Known) -> Floats:
    plain = known.with_(promotion=np.ones_like(known.promotion))
    sold, expected = plain.expected(SEASON_HALF_LIFE_DAYS)
    on = known.history.promoted
    return _pulled((sold * on).sum(axis=1), (expected * on).sum(axis=1), PROMOTION_PULL, USUAL_PROMOTION)


def _calendar(known: _Known) -> dict[str, Floats]:
    sold, expected = known.with_(calendar={}).expected(np.inf)
    found: dict[str, Floats] = {}
    for kind in sorted({day.kind for day in known.history.days} - {ORDINARY}):
        on = np.array([day.kind == kind for day in known.history.days])
        found[kind] = _pulled(sold[:, on].sum(axis=1), expected[:, on].sum(axis=1), CALENDAR_PULL, 1.0)
    return found


def _pulled(sold: Floats, expected: Floats, pull: float, usual: float) -> Floats:
    """Give sold over expected of each item, pulled to the category's, and this one to what is usual."""
    category = (sold.sum() + pull * usual) / (expected.sum() + pull)
    ratio: Floats = (sold + pull * category) / (expected + pull)
    return ratio


def _hours(history: History) -> Floats:
    """Give each item's share of every hour, by shape of the day."""
    weights = _fading(len(history.days), SEASON_HALF_LIFE_DAYS)
    shapes = np.array([shape_of(day) for day in history.days])
    shares = np.empty((len(history.sold), SHAPES, HOURS))
    everything = _share((history.sold * weights[None, :, None]).sum(axis=(0, 1)), np.full(HOURS, 1 / HOURS))
    for shape in range(SHAPES):
        on = weights * (shapes == shape)
        sold = _as_if_open(np.einsum("idh,d->ih", history.sold, on), history.open_share, on)
        category = _share(sold.sum(axis=0), everything)
        shares[:, shape] = (sold + HOUR_PULL * category) / (sold.sum(axis=1, keepdims=True) + HOUR_PULL)
    return shares


def _as_if_open(sold: Floats, open_share: Floats | None, weights: Floats) -> Floats:
    """Give what an hour would have sold, had the item always been there in it; not more than four times as much."""
    if open_share is None or not weights.any():
        return sold
    share = np.einsum("idh,d->ih", open_share, weights) / weights.sum()
    whole: Floats = sold / np.maximum(share, OPEN_MIN)
    return whole


def _share(sold: Floats, usual: Floats) -> Floats:
    share: Floats = (sold + HOUR_PULL * usual) / (sold.sum() + HOUR_PULL)
    return share


def _spread(totals: Floats, expected: Floats, offered: Floats) -> Floats:
    """Give variance over mean: 1 where sales are as uneven as dice make them, more where they come in bunches."""
    weights = _fading(totals.shape[1], HALF_LIFE_DAYS)[None, :] * offered
    off = weights * (totals - expected) ** 2 / np.maximum(expected, TINY)
    category = off.sum() / max(weights.sum(), TINY)
    spread: Floats = (off.sum(axis=1) + SPREAD_PULL * category) / (weights.sum(axis=1) + SPREAD_PULL)
    return np.maximum(SPREAD_MIN, spread)


def forecast_days(profile: Profile, days: Sequence[Day], promoted: Flags) -> Floats:
    """Give what is expected by item, day and hour; `promoted` says by item and day where a promotion will run."""
    return np.stack([profile.day(day, promoted[:, at]) for at, day in enumerate(days)], axis=1)
