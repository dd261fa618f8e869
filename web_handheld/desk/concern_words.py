"""How a concern looks at the desk: its sentences, and the answers whoever looks may give, each with its words."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from picking.foundation.actor import Actor
from picking.foundation.money import written
from picking.foundation.tables import Json
from picking.reports.concerns import AREAS, Concern
from web_handheld.desk.answers import ANSWERS, Answer, Asks
from web_handheld.desk.words import DeskWords

REASONS_MAX = 6
WORDS = {"template": DeskWords.sheet, "cause": DeskWords.cause}
PLACES = ("slot", "position")
"""Facts that are said by words of their own."""


def concern_view(concern: Concern, say: DeskWords, by: Actor) -> Json:
    """Give a concern with what happened, since when, what it holds up, and what may be answered."""
    return {
        "kind": str(concern.kind),
        "area": str(AREAS[concern.kind]),
        "key": concern.key,
        "text": _sentence(f"concern_{concern.kind}", concern, say, concern.facts),
        "details": [_sentence(code, concern, say, facts) for code, facts in concern.details],
        "since": concern.since.isoformat(),
        "until": concern.until.isoformat() if concern.until else None,
        "order_id": concern.order_id,
        "number": concern.number,
        "due_at": concern.due_at.isoformat() if concern.due_at else None,
        "answers": list(_answers(concern, say, by)),
    }


def _answers(concern: Concern, say: DeskWords, by: Actor) -> Iterator[Json]:
    for step in concern.steps:
        answer = ANSWERS[concern.kind][step]
        if answer.is_open_to(by):
            yield {
                "step": step,
                "text": _own(say, "answer", concern, step),
                "asks": str(answer.asks) if answer.asks else None,
                "options": list(_options(concern, step, answer, say)),
                "sure": _own(say, "answer_sure", concern, step) if answer.sure else None,
            }


def _options(concern: Concern, step: str, answer: Answer, say: DeskWords) -> Iterator[Json]:
    """Give what may be chosen, or the usual reasons."""
    if answer.asks is Asks.CHOICE:
        for value, name in concern.choices.get(step, ()):
            yield {"value": value, "text": say.name(name, value) if isinstance(name, Mapping) else str(name)}
    if answer.asks is Asks.REASON:
        for number in range(1, REASONS_MAX):
            code = f"answer_reason_{concern.kind}_{step}_{number}"
            if code in say.messages.codes():
                text = say.messages.text(code, say.language, {})
                yield {"value": text, "text": text}


def _own(say: DeskWords, prefix: str, concern: Concern, step: str) -> str:
    """Say an answer in the words for just this concern, else in those for all that have it."""
    own = f"{prefix}_{concern.kind}_{step}"
    code = own if own in say.messages.codes() else f"{prefix}_{step}"
    return say.messages.text(code, say.language, {"number": concern.number or ""})


def _sentence(code: str, concern: Concern, say: DeskWords, facts: Json) -> str:
    spoken = {name: _fact(name, fact, say) for name, fact in facts.items()}
    return say.messages.text(code, say.language, {"number": concern.number or "", **spoken})


def _fact(name: str, fact: object, say: DeskWords) -> object:
    if name in WORDS:
        return WORDS[name](say, str(fact))
    if name in PLACES:  # by the short name people say: what stands behind the store's own number
        return str(fact).partition("-")[2] or fact
    if isinstance(fact, Mapping):
        return say.name(fact, "?")
    if isinstance(fact, datetime):
        return say.clock(fact)
    if isinstance(fact, tuple):
        minor, currency = fact
        return written(minor, currency, say.language)
    return fact
