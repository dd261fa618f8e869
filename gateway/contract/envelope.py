"""The three envelopes: a report, a command and the acknowledgement of a command."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from gateway.contract.codec import from_tree, read_fields, to_tree
from gateway.contract.commands import DEVICE_COMMANDS, GATEWAY_COMMANDS, CommandData
from gateway.contract.errors import ContractError
from gateway.contract.parts import Code, Correlation, Count, Document, Line, Positive, Source, Time, Uuid7, Word
from gateway.contract.reports import REPORTS, ReportData

VERSION = 1


class AckStatus(StrEnum):
    """How far a command has come; done, failed and expired are answers for good, duplicate says it is being done."""

    ACCEPTED = "accepted"
    STARTED = "started"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"
    DUPLICATE = "duplicate"


FINAL = frozenset({AckStatus.DONE, AckStatus.FAILED, AckStatus.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What every enveloped message says: who, which boot and seq, when, and whether it is late (`hist`).

    `ts` is the sender's clock in UTC; `mono` its monotonic clock in milliseconds, which no one can set.
    """

    id: Uuid7
    src: Source
    boot: Positive
    seq: Positive
    ts: Time
    mono: Count
    hist: bool = field(default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Envelope):
    """Something a device said."""

    data: ReportData = field(metadata={"wire": False})

    @property
    def type(self) -> str:
        """The word of its data."""
        return self.data.type


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Envelope):
    """Something to be done once: the same `corr` gets the same answer, after `deadline` it is `expired`."""

    corr: Correlation
    deadline: Time
    try_: Positive = 1
    data: CommandData = field(metadata={"wire": False})

    @property
    def type(self) -> str:
        """The word of its data."""
        return self.data.type


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack(Envelope):
    """How far a command has come; counted in the same `seq` as reports, and kept like them.

    `type` is the command's. `failed` and `duplicate` carry a `code`: `uncertain` means that nobody knows.
    """

    type: Word
    corr: Correlation
    status: AckStatus
    code: Code | None = None
    detail: Line | None = None
    data: Document = field(default_factory=dict, metadata={"wire": False})

    @property
    def final(self) -> bool:
        """Whether nothing more will be said of this command."""
        return self.status in FINAL


Enveloped = Report | Command | Ack
E_ = TypeVar("E_", Report, Command)


def write(message: Enveloped) -> dict[str, object]:
    """Write an envelope as a JSON tree, in the order people read it."""
    head = to_tree(message)
    head.pop("type", None)
    body = dict(message.data) if isinstance(message, Ack) else to_tree(message.data)
    return {"v": VERSION, "id": head.pop("id"), "type": message.type, **head, "data": body}


def read_report(tree: dict[str, object]) -> Report:
    """Read a report; raise ContractError if its type or anything in it is unknown."""
    return _read(Report, tree, REPORTS)


def read_gateway_command(tree: dict[str, object]) -> Command:
    """Read a command to a gateway."""
    return _read(Command, tree, GATEWAY_COMMANDS)


def read_device_command(tree: dict[str, object]) -> Command:
    """Read a command to a device."""
    return _read(Command, tree, DEVICE_COMMANDS)


def read_ack(tree: dict[str, object]) -> Ack:
    """Read the acknowledgement of a command."""
    head, body = _open(tree)
    return Ack(**read_fields(Ack, head), data=body)  # type: ignore[arg-type]  # the codec has checked each


def _read(kind: type[E_], tree: dict[str, object], words: dict[str, type]) -> E_:
    head, body = _open(tree)
    word = head.pop("type", None)
    if not isinstance(word, str) or word not in words:
        raise ContractError("unknown_type", f"type: one of {', '.join(sorted(words))} is wanted")
    data: CommandData | ReportData = from_tree(words[word], body, "data")
    return kind(**read_fields(kind, head), data=data)  # type: ignore[arg-type]  # the codec has checked each


def _open(tree: dict[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    head = dict(tree)
    if "v" not in head or head["v"] != VERSION or head["v"] is True:
        raise ContractError("unknown_version", f"v: {VERSION} is wanted")
    del head["v"]
    body = head.pop("data", None)
    if not isinstance(body, dict):
        raise ContractError("missing_field", "data: an object is wanted")
    return head, body
