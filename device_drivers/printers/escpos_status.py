"""Takes the answers of an ESC/POS printer apart: real-time status, automatic status and process ids in one stream."""

from collections.abc import Sequence

from device_drivers.messages import Condition, Fault
from device_drivers.stray import Stray

PROCESS_ID = b"\x37\x22"  # header and identifier of the answer to GS ( H, function 48
PROCESS_ID_BYTES = 7  # header, identifier, four characters, NUL
GROUP_BYTES = 4
FIXED_BITS, REALTIME, AUTOMATIC = 0x93, 0x12, 0x10  # 0xx1xx10 and 0xx1xx00
FOLLOWING_BITS = 0x90  # 0xx0xxxx: bytes two to four of an automatic status

PAPER_LOW = "paper-low"  # DLE EOT 4 bits 2 and 3, GS a third byte bits 0 and 1: the near-end sensor

Found = Condition | Fault | str


class StatusReader:
    """Gives conditions when they change, and process ids as they come.

    `cause` is how the printer says it is; `is_stopped` tells whether it prints nothing so: little paper is a warning.
    """

    def __init__(self) -> None:
        self.cause: str | None = None
        self.is_stopped = False
        self.awaited = 0  # answers to real-time questions still to come
        self._buffer = bytearray()
        self._offline: str | None = None
        self._paper: str | None = None
        self._stray = Stray("bytes that are no status and no process id")

    def asked(self) -> None:
        """Take in that DLE EOT 2 and DLE EOT 4 were sent: two answers, in this order. An older question is void."""
        self.awaited = 2

    def feed(self, data: bytes) -> list[Found]:
        """Read byte by byte, so that no split matters."""
        found: list[Found] = []
        for byte in data:
            if not self._buffer and byte & FIXED_BITS == REALTIME:
                found += self._realtime(byte) if self.awaited else self._stray.seen()
            else:
                self._buffer.append(byte)
                found += self._collected()
        return found

    def _collected(self) -> Sequence[Found]:
        first, size = self._buffer[0], len(self._buffer)
        if first == PROCESS_ID[0]:
            return self._process_id()
        if first & FIXED_BITS != AUTOMATIC or any(byte & FOLLOWING_BITS for byte in self._buffer[1:]):
            self._buffer.clear()
            return self._stray.seen()
        if size < GROUP_BYTES:
            return []
        group = bytes(self._buffer)
        self._buffer.clear()
        return self._automatic(group)

    def _process_id(self) -> Sequence[Found]:
        if not PROCESS_ID.startswith(self._buffer[:2]):
            self._buffer.clear()
            return self._stray.seen()
        if len(self._buffer) < PROCESS_ID_BYTES:
            return []
        number, end = bytes(self._buffer[2:6]), self._buffer[6]
        self._buffer.clear()
        if end or not number.isascii():
            return self._stray.seen()
        self._stray.ended()
        return [number.decode()]

    def _realtime(self, byte: int) -> Sequence[Found]:
        """Take the next answer: DLE EOT 2 tells why it is offline, DLE EOT 4 tells of the paper."""
        self.awaited -= 1
        self._stray.ended()
        if self.awaited:
            self._offline = "cover-open" if byte & 0x04 else "error" if byte & 0x40 else None
            return ()
        self._paper = "paper-out" if byte & 0x60 else PAPER_LOW if byte & 0x0C else None
        return self._changed()

    def _automatic(self, group: bytes) -> Sequence[Found]:
        self._stray.ended()
        self._paper = "paper-out" if group[2] & 0x0C else PAPER_LOW if group[2] & 0x03 else None
        broken = "cutter" if group[1] & 0x08 else "error" if group[1] & 0x60 else None
        self._offline = "cover-open" if group[0] & 0x20 else broken
        return self._changed()

    def _changed(self) -> Sequence[Found]:
        cause = self._offline or self._paper
        self.is_stopped = cause not in (None, PAPER_LOW)
        if cause == self.cause:
            return ()
        self.cause = cause
        return [Condition(cause)]
