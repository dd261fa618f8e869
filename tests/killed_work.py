"""The load on a store whose programs are killed, and the verdict: what people saw against what stands in the books."""

import threading
import time
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random

from killed_store import PRINTER, KilledStore, until
from sqlalchemy import func, select

from device_drivers.simulated.simulator import Simulator
from picking.devices.commands import print_sheet
from picking.devices.lifecycle import PrintJobState
from picking.devices.model import Gateway, PrintJob
from picking.foundation.records import JournalRow

# A Zebra scanner sends again what nobody answers, a Honeywell waits; at last both sound their failure.
ANSWER_SECONDS, TRIES_MAX = 1.0, 15
PULL_SECONDS, PRINT_SECONDS = 0.2, 0.7
WORK_SECONDS_MAX, CALM_SECONDS_MAX = 15, 90
ASKS = (PrintJobState.UNCERTAIN, PrintJobState.BLOCKED)


class Owner(threading.Thread):
    """Pulls the trigger again and again, and believes the scanner: it was taken, or it was not."""

    def __init__(self, number: int, scanner: Simulator, over: threading.Event) -> None:
        super().__init__(name=f"owner {number}")
        self.number, self._scanner, self._over = number, scanner, over
        self.pulled: list[str] = []
        self.accepted: list[str] = []

    def run(self) -> None:
        """Scan until it is over."""
        while not self._over.wait(PULL_SECONDS):
            code = f"{self.number}-{len(self.pulled):06d}"
            self.pulled.append(code)
            self._scanner.do("scan", {"text": f"B:{code}"})
            if self._is_taken():
                self.accepted.append(code)

    def _is_taken(self) -> bool:
        for attempt in range(TRIES_MAX):
            limit = time.monotonic() + ANSWER_SECONDS
            while time.monotonic() < limit:
                if not self._scanner.do("waits", {})["waits"]:
                    time.sleep(ANSWER_SECONDS if attempt else 0)  # an answer to each repetition may still come
                    return True
                time.sleep(0.005)
            if "repeat" in self._scanner.deeds():
                self._scanner.do("repeat", {})
        return False


class Clerk(threading.Thread):
    """Asks for one label after the other."""

    def __init__(self, store: KilledStore, over: threading.Event) -> None:
        super().__init__(name="clerk")
        self._store, self._over = store, over
        self.asked: list[str] = []

    def run(self) -> None:
        """Ask until it is over."""
        while not self._over.wait(PRINT_SECONDS):
            key = f"label-{len(self.asked):05d}"
            facts = {"bin": key, "aisle": "1", "check_number": "42", "temperature_class": "", "code": f"B:{key}"}
            self._store.floor.run(print_sheet, key=key, template="bin_label", facts=facts, device_id=PRINTER)
            self.asked.append(key)


@dataclass
class Verdict:
    """What was found. `wrong` says in words what must not be; everything else is counted."""

    kills: list[str] = field(default_factory=list)
    pulled: int = 0
    accepted: int = 0
    applied: int = 0
    printed: int = 0
    asks: int = 0
    wrong: list[str] = field(default_factory=list)


def under_load(folder: Path, seed: int, kills: int, scanners: int = 3, *, words_seconds: float = 0) -> Verdict:
    """Let people work while programs are killed; gives the verdict once the store is calm again.

    `words_seconds` is how long the next late word about a sheet is waited for after that.
    """
    dice, verdict, over = Random(seed), Verdict(), threading.Event()  # noqa: S311 - chooses moments, guards nothing
    store = KilledStore(folder, scanners)
    people = [Owner(number, scanner, over) for number, scanner in enumerate(store.scanners)]
    clerk = Clerk(store, over)
    try:
        store.start()
        for each in (*people, clerk):
            each.start()
        while len(verdict.kills) < kills:
            until(partial(_is_at_work, store, _journal_rows(store)), WORK_SECONDS_MAX)
            time.sleep(dice.uniform(0, 1))
            verdict.kills += store.kill_some(dice)
        over.set()
        for each in (*people, clerk):
            each.join()
        if not _comes_to_rest(store, people):
            verdict.wrong.append(f"it did not come to rest: {_unfinished(store)}")
        _hear_late_words(store, words_seconds)
        _judge_scans(store, people, verdict)
        _judge_prints(store, clerk, verdict)
    finally:
        over.set()
        store.stop()
    return verdict


def _journal_rows(store: KilledStore) -> int:
    with store.floor.transactions.reading() as books:
        return books.scalar(select(func.count()).select_from(JournalRow).where(JournalRow.thing == "command")) or 0


def _is_at_work(store: KilledStore, before: int) -> bool:
    """Whether scans are applied again: a kill of what does nothing yet proves little."""
    return _journal_rows(store) > before


def _is_calm(store: KilledStore, people: list[Owner]) -> bool:
    return all(set(owner.accepted) <= set(_applied(store, owner)) for owner in people) and not _unfinished(store)


def _comes_to_rest(store: KilledStore, people: list[Owner]) -> bool:
    """As long as more and more is applied, a busy machine is only slow."""
    seen = -1
    while (rows := _journal_rows(store)) > seen:
        seen = rows
        if until(lambda: _is_calm(store, people), CALM_SECONDS_MAX):
            return True
    return False


def _unfinished(store: KilledStore) -> list[str]:
    open_states = (PrintJobState.QUEUED, PrintJobState.SENT)
    return [job.key for job in store.floor.all(PrintJob) if job.state in open_states]


def _hear_late_words(store: KilledStore, seconds: float) -> None:
    """Wait until no sheet asks, as long as the gateway's spool is emptied: on a busy machine its words come late."""
    seen = -1
    while seconds and (applied := store.floor.get(Gateway, ("s1", "gw1")).applied_seq) > seen:
        seen = applied
        if until(lambda: not _asks(store) and not _unfinished(store), seconds):
            return


def _asks(store: KilledStore) -> list[str]:
    return [job.key for job in store.floor.all(PrintJob) if job.state in ASKS]


def _applied(store: KilledStore, owner: Owner) -> list[str]:
    """Give the codes as the journal has them, in the order of their commits."""
    rows = store.floor.all(JournalRow, thing="command", device_id=f"gw1/scan-{owner.number}")
    return [row.facts["key"] for row in sorted(rows, key=lambda row: row.id) if "key" in row.facts]


def _judge_scans(store: KilledStore, people: list[Owner], verdict: Verdict) -> None:
    for owner in people:
        applied = _applied(store, owner)
        verdict.pulled += len(owner.pulled)
        verdict.accepted += len(owner.accepted)
        verdict.applied += len(applied)
        lost = sorted(set(owner.accepted) - set(applied))
        twice = sorted({code for code in applied if applied.count(code) > 1})
        verdict.wrong += [f"accepted and not applied: {code}" for code in lost]
        verdict.wrong += [f"applied more than once: {code}" for code in twice]
        if applied != sorted(applied):
            early = [code for before, code in pairwise(applied) if code < before]
            verdict.wrong.append(f"out of order at {early}")


def _judge_prints(store: KilledStore, clerk: Clerk, verdict: Verdict) -> None:
    labels = [str(label) for label in store.printer.do("read", {})["labels"]]
    for key in clerk.asked:
        [job] = store.floor.all(PrintJob, key=key)
        papers = sum(f"B:{key}" in label for label in labels)
        verdict.printed += papers
        verdict.asks += job.state in ASKS
        if papers > 1:
            verdict.wrong.append(f"printed {papers} times: {key}")
        elif (job.state is PrintJobState.PRINTED) != (papers == 1) and job.state is not PrintJobState.UNCERTAIN:
            verdict.wrong.append(f"{key} is {job.state} with {papers} papers")
