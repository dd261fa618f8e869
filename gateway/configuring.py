"""The configuration that the service may change from afar, and how a bad one undoes itself (SF-CFG-01).

A new configuration is on trial until the broker has been there with it for half a minute. One that loses the broker
for so long is undone, for nobody could reach the gateway to undo it.
"""

import json
import logging
from collections.abc import Mapping
from typing import cast

from gateway.contract import CONFIG_REPORTED
from gateway.contract.states import ConfigDesired, ConfigReported, ConfigStatus
from gateway.disk import Disk
from gateway.settings import GatewaySettings, SettingsError
from gateway.voice import Voice

log = logging.getLogger(__name__)

TRIAL_SECONDS = 30.0
ON_TRIAL, IN_FORCE, UNDONE = "on trial", "in force", "undone"

Document = Mapping[str, object]


class Configuring:
    """Takes a wished configuration as a whole or not at all; it survives a restart.

    `settings` are the ones to work with now: the gateway's own file as the document changes it. `wants_restart` tells
    that broker or devices changed, which takes a new boot.
    """

    def __init__(self, voice: Voice, disk: Disk, own: GatewaySettings) -> None:
        self._voice, self._disk, self._own = voice, disk, own
        self._connected, self._since = False, voice.clock.mono()
        self.ver, self.settings = 0, own
        self.wants_restart = self._on_trial = False
        with disk.writing():
            self._take_standing()
        self.wants_restart = False

    def wish(self, desired: ConfigDesired | None) -> None:
        """Try a newer configuration, or say key by key why not. Stands in a `writing` block."""
        if desired is None or desired.ver == self.ver:
            return
        newest = self._disk.value("SELECT coalesce(max(ver), 0) FROM configurations")
        if desired.ver == newest:  # undone before, and the broker still keeps the wish
            self.say()
            return
        if desired.ver < newest:
            self._refuse(f"ver: {desired.ver} is older than {newest}")
            return
        try:
            self._own.changed(desired.doc)
        except SettingsError as error:
            self._refuse(str(error))
            return
        doc = json.dumps(dict(desired.doc))
        self._disk.run("DELETE FROM configurations WHERE standing != ?", IN_FORCE)
        self._disk.run("INSERT INTO configurations VALUES (?, ?, ?, '')", desired.ver, doc, ON_TRIAL)
        self._since = self._voice.clock.mono()
        self._take_standing()
        self.say()

    def say(self) -> None:
        """Tell the version in force, and the newest one if it was undone."""
        undone = self._rows(UNDONE)
        status = ConfigStatus.REVERTED if undone else ConfigStatus.APPLIED
        errors = tuple(f"ver {ver}: {why}" for ver, _, why in undone)
        self._voice.say(CONFIG_REPORTED, ConfigReported(self.ver, status, errors))

    def broker_up(self) -> None:
        """The broker is there, with what is in force or on trial."""
        self._connected, self._since = True, self._voice.clock.mono()

    def broker_down(self) -> None:
        """The broker is gone."""
        if self._connected:
            self._connected, self._since = False, self._voice.clock.mono()

    @property
    def is_judged_now(self) -> bool:
        """Whether a configuration on trial has had its time."""
        return self._on_trial and self._voice.clock.mono() - self._since >= TRIAL_SECONDS

    def judge(self) -> None:
        """End a trial: the configuration stays, or the one before it comes back. Stands in a `writing` block."""
        if self._connected:
            self._disk.run("DELETE FROM configurations WHERE standing = ?", IN_FORCE)
            self._disk.run("UPDATE configurations SET standing = ? WHERE standing = ?", IN_FORCE, ON_TRIAL)
            self._on_trial = False
            return
        why = f"lost the broker for {TRIAL_SECONDS:.0f} s"
        log.error("configuration %d %s and is undone", self.ver, why)
        self._undo(self.ver, why)
        self._take_standing()
        self.say()

    def _take_standing(self) -> None:
        """Work with what is on trial, else with what is in force, else with the gateway's own file alone."""
        before, self.ver, self._on_trial = self.settings, 0, False
        self.settings = self._own
        for ver, doc, standing in [*self._kept(ON_TRIAL), *self._kept(IN_FORCE)]:
            try:
                self.settings = self._own.changed(doc)
            except SettingsError as error:  # it was right once: another version of the program reads it now
                self._undo(ver, str(error))
                continue
            self.ver, self._on_trial = ver, standing == ON_TRIAL
            break
        set_log_level(self.settings.log_level)
        parts = (before.broker, before.devices), (self.settings.broker, self.settings.devices)
        self.wants_restart = self.wants_restart or parts[0] != parts[1]

    def _kept(self, standing: str) -> list[tuple[int, Document, str]]:
        return [(ver, json.loads(doc), standing) for ver, doc, _ in self._rows(standing)]

    def _rows(self, standing: str) -> list[tuple[int, str, str]]:
        rows = self._disk.rows("SELECT ver, doc, why FROM configurations WHERE standing = ?", standing)
        return cast("list[tuple[int, str, str]]", rows)

    def _undo(self, ver: int, why: str) -> None:
        self._disk.run("DELETE FROM configurations WHERE standing = ?", UNDONE)
        self._disk.run("UPDATE configurations SET standing = ?, why = ? WHERE ver = ?", UNDONE, why, ver)

    def _refuse(self, *errors: str) -> None:
        self._voice.say(CONFIG_REPORTED, ConfigReported(self.ver, ConfigStatus.REJECTED, errors))


def set_log_level(level: str | None) -> None:
    """Log more or less, of the gateway and its drivers only; None is as the program was started."""
    for name in ("gateway", "device_drivers"):
        logging.getLogger(name).setLevel((level or "notset").upper())
