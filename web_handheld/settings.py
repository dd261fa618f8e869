"""The service's settings: defaults, a TOML file, STOREFLOOR_… variables and flags, in this order of strength."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from picking.foundation.settings import FloorSettings, SettingsError, most_of

ROOT = Path(__file__).parent.parent
CONFIG = ROOT / "config"
DEFAULTS = CONFIG / "storefloor.toml"
MESSAGES = CONFIG / "messages"
LABELS = CONFIG / "labels"
PREFIX = "STOREFLOOR_"
SectionT = TypeVar("SectionT")


@dataclass(frozen=True)
class ServiceSettings:
    """Where the service listens and keeps its files."""

    name: str
    data_dir: Path
    http_host: str
    http_port: int
    session_hours: int
    body_bytes_max: int
    secret_key: str
    proxies: int
    secure_cookie: bool
    log_level: str


@dataclass(frozen=True)
class DatabaseSettings:
    """Which database; an empty `url` is SQLite in the data folder."""

    url: str


@dataclass(frozen=True)
class BrokerSettings:
    """Where the broker is and how patient we are with what comes over it."""

    host: str
    port: int
    username: str
    password: str
    tls_ca: str
    gateways_host: str
    gateways_port: int
    rights_folder: str
    mqtt: str
    gap_seconds: int
    gap_seconds_max: int
    repeat_seconds: int


@dataclass(frozen=True)
class LiveSettings:
    """How pushes reach screens of several processes."""

    message_queue: str
    missed_max: int


@dataclass(frozen=True)
class LimitSettings:
    """How often somebody may ask, in the words of the `limits` library."""

    storage: str
    sign_in: str
    person: str
    token: str


@dataclass(frozen=True)
class KeepSettings:
    """How long what has served its purpose is kept."""

    once_hours: int
    webhook_days: int
    unwanted_webhook_hours: int
    plan_hours: int


@dataclass(frozen=True)
class PlannerSettings:
    """How work is planned, and how long the floor waits for it."""

    enabled: bool
    pause_ms: int
    budget_ms: int
    patience_seconds: int
    warm_seconds_max: int


@dataclass(frozen=True)
class StaffingSettings:
    """How the question how many people a day needs is thought through."""

    decision_ms: int
    answer_minutes_max: int
    weeks_back_max: int
    late_permille: int


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, by section."""

    service: ServiceSettings
    database: DatabaseSettings
    broker: BrokerSettings
    live: LiveSettings
    limits: LimitSettings
    keep: KeepSettings
    planner: PlannerSettings
    staffing: StaffingSettings
    floor: FloorSettings

    @property
    def database_url(self) -> str:
        """Give the database's URL, the embedded one where none is set."""
        return self.database.url or f"sqlite:///{self.service.data_dir / 'storefloor.db'}"


def read_settings(
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, object] | None = None,
) -> Settings:
    """Read all settings; `flags` go by `section.key`, a flag of None was not given.

    Raises `SettingsError` with the key and the reason.
    """
    values = _load(DEFAULTS)
    if file is not None:
        _lay_over(values, _load(file))
    _lay_over(values, _from_environment(values, environment or {}))
    for key, value in (flags or {}).items():
        if value is not None:
            section, name = key.split(".")
            values[section][name] = value
    settings = Settings(**{name: _section(name, kind, values[name]) for name, kind in _sections().items()})
    _check(settings)
    return settings


def _sections() -> dict[str, type[Any]]:
    return get_type_hints(Settings)


def _load(file: Path) -> dict[str, dict[str, object]]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(str(file), f"cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(str(file), f"is no TOML: {error}") from error


def _lay_over(values: dict[str, dict[str, object]], more: Mapping[str, object]) -> None:
    for section, given in more.items():
        if section not in values:
            raise SettingsError(section, "nobody knows this section")
        if not isinstance(given, dict):
            raise SettingsError(section, "must be a table of keys")
        for key, value in given.items():
            if key not in values[section]:
                raise SettingsError(f"{section}.{key}", "nobody knows this key")
            values[section][key] = value


def _from_environment(
    values: Mapping[str, Mapping[str, object]], environment: Mapping[str, str]
) -> dict[str, dict[str, object]]:
    names = {f"{PREFIX}{s}_{k}".upper(): (s, k) for s, keys in values.items() for k in keys}
    found: dict[str, dict[str, object]] = {}
    for name in sorted(environment.keys() & names.keys()):
        section, key = names[name]
        found.setdefault(section, {})[key] = _from_text(f"{section}.{key}", environment[name], values[section][key])
    return found


def _from_text(key: str, text: str, like: object) -> object:
    if isinstance(like, bool):
        if text.lower() not in ("true", "false"):
            raise SettingsError(key, f"must be true or false, not {text!r}")
        return text.lower() == "true"
    if isinstance(like, int):
        try:
            return int(text)
        except ValueError as error:
            raise SettingsError(key, f"must be a whole number, not {text!r}") from error
    return text


def _section(name: str, kind: type[SectionT], values: Mapping[str, object]) -> SectionT:
    if kind is FloorSettings:
        return FloorSettings.read(values)  # type: ignore[return-value]  # kind is SectionT here
    hints = get_type_hints(kind)
    return kind(**{f.name: _value(f"{name}.{f.name}", hints[f.name], values[f.name]) for f in fields(kind)})  # type: ignore[arg-type]  # every section is a dataclass


def _value(key: str, kind: type[Any], value: object) -> object:
    if kind is Path:
        if not isinstance(value, str | Path) or not str(value):
            raise SettingsError(key, f"must be a folder, not {value!r}")
        return Path(value)
    if type(value) is not kind:
        words = {int: "a whole number", str: "a text", bool: "true or false"}
        raise SettingsError(key, f"must be {words[kind]}, not {value!r}")
    if kind is int and isinstance(value, int):
        _within(key, value)
    return value


def _within(key: str, value: int) -> None:
    if value < 0:
        raise SettingsError(key, "must not be negative")
    most = most_of(key)
    if most is not None and value > most:
        raise SettingsError(key, f"must be at most {most}")


PORT_MAX = 65535
WORDS = {
    "service.log_level": ("debug", "info", "warning", "error"),
    "broker.mqtt": ("3.1.1", "5"),
}


def _check(settings: Settings) -> None:
    for key, port in (("service.http_port", settings.service.http_port), ("broker.port", settings.broker.port)):
        if not 1 <= port <= PORT_MAX:
            raise SettingsError(key, f"must be a port from 1 to {PORT_MAX}, not {port}")
    for key, words in WORDS.items():
        section, name = key.split(".")
        value = getattr(getattr(settings, section), name)
        if value not in words:
            raise SettingsError(key, f"must be one of {', '.join(words)}, not {value!r}")
