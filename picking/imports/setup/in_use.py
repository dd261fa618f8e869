"""What may not be changed while goods lie there or work runs: the true reason, and the way on."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Listing
from picking.devices.lifecycle import STATION_SESSION, DeviceState
from picking.devices.model import Device, StationSession
from picking.floor.model import Stall
from picking.foundation.tables import Base
from picking.foundation.unit_of_work import UnitOfWork
from picking.imports.setup.given import Given, What, db_key
from picking.imports.setup.sections import Section
from picking.imports.setup.whole import Where
from picking.outbound.model import OutboundSlot, StagingPosition
from picking.people.model import Person
from picking.people.queries import open_shift
from picking.people.rights import rights_of
from picking.stations.lifecycle import TICKET
from picking.stations.model import Ticket
from picking.stock.lifecycle import RESERVATION
from picking.stock.model import Allocation, OnHand, Reservation

Found = Iterator[Where]


def in_use(work: UnitOfWork, section: Section, changes: Sequence[Given]) -> list[Where]:
    """Find every change that has to wait."""
    look = _LOOKS.get(section.name)
    known = [each for each in changes if each.before is not None]
    return [] if look is None else [found for each in known for found in look(work, section, each)]


def _count(session: Session, kind: type[Base], *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(kind).where(*which)) or 0


def _bin(work: UnitOfWork, section: Section, given: Given) -> Found:
    key, leaves = given.key[0], given.what is What.RETIRED
    if not leaves and not given.differs("kind", "zone"):
        return
    lies = select(OnHand.sku, OnHand.quantity).where(OnHand.place == key, OnHand.quantity > 0).order_by(OnHand.sku)
    goods = work.session.execute(lies).first()
    if goods is not None and (leaves or given.differs("kind")):
        field = "retired" if leaves else "kind"
        yield Where.of(given, section, field, "in_use_goods", bin=key, sku=goods.sku, quantity=goods.quantity)
    picks = _count(work.session, Allocation, Allocation.bin_id == key, Allocation.open.is_(True))
    if picks and (leaves or given.differs("kind", "zone")):
        yield Where.of(given, section, "retired" if leaves else "zone", "in_use_picks", bin=key, count=picks)
    raw = select(Stall.id).where(Stall.bin_id == key, ~Stall.retired)
    stall = work.session.scalars(raw).first() if leaves else None
    if stall is not None:
        yield Where.of(given, section, "retired", "in_use_raw", stall=stall)
    yield from _stands_there(work, section, given)


def _stands_there(work: UnitOfWork, section: Section, given: Given) -> Found:
    query = select(Device.id).where(Device.store_id == work.by.store_id, Device.place == given.key[0])
    device = work.session.scalars(query.where(Device.state != DeviceState.RETIRED).order_by(Device.id)).first()
    if device is not None and given.what is What.RETIRED:
        yield Where.of(given, section, "retired", "in_use_device", device=device)


def _stall(work: UnitOfWork, section: Section, given: Given) -> Found:
    key, leaves = given.key[0], given.what is What.RETIRED
    if not leaves and not given.differs("work_type"):
        return
    tickets = _count(work.session, Ticket, Ticket.stall_id == key, Ticket.state.not_in(TICKET.ends))
    if tickets and (leaves or given.differs("work_type")):
        field = "retired" if leaves else "work_type"
        yield Where.of(given, section, field, "in_use_tickets", stall=key, count=tickets)
    if not leaves:
        return
    made = _count(work.session, Listing, Listing.stall_id == key, Listing.listed.is_(True))
    if made:
        yield Where.of(given, section, "retired", "in_use_made", stall=key, count=made)
    people = _count(work.session, Person, Person.stall_id == key, Person.active.is_(True))
    if people:
        yield Where.of(given, section, "retired", "in_use_people", stall=key, count=people)
    is_open = StationSession.state.not_in(STATION_SESSION.ends)
    if _count(work.session, StationSession, StationSession.stall_id == key, is_open):
        yield Where.of(given, section, "retired", "in_use_screen", stall=key)
    yield from _stands_there(work, section, given)


def _item(work: UnitOfWork, section: Section, given: Given) -> Found:
    key, store = given.key[0], work.by.store_id
    field = next((name for name in ("sold_by", "work_type", "stall") if given.differs(name)), None)
    if field is None and given.what is not What.RETIRED:
        return
    held = _count(
        work.session, Reservation, Reservation.store_id == store, Reservation.sku == key,
        Reservation.state.not_in(RESERVATION.ends),
    )  # fmt: skip
    if held:
        yield Where.of(given, section, field or "retired", "in_use_orders", sku=key, count=held)
    if field == "sold_by" and _count(work.session, OnHand, OnHand.sku == key, OnHand.quantity != 0):
        yield Where.of(given, section, "sold_by", "in_use_counted", sku=key)


def _spot(kind: type[StagingPosition] | type[OutboundSlot]) -> Callable[[UnitOfWork, Section, Given], Found]:
    def look(work: UnitOfWork, section: Section, given: Given) -> Found:
        spot = work.get(kind, given.key[0], lock=True)
        leaves = given.what is What.RETIRED
        if spot.order_id is not None and (leaves or given.differs("temperature_class")):
            field = "retired" if leaves else "temperature_class"
            yield Where.of(given, section, field, "in_use_order", place=spot.id)

    return look


def _person(work: UnitOfWork, section: Section, given: Given) -> Found:
    key = given.key[0]
    if given.what is What.RETIRED and open_shift(work.session, key) is not None:
        yield Where.of(given, section, "retired", "in_use_shift")
    keeps = not given.row_retired and section.right in rights_of((given.after or {}).get("roles", ()))
    if key == work.by.person_id and not keeps:
        yield Where.of(given, section, "roles", "in_use_yourself")


def _device(work: UnitOfWork, section: Section, given: Given) -> Found:
    device = work.get(Device, db_key(section, given.key)[0], lock=True)
    if given.what is What.RETIRED and device.person_id is not None:
        holder = work.get(Person, device.person_id).name
        yield Where.of(given, section, "retired", "in_use_held", holder=holder)


_LOOKS: Mapping[str, Callable[[UnitOfWork, Section, Given], Found]] = {
    "bins": _bin, "stalls": _stall, "items": _item, "staging_positions": _spot(StagingPosition),
    "outbound_slots": _spot(OutboundSlot), "staff": _person, "devices": _device,
}  # fmt: skip
