"""The aisles not everybody may be in at any time, as the planner is asked about them."""

from sqlalchemy.orm import Session

from picking.planning import Aisle, Span
from picking.tasks.standing.floor_now import FloorNow
from picking.tasks.standing.people import busy_seconds
from picking.tasks.standing.work import WaitingWork


def special_aisles(session: Session, here: FloorNow, work: WaitingWork) -> tuple[Aisle, ...]:
    """Give the open aisles that have bins of the work, and a limit or a closing to come.

    Whose walk leads into an aisle counts as inside until that walk ends: where on it somebody is nobody knows exactly.
    """
    codes = sorted({*here.people_max, *(code for code, closings in here.closings.items() if closings)} - here.closed)
    people = {person for code in codes if code in here.people_max for person in here.inside.get(code, ())}
    busy = busy_seconds(session, people)
    found = (
        Aisle(
            code,
            frozenset(index for index, aisle in enumerate(work.aisles) if aisle == code),
            here.people_max.get(code),
            here.closings.get(code, ()),
            tuple(Span(0.0, busy.get(person, 0.0)) for person in sorted(here.inside.get(code, ()))),
        )
        for code in codes
    )
    return tuple(aisle for aisle in found if aisle.bins or aisle.closed)
