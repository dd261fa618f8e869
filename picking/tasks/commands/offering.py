"""Gives work out by itself: silent hands are emptied, then all trips and all free people are paired at once."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

import numpy as np
from sqlalchemy import select

from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device
from picking.floor.model import Store, Zone
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.people.queries import on_shift
from picking.planning import assign
from picking.tasks.batching import form_trips
from picking.tasks.commands.holding import free_silent
from picking.tasks.commands.queue import offer_trip
from picking.tasks.lifecycle import PickTaskState, PutBackState
from picking.tasks.model import PickTask, PutBack, Walk
from picking.tasks.queries import IN_HAND, free_tasks
from picking.tasks.skills import may_pick_in

LOOKED_AT = 60
SHIFT_HOURS = 12
_UNREACHABLE = (DeviceState.OFFLINE, DeviceState.LOST)
_BUSY = (*IN_HAND, PickTaskState.OFFERED, PickTaskState.STOPPED)


def offer_waiting(work: UnitOfWork) -> list[Walk]:
    """Offer what waits to who is free: what is due first goes first, to whoever has carried least.

    First the work of silent devices is freed. In a store whose people only pull (`pick_mode.assignment` is `pull`)
    nothing is offered.
    """
    free_silent(work)
    store = work.get(Store, work.by.store_id)
    if store.settings.get("pick_mode", {}).get("assignment") == "pull":
        return []
    people = free_people(work)
    trips = _trips(work) if people else []
    if not trips:
        return []
    carried = _kilograms_today(work, people)
    zones = {zone.id: zone for zone in work.session.scalars(select(Zone).where(Zone.store_id == store.id))}
    costs = np.array([[turn * 1000.0 + carried[person.id] for turn in range(len(trips))] for person in people])
    forbidden = np.array([[not may_pick_in(person, zones[trip[0].zone_id]) for trip in trips] for person in people])
    return [
        offer_trip(
            work, people[p].id, trips[t], "walk_offered", person=people[p].name, kilograms=round(carried[people[p].id])
        )
        for p, t in assign(costs, forbidden)
    ]  # fmt: skip


def free_people(work: UnitOfWork) -> list[Person]:
    """List who is on shift, has nothing in hand, can be reached, and did not leave an offer unanswered just now."""
    busy = select(PickTask.person_id).where(PickTask.state.in_(_BUSY), PickTask.person_id.is_not(None))
    putting_back = select(PutBack.person_id).where(PutBack.state == PutBackState.IN_PROGRESS)
    since = work.now - timedelta(minutes=work.settings.device_silent_minutes_max)
    unwilling = select(Walk.person_id).where(Walk.taken_at.is_(None), Walk.ended_at >= since)
    taken = {*work.session.scalars(busy), *work.session.scalars(putting_back), *work.session.scalars(unwilling)}
    reachable: dict[str, bool] = {}
    for device in work.session.scalars(select(Device).where(Device.person_id.is_not(None))):
        holder = device.person_id or ""
        reachable[holder] = reachable.get(holder, False) or device.state not in _UNREACHABLE
    present = on_shift(work.session, work.by.store_id)
    return [person for person in present if person.id not in taken and reachable.get(person.id, True)]


def _trips(work: UnitOfWork) -> list[list[PickTask]]:
    """Give what waits as trips, those due first in front; what is in a hurry goes alone."""
    waiting = work.session.scalars(free_tasks(work.by.store_id, None, None).limit(LOOKED_AT)).all()
    hurry = work.now + timedelta(minutes=work.settings.batch_slack_minutes_min)
    trips = [[task] for task in waiting if task.due_at < hurry]
    calm = sorted((task for task in waiting if task.due_at >= hurry), key=lambda task: task.zone_id)
    for _, tasks in groupby(calm, key=lambda task: task.zone_id):
        trips += form_trips(work, sorted(tasks, key=_turn))
    return sorted(trips, key=lambda trip: _turn(trip[0]))


def _turn(task: PickTask) -> tuple[int, float]:
    return -task.priority, task.due_at.timestamp()


def _kilograms_today(work: UnitOfWork, people: Sequence[Person]) -> dict[str, float]:
    """Give what each person has carried this shift, in kilograms."""
    since = work.now - timedelta(hours=SHIFT_HOURS)
    rows = select(PickTask.person_id, PickTask.load).where(
        PickTask.person_id.in_([person.id for person in people]), PickTask.assigned_at >= since
    )
    carried = {person.id: 0.0 for person in people}
    for person_id, load in work.session.execute(rows):
        carried[person_id or ""] += load.get("grams", 0) / 1000
    return carried
