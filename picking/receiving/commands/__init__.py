"""What can be done with deliveries; everything outside this folder calls these names."""

from picking.receiving.commands.expecting import (
    DeliveryDraft,
    DraftLine,
    begin,
    begin_blind,
    cancel_delivery,
    expect,
)
from picking.receiving.commands.putting_away import put_away
from picking.receiving.commands.taking_in import Came, explain, finish, refuse_goods, take_in
from picking.receiving.commands.transferring import Loaded, send_transfer

__all__ = [
    "Came",
    "DeliveryDraft",
    "DraftLine",
    "Loaded",
    "begin",
    "begin_blind",
    "cancel_delivery",
    "expect",
    "explain",
    "finish",
    "put_away",
    "refuse_goods",
    "send_transfer",
    "take_in",
]
