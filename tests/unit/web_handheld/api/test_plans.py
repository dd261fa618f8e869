"""What a lead sees of plans at the desk, and does about aisles."""

from dataclasses import replace
from datetime import timedelta

import pytest

from picking.floor.model import Aisle, Bin
from picking.orders.commands import accept_order
from picking.orders.model import SubOrder
from picking.people.model import Shift
from picking.tasks.commands import adopt_plan, make_pick_tasks, note_planner
from picking.tasks.decisions import decide
from picking.tasks.planned import Plan, PlannerState
from picking.tasks.standing import standing


@pytest.fixture
def planned(floor):
    """A plan in force: two walks for one person, and one order in an aisle that is being washed."""
    floor.way()
    floor.stock("milk", 90, "A-1")
    floor.stock("tea", 90, "A-2")
    floor.run(lambda work: setattr(work.get(Bin, "A-2"), "aisle", "2"))
    floor.put(Aisle(store_id="s1", code="2", hours=[], closed_until=floor.clock.now() + timedelta(minutes=5)))
    floor.person("ana", skills=("A",), name="Ana")
    floor.put(Shift(id="shift", store_id="s1", person_id="ana", started_at=floor.clock.now()))
    floor.run(note_planner, PlannerState.READY)
    for lines, minutes in (({"milk": 1}, 14), ({"milk": 1}, 900), ({"tea": 1}, 20)):
        order = floor.order(lines, promised_at=floor.clock.now() + timedelta(minutes=minutes))
        floor.run(accept_order, order.id)
        (part,) = floor.all(SubOrder, order_id=order.id)
        floor.run(make_pick_tasks, part.id)
    how = floor.ask(standing, "s1", floor.clock.now(), floor.settings)
    floor.run(adopt_plan, decide(how, how.problem, seed=1, budget_ms=50), ["pick task release"])
    return floor


def test_a_lead_sees_what_waits_and_why_in_the_language_of_the_page(signed_in, planned):
    """Ids help nobody at eleven in the morning."""
    desk = signed_in("lead")

    seen = desk.get("/api/v1/desk/plans?lang=zh").json

    (waiting,) = seen["waiting"]
    assert waiting["why"][0]["text"] == "2 通道关闭"
    assert seen["planner"]["text"] == "按排程派单。"
    assert (seen["now"][0]["person"], seen["now"][0]["is_taken"]) == ("Ana", False)
    assert "最先到期" in seen["now"][0]["why"][0]["text"]
    assert seen["latest"][0]["waiting"] == 1
    assert [aisle["aisle"] for aisle in seen["aisles"]] == ["1", "2"]


def test_a_kept_plan_is_shown_with_names_numbers_and_sentences(signed_in, planned):
    """A decision of this morning can be explained this evening."""
    desk = signed_in("lead")
    (plan,) = planned.all(Plan)

    seen = desk.get(f"/api/v1/desk/plans/{plan.id}?lang=en").json

    assert seen["walks"][0]["person"] == "Ana"
    assert seen["walks"][0]["why"][-1]["text"] == "Ana is the only one free who may"
    assert desk.get("/api/v1/desk/plans/nobody").status_code == 404


def test_an_aisle_is_closed_for_a_while_limited_and_opened(signed_in, planned):
    """Whoever sees the spilled oil closes the aisle."""
    desk = signed_in("lead")

    def step(aisle, **form):
        return desk.post(f"/api/v1/desk/aisles/{aisle}/steps", json=form)

    closed = step("1", step="close", minutes=30).json
    limited = step("1", step="limit", people_max=2).json
    opened = step("1", step="open").json

    assert closed["closed_until"] == (planned.clock.now() + timedelta(minutes=30)).isoformat()
    assert (limited["people_max"], opened["people_max"], opened["closed_until"]) == (2, 2, None)
    assert step("1", step="close").status_code == 422
    assert step("9", step="open").status_code == 404


def test_plans_and_aisles_are_the_desks(signed_in, planned):
    """A picker picks."""
    picker = signed_in("picker", key="p9")

    assert picker.get("/api/v1/desk/plans").status_code == 403
    assert picker.post("/api/v1/desk/aisles/1/steps", json={"step": "open"}).status_code == 403


def test_the_board_says_how_the_planner_is(client, planned):
    """Whoever wonders why work goes by due time looks up."""
    planned.run(note_planner, PlannerState.SLOW, "no answer in 5 seconds")

    assert client.get("/board/glance").json["planner"] == "slow"


def test_a_kept_plan_made_again_comes_out_the_same(signed_in, planned):
    """A decision that nobody can make again is one that nobody can defend."""
    desk = signed_in("lead")
    (plan,) = planned.all(Plan)

    again = desk.get(f"/api/v1/desk/plans/{plan.id}/replay").json

    assert (again["is_same"], again["walks"]) == (True, len(plan.answer["trips"]))
    assert desk.get("/api/v1/desk/plans/nobody/replay").status_code == 404


def test_an_offer_says_why_in_the_pickers_language(service, planned):
    """Who knows why walks more gladly."""
    hand = replace(planned.actor("ana", "pick"), language="es")

    answer = service.parts.handheld.screen(hand)

    assert answer["screen"]["facts"]["offered"]["why"][-1] == "Ana es quien queda libre y puede"
