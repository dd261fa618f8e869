"""What the service instructs once: the `data` of every command to a gateway or a device."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from gateway.contract.parts import Code, Count, Document, Line, Word
from gateway.contract.scalars import Between, Length


class Tone(StrEnum):
    """The four things a person must be able to hear apart."""

    RIGHT = "right"
    WRONG = "wrong"
    ATTENTION = "attention"
    FINISHED = "finished"


class Align(StrEnum):
    """Where a text or code stands between the paper's edges."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Symbology(StrEnum):
    """The codes every label printer of a store can draw."""

    CODE128 = "code128"
    EAN13 = "ean13"
    EAN8 = "ean8"
    QR = "qr"


class Level(StrEnum):
    """How much a gateway writes into its log."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Outcome(StrEnum):
    """Whether a scan or step was applied."""

    DONE = "done"
    REFUSED = "refused"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One line of text; `size` is the multiple of the printer's normal character, as far as it can."""

    tag_key: ClassVar[str] = "block"
    tag: ClassVar[str] = "text"

    text: Line
    size: Annotated[int, Between(1, 24)] = 1
    bold: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """One barcode with its content; the human text is a text block of its own."""

    tag_key: ClassVar[str] = "block"
    tag: ClassVar[str] = "code"

    symbology: Symbology
    text: Annotated[str, Length(1, 2000)]
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class RuleBlock:
    """A line across the paper."""

    tag_key: ClassVar[str] = "block"
    tag: ClassVar[str] = "rule"


@dataclass(frozen=True, slots=True)
class FeedBlock:
    """Empty lines."""

    tag_key: ClassVar[str] = "block"
    tag: ClassVar[str] = "feed"

    lines: Annotated[int, Between(1, 50)] = 1


@dataclass(frozen=True, slots=True)
class ImageBlock:
    """A small picture, black on white: a PNG as base64; one dot of it is one dot of the printer."""

    tag_key: ClassVar[str] = "block"
    tag: ClassVar[str] = "image"

    png: Annotated[str, Length(1, 60_000)]
    align: Align = Align.CENTER


Block = TextBlock | CodeBlock | RuleBlock | FeedBlock | ImageBlock


@dataclass(frozen=True, slots=True)
class PrintPaper:
    """Print one document, from top to bottom; a receipt printer cuts after each copy."""

    type: ClassVar[str] = "print"

    title: Word
    blocks: Annotated[tuple[Block, ...], Length(1, 500)]
    copies: Annotated[int, Between(1, 50)] = 1


@dataclass(frozen=True, slots=True)
class Beep:
    """Sound a tone at the person's hand."""

    type: ClassVar[str] = "beep"

    tone: Tone
    text: Line | None = None


@dataclass(frozen=True, slots=True)
class Zero:
    """Set a scale to zero."""

    type: ClassVar[str] = "zero"


@dataclass(frozen=True, slots=True)
class OpenDrawer:
    """Open the cash drawer that hangs on a receipt printer."""

    type: ClassVar[str] = "open-drawer"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for a person: its key in the catalogue, its text in the person's language, its facts."""

    key: Code
    text: Line
    facts: Document


@dataclass(frozen=True, slots=True)
class Screen:
    """The screen to draw, and what stands on it."""

    name: Code
    facts: Document


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a scan or step, for a device with a display: the same document as over HTTP."""

    type: ClassVar[str] = "answer"

    outcome: Outcome
    code: Code
    message: Message
    tone: Tone
    screen: Screen
    possible: tuple[Code, ...]
    version: Count


@dataclass(frozen=True, slots=True)
class Rebirth:
    """Say birth, information and states of everything again."""

    type: ClassVar[str] = "rebirth"


@dataclass(frozen=True, slots=True)
class Replay:
    """Publish the reports from `from_seq` of `boot` on again; without `boot` of the present one.

    What was lost stays a gap and stands in `$metrics`.
    """

    type: ClassVar[str] = "replay"

    from_seq: Annotated[int, Between(1)]
    boot: Annotated[int, Between(1)] | None = None


@dataclass(frozen=True, slots=True)
class Restart:
    """Stop cleanly and start again."""

    type: ClassVar[str] = "restart"


@dataclass(frozen=True, slots=True)
class LogLevel:
    """Write more or less into the log."""

    type: ClassVar[str] = "log-level"

    level: Level


DeviceCommandData = PrintPaper | Beep | Zero | OpenDrawer | Answer
GatewayCommandData = Rebirth | Replay | Restart | LogLevel
CommandData = DeviceCommandData | GatewayCommandData

DEVICE_COMMANDS: dict[str, type[CommandData]] = {
    each.type: each for each in (PrintPaper, Beep, Zero, OpenDrawer, Answer)
}
GATEWAY_COMMANDS: dict[str, type[CommandData]] = {each.type: each for each in (Rebirth, Replay, Restart, LogLevel)}
