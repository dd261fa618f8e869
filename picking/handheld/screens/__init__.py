"""All screens, and which one a person stands at: what the books say is in hand decides, not what was shown before."""

from collections.abc import Mapping

from sqlalchemy import func, select

from picking.handheld.screens import how_many_left, question_in_passing
from picking.handheld.screens.bind_label import BIND_LABEL
from picking.handheld.screens.cart_check import CART_CHECK
from picking.handheld.screens.clear_out import CLEAR_OUT
from picking.handheld.screens.count import COUNT
from picking.handheld.screens.customer_return import CUSTOMER_RETURN
from picking.handheld.screens.drop import DROP
from picking.handheld.screens.home import HOME, INFO
from picking.handheld.screens.how_many_left import HOW_MANY_LEFT
from picking.handheld.screens.inspect_goods import INSPECT_GOODS
from picking.handheld.screens.inspect_return import INSPECT
from picking.handheld.screens.kind import ScreenKind
from picking.handheld.screens.load import LOAD
from picking.handheld.screens.move import MOVE
from picking.handheld.screens.order_cancelled import ORDER_CANCELLED
from picking.handheld.screens.pack import PACK
from picking.handheld.screens.pick_line import PICK_LINE_SCREEN
from picking.handheld.screens.pickup import PICKUP
from picking.handheld.screens.put_away import PUT_AWAY
from picking.handheld.screens.put_back import PUT_BACK
from picking.handheld.screens.question import QUESTION
from picking.handheld.screens.question_in_passing import QUESTION_IN_PASSING
from picking.handheld.screens.receive import RECEIVE
from picking.handheld.screens.replenish import REPLENISH
from picking.handheld.screens.return_in import RETURN_IN
from picking.handheld.screens.scan_basket import SCAN_BASKET
from picking.handheld.screens.scan_out import SCAN_OUT
from picking.handheld.screens.search_item import SEARCH
from picking.handheld.screens.stage import STAGE
from picking.handheld.screens.take_over import TAKE_OVER_ASKED, asked_task
from picking.handheld.screens.verify import VERIFY
from picking.handheld.standing import Standing
from picking.handheld.walk import ASKED, TO_TAKE
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import FloorTaskKind, PickLine, PickTask
from picking.tasks.queries import JOINED

FLOOR_TASKS: Mapping[FloorTaskKind, ScreenKind] = {
    FloorTaskKind.MOVE: MOVE,
    FloorTaskKind.REPLENISH: REPLENISH,
    FloorTaskKind.COUNT: COUNT,
    FloorTaskKind.SEARCH: SEARCH,
    FloorTaskKind.QUESTION: QUESTION,
    FloorTaskKind.CLEAR_OUT: CLEAR_OUT,
}
# Screens somebody goes to by a scan, with nothing of the walk in hand; they stay until finished or left.
CHOSEN = {
    screen.name: screen
    for screen in (
        INFO, STAGE, SCAN_OUT, PICKUP, CART_CHECK, RETURN_IN, INSPECT, CUSTOMER_RETURN, INSPECT_GOODS, BIND_LABEL,
        RECEIVE, PUT_AWAY, LOAD,
    )
}  # fmt: skip
ALL = (
    HOME, INFO, SCAN_BASKET, PICK_LINE_SCREEN, VERIFY, PACK, DROP, PUT_BACK, ORDER_CANCELLED, TAKE_OVER_ASKED,
    HOW_MANY_LEFT, QUESTION_IN_PASSING, *FLOOR_TASKS.values(),
    STAGE, SCAN_OUT, PICKUP, CART_CHECK, RETURN_IN, INSPECT, CUSTOMER_RETURN,
    INSPECT_GOODS, BIND_LABEL, RECEIVE, PUT_AWAY, LOAD,
)  # fmt: skip


def screen_now(at: Standing) -> ScreenKind:
    """Give the screen of this moment; an order to be cancelled comes before everything else."""
    if at.duty.stopped is not None:
        return ORDER_CANCELLED
    if asked_task(at) is not None:
        return TAKE_OVER_ASKED
    if at.duty.is_free:
        return CHOSEN.get(at.row.name, HOME)
    if question_in_passing.is_asked(at):
        return question_in_passing.asked_over(_screen_of_work(at))
    return _screen_of_work(at)


def _screen_of_work(at: Standing) -> ScreenKind:
    if at.duty.put_back is not None:
        return PUT_BACK
    if at.duty.floor_task is not None:
        return FLOOR_TASKS[at.duty.floor_task.kind]
    walking = _screen_of_walk(at)
    return how_many_left.asked_over(walking) if how_many_left.is_asked(at) else walking


def _screen_of_walk(at: Standing) -> ScreenKind:
    if at.duty.without_basket and _is_due(at, at.duty.without_basket[0]):
        return SCAN_BASKET
    if at.duty.walking and at.walk.count(*TO_TAKE, *ASKED, PickLineState.PARKED):
        return PICK_LINE_SCREEN
    if at.duty.walking:
        return VERIFY
    return PACK if at.bags.to_close is not None else DROP


def _is_due(at: Standing, task: PickTask) -> bool:
    """Tell whether a basket is wanted now: of what joined the walk only once everything before it is taken."""
    if task.flagged != JOINED or not at.walk.count(*TO_TAKE):
        return True
    first = at.work.session.scalars(select(func.min(PickLine.rank)).where(PickLine.task_id == task.id)).one() or 0
    before = (PickLine.task_id.in_(at.walking_ids), PickLine.state.in_(TO_TAKE), PickLine.rank < first)
    return at.work.session.scalars(select(PickLine.id).where(*before).limit(1)).first() is None
