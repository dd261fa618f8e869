"""What a plan costs whom: the planner process reads and thinks, the service only lets work follow.

A floor of three cross-aisles with so many open orders, 30 people, 20 of them on a walk; SQLite, no other load.
"""

import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent / "parts"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from figures import row
from floor import STORE, Floor
from machine import machine

from picking.floor.model import Edge, Node
from picking.foundation.database import open_engine
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.commands import accept_order, release_sub_order
from picking.orders.lifecycle import SubOrderState
from picking.orders.model import SubOrder
from picking.people.model import Shift
from picking.planning import MeasuredLayouts
from picking.planning.warming import warm
from picking.tasks.commands import adopt_plan, bind_basket, make_pick_tasks, note_planner, pull_work
from picking.tasks.decisions import Decision, decide
from picking.tasks.planned import PlannerState
from picking.tasks.queries import tasks_of_walk
from picking.tasks.standing import standing

OPEN, PEOPLE, WALKING, ROUNDS = (100, 300, 600), 30, 20, 12
AISLES, BAYS, BINS = 10, 12, 200
BUDGET_MS = 50


class Crowd:
    """A floor that orders keep coming to."""

    def __init__(self, folder: Path) -> None:
        self.dice = random.Random(1)  # noqa: S311 - the same crowd every time
        self.floor = Floor(open_engine(f"sqlite:///{folder}/floor.db"))
        self.floor.run(_graph)
        for number in range(BINS):
            self.floor.bin(f"A-{number}", node=self.dice.randrange(AISLES * BAYS))
            self.floor.stock(f"item{number}", 100_000, f"A-{number}")
        for number in range(PEOPLE):
            self.floor.person(f"p{number}", skills=("A",))
            begun = self.floor.clock.now()
            self.floor.put(Shift(id=f"s{number}", store_id=STORE, person_id=f"p{number}", started_at=begun))
        for number in range(WALKING):
            self.order(minutes=12)
            self._walk(number)
        self.floor.run(note_planner, PlannerState.READY)
        self._layouts = MeasuredLayouts()

    def order(self, minutes: int) -> None:
        """Let somebody order three to a dozen things."""
        lines = {f"item{self.dice.randrange(BINS)}": self.dice.randint(1, 3) for _ in range(self.dice.randint(3, 12))}
        order = self.floor.order(lines, promised_at=self.floor.clock.now() + timedelta(minutes=minutes))
        self.floor.run(accept_order, order.id)
        for part in self.floor.all(SubOrder, order_id=order.id):
            if part.state is SubOrderState.HELD:
                self.floor.run(release_sub_order, part.id)
            self.floor.run(make_pick_tasks, part.id)

    def read_and_decide(self) -> tuple[float, Decision]:
        """Do what the planner process does; gives the seconds of reading beside the decision."""
        began = time.perf_counter()
        how = self.floor.ask(standing, STORE, self.floor.clock.now(), self.floor.settings)
        seconds = time.perf_counter() - began
        assert how.problem is not None
        made = decide(
            how, how.problem, seed=1, budget_ms=BUDGET_MS,
            measured=lambda digest, floor: self._layouts.of(digest, lambda: floor),
        )  # fmt: skip
        return seconds, made

    def follow(self, decision: Decision) -> float:
        """Do what the service does, and give the seconds of it."""
        began = time.perf_counter()
        self.floor.run(adopt_plan, decision, ["pick task release"])
        return time.perf_counter() - began

    def _walk(self, number: int) -> None:
        hand = self.floor.actor(f"p{number}", "pick")
        walk = self.floor.run(pull_work, f"p{number}", by=hand)
        for task in self.floor.ask(tasks_of_walk, walk.id):
            self.floor.run(bind_basket, task.id, self.floor.basket(f"{number:06d}").id, by=hand)


def _graph(work: UnitOfWork) -> None:
    work.session.add_all(
        Node(store_id=STORE, number=aisle * BAYS + bay, x=aisle * 3.0, y=bay * 1.5)
        for aisle in range(AISLES)
        for bay in range(BAYS)
    )
    along = [(a * BAYS + b, a * BAYS + b + 1, 1.5) for a in range(AISLES) for b in range(BAYS - 1)]
    across = [(a * BAYS + b, (a + 1) * BAYS + b, 3.0) for a in range(AISLES - 1) for b in (0, BAYS // 2, BAYS - 1)]
    work.session.add_all(Edge(store_id=STORE, a=a, b=b, metres=metres) for a, b, metres in (*along, *across))


def main() -> None:
    """Print p50 and p99 of reading, thinking and following for each count of open orders."""
    warm()
    print(f"a plan from event to work, budget {BUDGET_MS} ms: {machine()}")
    with TemporaryDirectory() as folder:
        crowd, waiting = Crowd(Path(folder)), 0
        for count in OPEN:
            while waiting < count:
                crowd.order(minutes=crowd.dice.randint(20, 80))
                waiting += 1
            rounds = []
            for _ in range(ROUNDS):
                reading, decision = crowd.read_and_decide()
                rounds.append((reading, decision.plan_ms / 1000, crowd.follow(decision)))
                crowd.order(minutes=30)
            for name, seconds in zip(("reading", "thinking", "following"), zip(*rounds, strict=True), strict=True):
                print(row(f"{count} open, {name}", seconds))


if __name__ == "__main__":
    main()
