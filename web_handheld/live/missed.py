"""What a screen missed while it was away: its rooms' pushes after a number, or the news that it must look anew."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.foundation.records import Push, PushRoom
from picking.foundation.tables import Json
from picking.foundation.transactions import Pushed
from web_handheld.live.publisher import push_body
from web_handheld.live.wording import Wording


def last_numbers(books: Session, rooms: Sequence[str]) -> dict[str, int]:
    """Give each room's newest number; 0 for one that was never told anything."""
    rows = books.execute(select(PushRoom.room, PushRoom.seq).where(PushRoom.room.in_(rooms))).all()
    return dict.fromkeys(rooms, 0) | {row.room: row.seq for row in rows}


def missed(
    books: Session, rooms: Sequence[str], seen: Mapping[str, int], missed_max: int, wording: Wording
) -> tuple[list[Json], bool]:
    """Give the pushes after each room's `seen` number, in order, and whether they are all there.

    A room without a number is new to the screen: it needs a snapshot. So does one whose pushes are no longer kept,
    and one that was told more than `missed_max` things.
    """
    newest = last_numbers(books, rooms)
    pushes: list[Json] = []
    for room in rooms:
        after = seen.get(room)
        if after is None or after > newest[room] or newest[room] - after > missed_max:
            return [], False
        kept = books.scalars(select(Push).where(Push.room == room, Push.seq > after).order_by(Push.seq)).all()
        if len(kept) < newest[room] - after:
            return [], False
        pushes += [push_body(Pushed(p.room, p.seq, p.name, p.body, p.at), wording) | {"name": p.name} for p in kept]
    return pushes, True
