"""What a handheld is answered: outcome, code, message, tone, screen, possible steps, version."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from picking.foundation.messages import Messages
from picking.foundation.tables import Json


class Outcome(StrEnum):
    """Whether something changed; `repeat` is said by the door that knows the message came before."""

    DONE = "done"
    REFUSED = "refused"
    REPEAT = "repeat"


class Tone(StrEnum):
    """Right, wrong, attention and finished each sound, shake and look different."""

    RIGHT = "right"
    WRONG = "wrong"
    ATTENTION = "attention"
    FINISHED = "finished"


@dataclass(frozen=True)
class Said:
    """One sentence to a person: its code, the tone, the facts that fill it."""

    code: str
    tone: Tone = Tone.RIGHT
    facts: Json = field(default_factory=dict)
    outcome: Outcome = Outcome.DONE


def right(code: str, **facts: object) -> Said:
    """Say that it was right: go on."""
    return Said(code, Tone.RIGHT, facts)


def attention(code: str, **facts: object) -> Said:
    """Say that something is asked for before it goes on."""
    return Said(code, Tone.ATTENTION, facts)


def finished(code: str, **facts: object) -> Said:
    """Say that a whole thing is done."""
    return Said(code, Tone.FINISHED, facts)


def word(code: str, **facts: object) -> Json:
    """Give a fact that is itself a sentence of the catalogue, so that each language says it its own way."""
    return {"say": code, "facts": facts}


def document(said: Said, screen: str, facts: Json, possible: Iterable[str], version: int) -> Json:
    """Build the answer of WIRE's handheld doors, still without text: that is the edge's, see `say`."""
    return {
        "outcome": str(said.outcome),
        "code": said.code,
        "message": {"key": said.code, "facts": said.facts},
        "tone": str(said.tone),
        "screen": {"name": screen, "facts": facts},
        "possible": list(possible),
        "version": version,
    }


def say(answer: Json, messages: Messages, language: str) -> Json:
    """Give the same answer with its message's text, and the words among its screen's facts, in a language.

    The answer itself is left as it is.
    """
    message, screen = answer["message"], answer["screen"]
    text = _sentence(messages, message["key"], language, message["facts"])
    facts = facts_in_words(messages, screen["facts"], language)
    return {**answer, "message": {**message, "text": text}, "screen": {**screen, "facts": facts}}


def facts_in_words(messages: Messages, fact: object, language: str) -> object:
    """Give facts as they are, with the sentence in place of each word."""
    if isinstance(fact, dict):
        if "say" in fact:
            return _sentence(messages, fact["say"], language, fact["facts"])
        return {name: facts_in_words(messages, one, language) for name, one in fact.items()}
    if isinstance(fact, list):
        return [facts_in_words(messages, one, language) for one in fact]
    return fact


def _sentence(messages: Messages, key: str, language: str, facts: Json) -> str:
    return messages.text(key, language, {name: _in_words(messages, fact, language) for name, fact in facts.items()})


def _in_words(messages: Messages, fact: object, language: str) -> object:
    if isinstance(fact, dict) and "say" in fact:
        return _sentence(messages, fact["say"], language, fact["facts"])
    if isinstance(fact, list | tuple):
        return ", ".join(str(_in_words(messages, one, language)) for one in fact)
    return fact
