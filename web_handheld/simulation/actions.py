"""What a person with a handheld can do next: scan something, press a button, or wait and look again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Scan:
    """Scan or type a code, after so many people's seconds of walking, reading and reaching."""

    text: str
    seconds: float = 4
    typed: bool = False
    aim: str | None = None


@dataclass(frozen=True)
class Press:
    """Press a button and enter something with it."""

    step: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 2


@dataclass(frozen=True)
class Rest:
    """Nothing to do right now: look again later.

    `real_seconds_min` keeps a fast run from asking the service again and again: people at home wait for work, at the
    bench for a label that prints.
    """

    seconds: float = 10
    real_seconds_min: float = 0.3


Action = Scan | Press | Rest


@dataclass(frozen=True)
class Answer:
    """What the service answered: WIRE's answer document; `named` are the facts in its message."""

    outcome: str
    code: str
    tone: str
    screen: str
    facts: Mapping[str, Any]
    possible: tuple[str, ...]
    version: int
    named: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, tree: Mapping[str, Any]) -> "Answer":
        """Read an answer; raises KeyError where it is none."""
        screen = tree["screen"]
        return cls(
            outcome=tree["outcome"],
            code=tree["code"],
            tone=tree["tone"],
            screen=screen["name"],
            facts=screen["facts"],
            possible=tuple(tree["possible"]),
            version=tree["version"],
            named=tree["message"]["facts"],
        )

    @property
    def is_refused(self) -> bool:
        """Tell whether nothing was changed."""
        return self.outcome == "refused"

    def may(self, step: str) -> bool:
        """Tell whether a step is offered."""
        return step in self.possible
