"""Reads what came over the broker: a report with its place, a state, or something nobody understands."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from flask import json

from gateway.contract import Ack, ContractError, Message, Report, Topic, decode, parse


@dataclass(frozen=True)
class Garbled:
    """A payload that breaks the contract, kept as it came."""

    topic: str
    payload: str
    code: str
    reason: str

    @property
    def id(self) -> str:
        """Name it by its content, so that repeats are one."""
        return hashlib.sha256(f"{self.topic}\n{self.payload}".encode()).hexdigest()


@dataclass(frozen=True)
class Heard:
    """A message on a gateway's topic; `boot` and `seq` are zero for states, which have no order to keep."""

    gateway: str
    device: str
    message: Message | Garbled | None
    boot: int = 0
    seq: int = 0
    topic: Topic | None = None

    @property
    def device_id(self) -> str:
        """The device's id in the books."""
        return f"{self.gateway}/{self.device}"

    @property
    def is_ordered(self) -> bool:
        """Tell whether it has a place in the order of boot and seq."""
        return self.seq > 0

    @property
    def once_id(self) -> str:
        """Name it so that a repeat is known."""
        message = self.message
        key = message.id if isinstance(message, Report | Ack | Garbled) else ""
        return f"report:{self.gateway}:{key}"

    @property
    def said_at(self) -> datetime | None:
        """When it was said, by the clock there."""
        return self.message.ts if isinstance(self.message, Report | Ack) else None

    @property
    def word(self) -> str:
        """What kind of message it is, for counting."""
        if isinstance(self.message, Report):
            return self.message.type
        return type(self.message).__name__.lower()


def read(topic: str, payload: bytes) -> Heard:
    """Read a message; what breaks the contract becomes `Garbled`, with its place where that can still be read."""
    try:
        place, message = decode(topic, payload)
    except ContractError as broken:
        return _garbled(topic, payload, broken)
    if isinstance(message, Report | Ack):
        return Heard(place.gateway, place.device, message, message.boot, message.seq, place)
    return Heard(place.gateway, place.device, message, topic=place)


def _garbled(topic: str, payload: bytes, broken: ContractError) -> Heard:
    text = payload.decode("utf-8", "backslashreplace").replace("\x00", "\\x00")[:8000]
    garbled = Garbled(topic[:300], text, broken.code, broken.reason[:400])
    try:
        place = parse(topic)
    except ContractError:
        return Heard("", "", garbled)
    boot, seq = _place_of(payload) if place.channel.words else (0, 0)
    return Heard(place.gateway, place.device, garbled, boot, seq, place)


def _place_of(payload: bytes) -> tuple[int, int]:
    """Read boot and seq of a broken envelope, so that it does not look like a gap."""
    try:
        tree = json.loads(payload)
    except (ValueError, RecursionError):  # a payload of brackets alone is deeper than any reader
        return 0, 0
    if not isinstance(tree, dict):
        return 0, 0
    boot, seq = tree.get("boot"), tree.get("seq")
    return (boot, seq) if type(boot) is int and type(seq) is int and boot > 0 and seq > 0 else (0, 0)
