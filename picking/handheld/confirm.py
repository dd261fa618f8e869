"""Valid but unexpected: warn, and only the same code again confirms; any other code starts over."""

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json

WAITING = "waiting_for_again"


class Unexpected(Refusal):
    """A scan that is right in itself but not what the plan says; the same code again means it."""


def waits_for(facts: Json) -> Json | None:
    """Give what the screen waits to be confirmed: the code's text and why it was unexpected."""
    waiting: Json | None = facts.get(WAITING)
    return waiting


def is_same_again(facts: Json, text: str, why: str) -> bool:
    """Tell whether this very code was warned about for this very reason just before."""
    return waits_for(facts) == {"text": text, "why": why}


def after_refusal(facts: Json, text: str, refusal: Refusal) -> Json:
    """Give the screen's facts after a refused scan: a warning is kept for one scan, everything else drops it."""
    without = started_over(facts)
    if isinstance(refusal, Unexpected):
        return {**without, WAITING: {"text": text, "why": refusal.code}}
    return without


def started_over(facts: Json) -> Json:
    """Give the screen's facts with no warning waiting."""
    return {key: fact for key, fact in facts.items() if key != WAITING}
