"""The connection to the broker through paho: a fresh client each time, no delay, nothing hidden in a queue.

paho's traps, answered: callbacks only put things into the inbox (an exception in one would end its thread unseen); the
bridge publishes only between `BrokerUp` and `BrokerDown` (offline publishes would be queued out of sight); a new client
each connection (its session lives in memory, and an old one would send before our birth); at most 20 in flight.
"""

import logging
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from gateway.inbox import Arrived, BrokerDown, BrokerUp, Inbox
from gateway.settings import BrokerSettings
from gateway.voice import Saying

log = logging.getLogger(__name__)

INFLIGHT_MAX = 20
CONNECT_SECONDS_MAX = 5
PAUSE_SECONDS, PAUSE_SECONDS_MAX = 0.5, 30.0


class Broker:
    """Connects, and connects again. `will` gives the last will of the next connection."""

    def __init__(
        self, settings: BrokerSettings, client_id: str, filters: list[str], will: Callable[[], Saying], inbox: Inbox
    ) -> None:
        self._settings, self._client_id, self._filters = settings, client_id, filters
        self._will, self._inbox = will, inbox
        self._client: mqtt.Client | None = None
        self._stop, self._gone = threading.Event(), threading.Event()
        self._reason = ""
        self._dice = Random()  # noqa: S311 - spreads the return of many, guards nothing
        self._thread = threading.Thread(target=self._connect_for_ever, name="broker", daemon=True)

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def publish(self, saying: Saying) -> bool:
        """Hand a message to the connection; False when there is none."""
        client = self._client
        if client is None:
            return False
        client.publish(saying.topic, saying.payload, saying.qos, saying.retain)
        return True

    def say_last(self, saying: Saying, seconds: float = 3) -> None:
        """Publish the word of farewell, wait until the broker has it, and disconnect."""
        client = self._client
        self._stop.set()
        if client is not None:
            sent = client.publish(saying.topic, saying.payload, saying.qos, saying.retain)
            try:
                sent.wait_for_publish(seconds)
            except (RuntimeError, ValueError) as error:
                log.warning("the broker did not take the farewell: %s", error)
            client.disable_logger()  # it would call its own orderly end an error
            client.disconnect()
        self._gone.set()
        self._thread.join(seconds)

    def _connect_for_ever(self) -> None:
        pause = PAUSE_SECONDS
        while not self._stop.is_set():
            self._gone.clear()
            client = self._new_client()
            try:
                client.connect(self._settings.host, self._settings.port, self._settings.keepalive_seconds)
            except (OSError, ValueError) as error:
                log.warning("no broker at %s:%d: %s", self._settings.host, self._settings.port, error)
                pause = min(2 * pause, PAUSE_SECONDS_MAX)
            else:
                pause = PAUSE_SECONDS
                self._live(client)
            self._stop.wait(pause * self._dice.uniform(0.5, 1))

    def _live(self, client: mqtt.Client) -> None:
        client.loop_start()
        while not self._gone.wait(1):
            if self._stop.is_set() and self._client is None:  # told to stop before the broker had taken us in
                client.disconnect()
        self._client = None
        client.loop_stop()
        self._inbox.put(BrokerDown(self._reason))

    def _new_client(self) -> mqtt.Client:
        settings = self._settings
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            self._client_id,
            clean_session=False,
            protocol=mqtt.MQTTv311,
            reconnect_on_failure=False,
        )
        client.connect_timeout = CONNECT_SECONDS_MAX
        client.suppress_exceptions = True
        client.enable_logger(log)
        client.max_inflight_messages_set(INFLIGHT_MAX)
        if settings.user:
            client.username_pw_set(settings.user, settings.password)
        if settings.tls:
            tls = settings.tls
            client.tls_set(str(tls.ca), _name(tls.certificate), _name(tls.key), tls_version=ssl.PROTOCOL_TLS_CLIENT)
        will = self._will()
        client.will_set(will.topic, will.payload, will.qos, will.retain)
        client.on_socket_open = no_delay
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_message = lambda _, __, message: self._inbox.put(Arrived(message.topic, bytes(message.payload)))
        return client

    def _on_connect(self, client: mqtt.Client, _: object, __: object, reason: object, ___: object) -> None:
        if getattr(reason, "is_failure", False):
            self._reason = str(reason)
            log.error("the broker refuses us: %s", reason)
            return
        client.subscribe([(each, 1) for each in self._filters])
        self._client = client
        self._inbox.put(BrokerUp())

    def _on_disconnect(self, _: mqtt.Client, __: object, ___: object, reason: object, ____: object) -> None:
        self._reason = str(reason)
        self._client = None
        self._gone.set()


def no_delay(_: mqtt.Client, __: object, line: Any) -> None:
    """Send small packets at once: Nagle against delayed ACK costs 44 to 88 ms each QoS 1 round trip."""
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _name(path: Path | None) -> str | None:
    return str(path) if path else None
