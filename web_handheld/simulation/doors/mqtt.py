"""A handheld computer that speaks MQTT itself: it is its own gateway with one scanner and a display."""

import queue
import threading
import time
from collections import deque
from datetime import UTC, datetime
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from gateway.contract import (
    ACK,
    BIRTH,
    DEVICE_COMMAND,
    DEVICE_INFO,
    DEVICE_STATE,
    EVACK,
    EVENT,
    GATEWAY_COMMAND,
    GATEWAY_STATE,
    HOST_STATE,
    Ack,
    AckStatus,
    Channel,
    Command,
    Message,
    Report,
    decode,
    encode,
    new_id,
)
from gateway.contract.commands import Answer, Rebirth, Replay
from gateway.contract.reports import Scan
from gateway.contract.states import (
    Birth,
    BornDevice,
    DeviceInfo,
    DevicePhase,
    DeviceState,
    EvAck,
    GatewayClock,
    GatewayPhase,
    GatewayState,
    HostState,
)
from web_handheld.simulation.doors.http import ServiceAwayError

CONNECT_SECONDS_MAX = 10
ANSWER_SECONDS_MAX = 10
SHOWN_MAX = 100
DEVICE = "scanner"
DRIVER = "mqtt_handheld"
CAPABILITIES = ("scan", "display", "beep")


class MqttHandheld:
    """One handheld; what the service has not acknowledged is kept and said again when it asks, and when it comes."""

    def __init__(self, host: str, port: int, store: str, gateway: str) -> None:
        self._ids = {"store": store, "gateway": gateway}
        self._boot = int(time.time())
        self._kept: dict[int, tuple[str, bytes]] = {}
        self._seq = 0
        self._lock = threading.Lock()
        self._answers: queue.Queue[Answer] = queue.Queue()
        self._shown: deque[str] = deque(maxlen=SHOWN_MAX)  # the same instruction is never done twice (SF-CMD-01)
        self._is_there = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2, client_id=f"{store}-{gateway}", clean_session=False)
        self._client.on_connect = self._connected
        self._client.on_message = self._heard
        last_will = encode(GatewayState(GatewayPhase.LOST, self._boot, _now()))
        self._client.will_set(GATEWAY_STATE.topic(**self._ids), last_will, qos=1, retain=True)
        self._address = (host, port)

    def open(self) -> None:
        """Connect and say who this is; raises ServiceAwayError."""
        self._client.connect(*self._address)
        self._client.loop_start()
        if not self._is_there.wait(CONNECT_SECONDS_MAX):
            raise ServiceAwayError(f"no broker at {self._address[0]}:{self._address[1]}")

    def close(self) -> None:
        """Say good-bye before leaving (SF-LIF-02)."""
        self._say(GATEWAY_STATE, GatewayState(GatewayPhase.DISCONNECTED, self._boot, _now())).wait_for_publish(1)
        self._client.disconnect()
        self._client.loop_stop()
        self._client.reinitialise()  # loop_stop leaves the pair of sockets open that wakes its thread

    def scan(self, text: str, aim: str | None = None, *, times: int = 1) -> Answer:
        """Scan a code, told `times` times under the same id, and give the answer shown; raises ServiceAwayError."""
        while not self._answers.empty():
            self._answers.get_nowait()
        topic, payload = self._keep(Scan(text=text, aim=aim))
        for _ in range(times):
            self._client.publish(topic, payload, qos=1)
        return self.next_answer(f"{text!r}")

    def next_answer(self, to: str, seconds: float = ANSWER_SECONDS_MAX) -> Answer:
        """Wait for the next answer shown; raises ServiceAwayError."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            raise ServiceAwayError(f"no answer to {to} was shown") from None

    def tell(self, text: str, aim: str | None = None) -> None:
        """Scan a code and wait for nothing: a scanner in nobody's hand is not answered on its display."""
        self._client.publish(*self._keep(Scan(text=text, aim=aim)), qos=1)

    @property
    def unacknowledged(self) -> int:
        """How many reports the service has not acknowledged yet."""
        with self._lock:
            return len(self._kept)

    def _keep(self, data: Scan) -> tuple[str, bytes]:
        with self._lock:
            payload = encode(Report(**self._head(), data=data))
            topic = EVENT.topic(**self._ids, device=DEVICE, type=data.type)
            self._kept[self._seq] = (topic, payload)
        return topic, payload

    def _head(self) -> Any:
        self._seq += 1
        return {
            "id": new_id(), "src": f"{self._ids['gateway']}/{DEVICE}", "boot": self._boot, "seq": self._seq,
            "ts": _now(), "mono": int(time.monotonic() * 1000),
        }  # fmt: skip

    def _say(self, channel: Channel, message: Message, **ids: str) -> Any:
        return self._client.publish(channel.topic(**self._ids, **ids), encode(message), qos=1, retain=channel.retained)

    def _connected(self, client: Client, *_: object) -> None:
        for channel, ids in ((DEVICE_COMMAND, {"device": DEVICE}), (GATEWAY_COMMAND, {}), (EVACK, {})):
            client.subscribe(channel.topic(**self._ids, **ids), qos=1)
        client.subscribe(HOST_STATE.filter(store=self._ids["store"]), qos=1)
        self._be_born()
        self._is_there.set()

    def _be_born(self) -> None:
        clock = GatewayClock(_now(), int(time.monotonic() * 1000))
        born = Birth(self._boot, {"simulation": "1"}, (BornDevice(DEVICE, DRIVER),), 0, CAPABILITIES, clock)
        self._say(BIRTH, born)
        self._say(GATEWAY_STATE, GatewayState(GatewayPhase.READY, self._boot, _now()))
        self._say(DEVICE_INFO, DeviceInfo(DRIVER, "simulated", "0", "radio", CAPABILITIES), device=DEVICE)
        self._say(DEVICE_STATE, DeviceState(DevicePhase.READY, _now()), device=DEVICE)

    def _heard(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        _, said = decode(message.topic, bytes(message.payload))
        if isinstance(said, EvAck):
            self._forget(said)
        elif isinstance(said, HostState):
            if said.online:  # what was said while nobody listened has reached nobody, whatever the broker answered
                self._say_again(0)
        elif isinstance(said, Command):
            self._obey(said)

    def _forget(self, acknowledged: EvAck) -> None:
        with self._lock:
            if acknowledged.boot == self._boot:
                self._kept = {seq: said for seq, said in self._kept.items() if seq > acknowledged.upto_seq}

    def _obey(self, command: Command) -> None:
        if isinstance(command.data, Replay):
            self._say_again(command.data.from_seq)
        elif isinstance(command.data, Rebirth):
            self._be_born()
        else:
            self._show(command)

    def _say_again(self, from_seq: int) -> None:
        with self._lock:
            said_again = [said for seq, said in sorted(self._kept.items()) if seq >= from_seq]
        for topic, payload in said_again:
            self._client.publish(topic, payload, qos=1)

    def _show(self, command: Command) -> None:
        if isinstance(command.data, Answer) and command.corr not in self._shown:
            self._answers.put(command.data)
        self._shown.append(command.corr)
        with self._lock:
            done = Ack(**self._head(), type=command.type, corr=command.corr, status=AckStatus.DONE)
            topic, payload = ACK.topic(**self._ids, device=DEVICE), encode(done)
            self._kept[self._seq] = (topic, payload)
        self._client.publish(topic, payload, qos=1)


def _now() -> datetime:
    return datetime.now(UTC)
