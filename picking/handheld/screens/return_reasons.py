"""Why customers bring goods back: the counter's own reasons in words, whatever else a channel says as it says it."""

from picking.foundation.tables import Json
from picking.handheld.answer import word

RETURNED_FOR = ("poor_quality", "wrong_item", "not_wanted", "not_met")


def reason_shown(reason: str) -> Json | str:
    """Give a reason in words where it is one of ours."""
    return word(f"reason_{reason}") if reason in RETURNED_FOR else reason
