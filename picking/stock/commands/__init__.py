"""What can be done with stock; each command first takes the lock of the item it changes."""

from picking.stock.commands.allocating import (
    allocate,
    declare_empty,
    give_up,
    give_up_unallocated,
    reallocate,
    reserve_extra,
)
from picking.stock.commands.carrying import fetch, fetch_last
from picking.stock.commands.correcting import correct, send_elsewhere
from picking.stock.commands.ledger import held, move, put_back, receive, take_in, write_off
from picking.stock.commands.levels import available_of, lock_level, look_at_shelf, withhold
from picking.stock.commands.reserving import close_out, commit, extend, release, reserve, shortages
from picking.stock.commands.returning import settle_hold, take_back
from picking.stock.commands.selling import keep_safety_stock, offer_relisting, put_on_sale, take_off_sale
from picking.stock.commands.taking import take, take_all, untake
from picking.stock.commands.till_sales import book_receipt
from picking.stock.commands.weighing import take_over_plan, untake_weight

__all__ = [
    "allocate",
    "available_of",
    "book_receipt",
    "close_out",
    "commit",
    "correct",
    "declare_empty",
    "extend",
    "fetch",
    "fetch_last",
    "give_up",
    "give_up_unallocated",
    "held",
    "keep_safety_stock",
    "lock_level",
    "look_at_shelf",
    "move",
    "offer_relisting",
    "put_back",
    "put_on_sale",
    "reallocate",
    "receive",
    "release",
    "reserve",
    "reserve_extra",
    "send_elsewhere",
    "settle_hold",
    "shortages",
    "take",
    "take_all",
    "take_back",
    "take_in",
    "take_off_sale",
    "take_over_plan",
    "untake",
    "untake_weight",
    "withhold",
    "write_off",
]
