"""A scan asks the database little, and no more when more work is open: each question costs every picker time."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from picking import story
from picking.handheld.commands import ScanRequest, StepRequest, refused, scan, step
from picking.people.queries import actor_for
from picking.receiving.commands import Came, begin_blind, take_in

MILK, BREAD, RICE, UNKNOWN = "9520000000127", "9520000000134", "9520000000141", "9520000000998"
MILK_BIN, BREAD_BIN = "01-A-01-01-A-01", "01-A-01-01-A-02"


class Picker:
    """One picker with three milks and a bread to take, who counts what the database is asked."""

    def __init__(self, floor):
        self.floor = floor
        self.ids, self.who = 0, "p1"
        floor.way()
        floor.stock("milk", 50, MILK_BIN, weight_grams=0)
        floor.stock("bread", 50, BREAD_BIN, weight_grams=0)
        floor.code("milk", MILK)
        floor.code("bread", BREAD)
        floor.person("p1", skills=("A",))
        floor.basket()
        floor.order({"milk": 3, "bread": 1})
        self.do(StepRequest, "start_shift", {})
        self.do(StepRequest, "next_work", {})
        self.scan("K:000001")

    def scan(self, text):
        """Scan a code and give the answer."""
        return self.do(ScanRequest, text)

    def do(self, kind, *said):
        """Answer a request with an id of its own, as the handheld's doors do."""
        self.ids += 1
        request = kind(f"r{self.ids}", *said)
        command = scan if kind is ScanRequest else step
        return self.floor.transactions.run_once(
            self.floor.ask(actor_for, self.who),
            request.id,
            lambda work: command(work, request),
            refused=lambda work, refusal: refused(work, refusal, request),
        ).answer

    def asked_by(self, text):
        """Scan, and give the answer's code with the number of statements; beginning and end are not counted."""
        with statements(self.floor.engine) as heard:
            answer = self.scan(text)
        return answer["code"], len(heard)


@contextmanager
def statements(engine):
    heard = []

    def hear(_connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            heard.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


@pytest.fixture
def picker(make_floor):
    return Picker(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))


@pytest.mark.parametrize(
    ("scanned_before", "text", "code", "statements_max"),
    [
        ((), f"B:{MILK_BIN}", "at_bin", 18),
        ((f"B:{MILK_BIN}", MILK), MILK, "line_counted", 26),
        ((f"B:{MILK_BIN}", MILK, MILK), MILK, "line_done", 31),
        ((f"B:{MILK_BIN}",), BREAD, "wrong_item", 16),
        ((), UNKNOWN, "item_code_unknown", 15),
    ],
)
def test_a_scan_asks_the_database_no_more_than_it_must(picker, scanned_before, text, code, statements_max):
    """Each question is a part of a millisecond that every picker waits at every scan."""
    for before in scanned_before:
        picker.scan(before)

    said, asked = picker.asked_by(text)

    assert said == code
    assert asked <= statements_max


def test_a_scan_asks_no_more_when_more_work_is_open(picker):
    """A busy hour must not be a slow one."""
    picker.scan(f"B:{MILK_BIN}")
    _, quiet = picker.asked_by(MILK)
    for _ in range(5):
        picker.floor.order({"milk": 2, "bread": 1})

    _, busy = picker.asked_by(MILK)

    assert busy <= quiet


def test_bins_are_proposed_once_a_scan(picker):
    """What the sentence names stands on the screen: thinking twice would cost every scan of a full bay twice."""
    by = picker.floor.actor("p1", "receive")
    delivery = picker.floor.run(begin_blind, "Dairy", by=by)
    picker.floor.stock("rice", 1, "01-A-01-01-A-03")
    picker.floor.code("rice", RICE)
    picker.floor.run(take_in, delivery.id, Came("rice", 5), by=by)
    picker.floor.person("p2", skills=("A",))
    picker.who = "p2"
    picker.do(StepRequest, "put_away", {})

    with statements(picker.floor.engine) as heard:
        answer = picker.scan(RICE)

    assert (answer["code"], answer["screen"]["name"]) == ("put_it_into", "put_away")
    assert len([each for each in heard if "JOIN nodes" in each]) == 1
