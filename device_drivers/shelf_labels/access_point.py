"""The words of an OpenEPaperLink access point: what it is asked over HTTP, and what it says of its tags."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from device_drivers.http_words import request

BOUNDARY = "storefloor-7d1f0a93c6"
ASLEEP_UNTIL = 3_216_153_600  # a next check-in in the year 2071: the tag was put to deep sleep
EMPTY_MILLIVOLTS, BATTERY_LOW_MILLIVOLTS, FULL_MILLIVOLTS = 2300, 2400, 3000  # two cells of lithium in a row
WEAK_DBM = -85
UNSEEN_SECONDS = 3600
# Hardware types: width and height of the panel in dots.
PANELS = {0x00: (152, 152), 0x01: (296, 128), 0x02: (400, 300), 0x2E: (960, 672)}
# Colours of a tag's LED: three bits of red, three of green, two of blue.
COLOURS = {
    "red": 0xE0, "green": 0x1C, "blue": 0x03, "yellow": 0xFC, "white": 0xFF, "orange": 0xEC, "purple": 0xE3,
    "cyan": 0x1F, "pink": 0xE7, "black": 0x00,
}  # fmt: skip
OFF = "00" * 12


@dataclass(frozen=True, slots=True)
class Tag:
    """What the access point knows of a tag; `shown` is the hash of its picture."""

    mac: str
    hardware: int
    pending: int
    shown: str
    millivolts: int
    dbm: int
    seen_at: int
    next_at: int

    @property
    def panel(self) -> tuple[int, int] | None:
        """Width and height, where the type is known."""
        return PANELS.get(self.hardware)

    @property
    def battery_percent(self) -> int | None:
        """How full the battery is, by its voltage; None where the tag did not say."""
        if self.millivolts <= 0:
            return None
        share = (self.millivolts - EMPTY_MILLIVOLTS) / (FULL_MILLIVOLTS - EMPTY_MILLIVOLTS)
        return round(100 * min(1.0, max(0.0, share)))

    def trouble(self, newest: int) -> str | None:
        """Say what is wrong with it; `newest` is when the access point last heard of any tag."""
        if self.next_at >= ASLEEP_UNTIL:
            return "asleep"
        if newest - self.seen_at > UNSEEN_SECONDS:
            return "not-seen"
        if 0 < self.millivolts < BATTERY_LOW_MILLIVOLTS:
            return "battery-low"
        return "weak-radio" if self.dbm < WEAK_DBM else None


def page_request(host: str, position: int) -> bytes:
    """Ask for a page of the tags; the access point's position has eight bits."""
    return request("GET", f"/get_db?pos={position}", host, {})


def tag_request(host: str, mac: str) -> bytes:
    """Ask for one tag: those behind the 255th stand on no page."""
    return request("GET", f"/get_db?{urlencode({'mac': mac})}", host, {})


def flash_request(host: str, mac: str, pattern: str) -> bytes:
    """Ask for a tag's LED: 24 hexadecimal digits."""
    return request("GET", f"/led_flash?{urlencode({'mac': mac, 'pattern': pattern})}", host, {})


def upload_request(host: str, mac: str, picture: bytes) -> bytes:
    """Hand over a picture: baseline JPEG of exactly the panel's size, to be shown without dithering."""
    parts = [_field(name, value) for name, value in (("mac", mac), ("dither", "0"), ("contentmode", "24"))]
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="label.jpg"\r\n'
    body = "".join(parts).encode() + f"{file}Content-Type: image/jpeg\r\n\r\n".encode() + picture
    body += f"\r\n--{BOUNDARY}--\r\n".encode()
    return request("POST", "/imgupload", host, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}, body)


def read_page(body: bytes) -> tuple[list[Tag], int | None]:
    """Read tags, and where the next page begins; raise ValueError for what is no page."""
    found = json.loads(body)
    if not isinstance(found, dict) or not isinstance(found.get("tags"), list):
        raise ValueError("no list of tags")  # noqa: TRY004 - it is a bad value of the wire, not of ours
    following = found.get("continu")
    return [_tag(row) for row in found["tags"]], following if isinstance(following, int) else None


def digest(picture: bytes) -> str:
    """Give the hash by which the access point knows a picture."""
    return hashlib.md5(picture, usedforsecurity=False).hexdigest()


def pattern(state: Mapping[str, object]) -> str:
    """Write a light's wish as the LED's pattern: mode and length, then colour, speed and pause, thrice; repeats.

    `colour` names it, `seconds` is about how long, `on` false or the colour black is off.
    """
    colour, seconds = COLOURS.get(str(state.get("colour", "white")), COLOURS["white"]), state.get("seconds", 60)
    if not colour or state.get("on") is False:
        return OFF
    rounds = min(255, max(1, int(seconds) if isinstance(seconds, int | float) else 60))
    return bytes([0x11, colour, 0x14, 0x0A, 0, 0, 0, 0, 0, 0, rounds - 1, 0]).hex()


def _tag(row: object) -> Tag:
    if not isinstance(row, dict) or not isinstance(row.get("mac"), str):
        raise ValueError("a tag without its address")  # noqa: TRY004 - as above
    numbers = ("hwType", "pending", "batteryMv", "RSSI", "lastseen", "nextcheckin")
    hardware, pending, millivolts, dbm, seen, following = (_number(row.get(name)) for name in numbers)
    return Tag(row["mac"].upper(), hardware, pending, str(row.get("hash", "")), millivolts, dbm, seen, following)


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _field(name: str, value: str) -> str:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
