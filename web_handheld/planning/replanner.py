"""Keeps plans up to date: after events it asks the planner process and lets work follow, from a thread of its own.

Whatever becomes of the process, nobody on the floor waits: without it work goes by due time, it is said so, and the
process is started again, later each time it fails.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from picking.foundation.actor import system
from picking.foundation.records import JournalRow
from picking.foundation.settings import FloorSettings
from picking.foundation.transactions import Committed, Transactions
from picking.tasks import commands as tasks
from picking.tasks.decisions import Decision
from picking.tasks.planned import PlannerState
from web_handheld.figures import Figures
from web_handheld.planning.process import PlannerFailed, PlannerGone, PlannerProcess, PlannerSlow
from web_handheld.planning.triggers import plans_again
from web_handheld.planning.words import Begin
from web_handheld.settings import PlannerSettings

log = logging.getLogger(__name__)
SEED = 1
LOOK_SECONDS = 2.0  # for what other processes of the service have changed
HEARD_AFTER = timedelta(seconds=1)  # what is newer and our own we are told ourselves
ANYHOW_SECONDS = 20.0  # time passes: aisles open, pauses end, orders get urgent
BACK_OFF_SECONDS = (1, 2, 5, 15, 60)
WELL_SECONDS = 120.0  # who lived so long has recovered
Served = Callable[[], Collection[str]]


class Replanner:
    """One thread, one planner process; plans for the stores this process of the service serves."""

    def __init__(
        self,
        settings: PlannerSettings,
        floor: FloorSettings,
        database_url: str,
        transactions: Transactions,
        served: Served,
        figures: Figures,
    ) -> None:
        self._settings, self._transactions, self._served, self._figures = settings, transactions, served, figures
        self._begin = Begin(database_url, SEED, settings.budget_ms, floor)
        self._lock = threading.Lock()
        self._happened: dict[str, set[str]] = {}
        self._wake, self._stop = threading.Event(), threading.Event()
        self._state, self._detail = PlannerState.STARTING, ""
        self._told: dict[str, tuple[PlannerState, str]] = {}
        self._planned_at: dict[str, float] = {}
        self._known_until: dict[str, datetime] = {}
        self._process: PlannerProcess | None = None
        self._thread = threading.Thread(target=self._run, name="replanner", daemon=True)

    def start(self) -> None:
        """Plan from now on."""
        self._thread.start()

    def stop(self) -> None:
        """End the process and stand still."""
        self._stop.set()
        self._wake.set()
        self._thread.join()

    def committed(self, committed: Committed) -> None:
        """Hear what has happened; after each commit, so it only takes note."""
        again = plans_again(committed.steps)
        if committed.steps:
            self._known_until[committed.store_id] = self._transactions.clock.now()
        if again:
            with self._lock:
                self._happened.setdefault(committed.store_id, set()).update(again)
            self._wake.set()

    def trouble(self) -> str | None:
        """Give what is wrong with the planner, or None."""
        words = f"{self._state}: {self._detail}" if self._detail else str(self._state)
        return None if self._state is PlannerState.READY else f"{words}; work goes by due time"

    @property
    def pid(self) -> int | None:
        """Give the process's id while there is one."""
        return self._process.pid if self._process else None

    def _run(self) -> None:
        while not self._settings.enabled and not self._stop.wait(LOOK_SECONDS):
            self._turn(PlannerState.AWAY, "switched off")
        failures = 0
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                self._live()
            except Exception as broken:  # a fault of ours: the floor goes on by due time, and we begin anew
                log.exception("planning broke")
                self._turn(PlannerState.AWAY, type(broken).__name__)
            failures = 0 if time.monotonic() - began > WELL_SECONDS else failures + 1
            self._stop.wait(BACK_OFF_SECONDS[min(failures, len(BACK_OFF_SECONDS)) - 1])

    def _live(self) -> None:
        """Go through one life of the process, from start to end."""
        self._turn(PlannerState.STARTING if not self._detail else self._state, self._detail)
        process = None
        try:
            process = self._process = PlannerProcess(self._begin, self._wake.set)
            self._warm(process)
            self._turn(PlannerState.READY)
            while not self._stop.is_set():
                try:
                    self._tell()
                    self._plan_what_changed(process)
                except DBAPIError as away:
                    log.error("the planner waits for the database: %s", away.orig)  # noqa: TRY400 - known
                self._wait(process)
        except PlannerSlow as slow:
            self._turn(PlannerState.SLOW, str(slow))
        except (PlannerGone, PlannerFailed, OSError) as gone:
            if not self._stop.is_set():
                self._turn(PlannerState.AWAY, str(gone))
        finally:
            self._process = None
            if process is not None:
                process.end()

    def _warm(self, process: PlannerProcess) -> None:
        """Wait until it is ready, and keep telling stores that it is not: their books may remember a better one."""
        until = time.monotonic() + self._settings.warm_seconds_max
        while not self._stop.is_set():
            self._tell()
            try:
                return process.wait_ready(LOOK_SECONDS / 2)
            except PlannerSlow:
                if time.monotonic() > until:
                    raise
        return None

    def _wait(self, process: PlannerProcess) -> None:
        """Wait until something happens; what belongs together then has a moment to happen too."""
        if self._wake.wait(LOOK_SECONDS):
            self._stop.wait(self._settings.pause_ms / 1000)
        self._wake.clear()
        if not process.is_alive():
            raise PlannerGone(process.how_it_ended())

    def _plan_what_changed(self, process: PlannerProcess) -> None:
        with self._lock:
            happened, self._happened = self._happened, {}
        for store_id in sorted(self._served()):
            why = happened.get(store_id, set()) | self._due(store_id)
            if why:
                self._plan(process, store_id, why)

    def _due(self, store_id: str) -> set[str]:
        """Say why a store should be planned although nothing of it was heard here."""
        if time.monotonic() - self._planned_at.get(store_id, float("-inf")) > ANYHOW_SECONDS:
            return {"time passed"}
        heard_by_now = self._transactions.clock.now() - HEARD_AFTER
        rows = select(func.max(JournalRow.at)).where(JournalRow.store_id == store_id, JournalRow.at < heard_by_now)
        with self._transactions.reading() as books:
            newest = books.scalar(rows)
        known_until = self._known_until.get(store_id)
        return {"something elsewhere"} if newest and (known_until is None or newest > known_until) else set()

    def _plan(self, process: PlannerProcess, store_id: str, why: set[str]) -> None:
        self._planned_at[store_id] = began = time.monotonic()
        self._known_until[store_id] = now = self._transactions.clock.now()
        decision = process.ask(store_id, now, self._settings.patience_seconds)
        if decision is not None and self._follow(store_id, decision, why):
            self._figures.plans.inc()
        self._figures.plan_seconds.observe(time.monotonic() - began)

    def _follow(self, store_id: str, decision: Decision, why: set[str]) -> bool:
        """Let work follow a decision; tells whether it decided anything new."""
        return self._transactions.run(
            system(store_id), lambda work: tasks.adopt_plan(work, decision, sorted(why)) is not None
        )  # fmt: skip

    def _turn(self, state: PlannerState, detail: str = "") -> None:
        """Stand in a state from now on, and say so."""
        if (state, detail) != (self._state, self._detail):
            log.log(
                logging.INFO if state is PlannerState.READY else logging.WARNING, "the planner is %s %s", state, detail
            )
        self._state, self._detail = state, detail
        self._figures.planner_ready.set(state is PlannerState.READY)
        self._tell()

    def _tell(self) -> None:
        """Write the state into the books of every store served here."""
        for store_id in self._served():
            if self._told.get(store_id) != (self._state, self._detail):
                with suppress(DBAPIError):  # the database is away: it is told at the next look
                    self._transactions.run(
                        system(store_id), lambda work: tasks.note_planner(work, self._state, self._detail)
                    )  # fmt: skip
                    self._told[store_id] = (self._state, self._detail)
