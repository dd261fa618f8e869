"""A bare MQTT client: what it hears it hands to a function at once."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from gateway.broker import no_delay

PATIENCE_SECONDS = 30


@contextmanager
def ear(port: int, name: str, filters: Sequence[str], heard: Callable[[Client, str, bytes], None]) -> Iterator[Client]:
    """Give a connected client that has subscribed with QoS 1."""
    client, there = Client(CallbackAPIVersion.VERSION2, client_id=name), threading.Event()
    client.max_inflight_messages_set(20)
    client.max_queued_messages_set(0)
    client.on_socket_open = no_delay
    client.on_message = lambda _, __, message: heard(client, message.topic, bytes(message.payload))
    client.on_subscribe = lambda *_: there.set()
    client.connect("127.0.0.1", port)
    client.loop_start()
    client.subscribe([(each, 1) for each in filters])
    assert there.wait(PATIENCE_SECONDS)
    try:
        yield client
    finally:
        client.disconnect()
        client.loop_stop()
        client.reinitialise()  # loop_stop leaves the pair of sockets open that wakes its thread
