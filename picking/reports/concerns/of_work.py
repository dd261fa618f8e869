"""Work that hangs between people: asked for, come back with goods, refused, nobody's, held by a silent device."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device
from picking.floor.model import Zone
from picking.foundation.tables import Json
from picking.orders.model import Order
from picking.people.model import Person
from picking.reports.concerns.concern import SEEN_MAX, Concern, Kind, Looking
from picking.reports.work_now import pickers_on_shift, times_refused
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask
from picking.tasks.queries import IN_HAND
from picking.tasks.skills import may_pick_in
from picking.tasks.views import flag_of

WAITING_MAX = 500
REFUSED_MIN = 2
SILENT = (DeviceState.OFFLINE, DeviceState.LOST)
Waiting = Sequence[tuple[PickTask, Order, Zone]]


def asked_for(at: Looking) -> Iterator[Concern]:
    """Take-overs one of two has asked for and the other has not answered."""
    holder, wanted = aliased(Person), aliased(Person)
    rows = (
        select(PickTask, Order, Zone, holder.name, wanted.name)
        .join(Order, Order.id == PickTask.order_id)
        .join(Zone, Zone.id == PickTask.zone_id)
        .join(holder, holder.id == PickTask.person_id)
        .join(wanted, wanted.id == PickTask.asked_for)
        .where(PickTask.store_id == at.store_id, PickTask.asked_by.is_not(None), PickTask.state.in_(IN_HAND))
        .order_by(PickTask.due_at, PickTask.id)
        .limit(SEEN_MAX)
    )
    for task, order, zone, holds, wants in at.books.execute(rows):
        facts = {"person": holds, "to": wants, "zone": zone.names}
        yield _of(Kind.TAKE_OVER_ASKED, task, order, facts, ("agree", "keep"))


def hanging(at: Looking) -> Iterator[Concern]:
    """Free work that came back with goods in its basket, was refused, or that nobody here may do."""
    waiting = _waiting(at)
    people = pickers_on_shift(at.books, at.store_id)
    refused = times_refused(at.books, [task.id for task, _, _ in waiting])
    for task, order, zone in waiting:
        able = tuple((one.id, one.name) for one in people if may_pick_in(one, zone))
        facts = {"zone": zone.names}
        if task.flagged is not None and task.basket_id is not None:
            yield _of(Kind.TASK_CAME_BACK, task, order, facts, ("give",), able, _why(at, task))
        elif able and refused.get(task.id, 0) >= REFUSED_MIN:
            yield _of(Kind.TASK_REFUSED, task, order, {**facts, "times": refused[task.id]}, ("give",), able)
    yield from _nobody_skilled(waiting, people)


def silent_devices(at: Looking) -> Iterator[Concern]:
    """Devices somebody works with that are not heard any more; after a while their work is freed by itself."""
    patience = timedelta(minutes=at.settings.device_silent_minutes_max)
    rows = (
        select(Device, Person)
        .join(Person, Person.id == Device.person_id)
        .where(Device.store_id == at.store_id, Device.state.in_(SILENT))
        .order_by(Device.state_since, Device.id)
        .limit(SEEN_MAX)
    )
    for device, person in at.books.execute(rows):
        held, first = _held_by(at, person.id)
        steps = ("free_work", "take_back", "lost") if held else ("take_back", "lost")
        until = device.state_since + patience
        yield Concern(
            Kind.DEVICE_SILENT, device.id, device.state_since,
            {"device": device.name, "person": person.name, "cause": device.cause or "unknown"},
            first.id if first else None, first.number if first else None, first.due_at if first else None,
            until if held and until > at.now else None, steps, held,
        )  # fmt: skip


def _waiting(at: Looking) -> Waiting:
    rows = (
        select(PickTask, Order, Zone)
        .join(Order, Order.id == PickTask.order_id)
        .join(Zone, Zone.id == PickTask.zone_id)
        .where(PickTask.store_id == at.store_id, PickTask.state == PickTaskState.AVAILABLE)
        .order_by(PickTask.due_at, PickTask.id)
        .limit(WAITING_MAX)
    )
    return at.books.execute(rows).all()


def _nobody_skilled(waiting: Waiting, people: Sequence[Person]) -> Iterator[Concern]:
    for zone in {zone.id: zone for _, _, zone in waiting}.values():
        if any(may_pick_in(one, zone) for one in people):
            continue
        stuck = [(task, order) for task, order, at_zone in waiting if at_zone.id == zone.id]
        task, order = stuck[0]
        facts = {"zone": zone.names, "orders": len(stuck)}
        yield Concern(
            Kind.NOBODY_SKILLED, zone.id, min(each.state_since for each, _ in stuck), facts,
            order.id, order.number, task.due_at,
        )  # fmt: skip


def _of(
    kind: Kind,
    task: PickTask,
    order: Order,
    facts: Json,
    steps: tuple[str, ...],
    able: tuple[tuple[str, object], ...] = (),
    details: tuple[tuple[str, Json], ...] = (),
) -> Concern:
    return Concern(
        kind, task.id, task.state_since, facts, order.id, order.number, task.due_at, None, steps, details,
        {"give": able} if "give" in steps else {},
    )  # fmt: skip


def _why(at: Looking, task: PickTask) -> tuple[tuple[str, Json], ...]:
    flag = flag_of(at.books, task)
    return ((flag["code"], flag["facts"]),) if flag else ()


def _held_by(at: Looking, person_id: str) -> tuple[tuple[tuple[str, Json], ...], Order | None]:
    """Give the orders in a person's hands, and the one that is due first."""
    rows = (
        select(PickTask, Order)
        .join(Order, Order.id == PickTask.order_id)
        .where(PickTask.person_id == person_id, PickTask.state.in_(IN_HAND))
        .order_by(PickTask.due_at, PickTask.id)
    )
    found = at.books.execute(rows).all()
    said = tuple(("held_order", {"number": order.number, "basket": task.basket_id or "-"}) for task, order in found)
    return said, found[0][1] if found else None
