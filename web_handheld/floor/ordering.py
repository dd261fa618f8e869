"""Keeps each gateway's order: which reports may be applied now, which are asked for again, which are given up."""

import logging
import time
from collections.abc import Iterator

from gateway.contract import GATEWAY_COMMAND, encode
from gateway.contract.commands import Replay
from gateway.contract.states import GatewayPhase, GatewayState
from picking.devices.model import Gateway
from picking.foundation.actor import system
from picking.foundation.transactions import Transactions
from web_handheld.floor.broker_link import BrokerLink
from web_handheld.floor.commanding import command
from web_handheld.floor.heard import Heard
from web_handheld.floor.sequence import Lost, Sequence
from web_handheld.settings import BrokerSettings

log = logging.getLogger(__name__)


class Ordering:
    """One store's gateways, each with its sequence (SF-EVT-05)."""

    def __init__(self, link: BrokerLink, settings: BrokerSettings, transactions: Transactions) -> None:
        self._link = link
        self._store = link.store
        self._settings = settings
        self._transactions = transactions
        self._sequences: dict[str, Sequence[Heard]] = {}
        self._away: set[str] = set()

    def of(self, gateway: str) -> Sequence[Heard]:
        """Give a gateway's sequence; it begins where the books stand."""
        known = self._sequences.get(gateway)
        if known is None:
            with self._transactions.reading() as books:
                row = books.get(Gateway, (self._store, gateway))
            boot, seq = (row.boot, row.applied_seq) if row else (0, 0)
            known = Sequence(boot, seq, self._settings.gap_seconds, self._settings.gap_seconds_max)
            self._sequences[gateway] = known
        return known

    def note_presence(self, heard: Heard) -> None:
        """Note whether a gateway can be asked at all."""
        if isinstance(heard.message, GatewayState):
            is_away = heard.message.state in (GatewayPhase.LOST, GatewayPhase.DISCONNECTED)
            (self._away.add if is_away else self._away.discard)(heard.gateway)

    def look_for_gaps(self) -> Iterator[Heard]:
        """Ask for what is missing, give up what nobody has any more, and give what can go on without it."""
        now = time.monotonic()
        for gateway, sequence in list(self._sequences.items()):
            if gateway in self._away or self._link.trouble() is not None:
                sequence.wait_on(now)  # it has on its disk what is missing
                continue
            missing = sequence.missing(now)
            if missing is not None:
                self._ask_again(gateway, missing, sequence.boot)
            given_up = sequence.give_up(now)
            if given_up is not None:
                lost, ready = given_up
                self._alert_lost(gateway, lost)
                yield from (place.item for place in ready)

    def _ask_again(self, gateway: str, missing: int, boot: int) -> None:
        log.warning("store %s: %s: report %d is missing, asking again", self._store, gateway, missing)
        topic = GATEWAY_COMMAND.topic(store=self._store, gateway=gateway)
        said = command(self._link, self._transactions.clock.now(), Replay(missing, boot))
        self._link.publish(topic, encode(said))

    def _alert_lost(self, gateway: str, lost: Lost) -> None:
        log.error("store %s: %s: reports %d to %d are lost", self._store, gateway, lost.first, lost.last)
        facts = {"gateway": gateway, "boot": lost.boot, "first": lost.first, "last": lost.last}
        body = {"code": "reports_lost", "facts": facts}
        self._transactions.run(system(self._store), lambda work: work.push(f"store:{self._store}", "alert", body))
