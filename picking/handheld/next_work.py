"""What comes next for somebody who asks: a walk, a put-back or a floor task, whichever is due first."""

from datetime import datetime
from zoneinfo import ZoneInfo

from picking.catalogue.model import Item
from picking.floor.model import Basket, Store
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, attention, right
from picking.handheld.places import place_name
from picking.handheld.standing import Standing
from picking.orders.model import Order
from picking.people.model import Person
from picking.tasks import commands as tasks
from picking.tasks.model import FloorTask, FloorTaskKind, PutBack
from picking.tasks.queries import free_floor_tasks, next_start, next_work, zones_of


def take_next(at: Standing) -> Said:
    """Take what comes next; goods to put back are named first, because they begin with the scan of their basket.

    Who asks again instead of fetching them gets a walk when one waits: customers are not kept waiting for shelves.
    """
    named_before = "put_back" in at.facts
    at.go("home")
    coming = next_work(at.work.session, at.work.get(Person, at.person_id))
    if coming is None:
        return _nothing(at)
    if coming.kind == "put_back":
        return (_walk(at) if named_before else None) or _name(at, at.work.get(PutBack, coming.id))
    if coming.kind == "floor_task":
        tasks.take_floor_task(at.work, coming.id)
        return right("work_taken")
    return _walk(at) or _nothing(at)


def waiting_question(at: Standing) -> Json | None:
    """Give the question that waits longest for somebody like this person: what, how much, where."""
    task = _question(at)
    if task is None:
        return None
    item = at.work.find(Item, task.subject["sku"])
    return {
        "item": item.name(at.language) if item else task.subject["sku"],
        "quantity": task.subject.get("quantity"),
        "bin": place_name(task.subject.get("bin_id")),
        "asked_at": task.due_at.isoformat(),
    }


def take_question(at: Standing, _: Json) -> Said:
    """Go and look: the question comes before everything else that waits."""
    task = _question(at)
    if task is None:
        raise Refusal("question_is_gone")
    at.go("home")
    tasks.take_floor_task(at.work, task.id)
    return right("work_taken")


def _question(at: Standing) -> FloorTask | None:
    person = at.work.get(Person, at.person_id)
    free = free_floor_tasks(person, zones_of(at.work.session, person))
    return at.work.session.scalars(free.where(FloorTask.kind == FloorTaskKind.QUESTION).limit(1)).first()


def coming_walk(at: Standing) -> Json | None:
    """Give the next walk that is held until its goods keep: where it goes, and when it begins."""
    held = next_start(at.work.session, at.work.get(Person, at.person_id))
    if held is None:
        return None
    zone, start_at = held
    name = zone.names.get(at.work.by.language) or zone.names["en"]
    return {"zone": zone.id, "name": name, "start_at": start_at.isoformat(), "clock": clock_here(at, start_at)}


def clock_here(at: Standing, time: datetime) -> str:
    """Give what the clock on the store's wall shows at a time."""
    return f"{time.astimezone(ZoneInfo(at.work.get(Store, at.store_id).timezone)):%H:%M}"


def _nothing(at: Standing) -> Said:
    """Say that there is nothing now, and what comes when."""
    coming = coming_walk(at)
    if coming is None:
        return attention("no_work_now")
    return attention("walk_starts_at", zone=coming["name"], clock=coming["clock"])


def _walk(at: Standing) -> Said | None:
    return right("work_taken") if tasks.pull_work(at.work, at.person_id) else None


def _name(at: Standing, put_back: PutBack) -> Said:
    is_basket = at.work.find(Basket, put_back.where) is not None
    order = at.work.get(Order, put_back.order_id).number
    code = f"K:{put_back.where}" if is_basket else f"A:{put_back.where}"
    at.remember(put_back={"order": order, "where": place_name(put_back.where), "code": code})
    return attention("put_back_waits", where=place_name(put_back.where))
