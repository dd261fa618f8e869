"""The words between drivers and the gateway: what devices report and what they are instructed to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal


class PrintOutcome(StrEnum):
    """What is known of a print."""

    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A code was read; `aim` is its AIM symbology id, `raw` its bytes where they are not printable."""

    text: str
    aim: str | None = None
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class ScannedAgain(Scanned):
    """A scan that the scanner says it sends once more, and that this driver, which has just begun, has not heard."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A scale was read: number and unit together or neither; `status` says why there is none."""

    weight: Decimal | None
    unit: str | None
    stable: bool
    net: bool = False
    status: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """What became of a print job."""

    job: str
    outcome: PrintOutcome
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A label or light has acknowledged this version."""

    ver: int


@dataclass(frozen=True, slots=True)
class NotShown:
    """A label or light could not take this version."""

    ver: int
    code: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A person pressed a button."""

    button: str
    press: str = "short"


@dataclass(frozen=True, slots=True)
class Condition:
    """How the device is: None is well, else the cause (paper-out, cover-open, no-answer)."""

    cause: str | None


@dataclass(frozen=True, slots=True)
class Vitals:
    """How a battery-driven device is in figures, and what it is drawn on: None where it has not said."""

    battery_percent: int | None = None
    signal_dbm: int | None = None
    panel: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something went wrong that is no reading: garbage, a frame too long; `count` times since it was last told."""

    code: str
    detail: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Send:
    """Bytes the driver wants written now: a poll, an acknowledgement of a frame."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Of:
    """A report of one of several devices that share a line."""

    device: str
    report: "Report"


Report = Scanned | Weighed | Printed | Shown | NotShown | Pressed | Condition | Vitals | Fault | Send | Of


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `size` is the multiple of the printer's normal character."""

    text: str
    size: int = 1
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Barcode:
    """One barcode."""

    symbology: Literal["code128", "ean13", "ean8", "qr"]
    text: str
    align: Literal["left", "center", "right"] = "center"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture dot by dot, 1 is ink: `rows` of ceil(width / 8) bytes each, the leftmost dot the highest bit."""

    width: int
    rows: tuple[bytes, ...]
    align: Literal["left", "center", "right"] = "center"


Block = Text | Barcode | Rule | Feed | Picture


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """Print blocks from top to bottom; `job` comes back in `Printed`."""

    job: str
    blocks: tuple[Block, ...]
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Beep:
    """Sound one of the tones right, wrong, attention, finished."""

    tone: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Zero:
    """Set a scale to zero."""


@dataclass(frozen=True, slots=True)
class OpenDrawer:
    """Open the cash drawer that hangs on a printer."""


@dataclass(frozen=True, slots=True)
class ShowAnswer:
    """Show the service's answer on a device with a display."""

    answer: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ShowLabel:
    """Show this version on a shelf label."""

    ver: int
    state: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Light:
    """Light a lamp as this version says."""

    ver: int
    state: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class To:
    """An instruction to one of several devices that share a line."""

    device: str
    instruction: "Instruction"


Instruction = PrintDocument | Beep | Zero | OpenDrawer | ShowAnswer | ShowLabel | Light | To


class CannotDoError(Exception):
    """The device has not been touched: it cannot do this at all, or not now. `code` is stable."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
