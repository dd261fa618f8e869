"""A lead's badge scanned on somebody's handheld: the step that waited for it is done in the lead's name."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said
from picking.handheld.interpret import Meaning
from picking.handheld.screens.pick_steps import accept_weight, unpicked
from picking.handheld.standing import Standing
from picking.people.queries import actor_for, person_by_badge

WAITING: Mapping[str, Callable[[Standing, Json], Said]] = {"unpick": unpicked, "accept_weight": accept_weight}


def badge_scanned(at: Standing, badge: Meaning) -> Said:
    """Let a lead do what was asked for; without a question a badge means nothing here."""
    waiting: Json | None = at.facts.get("wants_lead")
    if waiting is None:
        raise Refusal("no_lead_wanted")
    at.forget("wants_lead")
    with _in_the_name_of(at, badge.key):
        return WAITING[waiting["step"]](at, waiting["facts"])


@contextmanager
def _in_the_name_of(at: Standing, badge_token: str) -> Iterator[None]:
    lead = person_by_badge(at.work.session, badge_token)
    if lead is None or lead.store_id != at.store_id:
        raise Refusal("badge_unknown", Kind.FORBIDDEN)
    asker = at.work.by
    at.work.by = actor_for(at.work.session, lead.id, asker.device_id, asker.said_at)
    try:
        yield
    finally:
        at.work.by = asker
