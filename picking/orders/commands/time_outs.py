"""What ends each wait of the order room; the story gives these to the sweep."""

from typing import Any

from picking.foundation.sweeps import TimeOuts
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.commands.acceptance import release_order
from picking.orders.commands.cancelling import expire_cancellation
from picking.orders.commands.leaving import close_order
from picking.orders.commands.payment import expire_order
from picking.orders.commands.sub_orders import release_sub_order
from picking.orders.lifecycle import CancellationStep, OrderStep, SubOrderStep
from picking.orders.model import Cancellation, Order, SubOrder


def _release_order(work: UnitOfWork, order: Any) -> None:
    release_order(work, order.id)


def _release_sub_order(work: UnitOfWork, part: Any) -> None:
    release_sub_order(work, part.id)


TIME_OUTS: TimeOuts = {
    (Order, OrderStep.EXPIRE): expire_order,
    (Order, OrderStep.RELEASE): _release_order,
    (Order, OrderStep.CLOSE): close_order,
    (SubOrder, SubOrderStep.RELEASE): _release_sub_order,
    (Cancellation, CancellationStep.EXPIRE): expire_cancellation,
}
