"""What becomes of reports nobody could understand: somebody looks at them and puts them away."""

from sqlalchemy import select

from picking.devices.model import DeadLetter
from picking.foundation.locking import LOCK
from picking.foundation.unit_of_work import UnitOfWork


def put_letters_away(work: UnitOfWork, code: str) -> int:
    """Note that somebody has looked at the dead letters of a code; they are kept, and ask nobody any more."""
    work.by.require("desk")
    rows = select(DeadLetter).where(
        DeadLetter.store_id == work.by.store_id, DeadLetter.code == code, DeadLetter.seen_at.is_(None)
    )
    letters = work.session.scalars(rows.order_by(DeadLetter.id).with_for_update(**LOCK)).all()
    for letter in letters:
        letter.seen_at, letter.seen_by = work.now, work.by.person_id
    if letters:
        work.note(letters[0], "put_away", code=code, letters=len(letters))
    return len(letters)
