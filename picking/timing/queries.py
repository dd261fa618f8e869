"""What can be asked of durations: the spread for a place, an hour and a load, resting on what is believed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.floor.model import Store
from picking.planning.durations import Spread
from picking.timing.model import ANY, LearnedDuration, Timed


def spread_of(
    session: Session, store_id: str, kind: Timed, key: str, believed: Spread, *, hour: int = ANY, load: int = ANY
) -> Spread | None:
    """Give the spread for an hour and a load: the finer one rests on the coarser, the coarsest on what is believed.

    None where nothing was ever seen.
    """
    rows = select(LearnedDuration).where(
        LearnedDuration.store_id == store_id,
        LearnedDuration.kind == kind,
        LearnedDuration.key == key,
        LearnedDuration.hour.in_((ANY, hour)),
        LearnedDuration.load.in_((ANY, load)),
    )
    known = {(row.hour, row.load): row.spread for row in session.scalars(rows)}
    if not known:
        return None
    spread = believed
    for place in dict.fromkeys(((ANY, ANY), (ANY, load), (hour, load))):
        spread = known.get(place, Spread()).over(spread)
    return spread


def spreads_of(session: Session, store_id: str, kind: Timed, keys: Collection[str]) -> Mapping[str, Spread]:
    """Give what was seen of many keys at any hour and load; those never seen are left out."""
    rows = select(LearnedDuration).where(
        LearnedDuration.store_id == store_id,
        LearnedDuration.kind == kind,
        LearnedDuration.key.in_(set(keys)),
        LearnedDuration.hour == ANY,
        LearnedDuration.load == ANY,
    )
    return {row.key: row.spread for row in session.scalars(rows)}


def hour_of(session: Session, store_id: str, at: datetime) -> int:
    """Give the hour on the store's wall."""
    return at.astimezone(ZoneInfo(session.get_one(Store, store_id).timezone)).hour
