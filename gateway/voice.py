"""How the gateway speaks: reports into the spool, states straight out, and nothing is said before it is on disk."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypedDict

from gateway.contract import ACK, EVENT, Ack, AckStatus, Channel, ContractError, Message, Report, encode, new_id
from gateway.contract.reports import Error, ReportData
from gateway.spool import TELEMETRY_TYPES, Keep, Spool

DETAIL_MAX = 4000


@dataclass(frozen=True, slots=True)
class Clock:
    """The world's time and the machine's: `now` in UTC, `mono` in seconds that nobody can set."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    mono: Callable[[], float] = time.monotonic


class Head(TypedDict):
    """What every envelope of this gateway begins with."""

    id: str
    src: str
    boot: int
    seq: int
    ts: datetime
    mono: int
    hist: bool


@dataclass(frozen=True, slots=True)
class Saying:
    """One message ready to go to the broker."""

    topic: str
    payload: bytes
    qos: int
    retain: bool


class Voice:
    """Who speaks (store, gateway, boot), and what is to be said after the next commit."""

    def __init__(self, store: str, gateway: str, boot: int, spool: Spool, clock: Clock) -> None:
        self.store, self.gateway, self.boot, self.clock = store, gateway, boot, clock
        self.in_outage = True
        self._spool = spool
        self._sayings: list[Saying] = []
        self._acks: dict[str, int] = {}  # corr -> seq of its last acknowledgement, those of a low seq first

    def report(self, device: str, data: ReportData) -> bool:
        """Spool a report; False when the spool is full of facts and this one could not be taken in."""
        keep = Keep.TELEMETRY if data.type in TELEMETRY_TYPES else Keep.FACT
        if not self._spool.has_room(keep):
            return False
        topic = EVENT.topic(store=self.store, gateway=self.gateway, device=device, type=data.type)
        try:
            payload = encode(Report(**self._head(device), data=data))
        except ContractError as error:  # a driver's word that the contract does not know is no report, but no secret
            payload = encode(Report(**self._head(device), data=Error("driver-word", error.reason[:DETAIL_MAX])))
            topic = EVENT.topic(store=self.store, gateway=self.gateway, device=device, type=Error.type)
        self._spool.append(keep, topic, payload)
        return True

    def ack(
        self, device: str, kind: str, corr: str, status: AckStatus, code: str | None = None, detail: str | None = None
    ) -> None:
        """Spool the acknowledgement of a command; it is a fact, so it waits like a scan."""
        if not self._spool.has_room(Keep.FACT):
            return
        message = Ack(**self._head(device), type=kind, corr=corr, status=status, code=code, detail=detail)
        self._acks.pop(corr, None)
        self._acks[corr] = message.seq
        self._spool.append(Keep.FACT, ACK.topic(store=self.store, gateway=self.gateway, device=device), encode(message))

    def is_acknowledging(self, corr: str) -> bool:
        """Whether an acknowledgement of a command still waits for the service."""
        oldest = self._spool.oldest_seq(self.boot)
        while self._acks and (first := next(iter(self._acks.items())))[1] < oldest:
            del self._acks[first[0]]
        return corr in self._acks

    def say(self, channel: Channel, message: Message | None, device: str | None = None) -> None:
        """Say a state (None empties its retained topic) once the present transaction is on disk."""
        ids = {"store": self.store, "gateway": self.gateway, **({"device": device} if device else {})}
        payload = encode(message) if message is not None else b""
        self._sayings.append(Saying(channel.topic(**ids), payload, channel.qos, channel.retained))

    def take_sayings(self) -> list[Saying]:
        """Give what is to be said, once."""
        found, self._sayings = self._sayings, []
        return found

    def _head(self, device: str) -> Head:
        return {
            "id": new_id(),
            "src": f"{self.gateway}/{device}",
            "boot": self.boot,
            "seq": self._spool.next_seq,
            "ts": self.clock.now(),
            "mono": int(self.clock.mono() * 1000),
            "hist": self.in_outage,
        }
