"""One command, one transaction: once, whole, in order, and tried again when somebody else was quicker."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from floor import STORE
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from picking.floor.model import Bin, Zone
from picking.foundation.actor import Actor, system
from picking.foundation.events import Event
from picking.foundation.records import Instruction, JournalRow, OnceAnswer, Push, Webhook
from picking.foundation.refusals import Kind, Refusal
from picking.orders.lifecycle import RefundStep
from picking.orders.model import Refund, RefundReason

ACTOR = system(STORE)


def refuse_as_answer(_, no):
    return {"outcome": "refused", "code": no.code}


def once(floor, once_id, command, fingerprint=None):
    return floor.transactions.run_once(ACTOR, once_id, command, refused=refuse_as_answer, fingerprint=fingerprint)


def make_bin(work, bin_id="B-9"):
    work.session.add(Bin(id=bin_id, store_id=STORE, aisle="1", node=0, check_number="00"))
    work.push(f"store:{STORE}", "task", {"bin": bin_id})
    return {"bin": bin_id}


def a_refund(floor):
    """Give something living to step on, of an order of its own."""
    floor.stock("milk", 5)
    order = floor.order({"milk": 1})
    return floor.run(
        lambda work: work.add(
            Refund(id=work.ids.new(), store_id=STORE, order_id=order.id, amount_minor=5, reason=RefundReason.SHORT)
        )
    )


def test_the_same_id_again_gets_the_first_answer_and_does_nothing(any_floor):
    """A scan that is repeated because its answer was lost must not count twice."""
    first = once(any_floor, "scan-1", make_bin)
    pushes = len(any_floor.pushed)
    again = once(any_floor, "scan-1", lambda _: pytest.fail("done twice"))

    assert (first.answer, first.repeated) == ({"bin": "B-9"}, False)
    assert (again.answer, again.repeated) == ({"bin": "B-9"}, True)
    assert len(any_floor.pushed) == pushes


def test_a_refusal_is_an_answer_too(any_floor):
    """Refused and asked again means refused again, even if it would be possible by now; nothing else is kept."""

    def refused(work):
        make_bin(work)
        raise Refusal("wrong_bin", wanted="A-1")

    first = once(any_floor, "scan-2", refused)
    again = once(any_floor, "scan-2", make_bin)

    assert first.answer == again.answer == {"outcome": "refused", "code": "wrong_bin"}
    assert (first.repeated, again.repeated) == (False, True)
    assert any_floor.all(Bin) == []
    row = any_floor.one(JournalRow, step="refused")
    assert (row.thing_id, row.after, row.facts["wanted"]) == ("scan-2", "wrong_bin", "A-1")


def test_an_id_with_other_content_is_refused(any_floor):
    """Two different deeds under one id: the second is a mistake of the sender and must not look done."""
    once(any_floor, "scan-3", make_bin, fingerprint="one")

    with pytest.raises(Refusal) as no:
        once(any_floor, "scan-3", make_bin, fingerprint="other")

    assert (no.value.code, no.value.kind) == ("once_id_reused", Kind.INVALID)


def test_many_with_one_id_at_once_are_one(any_floor):
    """A device that repeats itself through two doors at once is still one scan."""
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: once(any_floor, "scan-4", make_bin), range(16)))

    assert sum(not answer.repeated for answer in answers) == 1
    assert len(any_floor.all(Bin)) == len(any_floor.all(OnceAnswer)) == 1


def test_what_breaks_leaves_nothing(any_floor):
    """Half a command is worse than none: no row, no event, no push."""

    def breaks(work):
        make_bin(work)
        work.session.flush()
        raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        any_floor.run(breaks)

    assert any_floor.all(Bin) == []
    assert any_floor.pushed == []


def test_who_is_second_reads_again(any_floor):
    """Two people step on one thing at once: the second sees what the first did and is refused by the table."""
    refund = a_refund(any_floor)
    both_have_read = threading.Barrier(2, timeout=30)
    outcomes, readers = [], set()

    def send(work):
        thing = work.get(Refund, refund.id)
        # SQLite has one writer: there nobody can have read while another writes.
        first_time = threading.get_ident() not in readers
        if any_floor.engine.dialect.name == "postgresql" and first_time:
            readers.add(threading.get_ident())
            both_have_read.wait()
        work.step(thing, RefundStep.SEND)

    def attempt(_):
        try:
            any_floor.run(send)
        except Refusal as no:
            outcomes.append(no.code)
        else:
            outcomes.append("sent")

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(attempt, range(2)))

    assert sorted(outcomes) == ["already_done", "sent"]
    assert any_floor.get(Refund, refund.id).version == 2


def test_a_conflict_that_never_ends_is_told(any_floor):
    """Six tries and then the truth: a row that is always there already is no race."""
    any_floor.run(make_bin)
    tries = []

    def doubles(work):
        tries.append(work)
        make_bin(work)

    with pytest.raises(IntegrityError):
        any_floor.run(doubles)

    assert len(tries) == 6


@pytest.mark.parametrize("change", ["UPDATE journal SET step = 'never'", "DELETE FROM journal"])
def test_the_journal_is_append_only(any_floor, change):
    """Whoever wants to rewrite what happened must fight the database, not this program."""
    a_refund(any_floor)
    written = len(any_floor.all(JournalRow))

    with pytest.raises(DBAPIError, match="append-only"):
        any_floor.run(lambda work: work.session.execute(text(change)))

    assert len(any_floor.all(JournalRow)) == written > 0


def test_a_rooms_pushes_are_numbered_without_gaps(any_floor):
    """A handheld finds out by a missing number that it missed something, so none may be missing by itself."""

    def tell(number):
        def command(work):
            for room in ("person:p1", "store:s1"):
                work.push(room, "task", {"n": number})
            if number % 5 == 0:
                raise Refusal("nothing")

        try:
            any_floor.run(command)
        except Refusal:
            return

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(tell, range(40)))

    for room in ("person:p1", "store:s1"):
        kept = sorted(push.seq for push in any_floor.all(Push, room=room))
        assert kept == list(range(1, 33))
        assert sorted(push.seq for push in any_floor.pushed if push.room == room) == kept


def test_webhooks_of_a_channel_are_numbered_in_order(any_floor):
    """A channel that gets 'ready' before 'paid' would believe the wrong one."""
    any_floor.run(lambda work: [work.webhook("app", "kind", {"n": n}) for n in range(3)])
    any_floor.run(lambda work: work.webhook("app", "kind", {"n": 3}))

    rows = sorted(any_floor.all(Webhook), key=lambda row: row.seq)
    assert [(row.seq, row.body["n"]) for row in rows] == [(1, 0), (2, 1), (3, 2), (4, 3)]


class First(Event):
    """Something happened."""


class Second(Event):
    """Something followed from it."""


def test_reactions_run_in_the_same_transaction_in_order(make_floor):
    """What follows from a deed is part of it: both or neither."""
    seen = []

    def follow(work, _):
        seen.append("follow")
        make_bin(work)
        work.tell(Second())

    def break_off(_work, _event):
        seen.append("break")
        raise Refusal("not_now")

    floor = make_floor(reactions={First: [follow], Second: [break_off]})

    with pytest.raises(Refusal):
        floor.run(lambda work: work.tell(First()))

    assert seen == ["follow", "break"]
    assert floor.all(Bin) == []


def test_the_journal_says_who_when_and_with_what(any_floor):
    """Every step must answer for itself years later."""
    refund = a_refund(any_floor)
    any_floor.person("p1", name="Ana")
    said = any_floor.clock.now() - timedelta(seconds=3)
    actor = Actor(STORE, person_id="p1", name="Ana", device_id="g1/h1", said_at=said)

    any_floor.run(lambda work: work.step(work.get(Refund, refund.id), RefundStep.SEND, tries=1), by=actor)

    row = any_floor.one(JournalRow, thing="refund", step="send")
    assert (row.thing_id, row.order_id) == (refund.id, refund.order_id)
    assert (row.before, row.after, row.facts) == ("REFUND_QUEUED", "REFUND_SENT", {"tries": 1})
    assert (row.person_id, row.actor, row.device_id) == ("p1", "Ana", "g1/h1")
    assert (row.said_at, row.at) == (said, any_floor.clock.now())


def test_a_locked_look_keeps_what_was_changed_before_it(any_floor):
    """Reading a row again for its lock must not throw away what this command has just written."""
    any_floor.zone("A")

    def rename(work):
        work.get(Zone, "A").code = "Z"
        return work.get(Zone, "A", lock=True).code

    assert any_floor.run(rename) == "Z"


def test_what_nobody_knows_is_refused_by_name(floor):
    """'Not found' without what was looked for helps nobody."""
    with pytest.raises(Refusal) as no:
        floor.run(lambda work: work.get(Bin, "B-404"))

    assert (no.value.code, no.value.facts) == ("unknown_thing", {"thing": "Bin", "key": "B-404"})


def test_an_instruction_says_that_the_outbox_has_something(make_floor):
    """The dispatcher sleeps until it is told."""
    told = []
    floor = make_floor()
    floor.transactions._on_commit = told.append

    floor.run(lambda work: work.instruct("g1/p1", "print", {"sheet": 1}, timedelta(seconds=5)))
    floor.run(lambda work: work.now)

    assert [committed.outbox for committed in told] == [True, False]
    assert floor.one(Instruction).deadline_at == floor.clock.now() + timedelta(seconds=5)


def test_consequences_can_be_followed_inside_a_command(make_floor):
    """An answer that shows the next screen must show it after the reactions, not before."""
    floor = make_floor(reactions={First: [lambda work, _: make_bin(work) and None]})

    def deed(work):
        work.tell(First())
        work.follow()
        return work.get(Bin, "B-9").id

    assert floor.run(deed) == "B-9"
    assert len(floor.events(First)) == 1


def test_a_database_somebody_else_keeps_locked_is_waited_for_once(floor, caplog):
    """Who waits is told after the database's own patience, not after six times of it."""
    event.listen(floor.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=20"))
    floor.engine.dispose()
    writer = floor.engine.connect().execution_options(storefloor_write=True)
    writer.execute(text("SELECT 1"))

    with caplog.at_level("INFO"), pytest.raises(DBAPIError, match="locked"):
        floor.run(make_bin)

    writer.close()
    assert "reading again" not in caplog.text
