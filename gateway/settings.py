"""What a gateway is told at its start; a setting that cannot be names its key and the reason."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from device_drivers.catalogue import Kind, kinds
from device_drivers.driver import SettingError, Settings
from device_drivers.simulated.simulator import Simulator
from device_drivers.transports.ports import SIMULATED, transport_for
from gateway.contract.channels import HOST
from gateway.contract.commands import Level
from gateway.contract.parts import ID_FORM

Tree = Mapping[str, object]

AFAR = ("broker", "devices", "log_level", "metrics_seconds")
BROKER_AFAR = ("host", "keepalive_seconds", "port")
LOG_LEVELS = tuple(level.value for level in Level)


class SettingsError(ValueError):
    """A setting that cannot be: `key` is its full name, `reason` is for people."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Tls:
    """Files of the encrypted connection; certificate and key only where the broker asks for them."""

    ca: Path
    certificate: Path | None = None
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class BrokerSettings:
    """Where the broker is and who we are there."""

    host: str = "127.0.0.1"
    port: int = 1883
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: Tls | None = None
    keepalive_seconds: int = 15


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """One device: its kind, where it is plugged in, and what its line and driver want to know."""

    name: str
    kind: Kind
    port: str
    line: Settings
    settings: Settings
    model: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """Everything a gateway is told. Bounds of the spool count reports; `simulators_port` None keeps the door shut."""

    store: str
    gateway: str
    folder: Path
    broker: BrokerSettings = field(default_factory=BrokerSettings)
    devices: tuple[DeviceSettings, ...] = ()
    telemetry_max: int = 10_000
    facts_max: int = 1_000_000
    metrics_seconds: int = 30
    simulators_port: int | None = None
    log_level: str | None = None
    tree: Tree = field(default_factory=dict, repr=False, compare=False)

    def changed(self, document: Tree) -> "GatewaySettings":
        """Give these settings as a configuration from afar changes them; raise SettingsError.

        Only `AFAR` may be changed: `devices` replaces all devices, `broker` the keys it names. Who the gateway is, its
        folder and its credentials stay with its own file.
        """
        for key in document:
            if key not in AFAR:
                raise SettingsError(key, f"cannot be set from afar; there are {', '.join(AFAR)}")
        broker = _Table(document, "").table("broker").values()
        for key in broker:
            if key not in BROKER_AFAR:
                raise SettingsError(f"broker.{key}", f"cannot be set from afar; there are {', '.join(BROKER_AFAR)}")
        own = _Table(self.tree, "").table("broker").values()
        return read({**self.tree, **document, "broker": {**own, **broker}})


def load(path: Path) -> GatewaySettings:
    """Read settings from a TOML file; raise SettingsError."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(str(path), error.strerror or str(error)) from error
    except ValueError as error:
        raise SettingsError(str(path), str(error)) from error
    return read(tree)


def read(tree: Tree) -> GatewaySettings:
    """Read settings from a tree of plain values; raise SettingsError."""
    top = _Table(tree, "")
    spool, simulators = top.table("spool"), top.table("simulators", absent=True)
    found = GatewaySettings(
        store=top.id("store"),
        gateway=top.id("gateway"),
        folder=Path(top.text("folder")),
        broker=_broker(top.table("broker")),
        devices=tuple(_device(name, table) for name, table in top.table("devices").tables()),
        telemetry_max=spool.integer("telemetry_max", 10_000, 1, 10_000_000),
        facts_max=spool.integer("facts_max", 1_000_000, 1, 100_000_000),
        metrics_seconds=top.integer("metrics_seconds", 30, 1, 3600),
        simulators_port=simulators.integer("port", 0, 0, 65_535) if "simulators" in tree else None,
        log_level=top.word("log_level", LOG_LEVELS),
        tree=tree,
    )
    for table in (top, spool, simulators):
        table.refuse_unread()
    if found.gateway == HOST:
        raise SettingsError("gateway", f"{HOST!r} is a level of the topics and cannot be a gateway's id")
    return found


def device_of(name: str, tree: Tree) -> DeviceSettings:
    """Read one device's settings, as they stand under `devices`; raise SettingsError."""
    return _device(name, _Table(tree, f"devices.{name}"))


def _broker(table: "_Table") -> BrokerSettings:
    tls = table.table("tls", absent=True)
    found = BrokerSettings(
        host=table.text("host", "127.0.0.1"),
        port=table.integer("port", 1883, 1, 65_535),
        user=table.text("user", "") or None,
        password=table.text("password", "") or None,
        tls=_tls(tls) if tls.given else None,
        keepalive_seconds=table.integer("keepalive_seconds", 15, 5, 600),
    )
    table.refuse_unread()
    return found


def _tls(table: "_Table") -> Tls:
    names = {key: Path(text) for key in ("ca", "certificate", "key") if (text := table.text(key, ""))}
    table.refuse_unread()
    if "ca" not in names:
        raise SettingsError("broker.tls.ca", "the file of the authority that signed the broker's certificate is wanted")
    for key, path in names.items():
        if not path.is_file():
            raise SettingsError(f"broker.tls.{key}", f"no file {path}")
    return Tls(names["ca"], names.get("certificate"), names.get("key"))


def _device(name: str, table: "_Table") -> DeviceSettings:
    if not re.fullmatch(ID_FORM, name, re.ASCII):
        raise SettingsError(f"devices.{name}", f"an id of the form {ID_FORM} is wanted")
    word = table.text("kind")
    if word not in kinds():
        raise SettingsError(f"devices.{name}.kind", f"{word!r} is none of {', '.join(sorted(kinds()))}")
    kind, port = kinds()[word], table.text("port")
    own = table.table("settings").values()
    found = DeviceSettings(
        name=name,
        kind=kind,
        port=port,
        line=table.table("line").values(),
        settings={**kind.simulator_settings, **own} if port == SIMULATED else own,
        model=table.text("model", ""),
        serial=table.text("serial", ""),
    )
    table.refuse_unread()
    _try(found)
    return found


def _try(device: DeviceSettings) -> None:
    """Make driver and line once, so that a bad setting is found now and not in the night."""
    where = f"devices.{device.name}"
    if device.port == SIMULATED and device.kind.simulator is None:
        raise SettingsError(f"{where}.port", f"{device.kind.name} has no simulator")
    try:
        device.kind.make({device.name: device.settings})
    except SettingError as error:
        raise SettingsError(f"{where}.settings.{error.key}", error.reason) from error
    try:
        transport_for(device.port, device.line, Simulator)
    except SettingError as error:
        key = error.key if error.key == "port" else f"line.{error.key}"
        raise SettingsError(f"{where}.{key}", error.reason) from error


class _Table:
    """One table of the tree; remembers what was asked for, so that what nobody reads is refused."""

    def __init__(self, tree: Tree, where: str, *, given: bool = True) -> None:
        self._tree, self._where, self._read = tree, where, set[str]()
        self.given = given

    def text(self, key: str, default: str | None = None) -> str:
        value = self._value(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise SettingsError(self._name(key), f"a text is wanted, not {value!r}")
        return value

    def word(self, key: str, words: tuple[str, ...]) -> str | None:
        """Give one of some words; None where the key is not there."""
        value = self.text(key, "")
        if value and value not in words:
            raise SettingsError(self._name(key), f"{value!r} is none of {', '.join(words)}")
        return value or None

    def id(self, key: str) -> str:
        value = self.text(key)
        if not re.fullmatch(ID_FORM, value, re.ASCII):
            raise SettingsError(self._name(key), f"an id of the form {ID_FORM} is wanted, not {value!r}")
        return value

    def integer(self, key: str, default: int, low: int, high: int) -> int:
        value = self._value(key, default)
        if type(value) is not int or not low <= value <= high:
            raise SettingsError(self._name(key), f"an integer from {low} to {high} is wanted, not {value!r}")
        return value

    def table(self, key: str, *, absent: bool = False) -> "_Table":
        """Give an inner table; one that is not there is empty."""
        value = self._value(key, {})
        if not isinstance(value, Mapping):
            raise SettingsError(self._name(key), "a table is wanted")
        return _Table(value, self._name(key), given=key in self._tree or not absent)

    def tables(self) -> list[tuple[str, "_Table"]]:
        return [(key, self.table(key)) for key in self._tree]

    def values(self) -> dict[str, object]:
        return dict(self._tree)

    def refuse_unread(self) -> None:
        for key in self._tree:
            if key not in self._read:
                raise SettingsError(self._name(key), f"no such setting; there are {', '.join(sorted(self._read))}")

    def _value(self, key: str, default: object) -> object:
        self._read.add(key)
        value = self._tree.get(key, default)
        if value is None:
            raise SettingsError(self._name(key), "is missing")
        return value

    def _name(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key
