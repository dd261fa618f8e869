"""What can be done about durations: learn from one that has just ended."""

from picking.foundation.unit_of_work import UnitOfWork
from picking.timing.model import ANY, LearnedDuration, Timed


def learn(work: UnitOfWork, kind: Timed, key: str, value: float, *, hour: int = ANY, load: int = ANY) -> None:
    """Learn how long something took, for its hour and load, for its load at any hour, and for all of its kind.

    What is not above zero tells nothing and is left out.
    """
    if value <= 0:
        return
    for place in dict.fromkeys(((ANY, ANY), (ANY, load), (hour, load))):
        _row(work, kind, key, place).see(value, work.now)


def _row(work: UnitOfWork, kind: Timed, key: str, place: tuple[int, int]) -> LearnedDuration:
    hour, load = place
    known = work.find(LearnedDuration, (work.by.store_id, kind, key, hour, load), lock=True)
    if known is not None:
        return known
    return work.add(
        LearnedDuration(
            store_id=work.by.store_id, kind=kind, key=key, hour=hour, load=load, weights={}, seen=0, seen_at=work.now
        )
    )
