"""Packets of Zebra's Simple Serial Interface: found in a stream of bytes by their checksum, and made for the scanner.

A packet is `LEN OP SRC STATUS data… CKhi CKlo`; LEN counts all but the checksum, which is the two's complement of the
sum of what stands before it (SSI programmer's guide, message formats).
"""

from dataclasses import dataclass

from device_drivers.messages import Fault
from device_drivers.stray import Stray

HEAD_BYTES, CHECK_BYTES = 4, 2
DECODER, HOST = 0x00, 0x04  # who sent it
ACK, NAK, BEEP, DECODE, SEGMENT = 0xD0, 0xD1, 0xE6, 0xF3, 0x73
OTHERS = {0xA4, 0xC6, 0xD4, 0xF6}  # revision, parameters, capabilities, event: said by a scanner, and let pass
HEARD = {ACK, NAK, DECODE, SEGMENT, *OTHERS}


@dataclass(frozen=True, slots=True)
class Packet:
    """One good packet of the scanner."""

    op: int
    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Damaged:
    """What began like a packet, and whose checksum is wrong."""


Found = Packet | Damaged | Fault


class PacketReader:
    """Looks for packets; a byte that can begin none is dropped and counted."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._stray = Stray("bytes that are no packet")

    def feed(self, data: bytes) -> list[Found]:
        """Take bytes in; give what was found, in order."""
        found: list[Found] = []
        for byte in data:
            self._buffer.append(byte)
            while self._buffer and (step := self._step()) is not None:
                found += step
        return found

    def give_up(self) -> list[Found]:
        """Drop a packet whose rest does not come."""
        found: list[Found] = [*self._stray.seen()] if self._buffer else []
        self._buffer.clear()
        return found

    def _step(self) -> list[Found] | None:
        """Take one packet or one byte away; None where more bytes are needed to tell."""
        size = self._buffer[0] + CHECK_BYTES
        if not self._is_plausible():
            return self._drop()
        if len(self._buffer) < size:
            return None
        whole = bytes(self._buffer[:size])
        if checksum(whole[:-CHECK_BYTES]) != whole[-CHECK_BYTES:]:
            return [Damaged(), *self._drop()]
        del self._buffer[:size]
        self._stray.ended()
        return [Packet(whole[1], whole[3], whole[HEAD_BYTES:-CHECK_BYTES])]

    def _is_plausible(self) -> bool:
        length, *rest = self._buffer[:3]
        return length >= HEAD_BYTES and (not rest or rest[0] in HEARD) and (len(rest) < 2 or rest[1] == DECODER)  # noqa: PLR2004 - op and source

    def _drop(self) -> list[Found]:
        del self._buffer[:1]
        return [*self._stray.seen()]


def packet(op: int, body: bytes = b"") -> bytes:
    """Make a packet of the host."""
    return sealed(bytes([HEAD_BYTES + len(body), op, HOST, 0]) + body)


def sealed(content: bytes) -> bytes:
    """Put the checksum behind a packet's content."""
    return content + checksum(content)


def checksum(content: bytes) -> bytes:
    """Two's complement of the sum, in two bytes."""
    return (-sum(content) & 0xFFFF).to_bytes(2, "big")
