"""A broker inside this process for trying things out: loopback only, in memory only, MQTT 3.1.1 only."""

import asyncio
import logging
import threading
import warnings

LOOPBACK = ("127.0.0.1", "::1", "localhost")
log = logging.getLogger(__name__)


class EmbeddedBrokerError(RuntimeError):
    """The broker could not listen, or was asked to listen where others could reach it."""


def run_broker(host: str, port: int, stop: threading.Event, ready: threading.Event | None = None) -> None:
    """Run until `stop` is set; `ready` is set when it listens. Raises EmbeddedBrokerError.

    asyncio sets TCP_NODELAY on every connection it accepts, so a QoS 1 round trip is not held up here.
    """
    if host not in LOOPBACK:
        raise EmbeddedBrokerError(f"the embedded broker has no passwords and listens on loopback only, not on {host}")
    log.warning(
        "EMBEDDED BROKER on %s:%d: for trying out only. It keeps nothing over a restart; a store runs Mosquitto.",
        host,
        port,
    )
    for name in ("amqtt", "transitions"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    asyncio.run(_serve(host, port, stop, ready))


async def _serve(host: str, port: int, stop: threading.Event, ready: threading.Event | None) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # amqtt warns of its own habits
        from amqtt.broker import Broker as AmqttBroker  # noqa: PLC0415 - slow to import, and seldom wanted
        from amqtt.errors import BrokerError  # noqa: PLC0415 - as above

        broker = AmqttBroker(_configuration(host, port))
    try:
        await broker.start()
    except (BrokerError, OSError) as error:
        raise EmbeddedBrokerError(f"{host}:{port}: {error}") from error
    try:
        if ready is not None:
            ready.set()
        while not stop.is_set():  # noqa: ASYNC110 - a threading event cannot be awaited
            await asyncio.sleep(0.2)
    finally:
        await broker.shutdown()


def _configuration(host: str, port: int) -> dict[str, object]:
    return {
        "listeners": {"default": {"type": "tcp", "bind": f"{host}:{port}"}},
        "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
    }
