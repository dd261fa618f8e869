"""Who may work where: on shift, active, with the zone's skill, and with freezer skill where it is frozen."""

from collections.abc import Mapping

from picking.floor.model import Zone
from picking.foundation.kinds import TemperatureClass
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.people.queries import open_shift
from picking.tasks.model import FloorTaskKind

FREEZER = "freezer"
RIGHT_FOR: Mapping[FloorTaskKind, str] = {
    FloorTaskKind.MOVE: "move",
    FloorTaskKind.REPLENISH: "move",
    FloorTaskKind.COUNT: "count",
    FloorTaskKind.SEARCH: "pick",
    FloorTaskKind.QUESTION: "pick",
    FloorTaskKind.CLEAR_OUT: "count",
}


def may_pick_in(person: Person, zone: Zone) -> bool:
    """Tell whether a person has the skill a zone asks for."""
    cold_enough = zone.temperature_class is not TemperatureClass.FROZEN or FREEZER in person.skills
    return zone.code in person.skills and cold_enough


def at_work(work: UnitOfWork, person_id: str) -> Person:
    """Open a person who is at work, so that nobody else gives this person work meanwhile; refuses anybody else."""
    person = work.get(Person, person_id, lock=True)
    if not person.active or open_shift(work.session, person_id) is None:
        raise Refusal("not_on_shift", Kind.FORBIDDEN, name=person.name)
    return person


def check_skill(person: Person, zone: Zone) -> None:
    """Refuse a person who may not work in a zone, naming both."""
    if not may_pick_in(person, zone):
        raise Refusal("skill_missing", Kind.FORBIDDEN, person=person.name, zone=zone.code)
