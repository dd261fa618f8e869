"""Turns a plan's reasons into facts people know: order numbers for ids, names for people, minutes for seconds."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.floor.model import Zone
from picking.foundation.kinds import TemperatureClass
from picking.foundation.tables import Json
from picking.orders.model import Order
from picking.people.model import Person
from picking.tasks.model import PickTask

COLD_WORDS = {"plan_nearest": "plan_nearest_freezer", "plan_only_one_free": "plan_only_freezer"}
"""What is said instead where a trip leads into the freezer: there, the skill decides."""


class Explaining:
    """Knows the names of the tasks and people of one plan."""

    def __init__(self, session: Session, store_id: str, task_ids: Sequence[str]) -> None:
        rows = (
            select(PickTask.id, Order.number, Zone.temperature_class)
            .join(Order, Order.id == PickTask.order_id)
            .join(Zone, Zone.id == PickTask.zone_id)
            .where(PickTask.id.in_(task_ids))
        )
        found = session.execute(rows).all()
        self.numbers: Mapping[str, str] = {task: number for task, number, _ in found}
        self._cold = {task for task, _, temperature in found if temperature is TemperatureClass.FROZEN}
        names = select(Person.id, Person.name).where(Person.store_id == store_id)
        self._names: Mapping[str, str] = {row.id: row.name for row in session.execute(names)}

    def trip(self, trip: Json) -> list[Json]:
        """Give why a trip is as it is, as messages."""
        cold = bool(self._cold.intersection(trip["orders"]))
        return [self._message(why, cold=cold) for why in trip["why"]]

    def joined(self, join: Json) -> Json:
        """Give why an order joins a walk somebody is on, as a message."""
        facts = {name: join[name] for name in ("order", "picker", "metres", "saved")}
        return self._message({"code": "plan_joins_walk", "facts": facts}, cold=False)

    def left(self, why: Json) -> Json:
        """Give why a task is in no trip, as a message."""
        return self._message(why, cold=False)

    def name(self, person_id: str) -> str:
        """Give somebody's name."""
        return self._names.get(person_id, person_id)

    def _message(self, why: Json, *, cold: bool) -> Json:
        code = COLD_WORDS.get(why["code"], why["code"]) if cold else why["code"]
        return {"code": code, "facts": dict(self._fact(name, value) for name, value in why["facts"].items())}

    def _fact(self, name: str, value: object) -> tuple[str, object]:
        if name == "order":
            return name, self.numbers.get(str(value), value)
        if name == "picker":
            return name, self.name(str(value))
        if name in ("spare", "late") and isinstance(value, int | float):
            return name, round(value / 60)
        return name, round(value) if isinstance(value, float) else value
