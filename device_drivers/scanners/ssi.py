"""Zebra and Symbol scanners with the Simple Serial Interface: every code is checked, acknowledged, and given once."""

from collections.abc import Sequence
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings, number_of, refuse_unknown
from device_drivers.messages import Beep, CannotDoError, Instruction, Report, Scanned, ScannedAgain, Send
from device_drivers.scanners import ssi_packets as ssi
from device_drivers.scanners.codes import CODE_BYTES_MAX, scan_of_bytes
from device_drivers.scanners.ssi_packets import Damaged, Packet, PacketReader, packet

PAUSE_SECONDS_MAX = 0.2  # inside a packet; a scanner whose packet was lost sends it again after two seconds
REPEATED, MORE = 0x01, 0x02  # bits of STATUS: sent again; another packet follows
RESEND = b"\x01"  # cause of a NAK
SEGMENT_HEAD_BYTES = 9  # number 0, then F3, four bytes, code type, one byte, length: before the data of a first segment
# SSI programmer's guide, code types: what the symbology is called by ISO/IEC 15424.
AIMS = {
    0x01: "]A0", 0x02: "]F0", 0x03: "]C0", 0x06: "]I0", 0x07: "]G0", 0x08: "]E0", 0x09: "]E0", 0x0A: "]E4",
    0x0B: "]E0", 0x0F: "]C1", 0x11: "]L0", 0x1B: "]d1", 0x1C: "]Q1", 0x30: "]e0", 0x31: "]e0", 0x32: "]e0",
}  # fmt: skip
# Beep codes: one short high, three long low, fast warble, two long high.
TONES = {"right": b"\x00", "wrong": b"\x11", "attention": b"\x14", "finished": b"\x0b"}


class SsiScanner:
    """Settings: `length_min`."""

    card: ClassVar = Card(
        DeviceClass.SCANNER,
        "Zebra and Symbol scanners and scan engines set to SSI: LS, LI, DS, SE",
        (Line.SERIAL, Line.TCP),
        "Zebra Simple Serial Interface programmer's guide",
        checked=True,
        limits="codes in segments (73) are read as scanners were seen to send them; the guide leaves their head open",
    )

    def __init__(self, settings: Settings) -> None:
        refuse_unknown(settings, ["length_min"])
        self._length_min = int(number_of(settings, "length_min", 1, 1, 100))
        self._packets = PacketReader()
        self._last_byte = 0.0
        self._last: Packet | None = None
        self._code, self._type = bytearray(), 0
        self._in_doubt = self._is_lost = False  # damaged: believe what is sent again; lost: nothing, until a pause

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Answer each packet; a code is given when its last packet is there."""
        reports = list(self.tick(now))
        self._last_byte = now
        for found in self._packets.feed(data):
            match found:
                case Packet():
                    reports += self._take(found)
                case Damaged():
                    self._in_doubt = True
                    reports.append(Send(packet(ssi.NAK, RESEND)))
                case _:
                    self._in_doubt = True
                    reports.append(found)
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:  # noqa: ARG002 - a beep has no time
        """Sound a tone."""
        if isinstance(instruction, Beep):
            return packet(ssi.BEEP, TONES[instruction.tone])
        raise CannotDoError("unsupported", f"a scanner has no way to {type(instruction).__name__.lower()}")

    def tick(self, now: float) -> Sequence[Report]:
        """Give up a packet that stopped in its middle."""
        if now - self._last_byte < PAUSE_SECONDS_MAX:
            return ()
        if self._in_doubt:
            self._in_doubt = self._is_lost = False
            self._code.clear()
        return [found for found in self._packets.give_up() if not isinstance(found, Packet | Damaged)]

    def _take(self, found: Packet) -> list[Report]:
        if found.op not in (ssi.DECODE, ssi.SEGMENT):
            return []
        if self._in_doubt and (self._is_lost or not found.status & REPEATED):
            self._is_lost = True  # perhaps the rest of a code whose beginning is lost; the scanner will begin anew
            return [Send(packet(ssi.NAK, RESEND))]
        self._in_doubt = False
        before, self._last = self._last, _first_time(found)
        answer = Send(packet(ssi.ACK))
        if found.status & REPEATED and before == self._last:
            return [answer]
        code = self._plain(found) if found.op == ssi.DECODE else self._segment(found)
        if code is None:
            return [answer]
        scan = scan_of_bytes(code, length_min=self._length_min, aim=AIMS.get(self._type))
        if before is None and found.status & REPEATED and isinstance(scan, Scanned):
            scan = ScannedAgain(scan.text, scan.aim, scan.raw)
        return [answer, scan]

    def _plain(self, found: Packet) -> bytes | None:
        """Type and data; a long code comes in several, all but the last with the bit `MORE`."""
        if found.body:
            self._type = found.body[0]
            self._code += found.body[1:]
        return self._ended(more=bool(found.status & MORE))

    def _segment(self, found: Packet) -> bytes | None:
        """Number and data; the first has a head with type and length of the whole."""
        number, data = found.body[:1], found.body[1:]
        if number == b"\x00":
            self._code.clear()
            self._type = data[SEGMENT_HEAD_BYTES - 4] if len(data) >= SEGMENT_HEAD_BYTES else 0
            data = data[SEGMENT_HEAD_BYTES:]
        self._code += data
        return self._ended(more=bool(found.status & MORE))

    def _ended(self, *, more: bool) -> bytes | None:
        if more and len(self._code) <= CODE_BYTES_MAX:
            return None
        code = bytes(self._code)
        self._code.clear()
        return code


def _first_time(found: Packet) -> Packet:
    return Packet(found.op, found.status & ~REPEATED, found.body)
