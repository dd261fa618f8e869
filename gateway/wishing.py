"""States that devices shall have: the newest wish stands, is repeated until shown, and what is shown is told."""

import json
from collections.abc import Mapping
from typing import cast

from device_drivers.messages import Instruction, Light, NotShown, ShowLabel, Shown
from gateway.contract import REPORTED
from gateway.contract.reports import Label, LabelOutcome
from gateway.contract.states import Desired, Reported, WishStatus
from gateway.disk import Disk
from gateway.inbox import Order
from gateway.instructing import Hand
from gateway.settings import DeviceSettings
from gateway.translation import code_of
from gateway.voice import Voice

REPEAT_SECONDS = 5.0
REPEAT_SECONDS_MAX = 300.0
SHOWS: Mapping[str, type[ShowLabel | Light]] = {"show": ShowLabel, "light": Light}


class Wishing:
    """Wished and shown of every device that has a state. Methods that tell stand in a `writing` block."""

    def __init__(self, voice: Voice, disk: Disk, hand: Hand, devices: Mapping[str, DeviceSettings]) -> None:
        self._voice, self._disk, self._hand, self._devices = voice, disk, hand, devices
        self._due: dict[str, tuple[float, float]] = {}  # device -> when to ask again (monotonic), next pause

    def wish(self, device: str, desired: Desired | None) -> None:
        """Take a wish; an older one is rejected with the version that stands. None forgets the wish."""
        if device not in self._devices:
            return
        if desired is None:
            self._disk.run("DELETE FROM wishes WHERE device = ?", device)
            self._due.pop(device, None)
            return
        ver = self._ver(device)
        if self._word(device) is None:
            self._tell(device, WishStatus.REJECTED, "unsupported")
        elif ver is not None and desired.ver < ver:
            self._tell(device, WishStatus.REJECTED, "older_version")
        elif desired.ver != ver:
            self._keep(device, desired)
            self._tell(device, WishStatus.PENDING)
            self._due[device] = (0.0, REPEAT_SECONDS)

    def line_up(self, device: str) -> None:
        """A device that came back may have forgotten what it showed: ask again at once."""
        if self._ver(device) is not None and device in self._devices:
            self._due[device] = (0.0, REPEAT_SECONDS)

    def shown(self, device: str, report: Shown) -> None:
        """The device has acknowledged a version; only then it counts."""
        ver = self._ver(device)
        if ver is None or report.ver > ver:
            return
        if report.ver == ver:
            self._due.pop(device, None)
            self._disk.run("UPDATE wishes SET shown_ver = ver, shown = state WHERE device = ?", device)
            self._tell(device, WishStatus.SHOWN)
        self._report(device, Label(report.ver, LabelOutcome.SHOWN))

    def not_shown(self, device: str, report: NotShown) -> None:
        """The device could not take a version; it is asked again later."""
        if report.ver == self._ver(device):
            self._tell(device, WishStatus.FAILED, code_of(report.code))
        self._report(device, Label(report.ver, LabelOutcome.FAILED, code_of(report.code)))

    def repeat(self) -> None:
        """Ask again for what is due, with growing pauses."""
        now = self._voice.clock.mono()
        for device in [device for device, (at, _) in self._due.items() if at <= now]:
            _, pause = self._due[device]
            self._due[device] = (now + pause, min(2 * pause, REPEAT_SECONDS_MAX))
            instruction = self._instruction(device)
            if instruction is not None:
                self._hand(Order(device, "", instruction))

    def say_all(self) -> None:
        """Tell what every device shows, for a service that comes anew."""
        for (device,) in cast("list[tuple[str]]", self._disk.rows("SELECT device FROM wishes")):
            if device in self._devices:
                self._tell(device, WishStatus.PENDING if device in self._due else WishStatus.SHOWN)

    def _word(self, device: str) -> type[ShowLabel | Light] | None:
        capabilities = self._devices[device].kind.capabilities
        return next((word for name, word in SHOWS.items() if name in capabilities), None)

    def _ver(self, device: str) -> int | None:
        rows = self._disk.rows("SELECT ver FROM wishes WHERE device = ?", device)
        return cast("int", rows[0][0]) if rows else None

    def _keep(self, device: str, desired: Desired) -> None:
        state = json.dumps(dict(desired.state), ensure_ascii=False)
        self._disk.run(
            "INSERT INTO wishes VALUES (?, ?, ?, NULL, '{}', 0)"
            " ON CONFLICT (device) DO UPDATE SET ver = excluded.ver, state = excluded.state",
            device,
            desired.ver,
            state,
        )

    def _instruction(self, device: str) -> Instruction | None:
        word = self._word(device)
        rows = self._disk.rows("SELECT ver, state FROM wishes WHERE device = ?", device)
        if word is None or not rows:
            return None
        ver, state = cast("tuple[int, str]", rows[0])
        return word(ver, json.loads(state))

    def _tell(self, device: str, status: WishStatus, code: str | None = None) -> None:
        self._disk.run("UPDATE wishes SET reported_ver = reported_ver + 1 WHERE device = ?", device)
        rows = self._disk.rows("SELECT reported_ver, shown, shown_ver FROM wishes WHERE device = ?", device)
        ver, shown, shown_ver = cast("tuple[int, str, int | None]", rows[0]) if rows else (1, "{}", None)
        self._voice.say(REPORTED, Reported(ver, json.loads(shown), shown_ver or 0, status, code), device)

    def _report(self, device: str, data: Label) -> None:
        if "show" in self._devices[device].kind.capabilities:
            self._voice.report(device, data)
