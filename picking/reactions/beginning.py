"""An order is released: it gets its slot, and its parts become pick tasks and stall tickets."""

from picking.foundation.kinds import WorkType
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.events import OrderHastened, OrderReleased, SubOrderReleased
from picking.orders.model import SubOrder
from picking.outbound import commands as outbound
from picking.stations import commands as stations
from picking.stations.events import TicketClaimed
from picking.tasks import commands as tasks
from picking.tasks.events import PickTaskStarted


def give_it_a_slot(work: UnitOfWork, event: OrderReleased) -> None:
    """Reserve the slot where all bags of the order will meet."""
    outbound.reserve_slot(work, event.order_id)


def begin_work(work: UnitOfWork, event: SubOrderReleased) -> None:
    """Make the pick tasks or the stall's ticket of a part."""
    part = work.get(SubOrder, event.sub_order_id)
    if part.work_type is WorkType.STANDARD:
        tasks.make_pick_tasks(work, part.id)
    else:
        stations.make_ticket(work, part.id)


def begin_all(work: UnitOfWork, event: OrderHastened) -> None:
    """Hold nothing of the order back any more."""
    tasks.begin_held(work, event.order_id)
    stations.fire_held(work, event.order_id)


def note_start(work: UnitOfWork, event: PickTaskStarted | TicketClaimed) -> None:
    """Note that somebody works on the part."""
    orders.start_sub_order(work, event.sub_order_id)
