"""Somebody goes home: the work is freed, the device put down, the stall left, the shift over."""

from picking.devices import commands as devices
from picking.devices.queries import device_of, open_sessions
from picking.foundation.refusals import Refusal, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.people import commands as people
from picking.people.model import Person
from picking.people.queries import open_shift
from picking.tasks import commands as tasks


def send_home(work: UnitOfWork, person_id: str) -> Person:
    """End somebody's shift in a lead's name; whoever is next goes on with what was begun.

    Refuses (`not_on_shift`) who is on none.
    """
    work.by.require("take_over")
    person = work.get(Person, person_id, lock=True)
    if person.store_id != work.by.store_id:
        raise unknown("Person", person_id)
    if open_shift(work.session, person_id) is None:
        raise Refusal("not_on_shift", name=person.name)
    tasks.give_back(work, person_id)
    held = device_of(work.session, person_id)
    if held is not None:
        devices.sign_off(work, held.id)
    devices.leave_scale(work, person_id)
    for stall_id, session in open_sessions(work.session, person.store_id).items():
        if session.person_id == person_id:
            devices.close_station(work, stall_id)
    people.end_shift(work, person_id)
    return person
