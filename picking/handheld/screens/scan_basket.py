"""The screen before a walk: each order's basket is scanned once, so that nothing lands in the wrong one."""

from sqlalchemy import func, select

from picking.floor.model import Basket
from picking.foundation.tables import Json
from picking.handheld.answer import Said, right
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens.asks import SURE
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.pick_steps import give_back
from picking.handheld.standing import Standing
from picking.handheld.walk import basket_shown
from picking.orders.model import Order
from picking.tasks import commands as tasks
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import JOINED
from picking.tasks.views import flag_of


def show(at: Standing) -> Json:
    """Show the order whose basket is wanted, what is in it already, and how many baskets are still to come."""
    task = at.duty.without_basket[0]
    order = at.work.get(Order, task.order_id)
    lines, begun = _lines(at, task)
    return {
        "task_id": task.id,
        "order": order.number,
        "due_at": task.due_at.isoformat(),
        "zone": task.zone_id,
        "lines": lines,
        "lines_in_basket": begun,
        "basket": basket_shown(at.work.find(Basket, task.basket_id)) if task.basket_id else None,
        "flag": flag_of(at.work.session, task),
        "baskets_wanted": len(at.duty.without_basket),
    }


def _lines(at: Standing, task: PickTask) -> tuple[int, int]:
    begun = func.count().filter(PickLine.picked > 0)
    row = at.work.session.execute(select(func.count(), begun).where(PickLine.task_id == task.id)).one()
    return row[0], row[1]


def basket_scanned(at: Standing, basket: Meaning) -> Said:
    """Bind the basket to the order shown; with the last one the walk begins."""
    task = at.duty.without_basket[0]
    tasks.bind_basket(at.work, task.id, basket.key)
    return right("basket_bound", basket=basket.name, colour=basket.thing.colour)


def leave_out(at: Standing, _: Json) -> Said:
    """Leave an order to somebody else that joined the walk when there was no basket left for it."""
    tasks.leave_joined(at.work, at.duty.without_basket[0].id)
    return right("order_left_out")


def _has_joined(at: Standing) -> bool:
    return at.duty.without_basket[0].flagged == JOINED


SCAN_BASKET = ScreenKind(
    name="scan_basket",
    show=show,
    scans={Kind.BASKET: basket_scanned},
    steps={"give_back": Step(give_back, asks=(SURE,)), "leave_out": Step(leave_out, _has_joined, (SURE,))},
)
