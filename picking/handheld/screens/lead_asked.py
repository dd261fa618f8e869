"""Asks for a lead's badge: the step waits on the screen until one is scanned."""

from picking.foundation.tables import Json
from picking.handheld.answer import Said, attention
from picking.handheld.standing import Standing


def ask_lead(at: Standing, step: str, facts: Json) -> Said:
    """Remember the step and what was entered with it, and ask for a lead."""
    at.remember(wants_lead={"step": step, "facts": facts})
    return attention("lead_wanted")
