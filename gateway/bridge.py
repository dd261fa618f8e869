"""Carries what devices say to the service and what the service wants to the devices.

One thread, one transaction a batch: everything of a batch is on disk before any of it is published or done.
"""

import logging
import queue
from collections.abc import Callable
from contextlib import suppress

from device_drivers.messages import Condition, NotShown, Printed, Report as DeviceReport, Shown, Vitals
from gateway.answering import Answering
from gateway.configuring import Configuring, set_log_level
from gateway.contract import Command, ContractError, Message, Topic, decode
from gateway.contract.commands import LogLevel, Rebirth, Replay, Restart
from gateway.contract.reports import Error
from gateway.contract.states import ConfigDesired, Desired, DevicePhase, EvAck, HostState
from gateway.disk import Disk
from gateway.inbox import (
    Answered,
    Arrived,
    BrokerDown,
    BrokerUp,
    DeviceSaid,
    Event,
    Inbox,
    LineDown,
    LineUp,
    OrderEnded,
)
from gateway.instructing import Instructing
from gateway.presence import Presence
from gateway.publishing import Publishing
from gateway.translation import code_of, report_data
from gateway.voice import DETAIL_MAX, Saying, Voice
from gateway.wishing import Wishing

log = logging.getLogger(__name__)

BATCH_MAX = 500
WAIT_SECONDS = 0.25


class Bridge:
    """Reads the inbox and lets each part do its own: presence, commands, wishes, configuration, publishing."""

    def __init__(  # noqa: PLR0913, PLR0917 - it joins the parts; each knows nothing of the others
        self,
        inbox: Inbox,
        disk: Disk,
        voice: Voice,
        presence: Presence,
        instructing: Instructing,
        wishing: Wishing,
        configuring: Configuring,
        publishing: Publishing,
    ) -> None:
        self._inbox, self._disk, self._voice = inbox, disk, voice
        self._presence, self._instructing, self._wishing = presence, instructing, wishing
        self._configuring, self._publishing = configuring, publishing
        self._answering = Answering(disk)
        self._restart_asked = False

    @property
    def wants_restart(self) -> bool:
        """Whether this boot shall end and another begin: the service asked, or a new configuration needs it."""
        return self._restart_asked or self._configuring.wants_restart

    def run(self, is_over: Callable[[], bool], publish: Callable[[Saying], bool]) -> None:
        """Work until it is over, or until a restart is wanted."""
        self._publishing.publish = publish
        self.work([], resume=True)
        while not is_over() and not self.wants_restart:
            self.work(self._next_batch())

    def finish(self) -> None:
        """Take in what the devices have still said, after they were stopped."""
        while not self._inbox.empty():
            self.work(self._next_batch())

    def work(self, events: list[Event], *, resume: bool = False) -> None:
        """Do one batch: remember everything, then say it and do it."""
        if events or resume or self._configuring.is_judged_now:
            with self._disk.writing():
                if resume:
                    self._instructing.resume()
                for event in events:
                    self._take(event)
                if self._configuring.is_judged_now:
                    self._configuring.judge()
        self._answering.tell()
        self._publishing.say(self._voice.take_sayings())
        undone = self._instructing.hand_over()
        if undone:
            with self._disk.writing():
                for ended in undone:
                    self._instructing.ended(ended)
        self._wishing.repeat()
        self._publishing.pump(self._configuring.settings.metrics_seconds)

    def _next_batch(self) -> list[Event]:
        found: list[Event] = []
        with suppress(queue.Empty):
            found.append(self._inbox.get(timeout=WAIT_SECONDS))
            while len(found) < BATCH_MAX:
                found.append(self._inbox.get_nowait())
        return found

    def _take(self, event: Event) -> None:
        match event:
            case DeviceSaid(device, report):
                is_kept = self._answering.is_known(device, report) or self._device_said(device, report)
                self._answering.taken(event, is_kept=is_kept)
            case Answered(device):
                self._answering.answered(device)
            case LineUp(device):
                self._presence.become(device, DevicePhase.READY, None)
                self._wishing.line_up(device)
            case LineDown(device, cause, detail):
                self._presence.become(device, DevicePhase.DISCONNECTED, code_of(cause))
                self._voice.report(device, Error(code_of(cause), detail[:DETAIL_MAX]))
                self._instructing.line_down(device)
            case OrderEnded(order):
                if order.corr:
                    self._instructing.ended(event)
            case Arrived(topic, payload):
                self._arrived(topic, payload)
            case BrokerUp():
                self._publishing.broker_up()
                self._configuring.broker_up()
                self._voice.take_sayings()  # birth goes before them, and says them again
                self._introduce()
            case BrokerDown(reason):
                log.warning("the broker is gone: %s", reason)
                self._publishing.broker_down()
                self._configuring.broker_down()

    def _device_said(self, device: str, report: DeviceReport) -> bool:
        """Take a report in; False when there is no room for it."""
        match report:
            case Condition(cause):
                phase = DevicePhase.ALERT if cause else DevicePhase.READY
                self._presence.become(device, phase, code_of(cause) if cause else None)
            case Vitals():
                self._presence.measure(device, report)
            case Shown():
                self._wishing.shown(device, report)
            case NotShown():
                self._wishing.not_shown(device, report)
            case _:
                return self._device_reported(device, report)
        return True

    def _device_reported(self, device: str, report: DeviceReport) -> bool:
        data = report_data(report)
        is_kept = data is None or self._voice.report(device, data)
        if data is not None and not is_kept:
            log.error("the spool is full of facts: a %s of %s could not be taken in", data.type, device)
            self._presence.become(device, DevicePhase.ALERT, "spool-full")
        if isinstance(report, Printed):
            self._instructing.printed(report)
        return is_kept

    def _arrived(self, topic: str, payload: bytes) -> None:
        try:
            place, message = decode(topic, payload)
            self._obey(place, message)
        except ContractError as error:
            log.warning("%s could not be understood: %s", topic, error)
            self._publishing.dead_letters += 1
            with suppress(ContractError):
                self._presence.dead_letter(topic, error)

    def _obey(self, place: Topic, message: Message | None) -> None:
        match message:
            case Command() if place.device:
                self._publishing.heard_clock(message.ts)
                self._instructing.take(place.device, message)
            case Command() if self._instructing.is_new(message):
                self._obey_gateway(message)
            case EvAck(boot, upto_seq):
                self._publishing.acknowledged(boot, upto_seq)
            case HostState():
                self._publishing.host(place.service, message)
            case None if place.service:
                self._publishing.host(place.service, None)
            case Desired() | None if place.device:
                self._wishing.wish(place.device, message)
            case ConfigDesired():
                self._configuring.wish(message)

    def _obey_gateway(self, command: Command) -> None:
        match command.data:
            case Rebirth():
                self._introduce()
            case Replay(from_seq, boot):
                self._publishing.replay(from_seq, boot)
            case Restart():
                self._restart_asked = True
            case LogLevel(level):
                set_log_level(level.value)

    def _introduce(self) -> None:
        self._presence.introduce(self._configuring.ver)
        self._configuring.say()
        self._wishing.say_all()
        self._presence.ready()
