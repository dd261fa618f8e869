"""One shelf label behind an access point: what is wished of it, how far that got, and what it says of itself."""

import re
from collections.abc import Mapping

from device_drivers.driver import SettingError, Settings, refuse_unknown, text_of
from device_drivers.messages import Condition, Of, Report, Vitals
from device_drivers.shelf_labels.access_point import OFF, Tag

TREMBLE_DBM = 6
SENT_SECONDS_MAX = 900.0  # a picture that a tag has not fetched by then is handed over again when it is wished again


class TagDevice:
    """Settings: `mac`, and `panel` where the type says nothing of its size."""

    def __init__(self, name: str, settings: Settings) -> None:
        refuse_unknown(settings, ["mac", "panel"])
        self.name = name
        self.mac = text_of(settings, "mac", "").upper()
        if not re.fullmatch(r"[0-9A-F]{12,16}", self.mac):
            raise SettingError("mac", f"12 to 16 hexadecimal digits are wanted, not {self.mac!r}")
        self.panel = _panel(text_of(settings, "panel", ""))
        self.asked_at = float("-inf")  # for itself, beside the pages
        self.ver: int | None = None
        self.picture: bytes | None = None  # what is still to be sent
        self.cause: str | None = None
        self.light_wished = self.light_taken = OFF
        self._hash: str | None = None
        self._sent_at: float | None = None
        self._is_shown = self._is_said = False
        self._tag: Tag | None = None
        self._vitals = Vitals()

    @property
    def is_new(self) -> bool:
        """Whether the access point has never said anything of it."""
        return self._tag is None

    @property
    def is_sent(self) -> bool:
        """Whether a picture was handed over and is not shown yet."""
        return self._sent_at is not None and not self._is_shown

    def wish(self, ver: int, light: str, picture: bytes, digest: str, now: float) -> bool:
        """Take a wish; tell whether its picture must be sent: not one that is shown, waits, or was just sent."""
        self.ver, self.light_wished, self._is_said = ver, light, False
        if digest == self._hash:
            if self._is_shown or self.picture is not None:
                return False
            if self._sent_at is not None and now - self._sent_at < SENT_SECONDS_MAX:
                return False
        self._hash, self._sent_at, self._is_shown = digest, None, False
        self.picture = None if self._shows_it() else picture
        return self.picture is not None

    def sent(self, now: float) -> None:
        """Take in that the access point has the picture."""
        self.picture, self._sent_at = None, now

    def refused(self) -> None:
        """Take in that the access point will not have it; the same wish may be tried again later."""
        self.picture = self._hash = None

    def heard(self, tag: Tag, newest: int) -> list[Report]:
        """Take in what the access point says of the tag."""
        self._tag = tag
        self.panel = tag.panel or self.panel
        if self._shows_it():
            self.picture = None
        return [Of(self.name, report) for report in [*self._measured(tag), *self._become(tag.trouble(newest))]]

    def settles(self) -> bool:
        """Tell once that the wish is so: its picture shown, its light taken."""
        if self.ver is None or self._is_said or not self._is_shown or self.light_wished != self.light_taken:
            return False
        self._is_said = True
        return True

    def _become(self, cause: str | None) -> list[Report]:
        if cause == self.cause:
            return []
        self.cause = cause
        return [Condition(cause)]

    def _measured(self, tag: Tag) -> list[Report]:
        """Say battery and signal when they have changed; a signal that only trembles has not."""
        panel = f"{self.panel[0]}x{self.panel[1]}" if self.panel else None
        new, old = Vitals(tag.battery_percent, tag.dbm or None, panel), self._vitals
        trembles = abs((new.signal_dbm or 0) - (old.signal_dbm or 0)) < TREMBLE_DBM
        if (new.battery_percent, new.panel) == (old.battery_percent, old.panel) and trembles:
            return []
        self._vitals = new
        return [new]

    def _shows_it(self) -> bool:
        tag = self._tag
        self._is_shown = self._hash is not None and tag is not None and not tag.pending and tag.shown == self._hash
        return self._is_shown


def devices_of(settings: Settings) -> dict[str, TagDevice]:
    """Make the devices of an access point from their settings by name."""
    found = {}
    for name, own in settings.items():
        if not isinstance(own, Mapping):
            raise SettingError(name, "a table is wanted, with the tag's mac")
        found[name] = TagDevice(name, own)
    return found


def _panel(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"(\d{2,4})x(\d{2,4})", text)
    if text and not found:
        raise SettingError("panel", f"width and height in dots are wanted, as 296x128, not {text!r}")
    return (int(found[1]), int(found[2])) if found else None
