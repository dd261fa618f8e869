"""A service that listens to a real broker, and a gateway of one's own that says what a test wants said."""

import json
import queue
import threading
import uuid
from collections.abc import Iterator

import pytest
import uuid_utils
from floor import STORE, Floor, MakeFloor
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion
from real_parts import WAIT_SECONDS_MAX, wait_for

from picking import story
from picking.devices.commands import enrol
from picking.devices.model import DeviceClass
from picking.foundation.clock import SystemClock
from web_handheld.settings import read_settings
from web_handheld.wiring import Service, build


class Gateway:
    """Speaks for devices of gateway `gw1`, as the contract says, and hears what comes down."""

    def __init__(self, port: int, store: str) -> None:
        self.root = f"sf/v1/{store}/gw1"
        self.heard: queue.Queue[tuple[str, dict]] = queue.Queue()
        self._kept: list[tuple[str, dict]] = []
        self._client = Client(CallbackAPIVersion.VERSION2, client_id=f"test-{uuid.uuid4()}")
        self._client.on_message = self._hear
        there = threading.Event()
        self._client.on_subscribe = lambda *_: there.set()
        self._client.connect("127.0.0.1", port)
        self._client.subscribe([(f"{self.root}/evack", 1), (f"{self.root}/cmd", 1), (f"{self.root}/dev/+/cmd", 1)])
        self._client.loop_start()
        assert there.wait(WAIT_SECONDS_MAX)

    def _hear(self, _client, _data, message) -> None:
        self.heard.put((message.topic.removeprefix(f"{self.root}/"), json.loads(message.payload)))

    def say(self, topic: str, payload: dict | bytes, *, retain: bool = False) -> None:
        """Publish something as it is."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        self._client.publish(f"{self.root}/{topic}", body, 1, retain).wait_for_publish(WAIT_SECONDS_MAX)

    def report(self, seq: int, word: str, data: dict, *, device: str = "scan-01", boot: int = 1, key: str = "") -> str:
        """Publish a report and give its id."""
        key = key or str(uuid_utils.uuid7())
        now = SystemClock().now().isoformat().replace("+00:00", "Z")
        envelope = {"v": 1, "id": key, "type": word, "src": f"gw1/{device}", "boot": boot, "seq": seq, "ts": now}
        self.say(f"dev/{device}/evt/{word}", {**envelope, "mono": 1, "hist": False, "data": data})
        return key

    def scan(self, seq: int, text: str, **more) -> str:
        """Publish a scan."""
        return self.report(seq, "scan", {"text": text, "aim": None}, **more)

    def next(self, topic: str) -> dict:
        """Wait for the next message on a topic and give it; what comes on others is kept for later."""
        for kept in self._kept:
            if kept[0] == topic:
                self._kept.remove(kept)
                return kept[1]
        while (heard := self.heard.get(timeout=WAIT_SECONDS_MAX))[0] != topic:
            self._kept.append(heard)
        return heard[1]

    def acknowledged(self, seq: int) -> None:
        """Wait until everything up to a seq is acknowledged."""
        while self.next("evack")["upto_seq"] < seq:
            pass

    def hear_desired(self, device: str) -> None:
        """Hear from now on what a device shall show."""
        there = threading.Event()
        self._client.on_subscribe = lambda *_: there.set()
        self._client.subscribe(f"{self.root}/dev/{device}/desired", 1)
        assert there.wait(WAIT_SECONDS_MAX)

    def close(self) -> None:
        """Hang up."""
        self._client.disconnect()
        self._client.loop_stop()
        self._client.reinitialise()  # loop_stop leaves the pair of sockets open that wakes its thread


@pytest.fixture
def any_story(any_url: str, make_floor: MakeFloor) -> Floor:
    """Give a floor with the whole story and a scanner, on each kind of database in turn."""
    floor = make_floor(url=any_url, reactions=story.REACTIONS, time_outs=story.TIME_OUTS)
    floor.clock = SystemClock()
    floor.restart()
    floor.run(enrol, "gw1/scan-01", DeviceClass.SCANNER, "Scanner 1")
    return floor


@pytest.fixture
def service(any_story: Floor, mosquitto: int, tmp_path) -> Iterator[Service]:
    """Give a running service of the floor."""
    url = any_story.engine.url.render_as_string(hide_password=False)
    settings = read_settings(
        flags={
            "service.data_dir": tmp_path, "service.name": f"t{uuid.uuid4().hex[:8]}", "database.url": url,
            "broker.port": mosquitto, "broker.gap_seconds": 1, "broker.gap_seconds_max": 4,
        }
    )  # fmt: skip
    built = build(settings, async_mode="threading")
    built.start()
    wait_for(lambda: built.clockwork.trouble() is None and built.stores.serves(STORE) and not built.stores.troubles())
    yield built
    built.stop()


@pytest.fixture
def gateway(service: Service, mosquitto: int) -> Iterator[Gateway]:
    """Give a gateway whose scanner has introduced itself."""
    found = Gateway(mosquitto, STORE)
    info = {"driver": "d", "model": "m", "serial": "1", "port": "usb", "capabilities": ["scan", "beep"]}
    found.say("dev/scan-01/$info", info)
    yield found
    found.close()
