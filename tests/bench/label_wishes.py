"""A store-wide price change: 20,000 shelf labels wished, drawn up and sent over a real Mosquitto, to the last one.

Run it as `python tests/bench/label_wishes.py [LABELS] [sqlite|postgresql]`. The bare floor sends as many retained
messages of the same size over the same broker link, with no books and no pages. Aims: all sent within 90 s (a label's
own first patience), no transaction over 0.5 s (a scan may wait for it): neither the one that turns all prices at once
nor a part of the labels; no more than 100 MB more memory.
"""

import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent / "parts"))

from figures import Figures
from floor import STORE, make_tables
from machine import machine
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion
from real_parts import free_port, running_mosquitto, running_postgresql
from sqlalchemy import Engine, insert

from gateway.contract import DESIRED, EVENT as HEARD
from picking import story
from picking.catalogue.model import Item, Listing, PlanKind, PricePlan
from picking.catalogue.plans import PlanDraft, plan_prices, start_plan
from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device, DeviceClass, Wish
from picking.devices.shelf_pages import ShelfPages
from picking.floor.model import Store
from picking.foundation.actor import system
from picking.foundation.clock import SystemClock
from picking.foundation.database import open_engine
from picking.foundation.ids import TimeOrderedIds
from picking.foundation.kinds import TemperatureClass
from picking.foundation.quantity import Unit
from picking.foundation.settings import FloorSettings
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.figures import Figures as ServiceFigures
from web_handheld.floor.broker_link import BrokerLink
from web_handheld.floor.wishes import Wishes
from web_handheld.settings import LABELS, read_settings

LABELS_DEFAULT = 20_000
LABELS_AN_ITEM = 4
SENT_SECONDS_MAX = 90.0
TRANSACTION_SECONDS_MAX = 0.5
MEMORY_MB_MAX = 100.0
WAIT_SECONDS_MAX = 600


class Store20k:
    """A store with so many labels, all of which show what is so."""

    def __init__(self, url: str, labels: int) -> None:
        self.engine = open_engine(url)
        make_tables(self.engine)
        self.transactions = Transactions(
            self.engine, clock=SystemClock(), ids=TimeOrderedIds(), settings=FloorSettings(), reactions=story.REACTIONS
        )
        self.longest = 0.0
        self._fill(self.engine, labels)

    def _fill(self, engine: Engine, labels: int) -> None:
        now = SystemClock().now()
        skus = [f"{n:06d}" for n in range(max(1, labels // LABELS_AN_ITEM))]
        keys = [f"gw1/esl-{n:06d}" for n in range(labels)]
        with engine.execution_options(storefloor_write=True).begin() as books:
            store = {"id": STORE, "names": {"en": "Big"}, "currency": "CNY", "timezone": "Asia/Shanghai"}
            books.execute(insert(Store), [{**store, "language": "zh", "layout_version": 1, "settings": {}}])
            item = {"category": "food", "temperature_class": TemperatureClass.AMBIENT, "unit": Unit.PIECE}
            facts = {**item, "weight_grams": 500, "unit_names": {"en": "bottle"}, "spec": "1 l"}
            books.execute(
                insert(Item),
                [{**facts, "sku": sku, "names": {"en": f"Milk {sku}", "zh": f"鲜牛奶 {sku}"}} for sku in skus],
            )
            books.execute(insert(Listing), [{"store_id": STORE, "sku": sku, "price_minor": 1290} for sku in skus])
            device = {"store_id": STORE, "gateway": "gw1", "device_class": DeviceClass.SHELF_LABEL, "info": {}}
            device |= {"state": DeviceState.ONLINE, "state_since": now, "version": 1}
            books.execute(
                insert(Device),
                [{**device, "id": key, "name": key, "sku": skus[n % len(skus)]} for n, key in enumerate(keys)],
            )
            wish = {"store_id": STORE, "version": 1, "reported_version": 1, "wished": {}, "wished_at": now}
            books.execute(insert(Wish), [{**wish, "repeat_seconds": 90, "device_id": key} for key in keys])

    def run(self, command: Callable[[UnitOfWork], object]) -> object:
        """Run a command and remember the longest."""
        began = time.perf_counter()
        try:
            return self.transactions.run(system(STORE), command)
        finally:
            self.longest = max(self.longest, time.perf_counter() - began)


class Counting:
    """The transactions of a store, with the longest one remembered: what a scan may have to wait for."""

    def __init__(self, store: Store20k) -> None:
        self._store = store
        self.clock, self.reading = store.transactions.clock, store.transactions.reading

    def run(self, _actor: object, command: Callable[[UnitOfWork], object]) -> object:
        """Run a command as the system."""
        return self._store.run(command)


class Ear:
    """Hears what labels are told, as their gateways would, and counts."""

    def __init__(self, port: int, wanted: int) -> None:
        self._wanted, self.heard, self.size = wanted, 0, 0
        self.all_heard = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2, client_id="ear")
        self._client.on_message = self._hear
        there = threading.Event()
        self._client.on_subscribe = lambda *_: there.set()
        self._client.connect("127.0.0.1", port)
        self._client.subscribe(DESIRED.filter(store=STORE), 1)
        self._client.loop_start()
        assert there.wait(10)

    def _hear(self, _client: object, _data: object, message: object) -> None:
        self.heard += 1
        self.size = len(message.payload)  # type: ignore[attr-defined]  # paho's
        if self.heard == self._wanted:
            self.all_heard.set()

    def close(self) -> None:
        """Hear no more."""
        self._client.disconnect()
        self._client.loop_stop()
        self._client.reinitialise()  # loop_stop leaves the pair of sockets open that wakes its thread


@contextmanager
def linked(port: int, name: str) -> Iterator[BrokerLink]:
    """Give a broker link of the service's own."""
    settings = read_settings(flags={"broker.port": port}).broker
    link = BrokerLink(settings, name, STORE, SystemClock())
    link.start([HEARD.filter(store=STORE)], lambda *_: None)
    while link.trouble() is not None:
        time.sleep(0.01)
    yield link
    link.stop()


def memory_mb() -> float:
    """Give the most memory this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bare(port: int, labels: int, size: int) -> float:
    """Send messages of the same size and number over the same link; gives the seconds until the last is heard."""
    payload = b"x" * size
    with linked(port, "bare") as link:
        ear = Ear(port, labels)
        began = time.perf_counter()
        for n in range(labels):
            link.publish(DESIRED.topic(store=STORE, gateway="gw0", device=f"esl-{n:06d}"), payload, retain=True)
        assert ear.all_heard.wait(WAIT_SECONDS_MAX), ear.heard
        seconds = time.perf_counter() - began
        ear.close()
    return seconds


def wishes(port: int, store: Store20k, labels: int) -> tuple[float, float, int]:
    """Let a promotion of all items begin; gives the seconds for the prices, until the last is heard, and a size."""
    now = SystemClock().now()
    draft = PlanDraft("all", 1, PlanKind.PROMOTION, now, now + timedelta(hours=1), {"zh": "周末"}, off_permille=100)
    store.transactions.run(system(STORE), lambda work: plan_prices(work, STORE, draft))
    with linked(port, "wishes") as link:
        sender = Wishes(link, Counting(store), ShelfPages.load(LABELS), ServiceFigures())  # type: ignore[arg-type]  # counts
        ear = Ear(port, labels)
        began = time.perf_counter()
        store.run(lambda work: start_plan(work, work.session.query(PricePlan).one()))
        turned, store.longest = store.longest, 0.0
        while not ear.all_heard.is_set():
            assert time.perf_counter() - began < WAIT_SECONDS_MAX, ear.heard
            if not sender.send():
                ear.all_heard.wait(0.01)
        seconds = time.perf_counter() - began
        ear.close()
    return turned, seconds, ear.size


def main(labels: int, database: str) -> None:
    """Print both ways with rate, ratio, the longest transaction and memory."""
    print(f"label wishes on {database}: {machine()}")
    figures = Figures()
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        books = running_postgresql() if database == "postgresql" else nullcontext(f"sqlite:///{folder / 'floor.db'}")
        with running_mosquitto(folder, port), books as url:
            store = Store20k(url, labels)
            before = memory_mb()
            turned, seconds, size = wishes(port, store, labels)
            grown = memory_mb() - before
            floor = bare(port, labels, size)
            store.engine.dispose()
    print(f"bare floor: {labels} messages of {size} bytes in {floor:.1f} s, {labels / floor:.0f}/s")
    print(f"{labels} labels sent in {seconds:.1f} s, {labels / seconds:.0f}/s")
    print(f"  against the bare floor: {seconds / floor:.1f} times")
    figures.at_most("until the last is sent", seconds, SENT_SECONDS_MAX, "s")
    figures.at_most("all prices turned, in one transaction", turned, TRANSACTION_SECONDS_MAX, "s")
    figures.at_most("longest transaction after that", store.longest, TRANSACTION_SECONDS_MAX, "s")
    figures.at_most("memory", grown, MEMORY_MB_MAX, "MB more")


if __name__ == "__main__":
    words = sys.argv[1:]
    main(int(words[0]) if words else LABELS_DEFAULT, words[1] if words[1:] else "sqlite")
