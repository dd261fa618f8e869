"""Scales on a till by Dialog 06 (ECR type II): a unit price goes in; weight, price and amount come back.

The amount is the check: our price is such that it is the weight over again. Numbers of records and of errors are those
of the Mettler-Toledo and Bizerba checkout manuals.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings, number_of
from device_drivers.messages import Condition, Fault, Report, Send, Weighed
from device_drivers.scales.frames import MarkedFrames
from device_drivers.scales.scale import Scale, no_weight

STX, ETX, EOT, ENQ, ACK, NAK, ESC = 0x02, 0x03, b"\x04", b"\x05", 0x06, 0x15, b"\x1b"
FETCH = EOT + ENQ
ASK_WHY = EOT + b"\x0208\x03"
_RESULT = re.compile(rb"02\x1b.\x1b(\d{5})\x1b(\d{6})\x1b(\d{6})", re.DOTALL)
_REASON = re.compile(rb"09\x1b(\d\d)")
_CHALLENGE = re.compile(rb"11\x1b.*", re.DOTALL)
NO_CHANGE = b"21"  # nothing was taken off and put on since the last weight
REASONS = {b"20": "motion", b"22": "motion", b"30": "under-minimum", b"31": "under-zero", b"32": "over-capacity"}


class Dialog06(Scale):
    """Settings: `unit_price_minor` (shown by the scale; 1000 makes the amount an exact check), and a scale's own.

    A certified scale that wants proof of the till's program (record 11) is refused clearly: we are not certified.
    """

    card: ClassVar = Card(
        DeviceClass.SCALE,
        "Checkout scales with Dialog 06: Mettler-Toledo, Bizerba, Avery Berkel, DIGI",
        (Line.SERIAL,),
        "checkout Dialog 06 (ECR type II), records 01, 02, 08, 09, 11",
        checked=True,
        limits="scales that challenge a certified till (record 11) are refused",
    )
    asks, own_settings = FETCH, ("unit_price_minor",)

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._price = int(number_of(settings, "unit_price_minor", 1000, 1, 999_999))
        self._frames = MarkedFrames(STX, ETX)
        self._words: dict[int, bytes] = {}  # what is said to ACK and NAK now
        self._is_refused = False

    def question(self) -> bytes:
        """Give the scale a price; its ACK says that it can be asked for the result."""
        self._words = {ACK: FETCH, NAK: ASK_WHY}
        return EOT + b"\x0201" + ESC + f"{self._price:06d}".encode() + ESC + b"\x03"

    def read(self, data: bytes) -> Iterator[Report]:
        """Take ACK and NAK outside frames, and records inside."""
        for byte in data:
            if byte in self._words:
                yield Send(self._word(byte))
                continue
            for frame in self._frames.feed(bytes([byte])):
                yield from [frame] if isinstance(frame, Fault) else self._record(frame)

    def forget(self) -> None:
        """Forget half an answer."""
        self._frames.forget()
        self._words = {}

    def _word(self, byte: int) -> bytes:
        """Answer ACK and NAK; why there is no weight is asked once a question, or noise would keep us talking."""
        answer = self._words.pop(byte)
        if answer == ASK_WHY:
            self._words = {ACK: FETCH}
        return answer

    def _record(self, frame: bytes) -> list[Report]:
        self._words = {}
        if (found := _RESULT.fullmatch(frame)) and self._is_consistent(found):
            self._frames.good()
            return [Weighed(Decimal(found[1].decode()).scaleb(-3), "kg", stable=True)]
        if found := _REASON.fullmatch(frame):
            self._frames.good()
            return self._reason(found[1])
        if _CHALLENGE.fullmatch(frame) and not self._is_refused:
            self._is_refused = True
            why = Fault("certification-wanted", "record 11: the scale wants proof of a certified till")
            return [Condition("certification-wanted"), why]
        return [*self._frames.bad()]

    def _is_consistent(self, found: re.Match[bytes]) -> bool:
        grams, price, amount = (int(each) for each in found.groups())
        return price == self._price and abs(Fraction(grams * price, 1000) - amount) < 1

    def _reason(self, code: bytes) -> list[Report]:
        if code == NO_CHANGE:
            return [self._said or no_weight("no-change")]
        return [no_weight(REASONS.get(code, f"error-{code.decode()}"))]
