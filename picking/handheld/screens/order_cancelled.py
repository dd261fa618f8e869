"""The full screen on the device that holds the goods: the order is to be cancelled, stop and say so."""

from picking.floor.model import Basket
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing
from picking.handheld.walk import basket_shown
from picking.orders.model import Order
from picking.tasks import commands as tasks


def show(at: Standing) -> Json:
    """Show which order it is and the basket its goods lie in."""
    task = at.duty.stopped
    assert task is not None
    order = at.work.get(Order, task.order_id)
    basket = at.work.find(Basket, task.basket_id) if task.basket_id else None
    return {"task_id": task.id, "order": order.number, "basket": basket_shown(basket)}


def acknowledge(at: Standing, _: Json) -> Said:
    """Say that the work on this order has stopped."""
    task = at.duty.stopped
    assert task is not None
    order = at.work.get(Order, task.order_id)
    tasks.confirm_stop(at.work, task.id)
    at.go("home")
    return finished("stop_confirmed", order=order.number)


ORDER_CANCELLED = ScreenKind(name="order_cancelled", show=show, steps={"acknowledge": Step(acknowledge)})
