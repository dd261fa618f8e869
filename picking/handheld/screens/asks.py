"""What a person enters with a button: each field's name in the step's facts, and how it is entered with gloves on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from picking.foundation.tables import Json
from picking.handheld.answer import word
from picking.handheld.standing import Standing

DAMAGES = ("packing_torn", "broken", "leaking", "spoiled")


class Entry(StrEnum):
    """How a field is entered: digits on a pad, a typed text, one of some big buttons, or by pressing once more."""

    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"  # six digits on the pad, YYMMDD
    PHOTO = "photo"  # the camera's picture goes out first; its SHA-256 is what is entered
    SURE = "sure"  # nothing is entered, but a slip of a glove must not do it
    INSIST = "insist"  # true when the same button was refused just before: pressed again it is meant


class When(StrEnum):
    """When a field is asked for: always, where its lookup gives anything, or where less was entered than wanted."""

    ALWAYS = "always"
    ANY = "any"
    LESS = "less"


@dataclass(frozen=True)
class Option:
    """One of the big buttons: what is sent, and what stands on it (a text, or a word of the catalogue)."""

    value: object
    text: object


Lookup = Callable[[Standing], Sequence[Option]]


@dataclass(frozen=True)
class Ask:
    """One field of a step. The options of a choice are fixed reasons, or looked up at the moment of the press."""

    name: str
    entry: Entry
    needed: bool = True
    reasons: tuple[str, ...] = ()
    lookup: Lookup | None = None
    when: When = When.ALWAYS

    def shown(self) -> Json:
        """Describe the field to a page; options that are looked up are asked for when they are wanted."""
        fixed = [_shown(each) for each in reasons(*self.reasons)]
        options = None if self.lookup else fixed
        asked = {} if self.when is When.ALWAYS else {"when": str(self.when)}
        return {"name": self.name, "entry": str(self.entry), "needed": self.needed, "options": options, **asked}

    def options(self, at: Standing) -> list[Json]:
        """Look the options up, as they are now."""
        return [_shown(option) for option in self.lookup(at)] if self.lookup else []


def number(name: str = "quantity", *, needed: bool = True) -> Ask:
    """Ask for a whole number: pieces or grams."""
    return Ask(name, Entry.NUMBER, needed)


def typed(name: str, *, needed: bool = True) -> Ask:
    """Ask for a short text."""
    return Ask(name, Entry.TEXT, needed)


def day(name: str, lookup: Lookup) -> Ask:
    """Ask for a day as it is printed on goods, sent as YYMMDD; only where the lookup gives anything."""
    return Ask(name, Entry.DAY, lookup=lookup, when=When.ANY)


def photo(lookup: Lookup | None = None) -> Ask:
    """Ask for a picture: one may do without, or, with a lookup, it is wanted only and always where that says so."""
    return Ask("photo", Entry.PHOTO, lookup is not None, lookup=lookup, when=When.ANY if lookup else When.ALWAYS)


def reason(*codes: str, needed: bool = True, when: When = When.ALWAYS) -> Ask:
    """Ask for one of these reasons; each has its sentence `reason_…`."""
    return Ask("reason", Entry.CHOICE, needed, reasons=codes, when=when)


def choice(name: str, lookup: Lookup, *, needed: bool = True, when: When = When.ALWAYS) -> Ask:
    """Ask for one of what is there at that moment."""
    return Ask(name, Entry.CHOICE, needed, lookup=lookup, when=when)


def reasons(*codes: str) -> list[Option]:
    """Offer these reasons, each with its sentence `reason_…`."""
    return [Option(code, word(f"reason_{code}")) for code in codes]


YES_ASK = (Option(value=True, text=""),)
"""What a lookup gives for a field that is wanted now and has nothing to choose: a day, a photo."""
SURE = Ask("sure", Entry.SURE, needed=False)
INSIST = Ask("force", Entry.INSIST, needed=False)


def _shown(option: Option) -> Json:
    return {"value": option.value, "text": option.text}
