"""Applies one store's messages, one after the other, and acknowledges them after their commit."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sqlalchemy.exc import OperationalError

from gateway.contract import (
    ACK,
    BIRTH,
    CONFIG_REPORTED,
    DEVICE_INFO,
    DEVICE_STATE,
    EVENT,
    GATEWAY_STATE,
    METRICS,
    REPORTED,
    Report,
)
from gateway.contract.reports import Scan, Weight
from gateway.contract.states import ConfigReported
from picking.foundation.actor import Actor, system
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.figures import Figures
from web_handheld.floor import dead_letters
from web_handheld.floor.acknowledging import Acknowledging
from web_handheld.floor.applying import advance, apply
from web_handheld.floor.broker_link import BrokerLink
from web_handheld.floor.heard import Garbled, Heard, read
from web_handheld.floor.levels import Levels
from web_handheld.floor.mqtt_scan import MqttScan
from web_handheld.floor.mqtt_weight import MqttWeight
from web_handheld.floor.ordering import Ordering
from web_handheld.floor.sequence import Place, Sequence
from web_handheld.settings import BrokerSettings

log = logging.getLogger(__name__)
# No two match one topic: overlapping subscriptions deliver twice.
CHANNELS = (EVENT, ACK, GATEWAY_STATE, BIRTH, METRICS, CONFIG_REPORTED, DEVICE_INFO, DEVICE_STATE, REPORTED)
WAITING_MAX = 50_000  # what does not fit stays in the gateways' spools, which publish it again
AT_ONCE_MAX = 200  # applied before the acknowledgements go out
STATES_AT_ONCE_MAX = 20  # devices whose states are applied before gaps are looked for again
TICK_SECONDS = 0.2
DATABASE_WAIT_SECONDS = 1.0


class Inbox:
    """One store's messages: taken in by the network thread, applied by a thread of its own; reports before states."""

    def __init__(
        self,
        link: BrokerLink,
        settings: BrokerSettings,
        transactions: Transactions,
        scans: MqttScan,
        figures: Figures,
    ) -> None:
        self._link = link
        self._store = link.store
        self._transactions = transactions
        self._scans = scans
        self._weights = MqttWeight(link.store, transactions)
        self._figures = figures
        self._waiting: queue.Queue[tuple[str, bytes]] = queue.Queue(WAITING_MAX)
        self._levels = Levels()
        self._ordering = Ordering(link, settings, transactions)
        self._acknowledging = Acknowledging(link)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"inbox-{link.store}", daemon=True)

    def start(self) -> None:
        """Listen and apply from now on."""
        self._thread.start()
        self._link.start([channel.filter(store=self._store) for channel in CHANNELS], self._take_in)

    def stop(self) -> None:
        """Finish the message in hand and go; what waits was not acknowledged and comes again."""
        self._stop.set()
        self._link.stop()
        self._thread.join()

    def trouble(self) -> str | None:
        """Give what is wrong with it, or None."""
        return self._link.trouble() or (None if self._thread.is_alive() else "its thread has ended")

    def _take_in(self, topic: str, payload: bytes) -> None:
        try:
            self._waiting.put_nowait((topic, payload))
        except queue.Full:
            log.warning("store %s: the inbox is full; the spool will send it again", self._store)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                for _ in range(AT_ONCE_MAX):
                    self._handle(*self._waiting.get(not self._levels, TICK_SECONDS))
                    if self._waiting.empty() or self._stop.is_set():
                        break
            except queue.Empty:
                pass  # nothing came: time to look for gaps
            self._figures.waiting.labels(self._store).set(self._waiting.qsize() + len(self._levels))
            for heard in self._ordering.look_for_gaps():
                self._apply_report(heard)
            if not self._stop.is_set():  # what was cut short is not committed
                self._acknowledging.tell()
            self._catch_up()

    def _catch_up(self) -> None:
        """Apply what gateways and devices said of themselves until a message comes, and one device at least."""
        for _ in range(STATES_AT_ONCE_MAX):
            if not self._levels or self._stop.is_set():
                return
            for heard in self._levels.next():
                self._apply(heard)
            if not self._waiting.empty():
                return

    def _handle(self, topic: str, payload: bytes) -> None:
        heard = read(topic, payload)
        if not heard.is_ordered:
            self._ordering.note_presence(heard)
            if isinstance(heard.message, Garbled | ConfigReported) or self._levels.is_full:
                self._apply(heard)  # of those each counts, not the newest alone
            else:
                self._levels.keep(topic, heard)
            return
        sequence = self._ordering.of(heard.gateway)
        if isinstance(heard.message, Garbled) and not sequence.is_near(heard.boot, heard.seq):
            self._apply(replace(heard, boot=0, seq=0))
            return
        if sequence.is_old(heard.boot, heard.seq):
            self._repeat(heard, sequence)
            return
        for place in sequence.take(Place(heard.boot, heard.seq, heard), time.monotonic()):
            self._apply_report(place.item)

    def _repeat(self, heard: Heard, sequence: Sequence[Heard]) -> None:
        """Acknowledge again; what an older boot says late, or what was given up, is applied all the same, once."""
        if heard.boot < sequence.boot or sequence.was_given_up(heard.boot, heard.seq):
            self._apply_report(heard)
        else:
            self._acknowledging.add(heard.gateway, heard.boot, sequence.seq)
        self._figures.reports.labels(heard.word, "repeat").inc()

    def _apply_report(self, heard: Heard) -> None:
        for before in self._levels.before(heard):
            self._apply(before)
        self._apply(heard)

    def _apply(self, heard: Heard) -> None:
        """Apply until it is committed: a database that is away is waited for, everything else ends here."""
        began = time.perf_counter()
        attempt: Callable[[Heard], None] = self._try
        while not self._stop.is_set():
            try:
                attempt(heard)
                break
            except OperationalError as away:
                log.error("store %s: waiting for the database: %s", self._store, away.orig)  # noqa: TRY400 - known
                self._stop.wait(DATABASE_WAIT_SECONDS)
            except Exception as bug:
                log.exception("store %s: %s of %s cannot be applied", self._store, heard.word, heard.device_id)
                if attempt != self._try:
                    break  # not even the letter can be kept: the log has it
                attempt = partial(self._bury, code=f"bug_{type(bug).__name__.lower()}", reason=str(bug))
        if heard.is_ordered and not self._stop.is_set():
            self._acknowledging.add(heard.gateway, heard.boot, heard.seq)
        self._figures.report_seconds.labels(heard.word).observe(time.perf_counter() - began)
        time.sleep(0)  # under a cooperative server others must have their turn

    def _try(self, heard: Heard) -> None:
        message = heard.message
        if isinstance(message, Report) and isinstance(message.data, Scan):
            self._scans.apply(heard, message, message.data)
            outcome = "applied"
        elif isinstance(message, Report) and isinstance(message.data, Weight) and self._weighed(heard, message):
            outcome = "applied"
        else:
            outcome = self._apply_other(heard)
        self._figures.reports.labels(heard.word, outcome).inc()

    def _weighed(self, heard: Heard, report: Report) -> bool:
        assert isinstance(report.data, Weight)
        return self._weights.apply(heard, report, report.data)

    def _apply_other(self, heard: Heard) -> str:
        by = Actor(self._store, device_id=heard.device_id if heard.device else None, said_at=heard.said_at)
        if not heard.is_ordered or isinstance(heard.message, Garbled):  # a letter is known by its own content
            return self._apply_state(by, heard)
        answered = self._transactions.run_once(
            by,
            heard.once_id[:160],
            lambda work: apply(work, heard),
            refused=lambda work, refusal: self._turn_away(work, heard, refusal),
        )
        return "refused" if "refused" in answered.answer else "applied"

    def _apply_state(self, by: Actor, heard: Heard) -> str:
        try:
            self._transactions.run(by, lambda work: apply(work, heard))
        except Refusal as refusal:  # a state is said again and again: nothing is lost
            log.info("store %s: %s of %s is refused: %s", self._store, heard.word, heard.device_id, refusal)
            return "refused"
        return "applied"

    def _turn_away(self, work: UnitOfWork, heard: Heard, refusal: Refusal) -> Json:
        if refusal.code == "unknown_thing":
            dead_letters.keep_unknown(work, heard, refusal.code, str(refusal))
        advance(work, heard)
        return {"refused": refusal.code}

    def _bury(self, heard: Heard, *, code: str, reason: str) -> None:
        def bury(work: UnitOfWork) -> None:
            dead_letters.keep_unknown(work, heard, code[:64], reason)
            advance(work, heard)

        self._transactions.run(system(self._store), bury)
        self._figures.reports.labels(heard.word, "bug").inc()
