"""Goods that a scale found to be more than planned: where they come from, and how they go back."""

from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.ledger import move
from picking.stock.commands.taking import untake
from picking.stock.model import IN_HAND, Allocation, Lot, OnHand


def take_over_plan(work: UnitOfWork, order_id: str, bin_id: str, lot_id: str, grams: int) -> int:
    """Take what weighs more than planned out of the same bin: at most what the books know there and nobody else gets.

    Gives how much that was.
    """
    there = work.find(OnHand, (bin_id, lot_id))
    over = min(grams, there.quantity - there.allocated if there else 0)
    if over <= 0:
        return 0
    move(work, work.get(Lot, lot_id).sku, lot_id, over, bin_id, IN_HAND, "weight_over", order_id=order_id)
    return over


def untake_weight(work: UnitOfWork, order_id: str, allocation_id: str, lot_id: str, grams: int) -> None:
    """Put a weight back into its bin: first what the plan knew, then what a scale found over it."""
    allocation = work.get(Allocation, allocation_id)
    planned, bin_id = min(grams, allocation.taken), allocation.bin_id
    if planned:
        untake(work, allocation_id, planned)
    if grams > planned:
        move(work, allocation.sku, lot_id, grams - planned, IN_HAND, bin_id, "unpick", order_id=order_id)
