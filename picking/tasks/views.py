"""What a screen is shown of work: small dictionaries of one task, one line, one put-back line."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Basket, Bin, Zone
from picking.foundation.tables import Json
from picking.orders.model import Order, OrderLine
from picking.stock.model import Lot, OnHand
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import FloorTask, PickLine, PickTask, PutBackLine, Walk
from picking.tasks.queries import open_lines, tasks_of_walk


def walk_view(session: Session, walk: Walk) -> Json:
    """Show a walk: its tasks with their baskets, how many lines are left, why this person got it."""
    return {
        "walk_id": walk.id,
        "metres": walk.metres,
        "reason": {"code": walk.reason, "facts": walk.reason_facts},
        "lines_left": len(open_lines(session, walk.id)),
        "tasks": [task_view(session, task) for task in tasks_of_walk(session, walk.id)],
    }


def task_view(session: Session, task: PickTask) -> Json:
    """Show a task: order, zone, basket with its colour, due time, and why it came back if it did."""
    order = session.get_one(Order, task.order_id)
    basket = session.get(Basket, task.basket_id) if task.basket_id else None
    return {
        "task_id": task.id,
        "order_id": order.id,
        "number": order.number,
        "state": str(task.state),
        "zone": session.get_one(Zone, task.zone_id).code,
        "due_at": task.due_at.isoformat(),
        "person_id": task.person_id,
        "basket": basket and {"id": basket.id, "colour": basket.colour},
        "flag": flag_of(session, task),
        "stop_asked": task.state is PickTaskState.STOPPED and task.stop_confirmed_at is None,
        "take_over": task.asked_by and {"asked_by": task.asked_by, "to": task.asked_for},
    }


def flag_of(session: Session, task: PickTask) -> Json | None:
    """Say why a task came back and what is in its basket: "basket 000012 has 3 lines"; None when it did not."""
    if task.flagged is None:
        return None
    picked = session.scalars(select(PickLine.id).where(PickLine.task_id == task.id, PickLine.picked > 0)).all()
    return {"code": task.flagged, "facts": {"basket": task.basket_id, "lines": len(picked)}}


def line_view(session: Session, line: PickLine, language: str = "en") -> Json:
    """Show a line: what, how much, from where, into which basket, and what the customer wrote."""
    item = session.get_one(Item, line.sku)
    wanted = session.get_one(OrderLine, line.order_line_id)
    task = session.get_one(PickTask, line.task_id)
    place = session.get(Bin, line.bin_id) if line.bin_id else None
    lot = session.get(Lot, line.lot_id) if line.lot_id else None
    return {
        "line_id": line.id,
        "task_id": task.id,
        "order_id": line.order_id,
        "number": session.get_one(Order, line.order_id).number,
        "state": str(line.state),
        "sku": line.sku,
        "name": item.name(language),
        "picture": item.picture,
        "unit": str(line.unit),
        "quantity": line.quantity,
        "picked": line.picked,
        "typed": line.typed,
        "bin": place and {"id": place.id, "check_number": place.check_number, "aisle": place.aisle},
        "expires_on": lot.expires_on.isoformat() if lot and lot.expires_on else None,
        "basket_id": task.basket_id,
        "scan_each": item.scan_each,
        "heavy": item.heavy,
        "fragile": item.fragile,
        "temperature_class": str(item.temperature_class),
        "options": wanted.options,
        "note": wanted.note,
        "substitute_for": line.substitute_for,
        "proposals": list(line.proposals or []),
        "rank": line.rank,
    }


def bin_looks_empty(session: Session, line: PickLine) -> bool:
    """Tell whether the books know nothing more of a line's item in its bin: ask "is the bin empty?"."""
    lying = select(OnHand.lot_id).where(OnHand.place == line.bin_id, OnHand.sku == line.sku, OnHand.quantity > 0)
    return session.scalars(lying.limit(1)).first() is None


def put_back_line_view(session: Session, line: PutBackLine, language: str = "en") -> Json:
    """Show what is to be put back, and where it came from."""
    item = session.get_one(Item, line.sku)
    place = session.get_one(Bin, line.bin_id)
    return {
        "line_id": line.id,
        "put_back_id": line.put_back_id,
        "state": str(line.state),
        "sku": line.sku,
        "name": item.name(language),
        "picture": item.picture,
        "unit": str(line.unit),
        "quantity": line.quantity,
        "bin": {"id": place.id, "check_number": place.check_number, "aisle": place.aisle},
        "temperature_class": str(line.temperature_class),
        "until": line.deadline_at.isoformat() if line.deadline_at else None,
    }


def floor_task_view(task: FloorTask) -> Json:
    """Show a floor task as it was asked."""
    return {
        "floor_task_id": task.id,
        "kind": str(task.kind),
        "state": str(task.state),
        "subject": task.subject,
        "order_id": task.order_id,
        "due_at": task.due_at.isoformat(),
        "answer": task.answer,
    }
