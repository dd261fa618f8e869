"""What can be done at a stall, a file a verb-group."""

from picking.stations.commands.leading import hurry, pass_to, print_again, remake, sell_out
from picking.stations.commands.making import claim, do_item, finish, recall, unclaim, undo_item
from picking.stations.commands.ordering import (
    fire,
    fire_due,
    fire_held,
    make_ticket,
    requeue_due,
    time_held,
)
from picking.stations.commands.parting import bump, hand_over_tickets, stage_ticket
from picking.stations.commands.voiding import answer_void, stop_tickets, void_all, withdraw_voids
from picking.stations.commands.weighing import laid_refused, put_at_scale, weigh_item, weigh_laid

__all__ = [
    "answer_void",
    "bump",
    "claim",
    "do_item",
    "finish",
    "fire",
    "fire_due",
    "fire_held",
    "hand_over_tickets",
    "hurry",
    "laid_refused",
    "make_ticket",
    "pass_to",
    "print_again",
    "put_at_scale",
    "recall",
    "remake",
    "requeue_due",
    "sell_out",
    "stage_ticket",
    "stop_tickets",
    "time_held",
    "unclaim",
    "undo_item",
    "void_all",
    "weigh_item",
    "weigh_laid",
    "withdraw_voids",
]
