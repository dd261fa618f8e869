"""Lends somebody a lead's rights for one step: the goods stay in the asker's hands, the journal names both."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.people.queries import person_by_badge
from picking.people.rights import rights_of


@contextmanager
def rights_lent(work: UnitOfWork, badge_token: str) -> Iterator[Person]:
    """Let the asker do what the badge's owner may; refuses a badge of nobody here."""
    lead = person_by_badge(work.session, badge_token)
    if lead is None or lead.store_id != work.by.store_id:
        raise Refusal("badge_unknown", Kind.FORBIDDEN)
    asker = work.by
    work.by = replace(asker, rights=asker.rights | rights_of(lead.roles))
    try:
        yield lead
    finally:
        work.by = asker
