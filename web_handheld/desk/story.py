"""Says what happened, step by step, in the words of the catalogue: the thing, what became of it, with which facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from picking.foundation.tables import Json, Living
from picking.reports.order_clock import Cause
from web_handheld.desk.words import DeskWords

FACTS = (
    "bin", "basket", "quantity", "picked", "grams", "seal", "reason", "slot_id", "position_id", "sku", "cause",
)  # fmt: skip
"""What of a step's facts is worth its place beside it, in this order; each is said as `story_fact_…`."""
FIELDS = "fields"  # of what is set up: each is told by its own name, with what it was and is
REFUSED = "command"
SET_UP = "set_up_"
VALUE_MAX = 40  # signs of a value that a line of the journal shows


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
        """Say a step of the journal: "pick line: picked (bin A-01, quantity 2)"."""
        what = self.what(step)
        if str(step["step"]).startswith(SET_UP) or step["thing"] == "template":
            what = f"{step['thing_id']} · {what}"  # no order and no person tells which one it was
        facts = [
            self._fact(name, step["facts"][name])
            for name in (*FACTS, FIELDS)
            if step["facts"].get(name) not in (None, "")
        ]
        said = f"{what} ({', '.join(facts)})" if facts else what
        return self.say.messages.text("story_line", self.say.language, {"thing": step["thing"], "what": said})

    def what(self, step: Json) -> str:
        """Say what became of the thing: its new state, what was done where none changed, why it was refused."""
        if step["thing"] == REFUSED:
            return self.say.messages.text(str(step["after"]), self.say.language, step["facts"])
        moved = step["after"] is not None and step["after"] != step["before"]
        return self.state(step["thing"], step["after"] if moved else step["step"])

    def steps(self, thing: str) -> list[Json]:
        """Give the steps a thing can take, each by what becomes of it first."""
        lives = {kind.lifecycle.name: kind.lifecycle for kind in Living.__subclasses__()}
        if thing not in lives:
            return []
        said: dict[str, str] = {}
        for state, step, after, _ in lives[thing].edges():
            said.setdefault(str(step), self.state(thing, str(step if after == state else after)))
        return [{"step": step, "text": text} for step, text in said.items()]

    def _fact(self, name: str, value: Any) -> str:
        if name == FIELDS:
            return "; ".join(self._field(key, *values) for key, values in value.items())
        known = f"reason_{value}" if name == "reason" else f"cause_{str(value).replace('-', '_')}"
        said = self._text(known, str(value)) if name in ("reason", "cause") else value
        return self.say.messages.text(f"story_fact_{name}", self.say.language, {"value": said})

    def _field(self, key: str, before: object, after: object) -> str:
        """Say what a field of set-up was and is: "Capacity 5 → 7"; what is long is cut."""
        named = self._text(f"app_desk_setup_field_{key}", key)
        return f"{named} {_short(before)} → {_short(after)}"

    def things(self, names: Iterable[str]) -> list[Json]:
        """Give names of things with their words."""
        return [
            {"thing": name, "text": self._text(f"thing_{name.replace(' ', '_').replace('-', '_')}", name)}
            for name in names
        ]

    def _text(self, code: str, otherwise: str) -> str:
        known = code in self.say.messages.codes()
        return self.say.messages.text(code, self.say.language, {}) if known else otherwise


def _short(value: object) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= VALUE_MAX else f"{text[: VALUE_MAX - 1]}…"
