"""Each thing that can wait for a lead is found where it stands, on both databases, and said whole in each language."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from floor import STORE
from waiting_floor import everything_waits

from picking.aftersales.lifecycle import WorkOrderState
from picking.aftersales.model import WorkOrder
from picking.foundation.actor import system
from picking.foundation.messages import LANGUAGES, Messages
from picking.reports.concerns import Kind, Looking, concerns, find_concern
from web_handheld.desk.answers import ANSWERS
from web_handheld.desk.concern_words import concern_view
from web_handheld.desk.words import DeskWords

MESSAGES = Messages.load(Path("config/messages"))


@pytest.fixture
def looked(any_floor):
    """Give the look at a floor on which every kind of thing waits."""
    at = everything_waits(any_floor)
    with any_floor.transactions.reading() as books:
        yield Looking(books, STORE, at.now, any_floor.settings)


def test_everything_that_waits_is_found_and_said_whole(looked):
    """What nobody sees nobody answers; and a hole in a sentence is no sentence."""
    found = concerns(looked)

    assert {each.kind for each in found} == set(Kind)
    assert all(find_concern(looked, each.kind, each.key) == each for each in found)
    assert [each.hurts_at for each in found] == sorted(each.hurts_at for each in found)
    for language in LANGUAGES:
        say = DeskWords(MESSAGES, language, ZoneInfo("Asia/Shanghai"), looked.now)
        for each in found:
            shown = concern_view(each, say, system(STORE))
            whole = [shown["text"], *shown["details"]]
            assert not [text for text in whole if "…" in text or "{" in text or "_" in text], whole
            assert len(shown["answers"]) == len(each.steps)


@pytest.mark.parametrize(
    ("step", "states"),
    [
        ("send_again", {WorkOrderState.WAIT_STOCK, WorkOrderState.TRIAGED}),  # there, or not in the books
        ("bring_back", {WorkOrderState.WAIT_RETURN}),
        ("pay_back", {WorkOrderState.REFUNDING, WorkOrderState.CLOSED}),
    ],
)
def test_a_complaint_that_came_back_has_each_answer_a_customer_may_accept(floor, step, states):
    """Money is not what everybody wants for a cake that was forgotten."""
    at = everything_waits(floor)
    look = floor.ask(lambda books: concerns(Looking(books, STORE, at.now, floor.settings)))
    complaint = next(each for each in look if each.kind is Kind.COMPLAINT_BACK)

    floor.run(ANSWERS[Kind.COMPLAINT_BACK][step].deed, complaint, {})

    assert floor.get(WorkOrder, complaint.key).state in states
