"""What can be done with people: keep staff and badges, start and end shifts and breaks, give machines tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from picking.foundation.refusals import Kind, Refusal, invalid, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Badge, MachineToken, Person, Shift
from picking.people.queries import open_shift
from picking.people.rights import MACHINE_ROLES, STAFF_ROLES
from picking.people.secrets import (
    BADGE_FORM,
    PIN_FORM,
    hash_pin,
    hash_token,
    new_badge_token,
    new_token,
    pin_fits,
)


@dataclass(frozen=True)
class PersonDraft:
    """All that is to be known of somebody; `pin` may be left out for people who have one."""

    name: str
    language: str
    roles: Sequence[str]
    skills: Sequence[str] = ()
    pin: str | None = None
    stall_id: str | None = None
    active: bool = True


def keep_person(work: UnitOfWork, store_id: str, draft: PersonDraft, *, person_id: str | None = None) -> Person:
    """Keep somebody on the staff: a new person without `person_id`, else that person is changed.

    Refuses roles nobody knows, a PIN that is not 4 to 8 digits, and a new person without one.
    """
    work.by.require("staff")
    _check(draft)
    if person_id is None:
        person = _new_person(work, store_id, draft)
    else:
        person = work.get(Person, person_id, lock=True)
        if person.store_id != store_id:
            raise unknown("Person", person_id)
    person.name, person.language, person.stall_id = draft.name, draft.language, draft.stall_id
    person.roles, person.skills, person.active = list(draft.roles), list(draft.skills), draft.active
    if draft.pin is not None and not pin_fits(draft.pin, person.pin_hash):
        person.pin_hash = hash_pin(draft.pin)
        person.pin_failures, person.locked_until = 0, None
    work.note(person, "keep", roles=person.roles, active=person.active)
    return person


def _check(draft: PersonDraft) -> None:
    strange = set(draft.roles) - STAFF_ROLES
    if strange:
        raise invalid("roles", f"no role {', '.join(sorted(strange))}; there are {', '.join(sorted(STAFF_ROLES))}")
    if draft.pin is not None and not PIN_FORM.fullmatch(draft.pin):
        raise invalid("pin", "must be 4 to 8 digits")


def _new_person(work: UnitOfWork, store_id: str, draft: PersonDraft) -> Person:
    if draft.pin is None:
        raise invalid("pin", "somebody new needs one")
    person = Person(id=work.ids.new(), store_id=store_id, name=draft.name, pin_hash=hash_pin(draft.pin))
    person.pin_failures = 0
    return work.add(person)


def give_badge(work: UnitOfWork, person_id: str, token: str | None = None) -> str:
    """Give somebody a badge and revoke the ones before; gives the token to print, which is kept nowhere.

    `token` names a badge that is printed already; refuses one that is somebody else's or was revoked.
    """
    work.by.require("staff")
    person = work.get(Person, person_id, lock=True)
    token = token or new_badge_token()
    if not BADGE_FORM.fullmatch(token):
        raise invalid("badge", "must be up to 64 letters, digits, - or _")
    badge = work.find(Badge, hash_token(token))
    if badge is not None and (badge.person_id != person_id or badge.revoked_at is not None):
        raise Refusal("badge_taken", Kind.INVALID, person=person.name)
    if badge is None:
        revoke_badges(work, person_id)
        work.add(Badge(token_hash=hash_token(token), person_id=person_id))
        work.note(person, "give_badge")
    return token


def revoke_badges(work: UnitOfWork, person_id: str) -> None:
    """Make all of somebody's badges useless, as when one is lost."""
    work.by.require("staff")
    badges = select(Badge).where(Badge.person_id == person_id, Badge.revoked_at.is_(None))
    for badge in work.session.scalars(badges):
        badge.revoked_at = work.now
        work.note(work.get(Person, person_id), "revoke_badge")


def start_shift(work: UnitOfWork, person_id: str) -> Shift:
    """Start somebody's shift; the one they are on when they are on one."""
    person = work.get(Person, person_id, lock=True)
    if not person.active:
        raise Refusal("signed_out", Kind.FORBIDDEN)
    running = open_shift(work.session, person_id)
    if running is not None:
        return running
    shift = work.add(Shift(id=work.ids.new(), store_id=person.store_id, person_id=person_id, started_at=work.now))
    work.note(shift, "start_shift")
    _tell(work, person)
    return shift


def end_shift(work: UnitOfWork, person_id: str) -> Shift | None:
    """End somebody's shift; None when they were on none."""
    person = work.get(Person, person_id, lock=True)
    shift = open_shift(work.session, person_id)
    if shift is None:
        return None
    shift.ended_at = work.now
    work.note(shift, "end_shift")
    _tell(work, person)
    return shift


def take_break(work: UnitOfWork, person_id: str) -> Shift:
    """Let somebody rest for `break_minutes` while the shift goes on: nothing is offered until then.

    Gives the shift, with the break that runs already if one does. Refuses (`not_on_shift`) who is on none.
    """
    person = work.get(Person, person_id, lock=True)
    shift = open_shift(work.session, person_id)
    if shift is None:
        raise Refusal("not_on_shift", Kind.FORBIDDEN, name=person.name)
    if shift.rests_until(work.now) is None:
        shift.break_until = work.now + timedelta(minutes=work.settings.break_minutes)
        work.note(shift, "take_break", until=shift.break_until.isoformat())
        _tell(work, person)
    return shift


def end_break(work: UnitOfWork, person_id: str) -> None:
    """Let somebody go back to work before the break is over; nothing happens to who is on none."""
    person = work.get(Person, person_id, lock=True)
    shift = open_shift(work.session, person_id)
    if shift is None or shift.rests_until(work.now) is None:
        return
    shift.break_until = work.now
    work.note(shift, "end_break")
    _tell(work, person)


def _tell(work: UnitOfWork, person: Person) -> None:
    shift = open_shift(work.session, person.id)
    rests = shift is not None and shift.rests_until(work.now) is not None
    said = {"person_id": person.id, "on_shift": shift is not None, "on_break": rests}
    work.push(f"store:{person.store_id}", "screen", said)


def create_token(work: UnitOfWork, store_id: str, name: str, role: str) -> str:
    """Make a machine's bearer token and give it, once; `name` is the channel, carrier or till that will use it."""
    work.by.require("staff")
    if role not in MACHINE_ROLES:
        raise invalid("role", f"a machine is {', '.join(sorted(MACHINE_ROLES))}")
    if not name or name == "system":
        raise invalid("name", "must name the machine, and 'system' is the floor itself")
    token = new_token()
    work.add(
        MachineToken(token_hash=hash_token(token), store_id=store_id, name=name, role=role, created_at=work.now)
    )  # fmt: skip
    return token


def revoke_tokens(work: UnitOfWork, store_id: str, name: str) -> int:
    """Take a machine's tokens back; gives how many worked until now."""
    work.by.require("staff")
    query = select(MachineToken).where(MachineToken.store_id == store_id, MachineToken.name == name)
    rows = work.session.scalars(query.where(MachineToken.revoked_at.is_(None))).all()
    for row in rows:
        row.revoked_at = work.now
    return len(rows)
