"""One device at work: a thread that reads, a thread that writes, and a line that is opened again when it is gone."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace

from device_drivers.driver import Driver
from device_drivers.messages import CannotDoError, Fault, Instruction, Of, Report, Scanned, Send, To
from device_drivers.transports.transport import Transport, TransportError
from gateway.inbox import Answered, DeviceSaid, Inbox, LineDown, LineUp, Order, OrderEnded

log = logging.getLogger(__name__)

READ_SECONDS = 0.1
ORDERS_MAX = 1000
PAUSE_SECONDS, PAUSE_SECONDS_MAX = 0.5, 30.0
GRACE_SECONDS = 2.0  # a line that is just coming up, or back, is waited for
KEPT_SECONDS = 0.1  # how often a wait for the disk looks whether the line is to stop
FAULT_SECONDS = 10.0  # the same fault is told once in so long: noise on a line must not fill the spool


class DeviceLine:
    """Makes a driver anew for each connection; a driver that breaks is a fault of this line alone.

    `shared` names the devices where several hang on one line: their driver gets instructions `To` and gives reports
    `Of` one of them.
    """

    def __init__(
        self,
        name: str,
        make_driver: Callable[[], Driver],
        make_transport: Callable[[], Transport],
        inbox: Inbox,
        shared: Sequence[str] = (),
    ) -> None:
        self.name, self._shared = name, tuple(shared)
        self._make_driver, self._make_transport, self._inbox = make_driver, make_transport, inbox
        self._orders: queue.Queue[Order | None] = queue.Queue(ORDERS_MAX)
        self._lock = threading.Lock()  # the driver is pure, not thread-safe
        self._line: tuple[Driver, Transport] | None = None
        self._stop, self._up = threading.Event(), threading.Event()
        self._writing = threading.Lock()  # a poll must not fall into the middle of a print
        self._faults: dict[str, tuple[float, int, Fault]] = {}  # code -> when last told, how often since, the last
        self._down: str | None = None
        self._threads = [
            threading.Thread(target=self._read_for_ever, name=f"{name} reads", daemon=True),
            threading.Thread(target=self._write_for_ever, name=f"{name} writes", daemon=True),
        ]

    def start(self) -> None:
        """Begin to read and write."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 5) -> None:
        """End both threads; what was not written yet comes back as ended."""
        self.ask_to_stop()
        for thread in self._threads:
            thread.join(seconds)

    def ask_to_stop(self) -> None:
        """Let both threads end when they are through with what they are at; `stop` waits for it."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._up.set()
        try:
            self._orders.put_nowait(None)
        except queue.Full:
            log.warning("%s stops with %d orders before it", self.name, self._orders.qsize())

    def hand(self, order: Order) -> bool:
        """Put an order before the device; False when too much waits already."""
        if self._stop.is_set():
            return False
        try:
            self._orders.put_nowait(order)
        except queue.Full:
            return False
        return True

    def _read_for_ever(self) -> None:
        pause = PAUSE_SECONDS
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                self._read_one_connection()
            except TransportError as error:
                self._say_down(error.code, error.detail)
            except Exception as error:  # a driver of somebody else may break; the others must go on
                log.exception("%s: the driver broke", self.name)
                self._say_down("driver-broke", repr(error))
            lasted = time.monotonic() - began
            pause = PAUSE_SECONDS if lasted > PAUSE_SECONDS_MAX else min(2 * pause, PAUSE_SECONDS_MAX)
            self._stop.wait(pause)

    def _read_one_connection(self) -> None:
        driver, transport = self._make_driver(), self._make_transport()
        transport.open()
        try:
            self._down = None
            self._line = (driver, transport)
            self._up.set()
            for device in self._shared or (self.name,):
                self._inbox.put(LineUp(device))
            while not self._stop.is_set():
                self._say(driver, transport, b"")
                self._tell_untold(time.monotonic() - FAULT_SECONDS)
                data = transport.read(READ_SECONDS)
                if data:
                    self._say(driver, transport, data)
        finally:
            self._line = None
            self._up.clear()
            transport.close()
            self._tell_untold(float("inf"))

    def _say(self, driver: Driver, transport: Transport, data: bytes) -> None:
        now = time.monotonic()
        with self._lock:
            reports = list(driver.feed(data, now) if data else driver.tick(now))
        answers = [report.data for report in reports if isinstance(report, Send)]
        scans = [
            kept
            for report in reports
            if not isinstance(report, Send) and (kept := self._tell(report, now, is_answered=bool(answers)))
        ]
        if not all(self._is_kept(kept) for kept in scans):
            raise TransportError("spool-full", "a scan could not be taken in, so its scanner was not answered")
        for answer in answers if not self._stop.is_set() else ():
            with self._writing:
                transport.write(answer)
        if scans and not self._stop.is_set():
            self._inbox.put(Answered(self.name))

    def _tell(self, report: Report, now: float, *, is_answered: bool) -> Future[bool] | None:
        """Put a report into the inbox; of a scan whose scanner waits for an answer give what becomes of it."""
        news = self._news(report, now) if isinstance(report, Fault) else report
        if news is None:
            return None
        device, said = (news.device, news.report) if isinstance(news, Of) else (self.name, news)
        kept: Future[bool] | None = Future() if is_answered and isinstance(said, Scanned) else None
        self._inbox.put(DeviceSaid(device, said, kept))
        return kept

    def _is_kept(self, kept: Future[bool]) -> bool:
        """Wait for the disk: a scanner that beeps for a scan which a power cut takes away has lied."""
        while not self._stop.is_set():
            with suppress(TimeoutError):
                return kept.result(KEPT_SECONDS)
        return True

    def _news(self, fault: Fault, now: float) -> Fault | None:
        """Tell the first of its code at once and the others together later."""
        told_at, untold, _ = self._faults.get(fault.code, (float("-inf"), 0, fault))
        if now - told_at < FAULT_SECONDS:
            self._faults[fault.code] = (told_at, untold + fault.count, fault)
            return None
        self._faults[fault.code] = (now, 0, fault)
        return replace(fault, count=untold + fault.count)

    def _tell_untold(self, before: float) -> None:
        """Tell the faults that were only counted, of codes told last before then: what is counted is said."""
        for code, (told_at, untold, fault) in list(self._faults.items()):
            if untold and told_at <= before:
                self._faults[code] = (told_at + FAULT_SECONDS, 0, fault)
                self._inbox.put(DeviceSaid(self.name, replace(fault, count=untold)))

    def _say_down(self, cause: str, detail: str) -> None:
        """Say it once, not at each attempt."""
        if self._down != cause and not self._stop.is_set():
            self._down = cause
            for device in self._shared or (self.name,):
                self._inbox.put(LineDown(device, cause, detail))

    def _write_for_ever(self) -> None:
        while (order := self._orders.get()) is not None and not self._stop.is_set():
            code, detail = self._write(order)
            self._inbox.put(OrderEnded(order, code, detail))

    def _write(self, order: Order) -> tuple[str | None, str]:
        self._up.wait(GRACE_SECONDS)
        line = self._line
        if order.deadline is not None and time.time() > order.deadline:
            return "expired", ""
        if line is None:
            return "disconnected", self._down or ""
        driver, transport = line
        try:
            with self._lock:
                data = driver.command(self._addressed(order), time.monotonic())
            if data:  # a driver may speak later, in its own time
                with self._writing:
                    transport.write(data)
        except CannotDoError as refused:
            return refused.code, refused.detail
        except TransportError as error:
            transport.close()  # half a job is on the line: the reader notices and begins a new connection
            return "uncertain", str(error)
        except Exception as error:
            log.exception("%s: the driver broke on %s", self.name, type(order.instruction).__name__)
            return "driver-broke", repr(error)
        return None, ""

    def _addressed(self, order: Order) -> Instruction:
        return To(order.device, order.instruction) if self._shared else order.instruction
