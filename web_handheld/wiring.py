"""Builds the service: the only place that knows all of its parts; importing it starts nothing."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from picking import migrations, story
from picking.devices.sheets import Sheets
from picking.devices.shelf_pages import ShelfPages
from picking.floor.model import Store
from picking.foundation.clock import Clock, SystemClock
from picking.foundation.database import open_engine
from picking.foundation.ids import Ids, TimeOrderedIds
from picking.foundation.messages import Messages
from picking.foundation.sweeps import Sweeper
from picking.foundation.transactions import Committed, Transactions
from picking.tasks.commands import offer_waiting
from web_handheld.app_factory import create_app, create_live
from web_handheld.clockwork import Clockwork
from web_handheld.figures import Figures
from web_handheld.floor.broker_link import BrokerLink
from web_handheld.floor.broker_rights import BrokerRights
from web_handheld.floor.dispatcher import Dispatcher
from web_handheld.floor.handheld_door import HandheldDoor
from web_handheld.floor.inbox import Inbox
from web_handheld.floor.instructions import Instructions
from web_handheld.floor.lamps import Lamps
from web_handheld.floor.leases import Leases
from web_handheld.floor.mqtt_scan import MqttScan
from web_handheld.floor.served_stores import ServedStore, ServedStores
from web_handheld.floor.webhooks import Webhooks
from web_handheld.floor.wishes import Wishes
from web_handheld.hold_ups import HoldUps
from web_handheld.keeping import keep
from web_handheld.live.namespaces import open_doors
from web_handheld.live.publisher import Publisher
from web_handheld.live.turning_out import TurningOut
from web_handheld.live.wording import Wording
from web_handheld.nightly import Nightly
from web_handheld.parts import Parts
from web_handheld.planning.replanner import Replanner
from web_handheld.readiness import Readiness
from web_handheld.settings import LABELS, MESSAGES, Settings
from web_handheld.staffing.questions import DATABASE, Questions

LEADER = "clockwork"
KEY_BYTES = 32


@dataclass
class Service:
    """Everything that runs in one process of the service."""

    settings: Settings
    engine: Engine
    transactions: Transactions
    parts: Parts
    app: Flask
    live: SocketIO
    publisher: Publisher
    stores: ServedStores
    clockwork: Clockwork
    replanner: Replanner
    lamps: Lamps
    leases: Leases
    turning_out: TurningOut

    def start(self) -> None:
        """Start everything but the HTTP server, whose job is the caller's."""
        self.publisher.start()
        self.clockwork.start()
        self.replanner.start()
        self.lamps.start()

    def stop(self) -> None:
        """Finish what is in hand, in the order in which it leads outwards."""
        self.lamps.stop()
        self.replanner.stop()
        self.clockwork.stop()
        self.stores.stop()
        self.publisher.stop()
        self.leases.release()
        self.engine.dispose()


def open_books(settings: Settings) -> Engine:
    """Open the database of some settings; an embedded one gets its folder."""
    if not settings.database.url:
        settings.service.data_dir.mkdir(parents=True, exist_ok=True)
    return open_engine(settings.database_url)


def make_transactions(engine: Engine, settings: Settings, clock: Clock | None = None) -> Transactions:
    """Make the way to change the floor for a command of the CLI: no screens, no devices."""
    return Transactions(
        engine,
        clock=clock or SystemClock(),
        ids=TimeOrderedIds(),
        settings=settings.floor,
        reactions=story.REACTIONS,
    )


def build(
    settings: Settings, *, clock: Clock | None = None, ids: Ids | None = None, async_mode: str = "gevent"
) -> Service:
    """Build a service; `async_mode` is Flask-SocketIO's (`threading` for tests without a gevent server)."""
    clock, figures, readiness = clock or SystemClock(), Figures(), Readiness()
    engine = open_books(settings)
    messages = Messages.load(MESSAGES)
    relay = _Relay()
    transactions = Transactions(
        engine,
        clock=clock,
        ids=ids or TimeOrderedIds(),
        settings=settings.floor,
        reactions=story.REACTIONS,
        on_commit=relay.committed,
    )
    door = HandheldDoor(transactions, messages)
    sheets, pages = Sheets.load(LABELS), ShelfPages.load(LABELS)
    questions = Questions(settings.service.data_dir, {DATABASE: settings.database_url})
    parts = Parts(
        settings, transactions, messages, door, figures, readiness, sheets, pages, questions, HoldUps(transactions)
    )
    app = create_app(parts, _secret_key(settings))
    live = create_live(app, settings, async_mode)
    wording = Wording(transactions, messages)
    turning_out = TurningOut(transactions, open_doors(live, wording))
    publisher = Publisher(live, wording, figures)
    stores = ServedStores(_StoreMaker(settings, transactions, door, figures, clock, sheets, pages))
    publisher.wake_with_outbox(stores.wake)
    leases = Leases(engine)
    duty = _Duty(transactions, leases, stores)
    clockwork = Clockwork(
        transactions,
        Sweeper(transactions, story.TIME_OUTS),
        offer_waiting,
        settings.keep,
        figures,
        each_tick=[
            transactions.read_settings,
            duty.renew,
            turning_out.look,
            Nightly(transactions, duty.served).tick,
            *_broker_rights(settings, transactions, duty),
        ],
        leads=duty.leads,
    )
    url = engine.url.render_as_string(hide_password=False)
    replanner = Replanner(settings.planner, settings.floor, url, transactions, duty.served, figures)
    lamps = Lamps(transactions, duty.served)
    relay.hearers = (publisher.committed, replanner.committed, lamps.committed)
    readiness.remark("planner", replanner.trouble)
    readiness.add("database", lambda: _database_trouble(engine))
    readiness.add("clockwork", clockwork.trouble)
    readiness.add("broker", lambda: _in_words(stores.troubles()))
    return Service(
        settings, engine, transactions, parts, app, live, publisher, stores, clockwork, replanner, lamps, leases,
        turning_out,
    )  # fmt: skip


class _Relay:
    """Breaks the circle: commits are told to those who are made after what commits."""

    hearers: tuple[Callable[[Committed], None], ...] = ()

    def committed(self, committed: Committed) -> None:
        for hear in self.hearers:
            hear(committed)


class _Duty:
    """What this process has to do: the stores whose leases it holds, and the clock if it leads."""

    def __init__(self, transactions: Transactions, leases: Leases, stores: ServedStores) -> None:
        self._transactions = transactions
        self._leases = leases
        self._stores = stores
        self._held: frozenset[str] = frozenset()

    def renew(self) -> None:
        with self._transactions.reading() as books:
            wanted = [f"store:{key}" for key in books.scalars(select(Store.id))]
        self._held = self._leases.renew([LEADER, *wanted])
        self._stores.serve(frozenset(name.removeprefix("store:") for name in self._held if name != LEADER))

    def leads(self) -> bool:
        return LEADER in self._held

    def served(self) -> list[str]:
        return sorted(name.removeprefix("store:") for name in self._held if name != LEADER)


class _StoreMaker:
    """Makes both directions of a store."""

    def __init__(
        self,
        settings: Settings,
        transactions: Transactions,
        door: HandheldDoor,
        figures: Figures,
        clock: Clock,
        sheets: Sheets,
        pages: ShelfPages,
    ) -> None:
        self._settings = settings
        self._transactions = transactions
        self._door = door
        self._figures = figures
        self._clock = clock
        self._sheets = sheets
        self._pages = pages

    def __call__(self, store: str) -> ServedStore:
        broker, transactions, figures = self._settings.broker, self._transactions, self._figures
        link = BrokerLink(broker, self._settings.service.name, store, self._clock)
        inbox = Inbox(link, broker, transactions, MqttScan(store, transactions, self._door), figures)
        dispatcher = Dispatcher(
            store,
            Instructions(link, broker, transactions, self._sheets, figures),
            Wishes(link, transactions, self._pages, figures),
            Webhooks(store, transactions, figures),
        )
        return ServedStore(inbox, dispatcher)


def _broker_rights(settings: Settings, transactions: Transactions, duty: _Duty) -> list[Callable[[], None]]:
    """Give what keeps Mosquitto's users as the books have them, where the settings name its folder."""
    if not settings.broker.rights_folder:
        return []
    rights = BrokerRights(Path(settings.broker.rights_folder), transactions)
    return [lambda: rights.keep() if duty.leads() else None]


def _secret_key(settings: Settings) -> bytes:
    """Give the key that signs cookies; one that was made here is kept, so that a restart signs nobody out."""
    if settings.service.secret_key:
        return settings.service.secret_key.encode()
    path: Path = settings.service.data_dir / "service.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        keep(path, secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()


def _database_trouble(engine: Engine) -> str | None:
    try:
        with engine.connect() as connection:
            if migrations.is_current(connection):
                return None
    except DBAPIError as error:
        return f"does not answer: {error.orig}"
    return "stands at another version than this program: storefloor db upgrade"


def _in_words(troubles: Mapping[str, str]) -> str | None:
    return "; ".join(f"store {store}: {trouble}" for store, trouble in troubles.items()) or None
