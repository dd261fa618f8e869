"""A broker, a service and a gateway with the lines a bench asks for, each in a process of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from killed_store import KilledStore
from real_parts import listens, wait_for

from gateway.contract import EVACK, GATEWAY_STATE, decode
from gateway.contract.states import EvAck, GatewayPhase, GatewayState


class GatewayStore(KilledStore):
    """`lines` are the tables of the gateway's devices, as they stand in its settings."""

    def __init__(self, folder: Path, scanners: int, lines: str) -> None:
        self._lines = lines
        super().__init__(folder, scanners)

    def devices(self) -> str:
        """Give the devices the bench wants."""
        return self._lines


@contextmanager
def gateway_store(scanners: int, lines: str, *, with_service: bool = True) -> Iterator[GatewayStore]:
    """Run a store in a folder of its own; without its service, somebody else has to acknowledge."""
    with TemporaryDirectory(prefix="storefloor-bench-") as name:
        store = GatewayStore(Path(name), scanners, lines)
        if not with_service:
            store.programs = [each for each in store.programs if each.name != "service"]
        try:
            store.start()
            wait_for(lambda: listens(store.mqtt))
            yield store
        finally:
            store.stop()


def acknowledged(topic: str, payload: bytes) -> int:
    """Give up to where a message acknowledges reports; 0 for every other message."""
    place, message = decode(topic, payload)
    return message.upto_seq if place.channel is EVACK and isinstance(message, EvAck) else 0


def is_ready(topic: str, payload: bytes) -> bool:
    """Whether a message says that the gateway is ready."""
    place, message = decode(topic, payload)
    return place.channel is GATEWAY_STATE and isinstance(message, GatewayState) and message.state is GatewayPhase.READY
