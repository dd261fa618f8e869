"""A whole store in processes of its own: broker, service and gateway on free ports, with fresh books."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from real_parts import free_port, listens, running, running_mosquitto
from sqlalchemy import make_url

from picking.foundation.actor import system
from picking.people.commands import create_token
from web_handheld.cli.common import open_books, settings_of
from web_handheld.cli.gateway_file import gateways_of, write_gateway_file
from web_handheld.cli.store import bring_in
from web_handheld.simulation import Options
from web_handheld.simulation.doors.http import Http
from web_handheld.simulation.options import NOTHING_WRONG
from web_handheld.simulation.pace import Pace
from web_handheld.simulation.store_file import StoreFile

SAMPLE = Path(__file__).parents[1] / "config" / "stores"
STORE_FILE, DAY_FILE = SAMPLE / "front-warehouse.json", SAMPLE / "front-warehouse-day.jsonl"
WAIT_SECONDS_MAX = 60  # only a failure waits so long; a busy machine may print minutes late
Json = dict[str, Any]


@cache
def _sample_books(store_file_text: str) -> tuple[bytes, tuple[str, str]]:
    """Bring a store into SQLite once a run: most of what a store costs to start; gives the file and its tokens."""
    with TemporaryDirectory() as folder:
        store_file, books = Path(folder) / "store.json", Path(folder) / "books.db"
        store_file.write_text(store_file_text, encoding="utf-8")
        tokens = bring_in_with_tokens(f"sqlite:///{books}", store_file, Path(folder))
        return books.read_bytes(), tokens


def bring_in_with_tokens(database: str, store_file: Path, data: Path) -> tuple[str, str]:
    """Import the store and make tokens for a hub of all channels and for a carrier, as the commands do."""
    with open_books(settings_of(None, service__data_dir=data, database__url=database), upgrade=True) as books:
        bring_in(books, store_file)
        by = system(StoreFile.read(store_file).store_id)
        hub, carrier = (
            books.transactions.run(by, lambda work, name=name, role=role: create_token(work, by.store_id, name, role))
            for name, role in (("hub", "channel"), ("carrier", "carrier"))
        )
    return hub, carrier


class RunningStore:
    """The sample store, up and running; its service can be stopped and started again on the same books."""

    def __init__(self, folder: Path, database: str, devices: Sequence[Json] = (), *, planner: bool = False) -> None:
        self.folder, self.database = folder, database
        self.http, self.mqtt, self.bench = free_port(), free_port(), free_port()
        self._tree = json.loads(STORE_FILE.read_text(encoding="utf-8"))
        self._tree["devices"] += devices
        self._store_file = folder / "store.json"
        self._store_file.write_text(json.dumps(self._tree), encoding="utf-8")
        self.file = StoreFile(self._tree)
        self._environment = {
            **os.environ,
            "STOREFLOOR_DATABASE_URL": database,
            "STOREFLOOR_SERVICE_DATA_DIR": str(folder),
            "STOREFLOOR_LIMITS_SIGN_IN": "1000 per minute",
            "STOREFLOOR_PLANNER_ENABLED": str(planner).lower(),
        }
        self._service, self._parts = ExitStack(), ExitStack()
        self._serial = 0

    # -- up and down ------------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"http://127.0.0.1:{self.http}"

    def start(self) -> None:
        """Bring everything up."""
        self._parts.enter_context(running_mosquitto(self.folder, self.mqtt))
        self.channel_token, self.carrier_token = self._bring_in_store()
        self.start_service()
        self._start_gateway()
        self.hub = self._http(token=self.channel_token)
        self.carrier = self._http(token=self.carrier_token)
        self.desk = self.sign_in("U-0017")

    def start_service(self) -> None:
        """Start the service and wait until its port is open."""
        words = self._words("service", "--http", str(self.http), "--mqtt", str(self.mqtt))
        self._run(self._service, words, self.http, "service.log")

    def stop_service(self) -> None:
        """Stop the service cleanly."""
        self._service.close()

    def stop(self) -> None:
        """Stop everything."""
        self._service.close()
        self._parts.close()

    def _start_gateway(self) -> None:
        config = self.folder / "gateway.toml"
        store, devices = self.file.store_id, gateways_of(self._tree)["gw1"]
        write_gateway_file(config, store, "gw1", devices, mqtt_port=self.mqtt, bench_port=self.bench)
        self._run(self._parts, self._words("gateway", "run", str(config)), self.bench, "gateway.log")

    def _bring_in_store(self) -> tuple[str, str]:
        if not self.database.startswith("sqlite"):
            return bring_in_with_tokens(self.database, self._store_file, self.folder)
        books, tokens = _sample_books(self._store_file.read_text(encoding="utf-8"))
        Path(str(make_url(self.database).database)).write_bytes(books)
        return tokens

    def _run(self, stack: ExitStack, words: list[str], port: int, log: str) -> None:
        stack.enter_context(running(words, lambda: listens(port), self.folder / log, environment=self._environment))

    @staticmethod
    def _words(*words: str) -> list[str]:
        return [sys.executable, "-m", "web_handheld.cli", *words]

    # -- doing and looking ------------------------------------------------------------------------------------------

    def options(self, **more: object) -> Options:
        """Give what a simulation on this store is told; nothing goes wrong unless a test says so."""
        wanted = {"odds": NOTHING_WRONG, "speed": 120.0, **more}
        tokens = (self.channel_token, self.carrier_token)
        return Options(self.url, *tokens, self._store_file, DAY_FILE, bench_port=self.bench, **wanted)

    def sign_in(self, badge: str) -> Http:
        """Sign somebody in over HTTP."""
        (one,) = [one for one in self.file.staff if one.badge == badge]
        http = self._http()
        assert http.post("/session", {"badge": f"U:{badge}", "pin": one.pin}).is_good
        return http

    def pieces_of_zone(self, zone: str, count: int) -> list[str]:
        """Choose items of a zone that are sold by the piece and have plenty of stock."""
        zones = {row["id"]: row["zone"] for row in self._tree["bins"]}
        return [
            row["sku"]
            for row in self._tree["items"]
            if row["sold_by"] == "piece" and row["work_type"] == "STANDARD" and not row["scan_each"]
            and len(row["stock"]) == 1 and zones[row["stock"][0]["bin"]] == zone and row["stock"][0]["quantity"] > 5
        ][:count]  # fmt: skip

    def order(self, skus: Sequence[str], *, quantity: int, mode: str = "pickup") -> Json:
        """Place an order, so much of each, and give what the store answered."""
        self._serial += 1
        lines = [
            {"line_no": n, "sku": sku, "quantity": quantity, "unit_price_minor": self.file.item(sku)["price_minor"]}
            for n, sku in enumerate(skus, start=1)
        ]
        head = {"channel": "app", "external_id": f"J-{self._serial}", "store": self.file.store_id, "mode": mode}
        reply = self.hub.post("/orders", {**head, "placed_at": datetime.now(UTC).isoformat(), "lines": lines})
        assert reply.is_good, reply
        return reply.body

    def pay(self, order: Json) -> None:
        """Pay the whole amount of an order now."""
        found = self.hub.get(f"/orders/{order['order_id']}").body
        reference, paid_at = f"PAY-{order['order_id'][-8:]}", datetime.now(UTC).isoformat()
        payment = {"amount_minor": found["total_minor"], "paid_at": paid_at, "reference": reference}
        assert self.hub.post(f"/orders/{order['order_id']}/payment", payment).is_good

    def paid_order(self, skus: Sequence[str], *, quantity: int, mode: str = "pickup") -> str:
        """Place and pay an order and give its id."""
        order = self.order(skus, quantity=quantity, mode=mode)
        self.pay(order)
        return str(order["order_id"])

    def available(self, sku: str) -> int:
        """Tell how much of an item can be sold."""
        return int(self.hub.get(f"/stores/{self.file.store_id}/availability", sku=sku).body["available"][sku])

    def wait_for_state(self, order_id: str, state: str) -> Json:
        """Wait until an order stands there and give it."""
        assert self.eventually(lambda: self.hub.get(f"/orders/{order_id}").body["state"] == state), state
        return self.hub.get(f"/orders/{order_id}").body

    def wait_for_device(self, name: str) -> None:
        """Wait until a device of the store's gateway is at work."""

        def is_up() -> bool:
            known = self.desk.get("/desk/devices", labels="no").body["devices"]
            return any(each["is_ready"] for each in known if each["device_id"] == f"gw1/{name}")

        assert self.eventually(is_up), name

    def timeline(self, order_id: str) -> list[Json]:
        """Give everything that happened to an order."""
        return list(self.hub.get(f"/orders/{order_id}/timeline").body["steps"])

    def conservation_errors(self) -> list[str]:
        """Give what contradicts itself in the books."""
        return list(self.desk.get(f"/stores/{self.file.store_id}/stock/conservation").body["errors"])

    def eventually(self, looks_so: Callable[[], bool]) -> bool:
        """Wait until something looks so; False when it never did."""
        end = time.monotonic() + WAIT_SECONDS_MAX
        while not (found := looks_so()) and time.monotonic() < end:
            time.sleep(0.1)
        return found

    def _http(self, token: str | None = None) -> Http:
        return Http(self.url, Pace(1, Event()), token=token)


@contextmanager
def running_store(store: RunningStore) -> Iterator[RunningStore]:
    """Run a store until the block ends."""
    try:
        store.start()
        yield store
    finally:
        store.stop()
