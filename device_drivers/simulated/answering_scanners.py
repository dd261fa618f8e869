"""Simulated scanners that wait for an answer: Honeywell's handshake, and Zebra's packets."""

from device_drivers.scanners import ssi_packets as ssi
from device_drivers.scanners.ssi import AIMS, MORE, REPEATED, TONES
from device_drivers.simulated.scanner import SimulatedScanner
from device_drivers.simulated.simulator import Deed, Facts, Simulator, memory, text_fact

DATA_BYTES_MAX = 250  # of one packet; a longer code is sent in several
NAMES = {code: name for name, code in TONES.items()}


class SimulatedHoneywell(SimulatedScanner):
    """Deeds as of a scanner; `waits` tells whether the last code was not acknowledged. A NAK makes it speak again."""

    def __init__(self) -> None:
        super().__init__()
        self._last: bytes | None = None

    def deeds(self) -> dict[str, Deed]:
        """Scan a code; tell the tones; tell whether an answer is missing."""
        return {**super().deeds(), "waits": lambda _: {"waits": self._last is not None}}

    def heard(self, data: bytes) -> None:
        """Take the gateway's answers."""
        super().heard(data)
        for byte in data:
            if byte == 0x06:  # noqa: PLR2004 - ACK
                self._last = None
            elif byte == 0x15 and self._last:  # noqa: PLR2004 - NAK
                self.say(self._last)

    def frame(self, aim: str, text: str) -> bytes:
        """Keep a code until it is acknowledged."""
        self._last = f"{aim}{text}\r".encode()
        return self._last


class SimulatedSsiScanner(Simulator):
    """Deeds: `scan {text, aim?}`, `repeat` (as after two seconds without an answer), `heard` (tones), `waits`."""

    def __init__(self) -> None:
        super().__init__()
        self._in = bytearray()
        self._unanswered: list[bytes] = []  # contents of packets, without their checksum
        self._last = b""
        self._tones = memory()

    def deeds(self) -> dict[str, Deed]:
        """What a person does with a scanner, and what its clock does."""
        return {
            "scan": self._scan,
            "repeat": lambda _: self._send(self._last, again=True),
            "heard": lambda _: {"tones": list(self._tones)},
            "waits": lambda _: {"waits": bool(self._unanswered)},
        }

    def connected(self) -> None:
        """A new connection begins with a new packet."""
        self._in.clear()

    def heard(self, data: bytes) -> None:
        """Take the host's packets: the next part after an ACK, the same again after a NAK, a tone."""
        self._in += data
        while self._in and len(self._in) >= self._in[0] + ssi.CHECK_BYTES:
            size = self._in[0] + ssi.CHECK_BYTES
            content, check = bytes(self._in[: size - 2]), bytes(self._in[size - 2 : size])
            del self._in[:size]
            if ssi.checksum(content) == check:
                self._obey(content)

    def _obey(self, content: bytes) -> None:
        if content[1] == ssi.ACK and self._unanswered:
            del self._unanswered[0]
            if self._unanswered:
                self._send(self._unanswered[0])
        elif content[1] == ssi.NAK and self._unanswered:
            self._send(self._unanswered[0], again=True)
        elif content[1] == ssi.BEEP:
            self._tones.append(NAMES.get(content[4:], "?"))
            self.say(ssi.sealed(bytes([4, ssi.ACK, ssi.DECODER, 0])))

    def _scan(self, facts: Facts) -> dict[str, object]:
        self.check_listened_to()
        aim, text = text_fact(facts, "aim", "]C0"), text_fact(facts, "text").encode()
        kind = next((code for code, name in AIMS.items() if name == aim), 0)
        parts = [text[at : at + DATA_BYTES_MAX] for at in range(0, len(text), DATA_BYTES_MAX)]
        self._unanswered = [
            bytes([5 + len(part), ssi.DECODE, ssi.DECODER, MORE if part is not parts[-1] else 0, kind]) + part
            for part in parts
        ]
        return self._send(self._unanswered[0])

    def _send(self, content: bytes, *, again: bool = False) -> dict[str, object]:
        self._last = content
        if content:
            status = content[3] | (REPEATED if again else 0)
            self.say(ssi.sealed(content[:3] + bytes([status]) + content[4:]))
        return {}
