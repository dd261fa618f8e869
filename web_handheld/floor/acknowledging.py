"""Remembers how far each gateway's reports are committed, and tells them so (SF-EVT-04)."""

from gateway.contract import EVACK, encode
from gateway.contract.states import EvAck
from web_handheld.floor.broker_link import BrokerLink


class Acknowledging:
    """One store's acknowledgements, told together after their commits; the spools may forget then."""

    def __init__(self, link: BrokerLink) -> None:
        self._link = link
        self._committed: dict[str, dict[int, int]] = {}  # gateway -> boot -> seq

    def add(self, gateway: str, boot: int, seq: int) -> None:
        """Note that everything of a boot up to this seq is committed."""
        self._committed.setdefault(gateway, {})[boot] = seq

    def tell(self) -> None:
        """Tell each gateway, each boot by itself."""
        committed, self._committed = self._committed, {}
        for gateway, boots in committed.items():
            for boot, seq in sorted(boots.items()):
                topic = EVACK.topic(store=self._link.store, gateway=gateway)
                self._link.publish(topic, encode(EvAck(boot=boot, upto_seq=seq)))
