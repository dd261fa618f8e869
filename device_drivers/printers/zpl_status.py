"""Reads the three strings a ZPL printer answers to ~HS (Zebra ZPL II programming guide, ~HS)."""

import re
from dataclasses import dataclass

from device_drivers.messages import Fault

STX, ETX = 0x02, 0x03
STRING_BYTES_MAX = 64
_FIRST = re.compile(r"\d{3},([01]),([01]),\d{4},(\d{3}),[01],[01],[01],\d{3},[01],[01],[01]")
_SECOND = re.compile(r"\d{3},[01],([01]),([01]),[01],\d,\d,[01],(\d{8}),[01],\d{3}")
_THIRD = re.compile(r".{4},[01]")


@dataclass(frozen=True, slots=True)
class HostStatus:
    """What a whole answer says: the cause of trouble, or None, and whether nothing is left to print."""

    cause: str | None
    idle: bool


class StatusReader:
    """Collects STX…ETX strings; only three good ones in their order are a status."""

    def __init__(self) -> None:
        self._string: bytearray | None = None
        self._first: re.Match[str] | None = None
        self._second: re.Match[str] | None = None

    def feed(self, data: bytes) -> list[HostStatus | Fault]:
        """Read byte by byte, so that no split matters."""
        found: list[HostStatus | Fault] = []
        for byte in data:
            if byte == STX:
                self._string = bytearray()
            elif self._string is not None and byte == ETX:
                text, self._string = self._string.decode("latin-1"), None
                found += self._take(text)
            elif self._string is not None:
                self._string.append(byte)
                if len(self._string) > STRING_BYTES_MAX:
                    self._string = None
                    found.append(Fault("garbage", "a string that does not end"))
        return found

    def _take(self, text: str) -> list[HostStatus | Fault]:
        if first := _FIRST.fullmatch(text):
            self._first, self._second = first, None
            return []
        if self._first and (second := _SECOND.fullmatch(text)):
            self._second = second
            return []
        first, second, self._first, self._second = self._first, self._second, None, None
        if first and second and _THIRD.fullmatch(text):
            return [_status(first, second)]
        return [Fault("garbage", "a string that is no host status")]


def _status(first: re.Match[str], second: re.Match[str]) -> HostStatus:
    flags = ((first[1], "paper-out"), (second[1], "head-open"), (second[2], "ribbon-out"), (first[2], "paused"))
    cause = next((word for flag, word in flags if flag == "1"), None)
    return HostStatus(cause, idle=int(first[3]) == 0 and int(second[3]) == 0)
