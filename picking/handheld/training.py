"""An order nobody placed, for learning: real goods in real bins, told to a page and to nobody else."""

from datetime import timedelta

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.floor.model import Bin, BinKind, Zone
from picking.foundation.quantity import Unit
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.answer import word
from picking.handheld.packet import codes_of
from picking.handheld.standing import Standing, stand
from picking.handheld.walk import bin_shown
from picking.people.model import Person
from picking.stock.model import OnHand
from picking.tasks.skills import may_pick_in

QUANTITIES = (1, 3, 2, 1)  # a line each
APART = 7  # every so many-th bin, so that there is something to walk
MINUTES = 20
ORDER = "T-001"


def training_packet(work: UnitOfWork) -> Json:
    """Give a short walk where the asker may pick; nothing is reserved, booked or remembered."""
    at = stand(work)
    goods = _goods(at)
    codes = codes_of(work.session, {item.sku for _, item in goods})
    lines = [_line(at, n, place, item) for n, (place, item) in enumerate(goods)]
    return {
        "person_id": at.person_id,
        "version": 0,
        "today": at.today.isoformat(),
        "tasks": [],
        "at_hand": None,
        "scanned": None,
        "lines": [{**line, "codes": codes[line["sku"]]} for line in lines],
    }


def _goods(at: Standing) -> list[tuple[Bin, Item]]:
    person = at.work.get(Person, at.person_id)
    zones = at.work.session.scalars(select(Zone).where(Zone.store_id == at.store_id)).all()
    mine = [zone.id for zone in zones if may_pick_in(person, zone)]
    rows = (
        select(Bin, Item)
        .join(OnHand, OnHand.place == Bin.id)
        .join(Item, Item.sku == OnHand.sku)
        .where(Bin.zone_id.in_(mine), Bin.kind == BinKind.FACE, Item.unit == Unit.PIECE, OnHand.quantity > 0)
        .where(Item.scan_each.is_(False))
        .order_by(Bin.id)
        .limit(APART * len(QUANTITIES))
    )
    return [(place, item) for place, item in at.work.session.execute(rows).all()[::APART]]


def _line(at: Standing, n: int, place: Bin, item: Item) -> Json:
    return {
        "id": f"training-{n}",
        "state": "OPEN",
        "sku": item.sku,
        "item": item.name(at.language),
        "picture": item.picture,
        "unit": str(item.unit),
        "quantity": QUANTITIES[n],
        "picked": 0,
        "scan_each": False,
        "fragile": item.fragile,
        "heavy": item.heavy,
        "temperature_class": str(item.temperature_class),
        "bin": bin_shown(place),
        "lot": None,
        "expires_on": None,
        "order": ORDER,
        "due_at": (at.work.now + timedelta(minutes=MINUTES)).isoformat(),
        "basket": {"id": "T", "colour": "blue", "colour_name": word("colour_named", colour="blue")},
        "options": [],
        "note": None,
        "substitution": "any",
        "proposals": [],
        "substitute": False,
    }
