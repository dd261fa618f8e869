"""People come in by badge and PIN, machines by token; guessing is slow and counted."""

import pytest
from floor import STORE

from picking.foundation.refusals import Refusal
from picking.people import secrets
from picking.people.commands import (
    PersonDraft,
    create_token,
    end_shift,
    give_badge,
    keep_person,
    revoke_badges,
    revoke_tokens,
    start_shift,
)
from picking.people.model import Badge, MachineToken, Person
from picking.people.queries import actor_for, machine_actor, on_shift
from picking.people.rights import MACHINE_ROLES, RIGHTS, STAFF_ROLES, rights_of
from picking.people.sign_in import sign_in

PIN = "4826"


@pytest.fixture
def mei(floor):
    return floor.run(keep_person, STORE, PersonDraft("Mei", "zh", ["picker"], ["A"], PIN))


@pytest.fixture
def badge(floor, mei):
    return floor.run(give_badge, mei.id)


def refusal_of(floor, badge, pin):
    with pytest.raises(Refusal) as caught:
        sign_in(floor.transactions, badge, pin)
    return caught.value.code


def test_badge_and_pin_let_somebody_in(floor, mei, badge):
    """The plain way in."""
    assert sign_in(floor.transactions, badge, PIN, store_id=STORE).id == mei.id


def test_wrong_pin_and_unknown_badge_sound_alike(floor, badge):
    """Whoever tries badges must not learn which exist."""
    assert refusal_of(floor, badge, "0000") == refusal_of(floor, "nobody", PIN) == "sign_in_failed"


def test_an_unknown_badge_costs_as_much_work_as_a_known_one(floor, monkeypatch, badge):
    """The time to answer must not tell which badges exist."""
    hashed = []
    monkeypatch.setattr(secrets, "PIN_HASHER", CountedHasher(secrets.PIN_HASHER, hashed))

    refusal_of(floor, badge, "0000")
    refusal_of(floor, "nobody", "0000")

    assert len(hashed) == 2
    assert all(kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for kept in hashed)


class CountedHasher:
    """The real hasher, with a list of what it was asked about."""

    def __init__(self, real, hashed):
        self._real, self._hashed = real, hashed

    def verify(self, kept, pin):
        """Note and verify."""
        self._hashed.append(kept)
        return self._real.verify(kept, pin)


def test_five_wrong_pins_lock_for_a_minute_even_for_the_right_one(floor, mei, badge):
    """A PIN has four digits: only slowness protects it, and a restart must not forget."""
    codes = [refusal_of(floor, badge, "0000") for _ in range(5)]
    floor.restart()

    assert codes == ["sign_in_failed"] * 4 + ["sign_in_locked"]
    assert refusal_of(floor, badge, PIN) == "sign_in_locked"
    floor.clock.advance(seconds=61)
    assert sign_in(floor.transactions, badge, PIN).id == mei.id


def test_a_right_pin_forgets_the_wrong_ones(floor, mei, badge):
    """Four slips in a year are no attack."""
    for _ in range(4):
        refusal_of(floor, badge, "0000")

    sign_in(floor.transactions, badge, PIN)

    assert floor.get(Person, mei.id).pin_failures == 0


def test_people_of_another_store_stay_out(floor, badge):
    """A badge is worth something in its own store."""
    with pytest.raises(Refusal, match="sign_in_failed"):
        sign_in(floor.transactions, badge, PIN, store_id="other")


def test_a_new_badge_makes_the_old_one_worthless(floor, mei, badge):
    """A lost badge is replaced, not copied."""
    new = floor.run(give_badge, mei.id)

    assert refusal_of(floor, badge, PIN) == "sign_in_failed"
    assert sign_in(floor.transactions, new, PIN).id == mei.id


def test_a_revoked_badge_is_not_given_again(floor, mei, badge):
    """Whoever found it would be somebody."""
    floor.run(revoke_badges, mei.id)

    with pytest.raises(Refusal, match="badge_taken"):
        floor.run(give_badge, mei.id, badge)


def test_secrets_are_not_in_the_books(floor, mei, badge):
    """A stolen database must not open the door."""
    token = floor.run(create_token, STORE, "app", "channel")

    assert PIN not in floor.get(Person, mei.id).pin_hash
    assert badge not in floor.one(Badge).token_hash
    assert token not in floor.one(MachineToken).token_hash


def test_a_right_taken_away_is_gone_with_the_next_command(floor, mei):
    """Not with the next sign-in."""
    floor.run(keep_person, STORE, PersonDraft("Mei", "zh", ["lead"]), person_id=mei.id)
    before = floor.ask(actor_for, mei.id, device_id="gw1/scan-01")
    floor.run(keep_person, STORE, PersonDraft("Mei", "zh", ["picker"]), person_id=mei.id)

    assert before.may("unpick")
    assert not floor.ask(actor_for, mei.id).may("unpick")


def test_somebody_who_left_is_nobody(floor, mei, badge):
    """A session cookie outlives a contract."""
    floor.run(keep_person, STORE, PersonDraft("Mei", "zh", ["picker"], active=False), person_id=mei.id)

    with pytest.raises(Refusal, match="signed_out"):
        floor.ask(actor_for, mei.id)
    assert refusal_of(floor, badge, PIN) == "sign_in_failed"


def test_a_machines_token_gives_its_role_and_name(floor):
    """A channel may do what channels do, in its own name."""
    token = floor.run(create_token, STORE, "app", "channel")

    actor = floor.ask(machine_actor, token)

    assert (actor.store_id, actor.name, actor.rights) == (STORE, "app", frozenset({"channel"}))
    assert not actor.is_system


def test_a_token_taken_back_opens_nothing(floor):
    """A leaked token is dead at once."""
    token = floor.run(create_token, STORE, "app", "channel")

    assert floor.run(revoke_tokens, STORE, "app") == 1
    with pytest.raises(Refusal, match="token_unknown"):
        floor.ask(machine_actor, token)


@pytest.mark.parametrize(("name", "role"), [("system", "channel"), ("", "pos"), ("app", "lead")])
def test_no_token_makes_a_machine_more_than_one(floor, name, role):
    """A machine that is called system would hold all rights."""
    with pytest.raises(Refusal, match="invalid_field"):
        floor.run(create_token, STORE, name, role)


def test_a_shift_is_started_once_and_ended_once(floor, mei):
    """Tapping twice makes nobody work twice."""
    first = floor.run(start_shift, mei.id)
    again = floor.run(start_shift, mei.id)
    working = [person.id for person in floor.ask(on_shift, STORE)]
    ended = floor.run(end_shift, mei.id)

    assert (first.id, working) == (again.id, [mei.id])
    assert ended is not None
    assert floor.run(end_shift, mei.id) is None
    assert floor.ask(on_shift, STORE) == []


@pytest.mark.parametrize(
    "draft",
    [
        PersonDraft("X", "en", ["boss"], pin=PIN),
        PersonDraft("X", "en", ["channel"], pin=PIN),
        PersonDraft("X", "en", ["picker"], pin="12"),
        PersonDraft("X", "en", ["picker"]),
    ],
)
def test_staff_that_could_not_sign_in_or_may_too_much_is_refused(floor, draft):
    """Roles are words of a table, and a PIN has its form."""
    with pytest.raises(Refusal, match="invalid_field"):
        floor.run(keep_person, STORE, draft)


def test_staff_is_kept_by_those_who_may(floor):
    """A lead leads; an admin hires."""
    with pytest.raises(Refusal, match="right_missing"):
        floor.run(keep_person, STORE, PersonDraft("X", "en", ["lead"], pin=PIN), by=floor.actor("p", "desk"))


def test_every_right_is_somebodys_and_no_machine_has_a_persons():
    """A right nobody holds is a door without a key."""
    machines = rights_of(MACHINE_ROLES)

    assert rights_of(RIGHTS) == {
        "orders.accept", "orders.cancel_answer", "orders.risk", "pick", "unpick", "take_over", "force_complete",
        "reprint", "stall", "stall.lead", "move", "count", "put_back", "outbound", "outbound.override", "return_in",
        "desk", "staff", "devices", "settings", "channel", "carrier", "pos", "counts", "receive",
        "setup", "setup.night",
    }  # fmt: skip
    assert not machines & rights_of(STAFF_ROLES)
    assert rights_of(["a role of last year"]) == frozenset()
