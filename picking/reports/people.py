"""What each person did: hours on shift, lines, kilograms, metres; everybody reads the own row, a lead all."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import case, func, select

from picking.catalogue.model import Item
from picking.foundation.quantity import Unit
from picking.people.model import Person, Shift
from picking.reports.asking import Asked, Report, Row, columns
from picking.reports.charts import Chart, Drawn
from picking.stock.model import Movement
from picking.tasks.model import FloorTask, Walk

Figures = dict[str, int]
HOUR = timedelta(hours=1)


def _rows(asked: Asked) -> Iterator[Row]:
    people = select(Person).where(Person.store_id == asked.store_id).order_by(Person.name, Person.id)
    if asked.person_id is not None:
        people = people.where(Person.id == asked.person_id)
    minutes, walked, asked_for = minutes_on_shift(asked), _walked(asked), _floor_tasks(asked)
    picked, put_back = _moved(asked, "pick"), _moved(asked, "put_back")
    for person in asked.session.scalars(people):
        lines, grams = picked.get(person.id, (0, 0))
        walks, metres = walked.get(person.id, (0, 0))
        on_shift = minutes[person.id]
        others = put_back.get(person.id, (0, 0))[0] + asked_for.get(person.id, 0)
        if on_shift or lines or others:
            pace = round(lines * 60 / on_shift, 1) if on_shift else None
            yield (person.id, person.name, on_shift, walks, lines, grams, metres, others, pace)


def minutes_on_shift(asked: Asked) -> Figures:
    """Give the minutes on shift within these days; a shift that still runs counts up to now."""
    rows = select(Shift).where(
        Shift.store_id == asked.store_id,
        Shift.started_at < asked.end,
        Shift.ended_at.is_(None) | (Shift.ended_at > asked.begin),
    )
    found: Figures = defaultdict(int)
    for shift in asked.session.scalars(rows):
        until = min(shift.ended_at or asked.now, asked.end)
        found[shift.person_id] += max(0, int((until - max(shift.started_at, asked.begin)).total_seconds()) // 60)
    return found


def _moved(asked: Asked, reason: str) -> dict[str, tuple[int, int]]:
    """Give lines and grams that went through a person's hands."""
    grams = case((Item.unit == Unit.GRAM, Movement.quantity), else_=Movement.quantity * Item.weight_grams)
    rows = (
        select(Movement.person_id, func.count(), func.sum(grams))
        .join(Item, Item.sku == Movement.sku)
        .where(Movement.store_id == asked.store_id, Movement.at >= asked.begin, Movement.at < asked.end)
        .where(Movement.reason == reason, Movement.person_id.is_not(None))
        .group_by(Movement.person_id)
    )
    return {str(person): (int(lines), int(weight)) for person, lines, weight in asked.session.execute(rows)}


def _walked(asked: Asked) -> dict[str, tuple[int, int]]:
    rows = (
        select(Walk.person_id, func.count(), func.sum(Walk.metres))
        .where(Walk.store_id == asked.store_id, Walk.taken_at >= asked.begin, Walk.taken_at < asked.end)
        .group_by(Walk.person_id)
    )
    return {person: (int(walks), int(metres)) for person, walks, metres in asked.session.execute(rows)}


def _floor_tasks(asked: Asked) -> Figures:
    rows = (
        select(FloorTask.person_id, func.count())
        .where(FloorTask.store_id == asked.store_id, FloorTask.state == "DONE", FloorTask.person_id.is_not(None))
        .where(FloorTask.state_since >= asked.begin, FloorTask.state_since < asked.end)
        .group_by(FloorTask.person_id)
    )
    return {str(person): int(times) for person, times in asked.session.execute(rows)}


_COLUMNS = columns(
    "person:id name minutes:minutes walks:count lines:count grams:grams metres:metres other_tasks:count "
    "lines_an_hour:ratio"
)
# By name and never ranked: a pace is somebody's own, not a place on a list.
PEOPLE = Report("people", _COLUMNS, _rows, days=7, chart=Chart(Drawn.BARS, "name", ("lines_an_hour",)))
OWN = Report("own", _COLUMNS, _rows, days=1)
