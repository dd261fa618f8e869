"""How long before a meeting something starts: the work alone, times what this store makes of it."""

from datetime import datetime

from picking.foundation.unit_of_work import UnitOfWork
from picking.planning.durations import Spread, load_band
from picking.planning.release import Part
from picking.timing.model import Timed
from picking.timing.queries import hour_of, spread_of

ANY_CARRIER = "*"
BELIEVED = Spread.around(0.8, 1.0, 1.5)
"""Times the work alone, where a few sights have to rest on something."""


def timed_part(work: UnitOfWork, kind: Timed, key: str, seconds: float, *, ahead: int, key_of_part: str) -> Part:
    """Give the part for work of so many seconds with so much ahead of it; nothing learned yet means just these."""
    hour = hour_of(work.session, work.by.store_id, work.now)
    spread = spread_of(work.session, work.by.store_id, kind, key, BELIEVED, hour=hour, load=load_band(ahead))
    if spread is None:
        return Part(key_of_part, seconds, seconds)
    early, sure = shares(work)
    return Part(key_of_part, seconds * spread.quantile(sure), seconds * spread.quantile(early))


def rider_part(work: UnitOfWork) -> Part:
    """Give the part of the rider, from the call to the door; who is early waits only so long."""
    wait = 60.0 * work.settings.rider_wait_minutes_max
    usual = 60.0 * work.settings.rider_minutes
    believed = Spread.around(0.7 * usual, usual, 1.3 * usual)
    spread = spread_of(work.session, work.by.store_id, Timed.RIDER, ANY_CARRIER, believed)
    if spread is None:
        return Part("rider", usual, usual, wait)
    early, sure = shares(work)
    return Part("rider", spread.quantile(sure), spread.quantile(early), wait)


def shares(work: UnitOfWork) -> tuple[float, float]:
    """Give which share of the work is quicker than early, and which is done by what counts as sure."""
    return work.settings.meet_early_percent / 100, work.settings.meet_sure_percent / 100


def place_in_day(work: UnitOfWork, begun_at: datetime, ahead: int) -> dict[str, int]:
    """Give the hour and the load a duration is learned for."""
    return {"hour": hour_of(work.session, work.by.store_id, begun_at), "load": load_band(ahead)}
