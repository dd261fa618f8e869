"""Closes the websockets of devices that were lost or retired: a missed handheld hears nothing more of the floor."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.devices.lifecycle import OUT_OF_SERVICE
from picking.devices.model import Device
from picking.foundation.transactions import Transactions
from web_handheld.live.namespaces import Door


class TurningOut:
    """Looks once a second, in each process for its own guests: the loss may be told to another process."""

    def __init__(self, transactions: Transactions, doors: Sequence[Door]) -> None:
        self._transactions = transactions
        self._doors = doors

    def look(self) -> None:
        """Close what nobody may hold any more."""
        held = {device for door in self._doors for device in door.devices()}
        if not held:
            return
        query = select(Device.id).where(Device.id.in_(held), Device.state.in_(OUT_OF_SERVICE))
        with self._transactions.reading() as books:
            gone = frozenset(books.scalars(query))
        for door in self._doors if gone else ():
            door.turn_out(gone)
