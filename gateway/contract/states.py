"""What is so: births, states, wishes and what is shown; one class a topic, without an envelope."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from gateway.contract.errors import ContractError
from gateway.contract.parts import Code, Count, Document, Id, Line, Positive, Time, Word
from gateway.contract.scalars import Between


class GatewayPhase(StrEnum):
    """The life of a gateway, in the words of the Homie convention."""

    INIT = "init"
    READY = "ready"
    SLEEPING = "sleeping"
    DISCONNECTED = "disconnected"
    LOST = "lost"


class DevicePhase(StrEnum):
    """What the floor needs to know of a device."""

    READY = "ready"
    ALERT = "alert"
    DISCONNECTED = "disconnected"


class ConfigStatus(StrEnum):
    """What became of a wished configuration."""

    APPLIED = "applied"
    REJECTED = "rejected"
    REVERTED = "reverted"


class WishStatus(StrEnum):
    """What became of the last wish for a device's state."""

    SHOWN = "shown"
    PENDING = "pending"
    FAILED = "failed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class HostState:
    """Whether a service of the store is there; its last will says it is not."""

    online: bool
    boot: Positive
    ts: Time


@dataclass(frozen=True, slots=True)
class GatewayState:
    """Where a gateway stands in its life; `ts` of a last will is the time of its connect."""

    state: GatewayPhase
    boot: Positive
    ts: Time


@dataclass(frozen=True, slots=True)
class BornDevice:
    """One device of a birth."""

    dev: Id
    driver: Word


@dataclass(frozen=True, slots=True)
class GatewayClock:
    """What the gateway thinks the time is: `mono` in milliseconds since the machine started."""

    ts: Time
    mono: Count


@dataclass(frozen=True, slots=True)
class Birth:
    """Said before any report of a boot: who I am, what I have, what I can."""

    boot: Positive
    versions: Mapping[str, Word]
    devices: tuple[BornDevice, ...]
    cfg_ver: Count
    capabilities: tuple[Code, ...]
    clock: GatewayClock


@dataclass(frozen=True, slots=True)
class Metrics:
    """Counted since the gateway started, and measured now; `drops` counts lost reports by class."""

    boot: Positive
    ts: Time
    spool_depth: Count
    spool_bytes: Count
    drops: Mapping[str, Count]
    reconnects: Count
    dead_letters: Count
    clock_skew_ms: int | None = None
    temperature_c: float | None = None


@dataclass(frozen=True, slots=True)
class ConfigDesired:
    """The configuration a gateway shall have."""

    ver: Count
    doc: Document


@dataclass(frozen=True, slots=True)
class ConfigReported:
    """What became of it; each error names its key and reason."""

    ver: Count
    status: ConfigStatus
    errors: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class EvAck:
    """The service has committed every report of this boot up to this seq, and of all boots before."""

    boot: Positive
    upto_seq: Count


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """What a device is. An empty payload on its topic means that it was removed."""

    driver: Word
    model: Line
    serial: Line
    port: Line
    capabilities: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class DeviceState:
    """How a device is; anything but `ready` names its cause. A shelf label adds battery, signal, panel (`296x128`)."""

    state: DevicePhase
    ts: Time
    cause: Code | None = None
    battery_percent: Annotated[int, Between(0, 100)] | None = None
    signal_dbm: Annotated[int, Between(-200, 50)] | None = None
    panel: Word | None = None

    def __post_init__(self) -> None:
        """Refuse a bad state without a cause: people must be told what to do."""
        if (self.state is DevicePhase.READY) != (self.cause is None):
            raise ContractError("cause_missing", "cause: every state but ready has one, and ready has none")


@dataclass(frozen=True, slots=True)
class Desired:
    """What a device shall show or be; `ver` only grows."""

    ver: Count
    state: Document


@dataclass(frozen=True, slots=True)
class Reported:
    """What a device really shows: `desired_ver` is the version shown, `ver` counts these reports.

    `rejected` means that an older wish came (code `older_version`) or one it cannot show; the shown version stays.
    """

    ver: Count
    state: Document
    desired_ver: Count
    status: WishStatus = WishStatus.SHOWN
    code: Code | None = None


State = (
    HostState
    | GatewayState
    | Birth
    | Metrics
    | ConfigDesired
    | ConfigReported
    | EvAck
    | DeviceInfo
    | DeviceState
    | Desired
    | Reported
)
