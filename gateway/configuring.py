"""The part of the configuration that the service may change from afar: how often metrics go out, how much is logged."""

import json
import logging
from typing import cast

from gateway.contract import CONFIG_REPORTED
from gateway.contract.commands import Level
from gateway.contract.states import ConfigDesired, ConfigReported, ConfigStatus
from gateway.disk import Disk
from gateway.voice import Voice

METRICS_SECONDS_MAX = 3600


class Configuring:
    """Takes a wished configuration as a whole or not at all; it survives a restart."""

    def __init__(self, voice: Voice, disk: Disk, metrics_seconds: int) -> None:
        self._voice, self._disk = voice, disk
        self.metrics_seconds = metrics_seconds
        rows = disk.rows("SELECT ver, doc FROM configuration")
        self.ver, doc = cast("tuple[int, str]", rows[0]) if rows else (0, "{}")
        self._apply(json.loads(doc))

    def wish(self, desired: ConfigDesired | None) -> None:
        """Apply a newer configuration, or say key by key why not. Stands in a `writing` block."""
        if desired is None or desired.ver == self.ver:
            return
        errors = _errors(dict(desired.doc))
        if desired.ver < self.ver:
            errors = (f"ver: {desired.ver} is older than {self.ver}",)
        if not errors:
            self.ver = desired.ver
            doc = json.dumps(dict(desired.doc))
            self._disk.run("INSERT OR REPLACE INTO configuration VALUES (1, ?, ?)", desired.ver, doc)
            self._apply(dict(desired.doc))
        status = ConfigStatus.REJECTED if errors else ConfigStatus.APPLIED
        self._voice.say(CONFIG_REPORTED, ConfigReported(self.ver, status, errors))

    def say(self) -> None:
        """Tell the configuration in force."""
        self._voice.say(CONFIG_REPORTED, ConfigReported(self.ver, ConfigStatus.APPLIED))

    def _apply(self, doc: dict[str, object]) -> None:
        self.metrics_seconds = cast("int", doc.get("metrics_seconds", self.metrics_seconds))
        if "log_level" in doc:
            set_log_level(Level(cast("str", doc["log_level"])))


def set_log_level(level: Level) -> None:
    """Log more or less, of the gateway and its drivers only."""
    for name in ("gateway", "device_drivers"):
        logging.getLogger(name).setLevel(level.value.upper())


def _errors(doc: dict[str, object]) -> tuple[str, ...]:
    found = [f"{key}: no such setting" for key in doc if key not in ("metrics_seconds", "log_level")]
    seconds = doc.get("metrics_seconds", 1)
    if type(seconds) is not int or not 1 <= seconds <= METRICS_SECONDS_MAX:
        found.append(f"metrics_seconds: {seconds!r} is not between 1 and {METRICS_SECONDS_MAX}")
    if doc.get("log_level", Level.INFO.value) not in {level.value for level in Level}:
        found.append(f"log_level: {doc['log_level']!r} is none of {', '.join(Level)}")
    return tuple(found)
