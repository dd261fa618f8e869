"""What can be asked about people: who they are, what they may do now, who is on shift."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from picking.foundation.actor import Actor
from picking.foundation.refusals import Kind, Refusal
from picking.people.model import Badge, MachineToken, Person, Shift
from picking.people.rights import rights_of
from picking.people.secrets import hash_token

# Made once: every command begins with it.
_WHO = select(Person.id, Person.store_id, Person.name, Person.roles, Person.language, Person.active).where(
    Person.id == bindparam("of_person")
)


def actor_for(session: Session, person_id: str, device_id: str | None = None, said_at: datetime | None = None) -> Actor:
    """Make the actor for a person's command; roles are read afresh, so a right taken away is gone at once.

    Refuses (`signed_out`) somebody who does not work here any more.
    """
    person = session.execute(_WHO, {"of_person": person_id}).first()
    if person is None or not person.active:
        raise Refusal("signed_out", Kind.FORBIDDEN)
    return Actor(
        store_id=person.store_id, person_id=person.id, name=person.name, device_id=device_id,
        rights=rights_of(person.roles), language=person.language, said_at=said_at,
    )  # fmt: skip


def machine_actor(session: Session, token: str) -> Actor:
    """Make the actor for a machine's bearer token; its name is the channel, carrier or till it was made for.

    Refuses (`token_unknown`) one nobody made and one that was taken back.
    """
    row = session.get(MachineToken, hash_token(token), populate_existing=True)
    if row is None or row.revoked_at is not None:
        raise Refusal("token_unknown", Kind.FORBIDDEN)
    return Actor(store_id=row.store_id, name=row.name, rights=rights_of([row.role]))


def person_by_badge(session: Session, badge_token: str) -> Person | None:
    """Give the person whose badge this is; None for a revoked one and for people who left."""
    badge = session.get(Badge, hash_token(badge_token), populate_existing=True)
    if badge is None or badge.revoked_at is not None:
        return None
    person = session.get(Person, badge.person_id, populate_existing=True)
    return person if person is not None and person.active else None


def open_shift(session: Session, person_id: str) -> Shift | None:
    """Give the shift a person is on."""
    return session.scalars(select(Shift).where(Shift.person_id == person_id, Shift.ended_at.is_(None))).first()


def on_shift(session: Session, store_id: str) -> Sequence[Person]:
    """List who is on shift in a store, by name."""
    query = select(Person).join(Shift, Shift.person_id == Person.id)
    query = query.where(Shift.store_id == store_id, Shift.ended_at.is_(None), Person.active).order_by(Person.name)
    return session.scalars(query.distinct()).all()


def breaks(session: Session, store_id: str, now: datetime) -> dict[str, datetime]:
    """Give until when everybody rests who does."""
    query = select(Shift.person_id, Shift.break_until).where(
        Shift.store_id == store_id, Shift.ended_at.is_(None), Shift.break_until > now
    )
    return {person_id: until for person_id, until in session.execute(query) if until is not None}


def people_named(session: Session, store_id: str) -> Sequence[str]:
    """List the names of everybody on a store's staff, those who left too, as the journal calls them."""
    return session.scalars(
        select(Person.name).where(Person.store_id == store_id).distinct().order_by(Person.name)
    ).all()


def machine_tokens(session: Session, store_id: str) -> Sequence[MachineToken]:
    """List a store's machine tokens, open and revoked; the tokens themselves are kept nowhere."""
    query = select(MachineToken).where(MachineToken.store_id == store_id)
    return session.scalars(query.order_by(MachineToken.name, MachineToken.created_at)).all()
