"""Commands to devices: done once by their `corr`, never after their deadline, and answered the same way each time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from device_drivers.messages import CannotDoError, Printed, PrintOutcome
from gateway.contract import AckStatus, Command, encode
from gateway.contract.commands import PrintPaper
from gateway.contract.envelope import FINAL
from gateway.disk import Disk
from gateway.inbox import Order, OrderEnded
from gateway.translation import code_of, instruction
from gateway.voice import DETAIL_MAX, Voice

REMEMBERED = timedelta(days=7)  # a service that repeats a command after a week has other troubles
Hand = Callable[[Order], bool]


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a command."""

    device: str
    type: str
    status: AckStatus
    code: str | None
    detail: str | None


class Instructing:
    """Remembers every command on disk before its device is touched. All methods stand in a `writing` block.

    `hand` puts an order before its device's line and says False where it cannot; it is called only by `hand_over`,
    after the commit.
    """

    def __init__(self, voice: Voice, disk: Disk, hand: Hand, devices: frozenset[str]) -> None:
        self._voice, self._disk, self._hand, self._devices = voice, disk, hand, devices
        self._to_hand: list[Order] = []

    def take(self, device: str, command: Command) -> None:
        """Take a command of the service: answer a known one as before, refuse what cannot be, hand over the rest."""
        known = self._find(command.corr)
        if known is not None:
            self._repeat(command.corr, known)
        else:
            self._take_new(device, command)

    def is_new(self, command: Command) -> bool:
        """Remember a command to the gateway itself; False when it came before."""
        if self._find(command.corr) is not None:
            return False
        self._remember("", command, AckStatus.DONE)
        return self._voice.clock.now() <= command.deadline

    def resume(self) -> None:
        """After a restart: of what was under way nobody knows; what was answered long ago is forgotten."""
        rows = self._disk.rows("SELECT corr FROM commands WHERE status IN ('accepted', 'started')")
        for (corr,) in cast("list[tuple[str]]", rows):
            self._end(corr, AckStatus.FAILED, "uncertain", "the gateway stopped while the device was at it")
        limit = (self._voice.clock.now() - REMEMBERED).timestamp()
        self._disk.run("DELETE FROM commands WHERE at < ?", limit)

    def ended(self, ended: OrderEnded) -> None:
        """Bytes were written, or were not. A print is done only when the printer says so."""
        corr = ended.order.corr
        if ended.code == "expired":
            self._end(corr, AckStatus.EXPIRED)
        elif ended.code is not None:
            self._end(corr, AckStatus.FAILED, code_of(ended.code), ended.detail or None)
        else:
            self._written(corr)

    def _written(self, corr: str) -> None:
        known = self._find(corr)
        if known is None or known.type != PrintPaper.type:
            self._end(corr, AckStatus.DONE)
        elif known.status not in FINAL:  # the printer's word may have been quicker
            self._become(corr, AckStatus.STARTED)
            self._voice.ack(known.device, known.type, corr, AckStatus.STARTED)

    def printed(self, report: Printed) -> None:
        """Answer a print job as the printer did."""
        if report.outcome is PrintOutcome.PRINTED:
            self._end(report.job, AckStatus.DONE)
        else:
            code = "uncertain" if report.outcome is PrintOutcome.UNKNOWN else code_of(report.code or "failed")
            self._end(report.job, AckStatus.FAILED, code, report.code)

    def line_down(self, device: str) -> None:
        """The line is gone: what was written to it and not answered is uncertain."""
        rows = self._disk.rows("SELECT corr FROM commands WHERE device = ? AND status = 'started'", device)
        for (corr,) in cast("list[tuple[str]]", rows):
            self._end(corr, AckStatus.FAILED, "uncertain", "the line was lost while the device was at it")

    def hand_over(self) -> list[OrderEnded]:
        """After the commit: give the orders to their devices; those that cannot be taken come back."""
        orders, self._to_hand = self._to_hand, []
        return [OrderEnded(order, "busy") for order in orders if not self._hand(order)]

    def _take_new(self, device: str, command: Command) -> None:
        self._remember(device, command, AckStatus.ACCEPTED)
        self._voice.ack(device, command.type, command.corr, AckStatus.ACCEPTED)
        self._start(device, command)

    def _remember(self, device: str, command: Command, status: AckStatus) -> None:
        self._disk.run(
            "INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, ?)",
            command.corr,
            device,
            command.type,
            encode(command),
            command.deadline.timestamp(),
            status.value,
            self._voice.clock.now().timestamp(),
        )

    def _start(self, device: str, command: Command) -> None:
        if self._voice.clock.now() > command.deadline:
            self._end(command.corr, AckStatus.EXPIRED)
            return
        if device not in self._devices:
            self._end(command.corr, AckStatus.FAILED, "unknown-device")
            return
        try:
            word = instruction(command.corr, command.data)
        except CannotDoError as no:
            self._end(command.corr, AckStatus.FAILED, no.code, no.detail)
            return
        assert word is not None, command.type
        self._to_hand.append(Order(device, command.corr, word, command.deadline.timestamp()))

    def _repeat(self, corr: str, known: Known) -> None:
        """Answer again, unless the last answer still waits: who is behind is not helped by more to read."""
        if self._voice.is_acknowledging(corr):
            return
        if known.status in FINAL:
            self._voice.ack(known.device, known.type, corr, known.status, known.code, known.detail)
        else:
            self._voice.ack(known.device, known.type, corr, AckStatus.DUPLICATE, known.status.value)

    def _end(self, corr: str, status: AckStatus, code: str | None = None, detail: str | None = None) -> None:
        """Give the final answer, once: the first one stands."""
        known = self._find(corr)
        if known is None or known.status in FINAL:
            return
        detail = detail[:DETAIL_MAX] if detail else None
        self._become(corr, status, code, detail)
        self._voice.ack(known.device, known.type, corr, status, code, detail)

    def _become(self, corr: str, status: AckStatus, code: str | None = None, detail: str | None = None) -> None:
        self._disk.run(
            "UPDATE commands SET status = ?, code = ?, detail = ? WHERE corr = ?", status.value, code, detail, corr
        )

    def _find(self, corr: str) -> Known | None:
        rows = self._disk.rows("SELECT device, type, status, code, detail FROM commands WHERE corr = ?", corr)
        for device, kind, status, code, detail in cast("list[tuple[str, str, str, str | None, str | None]]", rows):
            return Known(device, kind, AckStatus(status), code, detail)
        return None
