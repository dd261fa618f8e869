"""A small store in a fresh database: transactions, a clock that stands, and short builders for what a test needs.

Ask for `floor` (SQLite), `any_floor` (the test runs on SQLite and on PostgreSQL) or `make_floor` (with reactions).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, select

import picking.aftersales.model
import picking.counting.model
import picking.devices.model
import picking.forecasting.model
import picking.freshness.model
import picking.handheld.model
import picking.orders.model
import picking.outbound.model
import picking.receiving.model
import picking.replenishing.model
import picking.stations.model
import picking.stock.model
import picking.stock.till
import picking.tasks.model
import picking.tasks.planned
import picking.timing.model  # noqa: F401 - every table must be known before the database is made
from picking.catalogue.model import Item, ItemCode, Listing
from picking.floor.model import Basket, Bin, BinKind, Edge, Node, Stall, Store, Zone
from picking.foundation.actor import Actor, system
from picking.foundation.clock import ManualClock
from picking.foundation.database import open_engine
from picking.foundation.events import Event
from picking.foundation.ids import TimeOrderedIds
from picking.foundation.kinds import Mode, TemperatureClass, WorkType
from picking.foundation.quantity import Unit
from picking.foundation.records import Webhook
from picking.foundation.settings import FloorSettings
from picking.foundation.sweeps import Sweeper, TimeOuts
from picking.foundation.tables import Base
from picking.foundation.transactions import Committed, Pushed, Reactions, Transactions
from picking.orders.model import Channel, Order
from picking.people.model import Person

RowT = TypeVar("RowT", bound=Base)
ResultT = TypeVar("ResultT")
STORE = "s1"
MORNING = datetime(2026, 1, 15, 2, 0, tzinfo=UTC)  # ten o'clock in Shanghai


@cache
def _empty_books() -> bytes:
    """Make the tables once a run; a copy of the file is fifty times quicker than making them again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        engine = open_engine(f"sqlite:///{path}")
        Base.metadata.create_all(engine)
        engine.dispose()  # the last connection brings all of the log into the file
        return path.read_bytes()


def make_tables(engine: Engine) -> None:
    """Make all tables in an empty database."""
    if engine.dialect.name == "sqlite" and engine.url.database and not Path(engine.url.database).exists():
        Path(engine.url.database).write_bytes(_empty_books())
    else:
        Base.metadata.create_all(engine)


class RecordedReactions(dict):
    """Reactions that also remember every event they were asked about."""

    def __init__(self, reactions: Reactions) -> None:
        super().__init__(reactions)
        self.events: list[Event] = []

    def get(self, kind: type[Event], default: Any = None) -> Any:
        """Give the reactions to a kind of event, with one more in front that writes it down."""
        return [lambda _, event: self.events.append(event), *super().get(kind, default or ())]


class Floor:
    """A store `s1` with a channel `app`; everything else is made when a test asks for it."""

    def __init__(
        self,
        engine: Engine,
        *,
        reactions: Reactions | None = None,
        time_outs: TimeOuts | None = None,
        settings: FloorSettings | None = None,
    ) -> None:
        self.engine = engine
        self.clock = ManualClock(MORNING)
        self.settings = settings or FloorSettings()
        self.time_outs: TimeOuts = time_outs or {}
        self.pushed: list[Pushed] = []
        self._reactions = RecordedReactions(reactions or {})
        self._orders = 0
        make_tables(engine)
        self.restart()
        self.put(
            Store(
                id=STORE, names={"en": "Corner", "zh": "街角店"}, currency="CNY", timezone="Asia/Shanghai", settings={}
            )
        )
        self.put(Channel(store_id=STORE, id="app"))

    def restart(self) -> None:
        """Forget everything in memory, as a new process would."""
        self.transactions = Transactions(
            self.engine,
            clock=self.clock,
            ids=TimeOrderedIds(),
            settings=self.settings,
            reactions=self._reactions,
            on_commit=self._committed,
        )

    def _committed(self, committed: Committed) -> None:
        self.pushed += committed.pushes

    # -- doing and looking ------------------------------------------------------------------------------------------

    def run(self, command: Callable[..., ResultT], *args: Any, by: Actor | None = None, **options: Any) -> ResultT:
        """Run a command in a transaction of its own: `floor.run(close_out, order.id)`; as the system, or `by`."""
        return self.transactions.run(by or system(STORE), lambda work: command(work, *args, **options))

    def sweep(self) -> int:
        """End every wait that is over at the clock's time."""
        return Sweeper(self.transactions, self.time_outs).sweep()

    def get(self, kind: type[RowT], key: Any) -> RowT:
        """Read a row afresh; it must be there."""
        with self.transactions.reading() as session:
            row = session.get(kind, key)
            assert row is not None, f"no {kind.__name__} {key}"
            return row

    def all(self, kind: type[RowT], /, **columns: Any) -> list[RowT]:
        """Read all rows of a kind whose columns have these values."""
        with self.transactions.reading() as session:
            return list(session.scalars(select(kind).filter_by(**columns)))

    def one(self, kind: type[RowT], /, **columns: Any) -> RowT:
        """Read the only row of a kind whose columns have these values."""
        (row,) = self.all(kind, **columns)
        return row

    def ask(self, query: Callable[..., ResultT], *args: Any, **options: Any) -> ResultT:
        """Ask a query: `floor.ask(availability, STORE, ["milk"])`."""
        with self.transactions.reading() as session:
            return query(session, *args, **options)

    def events(self, kind: type[Event]) -> list[Event]:
        """List what was told of a kind, in order."""
        return [event for event in self._reactions.events if isinstance(event, kind)]

    def webhooks(self, kind: str) -> list[dict[str, Any]]:
        """List the bodies of the webhooks of a kind, in the order a channel gets them."""
        return [row.body for row in sorted(self.all(Webhook, kind=kind), key=lambda row: (row.channel, row.seq))]

    def put(self, row: RowT) -> RowT:
        """Put a row into the database as it is."""

        def keep(work: Any) -> RowT:
            work.session.add(row)
            return row

        return self.run(keep)

    # -- the place --------------------------------------------------------------------------------------------------

    def zone(self, zone_id: str = "A", temperature: TemperatureClass = TemperatureClass.AMBIENT) -> Zone:
        """Make a zone, or give it when it is there."""
        return self._find(Zone, zone_id) or self.put(
            Zone(
                id=zone_id,
                store_id=STORE,
                code=zone_id[:8],
                names={"en": f"Zone {zone_id}"},
                temperature_class=temperature,
            )
        )

    def bin(self, bin_id: str, *, zone: str = "A", node: int = 0, kind: BinKind = BinKind.FACE, **columns: Any) -> Bin:
        """Make a bin, or give it when it is there; its zone comes with it."""
        known = self._find(Bin, bin_id)
        if known:
            return known
        zone_id = self.zone(zone).id
        row = Bin(
            id=bin_id,
            store_id=STORE,
            zone_id=zone_id,
            aisle="1",
            node=node,
            kind=kind,
            check_number=f"{sum(bin_id.encode()) % 100:02d}",
            **columns,
        )
        return self.put(row)

    def way(self, metres: float = 10.0, nodes: int = 4) -> None:
        """Make a walking graph: `nodes` points in a row, each `metres` from the next; node 0 is the way out."""
        for number in range(nodes):
            self.put(Node(store_id=STORE, number=number, x=number * metres, y=0.0))
        for number in range(nodes - 1):
            self.put(Edge(store_id=STORE, a=number, b=number + 1, metres=metres))

    def stall(self, stall_id: str = "kitchen", work_type: WorkType = WorkType.CATERING, **columns: Any) -> Stall:
        """Make a stall with a bin of its own, or give it when it is there."""
        known = self._find(Stall, stall_id)
        if known:
            return known
        bin_id = self.bin(f"{stall_id}-bin", kind=BinKind.STALL).id
        return self.put(
            Stall(
                id=stall_id,
                store_id=STORE,
                names={"en": stall_id.title()},
                work_type=work_type,
                node=0,
                bin_id=bin_id,
                **columns,
            )
        )

    def basket(self, basket_id: str = "000001") -> Basket:
        """Make a basket."""
        return self.put(Basket(id=basket_id, store_id=STORE, colour="blue"))

    # -- goods ------------------------------------------------------------------------------------------------------

    def item(
        self,
        sku: str,
        *,
        price: int = 500,
        weighed: bool = False,
        stall: str | None = None,
        safety: int = 0,
        **columns: Any,
    ) -> Item:
        """Make an item and its listing. `price` is minor units per piece, or per kilogram of a weighed one.

        `stall` names the stall that makes it (made when missing); `columns` go to the item.
        """
        made_at = self.stall(stall) if stall else None
        facts: dict[str, Any] = {
            "names": {"en": sku.title(), "zh": sku},
            "category": "food",
            "work_type": made_at.work_type if made_at else WorkType.STANDARD,
            "temperature_class": TemperatureClass.AMBIENT,
            "unit": Unit.GRAM if weighed else Unit.PIECE,
            "weight_grams": 500,
            "shelf_life_days": None,
        }
        item = self.put(Item(sku=sku, **{**facts, **columns}))
        self.put(
            Listing(
                store_id=STORE,
                sku=sku,
                price_minor=price,
                safety_stock=safety,
                stall_id=made_at.id if made_at else None,
            )
        )
        return item

    def code(self, sku: str, code: str, *, kind: str = "gtin", contains: int = 1) -> ItemCode:
        """Give an item a code: a GTIN (padded to 14 digits) or a scale's PLU."""
        return self.put(
            ItemCode(kind=kind, code=code.zfill(14) if kind == "gtin" else code, sku=sku, contains=contains)
        )

    def stock(
        self, sku: str, quantity: int, bin_id: str = "A-1", *, expires: date | None = None, lot: str = "", **item: Any
    ) -> str:
        """Receive so much of an item into a bin and give the lot's id; item and bin are made when missing.

        What is over now came in when it was still good.
        """
        from picking.stock.commands import receive  # noqa: PLC0415 - a floor without stock needs no stock room

        if self._find(Item, sku) is None:
            self.item(sku, **item)
        self.bin(bin_id)
        today = self.get(Store, STORE).day(self.clock.now())
        days_over = max(0, (today - expires).days) if expires else 0
        if days_over:
            self.clock.advance(days=-days_over)
        received = self.run(receive, STORE, sku, bin_id, quantity, lot_code=lot, expires_on=expires)
        if days_over:
            self.clock.advance(days=days_over)
        return received.id

    # -- people and orders ------------------------------------------------------------------------------------------

    def person(
        self, person_id: str = "p1", *roles: str, skills: tuple[str, ...] = (), name: str | None = None
    ) -> Person:
        """Make somebody on the staff; a picker unless other roles are given. The PIN fits nothing."""
        return self.put(
            Person(
                id=person_id,
                store_id=STORE,
                name=name or person_id,
                language="en",
                pin_hash="-",
                roles=list(roles or ("picker",)),
                skills=list(skills),
            )
        )

    def actor(self, person_id: str = "p1", *rights: str, device_id: str | None = None) -> Actor:
        """Give somebody's hand with these rights, for `by=`."""
        return Actor(STORE, person_id=person_id, name=person_id, device_id=device_id, rights=frozenset(rights))

    def order(
        self,
        lines: Mapping[str, int],
        *,
        mode: Mode = Mode.DELIVERY,
        paid: bool = True,
        channel: str = "app",
        line_facts: Mapping[str, Mapping[str, Any]] | None = None,
        **draft: Any,
    ) -> Order:
        """Submit an order of {sku: pieces or grams} at the listed prices, and pay it unless `paid` is false.

        `line_facts` adds to a line by its sku (`{"milk": {"substitution": …}}`); `draft` goes to the OrderDraft.
        Without reactions a paid order stands at PAID; with the story it goes as far as nobody is needed.
        """
        from picking.orders.commands import pay_order, submit_order  # noqa: PLC0415 - as in `stock`
        from picking.orders.drafts import LineDraft, OrderDraft  # noqa: PLC0415 - as above

        self._orders += 1
        facts = {"channel": channel, "external_id": f"X-{self._orders:06d}", "placed_at": self.clock.now(), **draft}
        order_lines = tuple(
            LineDraft(
                line_no=number,
                sku=sku,
                quantity=quantity,
                unit_price_minor=self.get(Listing, (STORE, sku)).price_minor,
                **(line_facts or {}).get(sku, {}),
            )
            for number, (sku, quantity) in enumerate(lines.items(), start=1)
        )
        order = self.run(submit_order, OrderDraft(mode=mode, lines=order_lines, **facts))
        if paid:
            order = self.run(pay_order, order.id, order.total_minor, self.clock.now(), f"pay-{order.external_id}")
        return self.get(Order, order.id)

    def _find(self, kind: type[RowT], key: Any) -> RowT | None:
        with self.transactions.reading() as session:
            return session.get(kind, key)


MakeFloor = Callable[..., Floor]


@pytest.fixture
def make_floor(tmp_path: Path) -> Iterator[MakeFloor]:
    """Give a maker of floors: `make_floor(reactions=REACTIONS, time_outs=TIME_OUTS, url=…, settings=…)`."""
    with ExitStack() as closing:

        def make(url: str | None = None, **options: Any) -> Floor:
            engine = open_engine(url or f"sqlite:///{tmp_path / 'floor.db'}")
            closing.callback(engine.dispose)
            return Floor(engine, **options)

        yield make


@pytest.fixture
def floor(make_floor: MakeFloor) -> Floor:
    """Give a floor on SQLite without reactions: each room by itself."""
    return make_floor()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of an empty database of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'any.db'}"
    return request.getfixturevalue("fresh_postgresql")


@pytest.fixture
def any_floor(any_url: str, make_floor: MakeFloor) -> Floor:
    """Give a floor without reactions, on each kind of database in turn."""
    return make_floor(url=any_url)
