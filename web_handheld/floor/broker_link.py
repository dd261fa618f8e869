"""A store's one connection to the broker: it stays, comes back, and says whether the service is there."""

import itertools
import logging
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from paho.mqtt.client import Client, MQTTMessage, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from gateway.contract import HOST_STATE, encode
from gateway.contract.states import HostState
from picking.foundation.clock import Clock
from web_handheld.settings import BrokerSettings

log = logging.getLogger(__name__)
Heard = Callable[[str, bytes], None]
KEEPALIVE_SECONDS = 15
RECONNECT_SECONDS_MAX = 10
IN_FLIGHT_MAX = 20  # paho ignores the broker's ReceiveMaximum; Mosquitto's default is 20
SESSION_SECONDS = 7 * 24 * 3600


class BrokerLink:
    """Publishes and hears for one store.

    What is heard is handed to `heard(topic, payload)` in the network thread: be quick there. The broker keeps the
    session while we are away, so that reports wait there as well as in the gateways' spools.
    """

    def __init__(self, settings: BrokerSettings, service: str, store: str, clock: Clock) -> None:
        self._settings = settings
        self._service = service
        self._clock = clock
        self.store = store
        self.boot = int(clock.now().timestamp())
        self._seq = itertools.count(1)
        self._filters: Sequence[str] = ()
        self._heard: Heard = _nobody_hears
        self._stopping = False
        self._trouble: str | None = f"not yet connected to the broker at {settings.host}:{settings.port}"
        self._client = self._make_client()

    def start(self, filters: Sequence[str], heard: Heard) -> None:
        """Connect and subscribe in the background; a broker that is away is tried again and again."""
        self._filters, self._heard = filters, heard
        self._client.connect_async(
            self._settings.host, self._settings.port, KEEPALIVE_SECONDS, **self._session_options()
        )
        self._client.loop_start()

    def stop(self) -> None:
        """Say that we go, and go."""
        self._stopping = True
        if self._trouble is None:
            self._say_there(online=False).wait_for_publish(2)
        self._client.disconnect()
        self._client.loop_stop()
        self._client.reinitialise()  # loop_stop leaves the pair of sockets open that wakes its thread

    def trouble(self) -> str | None:
        """Give why there is no broker, or None."""
        return self._trouble

    def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        retain: bool = False,
        expiry_seconds: int | None = None,
        answer_to: str | None = None,
    ) -> bool:
        """Publish with QoS 1; False when the broker is away (whoever sends repeats anyhow)."""
        if self._trouble is not None or self._stopping:
            return False
        self._client.publish(topic, payload, 1, retain, self._properties(expiry_seconds, answer_to))
        return True

    def next_seq(self) -> int:
        """Give the next number of this boot for an envelope of ours."""
        return next(self._seq)

    @property
    def source(self) -> str:
        """What our envelopes call their sender."""
        return f"host/{self._service}"

    def _make_client(self) -> Client:
        is_5 = self._settings.mqtt == "5"
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"storefloor-{self._service}-{self.store}",
            protocol=MQTTv5 if is_5 else MQTTv311,
            clean_session=None if is_5 else False,
        )
        client.max_inflight_messages_set(IN_FLIGHT_MAX)
        client.reconnect_delay_set(1, RECONNECT_SECONDS_MAX)
        if self._settings.username:
            client.username_pw_set(self._settings.username, self._settings.password)
        if self._settings.tls_ca:
            client.tls_set(self._settings.tls_ca)
        client.will_set(self._state_topic, self._state(online=False), 1, retain=True)
        client.on_socket_open = _no_delay
        client.on_connect = self._connected
        client.on_connect_fail = self._failed
        client.on_subscribe = self._subscribed
        client.on_disconnect = self._disconnected
        client.on_message = self._message
        return client

    def _session_options(self) -> dict[str, Any]:
        if self._settings.mqtt != "5":
            return {}
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho leaves it untyped
        properties.SessionExpiryInterval = SESSION_SECONDS
        return {"clean_start": False, "properties": properties}

    def _properties(self, expiry_seconds: int | None, answer_to: str | None) -> Properties | None:
        if self._settings.mqtt != "5":
            return None
        properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]  # as above
        if expiry_seconds is not None:
            properties.MessageExpiryInterval = expiry_seconds
        if answer_to is not None:
            properties.ResponseTopic = answer_to
        return properties

    # paho ends its thread for good when a callback raises; nothing here may.

    def _connected(self, client: Client, _: Any, __: Any, reason: Any, ___: Any) -> None:
        if reason.is_failure:
            self._trouble = f"the broker refused us: {reason}"
            log.error("store %s: %s", self.store, self._trouble)
            return
        self._trouble = "the broker has not confirmed yet that we hear"
        client.subscribe([(each, 1) for each in self._filters])

    def _subscribed(self, _: Client, __: Any, ___: Any, reasons: Sequence[Any], ____: Any) -> None:
        # Only now is what somebody reports sure to reach us: before, a broker drops what nobody subscribed to.
        if refused := [topic for topic, reason in zip(self._filters, reasons, strict=False) if reason.is_failure]:
            self._trouble = f"the broker does not let us hear {', '.join(refused)}"
            log.error("store %s: %s", self.store, self._trouble)
            return
        self._trouble = None
        log.info("store %s: connected to the broker at %s:%s", self.store, self._settings.host, self._settings.port)
        self._say_there(online=True)

    def _failed(self, _: Client, __: Any) -> None:
        trouble = f"no broker at {self._settings.host}:{self._settings.port}"
        if self._trouble != trouble:  # said once, tried for ever
            log.warning("store %s: %s, trying again", self.store, trouble)
        self._trouble = trouble

    def _disconnected(self, _: Client, __: Any, ___: Any, reason: Any, ____: Any) -> None:
        self._trouble = f"the broker is away: {reason}"
        if not self._stopping:
            log.warning("store %s: %s", self.store, self._trouble)

    def _message(self, _: Client, __: Any, message: MQTTMessage) -> None:
        try:
            self._heard(message.topic, bytes(message.payload))
        except Exception:
            log.exception("store %s: a message on %s could not be taken in", self.store, message.topic)

    @property
    def _state_topic(self) -> str:
        return HOST_STATE.topic(store=self.store, service=self._service)

    def _state(self, *, online: bool) -> bytes:
        return encode(HostState(online=online, boot=self.boot, ts=self._clock.now()))

    def _say_there(self, *, online: bool) -> Any:
        return self._client.publish(self._state_topic, self._state(online=online), 1, retain=True)


def _nobody_hears(topic: str, payload: bytes) -> None:
    """Stand in until somebody listens."""


def _no_delay(_: Client, __: Any, sock: Any) -> None:
    # Nagle's wait for a delayed acknowledgement costs 44 ms and more for each QoS 1 round trip.
    with suppress(OSError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
