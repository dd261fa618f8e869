"""A whole store in processes of its own: broker, service and gateway on free ports, with fresh books."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from real_parts import free_port, listens, running, running_mosquitto

from web_handheld.simulation import Options
from web_handheld.simulation.options import NOTHING_WRONG
from web_handheld.simulation.store_file import StoreFile

SAMPLE = Path(__file__).parents[3] / "config" / "stores"
STORE_FILE, DAY_FILE = SAMPLE / "front-warehouse.json", SAMPLE / "front-warehouse-day.jsonl"
KINDS = {
    "scanner": "scanner.framed",
    "receipt_printer": "printer.escpos",
    "label_printer": "printer.zpl",
    "scale": "scale.mettler-8217",
    "shelf_label": "shelf-label.reference",
    "light": "light.reference",
}


class RunningStore:
    """The sample store, up and running; its service can be stopped and started again on the same books."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.http, self.mqtt, self.bench = free_port(), free_port(), free_port()
        self.file = StoreFile.read(STORE_FILE)
        self._environment = {
            **os.environ,
            "STOREFLOOR_DATABASE_URL": database,
            "STOREFLOOR_SERVICE_DATA_DIR": str(folder),
            "STOREFLOOR_LIMITS_SIGN_IN": "1000 per minute",
            "STOREFLOOR_FLOOR_PAYMENT_LOCK_MINUTES": "1",
        }
        self._service: ExitStack = ExitStack()
        self._parts: ExitStack = ExitStack()

    @property
    def url(self) -> str:
        """Where its API is."""
        return f"http://127.0.0.1:{self.http}"

    def command(self, *words: str) -> str:
        """Run a command of `storefloor` and give what it says."""
        done = subprocess.run(
            self._words(*words), env=self._environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self) -> None:
        """Bring everything up."""
        self._parts.enter_context(running_mosquitto(self.folder, self.mqtt))
        self.command("store", "import", str(STORE_FILE))
        self.channel_token = self.command("token", "create", "--role", "channel", "--name", "hub")
        self.carrier_token = self.command("token", "create", "--role", "carrier")
        self.start_service()
        self._start_gateway()

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

    def options(self, **more: object) -> Options:
        """Give what a simulation on this store is told; nothing goes wrong unless a test says so."""
        wanted = {"odds": NOTHING_WRONG, "speed": 120.0, **more}
        return Options(
            self.url, self.channel_token, self.carrier_token, STORE_FILE, DAY_FILE, bench_port=self.bench, **wanted
        )

    def _start_gateway(self) -> None:
        config = self.folder / "gateway.toml"
        config.write_text(self._gateway_settings())
        self._run(self._parts, self._words("gateway", str(config)), self.bench, "gateway.log")

    def _gateway_settings(self) -> str:
        head = f'store = "{self.file.store_id}"\ngateway = "gw1"\nfolder = "{self.folder / "gw1"}"\n'
        doors = f"[broker]\nport = {self.mqtt}\n[simulators]\nport = {self.bench}\n"
        devices = [
            f'[devices.{row["id"]}]\nkind = "{KINDS[row["class"]]}"\nport = "simulated"\n'
            for row in json.loads(STORE_FILE.read_text())["devices"]
        ]
        return "".join([head, doors, *devices])

    def _run(self, stack: ExitStack, words: list[str], port: int, log: str) -> None:
        stack.enter_context(running(words, lambda: listens(port), self.folder / log, environment=self._environment))

    @staticmethod
    def _words(*words: str) -> list[str]:
        return [sys.executable, "-m", "web_handheld.cli", *words]


@pytest.fixture
def store(tmp_path: Path, any_url: str) -> Iterator[RunningStore]:
    """Give the sample store, running, on each kind of database in turn."""
    running_store = RunningStore(tmp_path, any_url)
    try:
        running_store.start()
        yield running_store
    finally:
        running_store.stop()
