"""What a screen is: what it shows, what may be scanned on it, which steps may be pressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from picking.foundation.tables import Json
from picking.handheld.answer import Said
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens.asks import Ask
from picking.handheld.screens.scale import Laid
from picking.handheld.standing import Standing

ScanHandler = Callable[[Standing, Meaning], Said]
StepHandler = Callable[[Standing, Json], Said]


SEAL = "scan_seal"  # codes nobody knows are asked for where makers number things: seals, and shelf labels


def always(_: Standing) -> bool:
    """Offer a step whatever the state."""
    return True


@dataclass(frozen=True)
class Step:
    """A button: what it does, when it is worth showing, what is entered with it.

    Whether it is allowed the room below decides.
    """

    do: StepHandler
    when: Callable[[Standing], bool] = always
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True)
class Weighing:
    """What is weighed here by itself when it lies still on the person's scale, and when that is wanted."""

    do: Callable[[Standing, Laid], Said]
    when: Callable[[Standing], bool]


@dataclass(frozen=True)
class ScreenKind:
    """One kind of screen; everything it can do stands in its two tables."""

    name: str
    show: Callable[[Standing], Json]
    scans: Mapping[Kind, ScanHandler] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    unknown: str = SEAL
    weighing: Weighing | None = None

    def possible(self, at: Standing) -> list[str]:
        """List what a person can do here now: kinds of code to scan, then buttons."""
        scans = [self.unknown if kind is Kind.UNKNOWN else f"scan_{kind}" for kind in self.scans]
        return scans + [name for name, step in self.steps.items() if step.when(at)]

    def entered(self) -> Json:
        """Describe what is entered with each button, for pages that draw any screen."""
        return {name: [ask.shown() for ask in step.asks] for name, step in self.steps.items() if step.asks}
