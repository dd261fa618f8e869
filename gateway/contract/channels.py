"""Every topic of the tree as a row of one table: its pattern, what it carries, which way, and whether it is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from re import ASCII, fullmatch

from gateway.contract.codec import from_tree
from gateway.contract.commands import DEVICE_COMMANDS, GATEWAY_COMMANDS
from gateway.contract.envelope import Ack, Enveloped, read_ack, read_device_command, read_gateway_command, read_report
from gateway.contract.errors import ContractError
from gateway.contract.parts import ID_FORM
from gateway.contract.reports import REPORTS
from gateway.contract.states import (
    Birth,
    ConfigDesired,
    ConfigReported,
    Desired,
    DeviceInfo,
    DeviceState,
    EvAck,
    GatewayState,
    HostState,
    Metrics,
    Reported,
    State,
)

ROOT = "sf/v1"
HOST = "host"  # a level of the tree, so no gateway may be called so

Message = Enveloped | State
Reader = Callable[[dict[str, object]], Message]


class Way(StrEnum):
    """Who publishes."""

    UP = "gateway to service"
    DOWN = "service to gateway"
    HOST = "service to all"


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """One row of the tree. `words` are the envelope's types, where it has one."""

    name: str
    pattern: str
    way: Way
    read: Reader
    carries: str
    meaning: str
    retained: bool = False
    qos: int = 1
    words: tuple[str, ...] = ()

    def topic(self, **ids: str) -> str:
        """Build a topic from its ids (store, gateway, device, service, type); raise ContractError `bad_id`."""
        return "/".join(_fill(level, ids) for level in f"{ROOT}/{self.pattern}".split("/"))

    def filter(self, **ids: str) -> str:
        """Build a subscription: as `topic`, with `+` for each id that is not given."""
        return "/".join(_fill(level, {level[1:-1]: "+", **ids}) for level in f"{ROOT}/{self.pattern}".split("/"))


def _fill(level: str, ids: Mapping[str, str]) -> str:
    if not level.startswith("{"):
        return level
    name = level[1:-1]
    value = ids.get(name, "")
    if value != "+" and not _is_id(name, value):
        raise ContractError("bad_id", f"{name}: {value[:80]!r} is not of the form {ID_FORM}")
    return value


def _is_id(name: str, value: str) -> bool:
    if name == "gateway" and value == HOST:
        return False
    if name == "type":
        return value in REPORTS
    return fullmatch(ID_FORM, value, ASCII) is not None


def _state(kind: type[State]) -> Reader:
    return lambda tree: from_tree(kind, tree)


def _row(
    name: str,
    pattern: str,
    way: Way,
    kind: type[State],
    meaning: str,
    *,
    retained: bool = True,
    qos: int = 1,
) -> Channel:
    return Channel(name, f"{{store}}/{pattern}", way, _state(kind), kind.__name__, meaning, retained=retained, qos=qos)


# fmt: off
HOST_STATE = _row("host state", "host/{service}/$state", Way.HOST, HostState,
                  "whether a service is there; last will: it is not")
GATEWAY_STATE = _row("gateway state", "{gateway}/$state", Way.UP, GatewayState, "the gateway's life; last will: lost")
BIRTH = _row("birth", "{gateway}/$birth", Way.UP, Birth, "who the gateway is, before any report of its boot")
METRICS = _row("metrics", "{gateway}/$metrics", Way.UP, Metrics, "counted and measured", retained=False, qos=0)
CONFIG_DESIRED = _row("configuration wished", "{gateway}/cfg/desired", Way.DOWN, ConfigDesired,
                      "the configuration to take")
CONFIG_REPORTED = _row("configuration taken", "{gateway}/cfg/reported", Way.UP, ConfigReported, "what became of it")
EVACK = _row("application acknowledgement", "{gateway}/evack", Way.DOWN, EvAck,
             "the service has committed up to here; the spool may forget", retained=False)
DEVICE_INFO = _row("device information", "{gateway}/dev/{device}/$info", Way.UP, DeviceInfo,
                   "what a device is; empty: removed")
DEVICE_STATE = _row("device state", "{gateway}/dev/{device}/$state", Way.UP, DeviceState,
                    "how a device is, with the cause")
DESIRED = _row("state wished", "{gateway}/dev/{device}/desired", Way.DOWN, Desired, "what a device shall show or be")
REPORTED = _row("state shown", "{gateway}/dev/{device}/reported", Way.UP, Reported, "what it really shows")
# fmt: on

GATEWAY_COMMAND = Channel(
    name="gateway command",
    pattern="{store}/{gateway}/cmd",
    way=Way.DOWN,
    read=read_gateway_command,
    carries="Command",
    meaning="what a gateway shall do once",
    words=tuple(GATEWAY_COMMANDS),
)
EVENT = Channel(
    name="event",
    pattern="{store}/{gateway}/dev/{device}/evt/{type}",
    way=Way.UP,
    read=read_report,
    carries="Report",
    meaning="what a device said",
    words=tuple(REPORTS),
)
DEVICE_COMMAND = Channel(
    name="device command",
    pattern="{store}/{gateway}/dev/{device}/cmd",
    way=Way.DOWN,
    read=read_device_command,
    carries="Command",
    meaning="what a device shall do once",
    words=tuple(DEVICE_COMMANDS),
)
ACK = Channel(
    name="acknowledgement",
    pattern="{store}/{gateway}/dev/{device}/ack",
    way=Way.UP,
    read=read_ack,
    carries="Ack",
    meaning="how far a command has come",
    words=tuple(DEVICE_COMMANDS),
)

CHANNELS = (
    HOST_STATE,
    GATEWAY_STATE,
    BIRTH,
    METRICS,
    CONFIG_DESIRED,
    CONFIG_REPORTED,
    GATEWAY_COMMAND,
    EVACK,
    DEVICE_INFO,
    DEVICE_STATE,
    EVENT,
    DESIRED,
    REPORTED,
    DEVICE_COMMAND,
    ACK,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic taken apart; ids it does not have are empty."""

    channel: Channel
    store: str
    gateway: str = ""
    device: str = ""
    service: str = ""
    type: str = ""

    @property
    def source(self) -> str:
        """What an envelope on this topic calls its sender when it comes from below."""
        return f"{self.gateway}/{self.device}" if self.device else self.gateway


@lru_cache(maxsize=4096)
def parse(topic: str) -> Topic:
    """Take a topic apart; raise ContractError `unknown_topic`."""
    levels = topic.split("/")
    for channel, pattern in _PATTERNS:
        found = _match(pattern, levels)
        if found is not None:
            return Topic(channel, **found)
    raise ContractError("unknown_topic", f"{topic[:200]!r} is no topic of {ROOT}")


_PATTERNS = [(channel, f"{ROOT}/{channel.pattern}".split("/")) for channel in CHANNELS]


def _match(pattern: list[str], levels: list[str]) -> dict[str, str] | None:
    if len(pattern) != len(levels):
        return None
    found = {}
    for wanted, level in zip(pattern, levels, strict=True):
        if wanted.startswith("{"):
            if not _is_id(wanted[1:-1], level):
                return None
            found[wanted[1:-1]] = level
        elif wanted != level:
            return None
    return found


def check_belongs(topic: Topic, message: Message) -> None:
    """Refuse a report or acknowledgement that stands on somebody else's topic."""
    if topic.channel.way is not Way.UP or not isinstance(message, Enveloped):
        return
    if message.src != topic.source:
        raise ContractError("wrong_source", f"src: {message.src} speaks on the topic of {topic.source}")
    if not isinstance(message, Ack) and message.type != topic.type:
        raise ContractError("wrong_type_of_topic", f"type: {message.type} on a topic of {topic.type}")
