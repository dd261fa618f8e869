"""A store in processes of its own that are killed and started again: broker, service, and a gateway with real lines.

Scanners (Zebra, every third one Honeywell) hang on pseudo terminals and the label printer on TCP, in this process: they
live on when a gateway dies.
"""

import getpass
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random

from floor import Floor
from plugs import on_serial_port, on_tcp_port
from real_parts import START_SECONDS_MAX, end, free_port, listens, path_of

from device_drivers.simulated.answering_scanners import SimulatedHoneywell, SimulatedSsiScanner
from device_drivers.simulated.label_printer import SimulatedLabelPrinter
from picking import migrations
from picking.devices.commands import enrol, hello, sign_on
from picking.devices.model import DeviceClass
from picking.foundation.clock import SystemClock
from picking.foundation.database import open_engine
from picking.people.commands import start_shift
from picking.story import REACTIONS, TIME_OUTS

PRINTER = "gw1/zebra-01"
KINDS = {SimulatedSsiScanner: "scanner.ssi", SimulatedHoneywell: "scanner.honeywell"}
BROKER = """
listener {port} 127.0.0.1
user {user}
allow_anonymous true
set_tcp_nodelay true
max_queued_messages 100000
persistence true
persistence_location {folder}/
autosave_interval 1
autosave_on_changes true
"""


class Program:
    """One program that is started, killed and started again; ready when its port is open."""

    def __init__(self, name: str, command: list[str], port: int | None, log: Path, **environment: str) -> None:
        self.name, self._command, self._port, self._log = name, command, port, log
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its number among the processes, once it was started."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it can be reached."""
        with self._log.open("ab") as words:
            self._process = subprocess.Popen(self._command, stdout=words, stderr=words, env=self._environment)
        limit = time.monotonic() + START_SECONDS_MAX
        while self._port is not None and not listens(self._port):
            assert self._process.poll() is None, f"{self.name} has ended: {self._log}"
            assert time.monotonic() < limit, f"{self.name} does not listen: {self._log}"
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """End it cleanly."""
        if self._process is not None:
            end(self._process)


class KilledStore:
    """Everything that is up, and the books of store `s1`; person `pN` holds scanner `gw1/scan-N`."""

    def __init__(self, folder: Path, scanners: int) -> None:
        self.folder = folder
        self._url = f"sqlite:///{folder / 'storefloor.db'}"
        self._plugs = ExitStack()
        self.scanners = [SimulatedHoneywell() if n % 3 == 2 else SimulatedSsiScanner() for n in range(scanners)]
        self.printer = SimulatedLabelPrinter()
        self.floor = self._books(scanners)
        self.mqtt, self.http = free_port(), free_port()
        self.programs = [self._broker(self.mqtt), self._service(self.mqtt), self._gateway(self.mqtt)]

    def start(self) -> None:
        """Bring everything up."""
        for program in self.programs:
            program.start()

    def stop(self) -> None:
        """Stop everything."""
        for program in reversed(self.programs):
            program.stop()
        self._plugs.close()
        self.floor.engine.dispose()

    def kill_some(self, dice: Random) -> list[str]:
        """Kill one program, sometimes two, leave them dead for a moment, and start them again; gives their names."""
        victims = dice.sample(self.programs, 2 if dice.random() < 1 / 4 else 1)
        for victim in victims:
            victim.kill()
            time.sleep(dice.uniform(0, 0.2))
        time.sleep(dice.uniform(0, 1))
        for victim in victims:
            victim.start()
        return [victim.name for victim in victims]

    def _books(self, scanners: int) -> Floor:
        engine = open_engine(self._url)
        migrations.upgrade(engine)
        floor = Floor(engine, reactions=REACTIONS, time_outs=TIME_OUTS)
        floor.clock = SystemClock()
        floor.restart()
        for number in range(scanners):
            person, device = f"p{number}", f"gw1/scan-{number}"
            floor.person(person)
            floor.run(start_shift, person)
            floor.run(enrol, device, DeviceClass.SCANNER, f"Scanner {number}")
            floor.run(hello, device)
            floor.run(sign_on, device, person)
        floor.run(enrol, PRINTER, DeviceClass.LABEL_PRINTER, "Zebra")
        return floor

    def _broker(self, port: int) -> Program:
        file = self.folder / "mosquitto.conf"
        file.write_text(BROKER.format(port=port, user=getpass.getuser(), folder=self.folder))
        return Program("broker", [path_of("mosquitto"), "-c", str(file)], port, self.folder / "broker.log")

    def _service(self, mqtt: int) -> Program:
        words = ["-m", "web_handheld.cli", "service", "--http", str(self.http), "--mqtt", str(mqtt)]
        environment = {
            "STOREFLOOR_DATABASE_URL": self._url,
            "STOREFLOOR_SERVICE_DATA_DIR": str(self.folder),
            "STOREFLOOR_PLANNER_ENABLED": "false",
        }
        return Program("service", [sys.executable, *words], self.http, self.folder / "service.log", **environment)

    def devices(self) -> str:
        """Give the tables of the gateway's devices: what hangs on this process."""
        ports: dict[str, tuple[str, str]] = {
            f"scan-{number}": (KINDS[type(scanner)], self._plugs.enter_context(on_serial_port(scanner)))
            for number, scanner in enumerate(self.scanners)
        }
        ports["zebra-01"] = ("printer.zpl", self._plugs.enter_context(on_tcp_port(self.printer)))
        return "".join(f'[devices.{name}]\nkind = "{kind}"\nport = "{port}"\n' for name, (kind, port) in ports.items())

    def _gateway(self, mqtt: int) -> Program:
        head = f'store = "s1"\ngateway = "gw1"\nfolder = "{self.folder / "gateway"}"\nmetrics_seconds = 1\n'
        file = self.folder / "gateway.toml"
        file.write_text(f"{head}[broker]\nport = {mqtt}\n{self.devices()}")
        words = ["-m", "web_handheld.cli", "gateway", "run", str(file)]
        return Program("gateway", [sys.executable, *words], None, self.folder / "gateway.log")


def until(look: Callable[[], bool], seconds_max: float) -> bool:
    """Wait until something is so; False when it does not come to be."""
    limit = time.monotonic() + seconds_max
    while not look():
        if time.monotonic() > limit:
            return False
        time.sleep(0.1)
    return True
