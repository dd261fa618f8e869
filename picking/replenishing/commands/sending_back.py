"""The reverse of filling: from a face back behind, what ends last first, and never what an order holds."""

from datetime import datetime

from picking.catalogue.model import Item
from picking.floor.model import BinKind, Store
from picking.floor.queries import bin_of
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing.events import ReplenishmentWanted
from picking.replenishing.model import Cause, Replenishment
from picking.replenishing.queries import free_in, open_from, open_replenishment, room_behind


def wish_back(
    work: UnitOfWork, face_id: str, sku: str, quantity: int, cause: Cause, due_at: datetime
) -> list[Replenishment]:
    """Wish that so much of an item leaves a face for where there is room behind; a wish for each bin that takes some.

    None where nothing may leave it: goods are on their way into the face or out of it, orders hold all of it, or
    nowhere behind is room.
    """
    if quantity <= 0:
        raise Refusal("quantity_zero")
    if bin_of(work.session, work.by.store_id, face_id).kind is not BinKind.FACE:
        raise invalid("bin", f"{face_id} is no face")
    if open_replenishment(work.session, face_id, sku) or open_from(work.session, face_id, sku):
        return []
    today = work.get(Store, work.by.store_id).day(work.now)
    rest = min(quantity, free_in(work.session, face_id, sku, today))
    made = []
    for bin_id, room in room_behind(work.session, work.by.store_id, work.get(Item, sku)):
        part = rest if room is None else min(rest, room)
        if part > 0 and open_replenishment(work.session, bin_id, sku) is None:
            made.append(_wished(work, face_id, bin_id, sku, part, cause, due_at))
            rest -= part
        if rest <= 0:
            break
    return made


def _wished(
    work: UnitOfWork, face_id: str, bin_id: str, sku: str, quantity: int, cause: Cause, due_at: datetime
) -> Replenishment:
    wished = work.add(
        Replenishment(
            id=work.ids.new(), store_id=work.by.store_id, bin_id=bin_id, from_bin=face_id, sku=sku, cause=cause,
            quantity=quantity, moved=0, due_at=due_at,
        )
    )  # fmt: skip
    work.session.flush()
    work.tell(ReplenishmentWanted(wished.id))
    return wished
