"""What devices report: the `data` of every event, one class a type."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from gateway.contract.errors import ContractError
from gateway.contract.parts import Code, Correlation, Count, Line, Word
from gateway.contract.scalars import Length, Pattern


class Mode(StrEnum):
    """Whether a scale has taken off the weight of the vessel."""

    GROSS = "gross"
    NET = "net"


class PrintOutcome(StrEnum):
    """What is known of a print; `unknown` is a state and asks a person."""

    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class LabelOutcome(StrEnum):
    """What a shelf label says of a version."""

    SHOWN = "shown"
    FAILED = "failed"


class Press(StrEnum):
    """How a button was pressed."""

    SHORT = "short"
    LONG = "long"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class Scan:
    """A code was read. `aim` is the AIM symbology id; `raw` (base64) comes only when the bytes are not printable."""

    type: ClassVar[str] = "scan"

    text: Annotated[str, Length(1, 7089)]  # the longest QR code: 7089 digits (ISO/IEC 18004, table 7)
    aim: Annotated[str, Pattern(r"\][A-Za-z][0-9A-Za-z]")] | None
    raw: Annotated[str, Length(4, 9600)] | None = None

    def __post_init__(self) -> None:
        """Refuse `raw` that is no base64."""
        if self.raw is not None:
            try:
                base64.b64decode(self.raw, validate=True)
            except binascii.Error as error:
                raise ContractError("bad_base64", f"raw: {error}") from error


@dataclass(frozen=True, slots=True)
class Weight:
    """A scale was read: a number and its unit together, or neither. No weight is never zero."""

    type: ClassVar[str] = "weight"

    stable: bool
    mode: Mode
    weight: Decimal | None = None
    unit: Annotated[str, Pattern("kg|g|lb|oz")] | None = None
    status: tuple[Code, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a number without its unit, and a unit without a number."""
        if (self.weight is None) != (self.unit is None):
            raise ContractError("half_a_weight", "weight and unit come together or not at all")


@dataclass(frozen=True, slots=True)
class Print:
    """What became of a print job (`job` is the `corr` of its command)."""

    type: ClassVar[str] = "print"

    job: Correlation
    outcome: PrintOutcome
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A shelf label showed a version of what was wished, or could not."""

    type: ClassVar[str] = "label"

    ver: Count
    outcome: LabelOutcome
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A person pressed a button on a device."""

    type: ClassVar[str] = "button"

    button: Word
    press: Press = Press.SHORT


@dataclass(frozen=True, slots=True)
class Error:
    """Something a device or its line did wrong; `facts` are counted or measured."""

    type: ClassVar[str] = "error"

    code: Code
    detail: Line = ""
    facts: Mapping[str, Count] | None = None


ReportData = Scan | Weight | Print | Label | Button | Error

REPORTS: dict[str, type[ReportData]] = {each.type: each for each in (Scan, Weight, Print, Label, Button, Error)}
