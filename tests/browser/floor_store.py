"""A store with stalls and a door behind a real HTTP server and websocket: what cooks, riders and the desk work with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from browser.desk_store import DeskStore, desk_up
from floor import STORE, MakeFloor
from way_out import AMBIENT, CHILLED, HOT, STORY, WayOut

from picking import story
from picking.catalogue.model import Item
from picking.devices.lifecycle import DeviceStep
from picking.devices.model import Device, DeviceClass
from picking.devices.readings import Mode, Reading
from picking.floor.model import Stall
from picking.foundation.refusals import Refusal
from picking.orders.model import Order
from picking.people.commands import give_badge
from picking.people.model import Person
from picking.people.secrets import hash_pin
from picking.stations import commands as stations
from picking.stations.lifecycle import TicketState, TicketStep
from picking.stations.model import Ticket, TicketItem

PIN = "4826"
SCALE = "gw1/scale-02"
NAMES = {
    "soup": {"en": "Tomato soup", "zh": "番茄蛋花汤", "es": "Sopa de tomate"},
    "salad": {"en": "Green salad", "zh": "蔬菜沙拉", "es": "Ensalada verde"},
    "noodles": {"en": "Beef noodles", "zh": "牛肉面", "es": "Fideos con ternera"},
    "dumplings": {"en": "Dumplings, steamed", "zh": "蒸饺", "es": "Empanadillas al vapor"},
    "carp": {"en": "Carp", "zh": "鲤鱼", "es": "Carpa"},
}
STALLS = {
    "kitchen": {"en": "Hot kitchen", "zh": "热厨", "es": "Cocina"},
    "fish": {"en": "Fish", "zh": "水产", "es": "Pescadería"},
}
NO_ONION = {"code": "no-onion", "names": {"en": "no onion", "zh": "不要葱", "es": "sin cebolla"}}
SPICY = {"code": "spicy", "names": {"en": "very spicy", "zh": "特辣", "es": "muy picante"}}


class FloorStore:
    """Short words for what happens at stalls and at the door; all of it goes through the service."""

    def __init__(self, desk: DeskStore) -> None:
        self.desk, self.floor, self.url = desk, desk.floor, desk.url
        self.run = desk.run
        self.way = WayOut(desk.floor)
        self._unheard = desk.floor.run
        desk.floor.run = _through(desk)  # type: ignore[method-assign]  # open pages hear of it
        self._goods()

    def _goods(self) -> None:
        self.floor.item("noodles", stall="kitchen", temperature_class=HOT, prep_seconds=420, options=[NO_ONION, SPICY])
        self.floor.item("dumplings", stall="kitchen", temperature_class=HOT, prep_seconds=240)
        for sku in ("noodles", "dumplings"):
            self.floor.stock(sku, 500, "kitchen-bin")
        for sku in ("soup", "salad"):
            self.floor.stock(sku, 900, "kitchen-bin", lot=f"more-{sku}")
        self.run(_name_all)

    def person(self, key: str, name: str, *roles: str, language: str = "en", stalls: tuple[str, ...] = ()) -> None:
        """Put somebody on the staff who signs in with their key as badge."""
        row = Person(
            id=key, store_id=STORE, name=name, language=language, pin_hash=hash_pin(PIN), roles=list(roles),
            skills=list(stalls),
        )  # fmt: skip
        self.floor.put(row)
        self.run(give_badge, key, f"BADGE-{key}")

    def sign_in(self, page: Any, area: str, key: str) -> None:
        """Open an area's page as somebody."""
        page.goto(f"{self.url}/app/{area}")
        page.locator("input[autocomplete=username]").fill(f"BADGE-{key}")
        page.locator("input[autocomplete=current-password]").fill(PIN)
        page.locator("button[type=submit]").click()

    def ticket(self, lines: dict[str, int], stall: str = "kitchen", **facts: Any) -> Ticket:
        """Order something of a stall, on its wall at once."""
        order = self.way.order(lines, **facts)
        return self.fired(order, stall)

    def fired(self, order: Order, stall: str = "kitchen") -> Ticket:
        """Bring an order's ticket onto the wall."""
        ticket = self.floor.one(Ticket, order_id=order.id, stall_id=stall)
        if ticket.state is TicketState.HELD:
            self.run(stations.fire, ticket.id)
        return self.floor.get(Ticket, ticket.id)

    def ready(self, lines: dict[str, int], **facts: Any) -> Order:
        """Bring an order of shelf goods as far as its slot by hand: no picker is needed here."""
        heard, self.floor.run = self.floor.run, self._unheard  # type: ignore[method-assign]
        try:
            return self.way.ready(lines, **facts)
        finally:
            self.floor.run = heard  # type: ignore[method-assign]

    def scale(self, stall: str = "fish") -> None:
        """Let a scale stand at a stall that sells bass by the kilogram."""
        bass = {"en": "Sea bass", "zh": "鲈鱼", "es": "Lubina"}
        self.floor.item("bass", price=5000, weighed=True, stall=stall, names=bass, weight_tolerance_permille=100)
        self.floor.stock("bass", 9000, f"{stall}-bin")
        self.way.add(
            Device(
                id=SCALE, store_id=STORE, gateway="gw1", device_class=DeviceClass.SCALE, name="scale-02", place=stall,
                info={},
            )
        )  # fmt: skip
        self.run(lambda work: work.step(work.get(Device, SCALE), DeviceStep.HELLO))

    def lay(self, grams: int | None, *, status: tuple[str, ...] = ()) -> None:
        """Lay so much on the stall's scale: what its report does, a refusal included."""
        reading = Reading(grams, "motion" not in status, Mode.GROSS, status)

        def weigh(work: Any) -> None:
            stations.weigh_laid(work, work.get(Device, SCALE), reading)

        try:
            self.run(weigh)
        except Refusal as refusal:
            no = refusal
            self.run(lambda work: stations.laid_refused(work, work.get(Device, SCALE), reading, no))

    def many_tickets(self, count: int) -> None:
        """Put as many tickets R-000, R-001 … on the kitchen's wall, all of one order: their looks are not the point."""
        like = self.ticket({"soup": 1})
        item = self.floor.one(TicketItem, ticket_id=like.id)

        def copy(work: Any) -> None:
            work.session.delete(work.get(TicketItem, item.id))
            work.session.delete(work.get(Ticket, like.id))
            work.session.flush()
            for n in range(count):
                _put_up(work, like, item, n)

        self.run(copy)

    def minutes(self, minutes: float) -> None:
        """Let time go by, and what is due happen."""
        self.floor.clock.advance(seconds=60 * minutes)
        self.floor.sweep()


@contextmanager
def floor_store_up(make_floor: MakeFloor, folder: Path) -> Iterator[FloorStore]:
    """Serve a floor with stalls, staging, slots and riders until the block ends."""
    floor = make_floor(reactions=STORY, time_outs=story.TIME_OUTS)
    with desk_up(floor, folder, lead=False) as desk:
        store = FloorStore(desk)
        store.way.positions(HOT, AMBIENT, CHILLED)
        store.way.slots(*[AMBIENT] * 7, CHILLED, CHILLED, HOT)
        yield store


def _through(desk: DeskStore) -> Any:
    def run(command: Any, *args: Any, by: Any = None, **options: Any) -> Any:
        if by is None:
            return desk.run(command, *args, **options)
        return desk.service.transactions.run(by, lambda work: command(work, *args, **options))

    return run


def _put_up(work: Any, like: Ticket, item: TicketItem, n: int) -> None:
    ticket = Ticket(
        id=f"many-{n:04d}", store_id=like.store_id, order_id=like.order_id, sub_order_id=like.sub_order_id,
        stall_id="kitchen", number=f"R-{n:03d}", work_type=like.work_type, place=10 + n, fire_at=like.fire_at,
        due_at=like.due_at, prep_seconds=300,
    )  # fmt: skip
    work.add(ticket)
    work.step(ticket, TicketStep.FIRE)
    work.session.flush()
    ordered = {"order_line_id": item.order_line_id, "sku": "soup", "unit": item.unit, "quantity": 1}
    work.add(TicketItem(id=f"item-{n:04d}", ticket_id=ticket.id, **ordered))


def _name_all(work: Any) -> None:
    for sku, names in NAMES.items():
        work.get(Item, sku).names = names
    for stall, names in STALLS.items():
        work.get(Stall, stall).names = names


def due_in(store: FloorStore, minutes: float) -> Any:
    """Give a time from now."""
    return store.floor.clock.now() + timedelta(minutes=minutes)
