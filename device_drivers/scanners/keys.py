"""What a scanner that plays keyboard types: key events to text, without a keyboard's memory.

Events are `(type, code, value, time)` as of Linux's input-event-codes.h. A held key that repeats (value 2) is one
key, a digit pressed twice is two; caps lock counts for nothing, or one touch of it would turn every code over.
"""

EV_SYN, EV_KEY, EV_MSC, EV_LED, EV_REP = 0x00, 0x01, 0x04, 0x11, 0x14
HARMLESS = {EV_SYN, EV_MSC, EV_LED, EV_REP}
UP, DOWN = 0, 1
SHIFTS, CONTROLS = {42, 54}, {29, 97}
ENDS = {"enter": {28, 96}, "tab": {15}}
CODES_MAX = 7089
# fmt: off
_ROWS = (  # code of the first key, the row, the row with shift
    (2,  "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ",            " "),
)
# fmt: on
PLAIN = {first + place: each for first, row, _ in _ROWS for place, each in enumerate(row)}
SHIFTED = {first + place: each for first, _, row in _ROWS for place, each in enumerate(row)}
KEYPAD = dict(zip((71, 72, 73, 75, 76, 77, 79, 80, 81, 82, 83, 55, 74, 78, 98), "7894561230.*-+/", strict=True))
# Control and a key on a US keyboard is its character's low five bits: GS is Control-], RS is Control-^ (6).
CONTROLLED = {27: "\x1d", 43: "\x1c", 7: "\x1e", 12: "\x1f", 32: "\x04"}


class KeyDecoder:
    """Collects the text of one scanner; `end` is the key that ends a code."""

    def __init__(self, end: str, pause_seconds: float) -> None:
        self._ends, self._pause = ENDS[end], pause_seconds
        self._held: set[int] = set()
        self._text = ""
        self._last = 0.0

    def take(self, kind: int, code: int, value: int, time: float) -> str | None:
        """Take one event; give the text when it has ended. A pause in the middle of a code drops what was before."""
        if kind != EV_KEY or value not in (UP, DOWN):
            return None
        if time - self._last > self._pause:
            self._text = ""
        self._last = time
        if code in SHIFTS | CONTROLS:
            (self._held.add if value == DOWN else self._held.discard)(code)
            return None
        return self._pressed(code) if value == DOWN else None

    def _pressed(self, code: int) -> str | None:
        if code in self._ends:
            text, self._text = self._text, ""
            return text
        self._text = (self._text + self._character(code))[-CODES_MAX - 1 :]
        return None

    def _character(self, code: int) -> str:
        if self._held & CONTROLS:
            return CONTROLLED.get(code, "")
        letters = SHIFTED if self._held & SHIFTS else PLAIN
        return letters.get(code) or KEYPAD.get(code, "")
