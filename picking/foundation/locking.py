"""How rows are locked: against whoever would write them, not against who only refers to them.

Keys of rows never change, so a new row of an order need not wait for a command that holds the order (PostgreSQL's
FOR NO KEY UPDATE; SQLite has one writer anyway).
"""

from typing import TypedDict


class Lock(TypedDict):
    """What `with_for_update` takes."""

    key_share: bool


LOCK: Lock = {"key_share": True}
