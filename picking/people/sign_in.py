"""Lets people in by badge and PIN; wrong PINs are counted in a transaction of their own, which no refusal undoes."""

import logging
from datetime import timedelta

from picking.foundation.actor import system
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.people.queries import person_by_badge
from picking.people.secrets import pin_fits

log = logging.getLogger(__name__)
FAILURES_MAX = 5
LOCKED = timedelta(minutes=1)


def sign_in(transactions: Transactions, badge_token: str, pin: str, *, store_id: str | None = None) -> Person:
    """Give the person whose badge and PIN these are; `store_id` lets in only people of that store.

    Refuses with `sign_in_failed` whatever was wrong, and with `sign_in_locked` (`seconds` left) for a minute
    after five wrong PINs in a row. It takes a `Transactions`, not a unit of work: the slow hash runs outside any
    transaction, and a wrong PIN must stay counted although the command is refused.
    """
    with transactions.reading() as session:
        person = person_by_badge(session, badge_token)
    fits = pin_fits(pin, person.pin_hash if person else None)
    if person is None or store_id not in (None, person.store_id):
        log.warning("somebody signed in with a badge nobody has")
        raise Refusal("sign_in_failed", Kind.FORBIDDEN)
    refusal = transactions.run(system(person.store_id), lambda work: _book(work, person.id, fits=fits))
    if refusal is not None:
        raise refusal
    return person


def _book(work: UnitOfWork, person_id: str, *, fits: bool) -> Refusal | None:
    """Count the attempt and give the refusal to raise after the commit; a locked door stays shut for the right PIN."""
    person = work.get(Person, person_id, lock=True)
    if person.locked_until is not None and person.locked_until > work.now:
        seconds = -((work.now - person.locked_until) // timedelta(seconds=1))
        return Refusal("sign_in_locked", Kind.BUSY, seconds=seconds)
    if not fits:
        return _count_failure(work, person)
    person.pin_failures, person.locked_until = 0, None
    work.note(person, "sign_in")
    return None


def _count_failure(work: UnitOfWork, person: Person) -> Refusal:
    person.pin_failures += 1
    work.note(person, "sign_in_failed", failures=person.pin_failures)
    if person.pin_failures < FAILURES_MAX:
        return Refusal("sign_in_failed", Kind.FORBIDDEN)
    person.pin_failures, person.locked_until = 0, work.now + LOCKED
    work.note(person, "sign_in_locked")
    work.push(f"store:{person.store_id}", "alert", {"code": "sign_in_locked", "person": person.name})
    return Refusal("sign_in_locked", Kind.BUSY, seconds=int(LOCKED.total_seconds()))
