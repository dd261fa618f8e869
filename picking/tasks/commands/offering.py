"""Gives work out by itself: silent hands are emptied, then everybody who is free is asked to walk."""

from picking.floor.model import Store, Zone
from picking.foundation.kinds import TemperatureClass
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.tasks.commands.holding import free_silent
from picking.tasks.commands.queue import offer_planned, offer_trip
from picking.tasks.due_order import may_carry, trips_by_due_time
from picking.tasks.ledger import Ledger, ledgers
from picking.tasks.model import PickTask, Walk
from picking.tasks.presence import askable_people, free_of
from picking.tasks.queries import free_tasks, is_planned
from picking.tasks.shut import is_open
from picking.tasks.skills import may_pick_in

LOOKED_AT = 60


def offer_waiting(work: UnitOfWork) -> list[Walk]:
    """Offer work to who is free: the walks of the plan in force, else what is due first to whoever carried least.

    First the work of silent devices is freed. In a store whose people only pull (`pick_mode.assignment` is `pull`)
    nothing is offered.
    """
    free_silent(work)
    store = work.get(Store, work.by.store_id)
    if store.settings.get("pick_mode", {}).get("assignment") == "pull":
        return []
    present = askable_people(work.session, store.id, work.now, work.settings)
    people = free_of(work.session, present, work.now)
    if is_planned(work.session, store.id):
        walks = (offer_planned(work, person) for person in people)
        return [walk for walk in walks if walk is not None]
    return _offer_by_due_time(work, people)


def _offer_by_due_time(work: UnitOfWork, people: list[Person]) -> list[Walk]:
    known = ledgers(work.session, people, work.now, work.settings)
    people = sorted(people, key=lambda person: (known[person.id].kilograms, person.id))
    rows = free_tasks(work.by.store_id, None, None).where(is_open(work.session, work.by.store_id, work.now))
    waiting = work.session.scalars(rows.limit(LOOKED_AT)).all() if people else ()
    walks = []
    for trip in trips_by_due_time(waiting, work.now, work.settings):
        person = next((one for one in people if _may_walk(work, one, known[one.id], trip)), None)
        if person is not None:
            people.remove(person)
            facts = {"person": person.name, "kilograms": round(known[person.id].kilograms)}
            walks.append(offer_trip(work, person.id, trip, "walk_offered", facts))
    return walks


def _may_walk(work: UnitOfWork, person: Person, ledger: Ledger, trip: list[PickTask]) -> bool:
    zone = work.get(Zone, trip[0].zone_id)
    frozen = zone.temperature_class is TemperatureClass.FROZEN
    fresh = not ledger.is_walked_out(work.settings)
    return fresh and may_pick_in(person, zone) and may_carry(ledger.left(work.settings), trip, frozen=frozen)
