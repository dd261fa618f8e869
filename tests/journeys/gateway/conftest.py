"""Whole gateways in processes of their own, a real broker, and a service that only listens and acknowledges."""

import queue
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from real_parts import end, free_port, listens

from device_drivers.simulated.control import Visitor
from device_drivers.simulated.simulator import UnknownDeedError
from gateway.broker import no_delay
from gateway.contract import DEVICE_COMMAND, EVACK, HOST_STATE, Command, Report, decode, encode, new_id
from gateway.contract.states import EvAck, HostState

WAIT_SECONDS_MAX = 60
PROGRAM = """
import logging, signal, sys, threading
from pathlib import Path
from gateway.settings import load
from gateway.wiring import run_gateway
logging.basicConfig(level=logging.INFO)
stop, again = threading.Event(), threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
signal.signal(signal.SIGHUP, lambda *_: again.set())
run_gateway(lambda: load(Path(sys.argv[1])), stop, again)
"""
DEVICES = {
    "scan-02": "scanner.framed",
    "scale-01": "scale.mettler-8217",
    "print-01": "printer.escpos",
    "zebra-01": "printer.zpl",
    "label-07": "shelf-label.reference",
}


class GatewayProcess:
    """One gateway that is started, killed and started again on the same folder."""

    def __init__(self, folder, store, broker_port, more="") -> None:
        self.store, self.door, self._folder = store, free_port(), folder
        devices = "".join(f'[devices.{name}]\nkind = "{kind}"\nport = "simulated"\n' for name, kind in DEVICES.items())
        head = f'store = "{store}"\ngateway = "gw1"\nfolder = "{folder}"\nmetrics_seconds = 1\n'
        broker = f"[broker]\nport = {broker_port}\n{more}\n"
        (folder / "gateway.toml").write_text(f"{head}{broker}[simulators]\nport = {self.door}\n{devices}")
        self.process = None

    def start(self) -> None:
        """Start it and wait until its simulated devices can be reached."""
        command = [sys.executable, "-c", PROGRAM, str(self._folder / "gateway.toml")]
        with (self._folder / "gateway.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_for(lambda: listens(self.door), "the gateway's door")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it cleanly."""
        end(self.process)

    def do(self, device, deed, **facts):
        """Do something to a simulated device; a person waits for its light, too."""
        with Visitor(self.door) as bench:
            return wait_for(lambda: self._tried(bench, device, deed, facts), f"{deed} on {device}")[0]

    @staticmethod
    def _tried(bench, device, deed, facts):
        with suppress(UnknownDeedError):
            return [bench.do(device, deed, **facts)]
        return None

    def log(self) -> str:
        """Give what it has written."""
        return (self._folder / "gateway.log").read_text()


class Service:
    """A service of one store: hears everything, acknowledges only if told to."""

    def __init__(self, port, store, user=None, password=None) -> None:
        self.store = store
        self.heard, self._news = [], queue.Queue()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.on_socket_open = no_delay
        self._client.on_message = lambda _, __, message: self._news.put((message.topic, message.payload))
        if user:
            self._client.username_pw_set(user, password)
        self._client.connect("127.0.0.1", port)
        self._client.subscribe([(f"sf/v1/{store}/+/{leaf}", 1) for leaf in LEAVES])
        self._client.loop_start()

    def publish(self, topic, message, *, retain=False) -> None:
        """Publish a message and wait until the broker has it."""
        self._client.publish(topic, encode(message), 1, retain).wait_for_publish(WAIT_SECONDS_MAX)

    def command(self, device, data, corr) -> None:
        """Command a device."""
        now = datetime.now(UTC)
        head = {"id": new_id(), "src": "host/web", "boot": 1, "seq": 1, "ts": now, "mono": 1, "corr": corr}
        message = Command(**head, deadline=now + timedelta(seconds=30), data=data)
        self.publish(DEVICE_COMMAND.topic(store=self.store, gateway="gw1", device=device), message)

    def acknowledge(self, report) -> None:
        """Say that everything up to this report is committed."""
        self.publish(EVACK.topic(store=self.store, gateway="gw1"), EvAck(report.boot, report.seq))

    def come(self, boot) -> None:
        """Say that the service is there."""
        topic = HOST_STATE.topic(store=self.store, service="web")
        self.publish(topic, HostState(online=True, boot=boot, ts=datetime.now(UTC)), retain=True)

    def listen(self):
        """Take in what has come; give everything heard as (topic taken apart, message)."""
        while not self._news.empty():
            self.heard.append(decode(*self._news.get()))
        return self.heard

    def reports(self, kind="scan"):
        """Give the reports of a type, each id once, in the order of boot and seq."""
        found = {m.id: m for _, m in self.listen() if isinstance(m, Report) and m.type == kind}
        return sorted(found.values(), key=lambda each: (each.boot, each.seq))

    def of(self, channel):
        """Give the messages of one channel, in the order they came."""
        return [message for place, message in self.listen() if place.channel is channel]

    def wait_for(self, found, what):
        """Wait until a question gives something, and give it."""
        return wait_for(lambda: found(self), what)

    def close(self) -> None:
        """Leave."""
        self._client.disconnect()
        self._client.loop_stop()
        self._client.reinitialise()  # loop_stop leaves the pair of sockets open that wakes its thread


LEAVES = (
    "$state", "$birth", "$metrics", "cfg/reported",
    "dev/+/$info", "dev/+/$state", "dev/+/evt/+", "dev/+/reported", "dev/+/ack",
)  # fmt: skip


def wait_for(found, what):
    """Wait until a question is answered with something true."""
    limit = time.monotonic() + WAIT_SECONDS_MAX
    while time.monotonic() < limit:
        answer = found()
        if answer:
            return answer
        time.sleep(0.01)
    raise AssertionError(f"waited {WAIT_SECONDS_MAX} s for {what}")


@pytest.fixture
def store():
    """A store id of this test's own: the broker is shared."""
    return f"s-{new_id()}"


@pytest.fixture
def make_gateway(tmp_path, store):
    """Start a gateway at a broker."""
    with ExitStack() as made:

        def make(port, more=""):
            found = GatewayProcess(tmp_path, store, port, more)
            made.callback(found.stop)
            found.start()
            return found

        yield make


@pytest.fixture
def make_service(store):
    """Start a service at a broker."""

    @contextmanager
    def closing(service):
        yield service
        service.close()

    with ExitStack() as made:
        yield lambda port, **who: made.enter_context(closing(Service(port, store, **who)))
