"""Says what happened, step by step, in the words of the catalogue: the thing, what became of it, with which facts."""

from collections.abc import Iterable
from dataclasses import dataclass

from picking.foundation.tables import Json
from picking.reports.order_clock import Cause
from web_handheld.desk.words import DeskWords

FACTS = ("bin", "basket", "quantity", "picked", "grams", "seal", "reason", "slot", "position", "sku")
"""What of a step's facts is worth its place beside it, in this order."""


@dataclass(frozen=True)
class StoryWords:
    """The words of one look, for things and what became of them."""

    say: DeskWords

    def cause(self, cause: Cause) -> str:
        """Say what an order waits for."""
        return self._text(f"clock_{cause}", str(cause))

    def state(self, thing: str, state: str) -> str:
        """Say a state: first in the words for just this thing, else in those for all that can be in it."""
        own = f"story_{thing.replace(' ', '_').replace('-', '_')}_{state}"
        return self._text(own, self._text(f"story_{state}", state.replace("_", " ").lower()))

    def step(self, step: Json) -> str:
        """Say a step of the journal: "Pick line: picked (bin A-01, quantity 2)"."""
        moved = step["after"] is not None and step["after"] != step["before"]
        what = self.state(step["thing"], step["after"] if moved else step["step"])
        facts = [str(step["facts"][name]) for name in FACTS if step["facts"].get(name) not in (None, "")]
        said = f"{what} ({', '.join(facts)})" if facts else what
        return self.say.messages.text("story_line", self.say.language, {"thing": step["thing"], "what": said})

    def things(self, names: Iterable[str]) -> list[Json]:
        """Give names of things with their words."""
        return [
            {"thing": name, "text": self._text(f"thing_{name.replace(' ', '_').replace('-', '_')}", name)}
            for name in names
        ]

    def _text(self, code: str, otherwise: str) -> str:
        known = code in self.say.messages.codes()
        return self.say.messages.text(code, self.say.language, {}) if known else otherwise
