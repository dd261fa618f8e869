"""The service and its planner process: work follows plans, and goes on by due time when the planner does not."""

import os
import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from floor import STORE, Floor
from real_parts import wait_for

from picking.foundation.records import Push
from picking.people.model import Shift
from picking.tasks.commands import note_planner, pull_work
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask, Walk
from picking.tasks.planned import Plan, PlannedWalk, Planner, PlannerState
from web_handheld.settings import read_settings
from web_handheld.wiring import Service, build

WARM_SECONDS_MAX = 180.0


@pytest.fixture
def start(any_story: Floor, mosquitto: int, tmp_path) -> Iterator[Callable[..., Service]]:
    """Give what starts a service of the floor, with settings of one's own; all are stopped in the end."""
    url = any_story.engine.url.render_as_string(hide_password=False)
    with ExitStack() as ending:

        def started(**planner: object) -> Service:
            flags = {f"planner.{name}": value for name, value in planner.items()} | {
                "service.data_dir": tmp_path, "service.name": f"t{uuid.uuid4().hex[:8]}", "database.url": url,
                "broker.port": mosquitto,
            }  # fmt: skip
            built = build(read_settings(flags=flags), async_mode="threading")
            built.start()
            ending.callback(built.stop)
            return built

        yield started


@pytest.fixture
def running(any_story: Floor, start: Callable[..., Service]) -> Service:
    """Give a running service whose planner is ready, with a small patience."""
    any_story.way()
    for number in range(3):
        any_story.bin(f"A-{number}", node=number)
        any_story.stock(f"item{number}", 90, f"A-{number}")
    built = start(patience_seconds=2)
    wait_for(lambda: is_ready(built, any_story), WARM_SECONDS_MAX)
    return built


def is_ready(service: Service, floor: Floor) -> bool:
    """Tell whether the planner is ready, and the books say so."""
    return service.replanner.trouble() is None and said(floor, PlannerState.READY)


def said(floor: Floor, state: PlannerState) -> bool:
    """Tell whether the books say that the planner is so."""
    return [planner.state for planner in floor.all(Planner)] == [state]


def at_work(floor: Floor, person_id: str) -> None:
    """Bring a picker to work."""
    floor.person(person_id, skills=("A",))
    floor.put(Shift(id=f"s-{person_id}", store_id=STORE, person_id=person_id, started_at=floor.clock.now()))


def ordered(service: Service, floor: Floor, sku: str = "item1", minutes: int = 12) -> None:
    """Let a customer order and pay, through the service's own books."""
    kept, floor.transactions = floor.transactions, service.transactions
    floor.order({sku: 1}, promised_at=floor.clock.now() + timedelta(minutes=minutes))
    floor.transactions = kept


def test_a_paid_order_is_offered_by_a_plan_that_is_kept(running: Service, any_story: Floor):
    """From payment to an offer nobody has to do anything."""
    at_work(any_story, "p1")

    ordered(running, any_story)

    wait_for(lambda: any_story.all(PickTask, state=PickTaskState.OFFERED))
    assert any_story.one(Walk).reason == "walk_planned"
    assert "pick task release" in any_story.all(Plan)[0].asked_by


def test_a_killed_planner_stops_nobody_and_comes_back(running: Service, any_story: Floor):
    """Work goes by due time meanwhile, and it is said so."""
    at_work(any_story, "p1")
    for _ in range(3):
        ordered(running, any_story)
    wait_for(lambda: any_story.all(PickTask, state=PickTaskState.OFFERED))
    pid = running.replanner.pid
    assert pid is not None

    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: said(any_story, PlannerState.AWAY))

    assert "signal 9" in any_story.one(Planner).detail
    assert any_story.all(PlannedWalk) == []
    at_work(any_story, "p2")
    ordered(running, any_story)
    hand = any_story.actor("p2", "pick")
    assert running.transactions.run(hand, lambda work: pull_work(work, "p2")) is not None
    assert "signal 9" in running.app.test_client().get("/readyz").get_json()["remarks"]["planner"]
    wait_for(lambda: said(any_story, PlannerState.READY), WARM_SECONDS_MAX)
    assert running.replanner.pid != pid
    assert running.app.test_client().get("/readyz").get_json()["remarks"] == {}


def test_a_planner_that_hangs_is_waited_for_no_longer_than_its_patience(running: Service, any_story: Floor):
    """Slow is as bad as away: work goes by due time, and another one is started."""
    at_work(any_story, "p1")
    pid = running.replanner.pid
    assert pid is not None

    os.kill(pid, signal.SIGSTOP)
    ordered(running, any_story)

    wait_for(lambda: said(any_story, PlannerState.SLOW))
    wait_for(lambda: any_story.all(Walk))
    assert any_story.all(Walk)[0].reason == "walk_offered"
    wait_for(lambda: said(any_story, PlannerState.READY), WARM_SECONDS_MAX)


def test_what_an_earlier_run_said_of_its_planner_is_not_believed(any_story: Floor, start: Callable[..., Service]):
    """While the new one compiles work goes by due time, not by the walks of yesterday."""
    any_story.run(note_planner, PlannerState.READY)

    def codes() -> list[str | None]:
        return [push.body.get("code") for push in any_story.all(Push, room=f"store:{STORE}", name="alert")]

    built = start()
    wait_for(lambda: built.replanner.pid is not None)
    os.kill(built.replanner.pid or 0, signal.SIGSTOP)  # it takes its time, however fast it would be found compiled
    wait_for(lambda: codes() == ["planner_ready", "planner_starting"])
    os.kill(built.replanner.pid or 0, signal.SIGCONT)
    wait_for(lambda: len(codes()) == 3, WARM_SECONDS_MAX)

    assert codes() == ["planner_ready", "planner_starting", "planner_ready"]


def test_a_planner_that_is_switched_off_is_said_to_be(any_story: Floor, start: Callable[..., Service]):
    """A store may do without one, and nobody wonders why."""
    built = start(enabled=False)

    wait_for(lambda: said(any_story, PlannerState.AWAY))

    assert any_story.one(Planner).detail == "switched off"
    assert built.replanner.pid is None
