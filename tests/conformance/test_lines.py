"""What every driver does on a bad line: pulled in mid-frame, plugged in under another name, stuck, echoing."""

import os
import queue
import time
import tty
from contextlib import suppress

import pytest
from conformance.kit import every_kind, fresh, is_reading, readings, recordings_of, to, unwrapped

from device_drivers.messages import CannotDoError, Condition, Send
from device_drivers.transports.serial_line import SerialLine
from device_drivers.trials import TRIALS
from gateway import device_line
from gateway.device_line import DeviceLine
from gateway.inbox import DeviceSaid, LineDown, LineUp, new_inbox

WAIT_SECONDS_MAX = 10
SENDS_A_SECOND_MAX = 40
TICK_SECONDS = 0.1


class Plug:
    """A serial port with a stable name, as /dev/serial/by-id gives one: plugged in again, it is another port."""

    def __init__(self, name) -> None:
        self.name, self._ends = name, ()
        self.plug_in()

    def plug_in(self) -> None:
        """Give the name to a new port."""
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        self._ends = (ours, theirs)
        self.name.unlink(missing_ok=True)
        self.name.symlink_to(os.ttyname(theirs))

    def say(self, data) -> None:
        """Speak as the device."""
        while data:
            data = data[os.write(self._ends[0], data) :]

    def pull_out(self) -> None:
        """Take the port away."""
        for end in self._ends:
            os.close(end)
        self.name.unlink()


@pytest.fixture
def plug(tmp_path, monkeypatch):
    """Give a plug; a line waits only shortly before it tries again."""
    monkeypatch.setattr(device_line, "PAUSE_SECONDS", 0.01)
    found = Plug(tmp_path / "usb-Maker_Device_0001-if00-port0")
    yield found
    found.pull_out()


def until(inbox, wanted, number=1):
    """Give what reaches the bridge until there are so many of one sort; what waits for the disk is kept at once."""
    found, end = [], time.monotonic() + WAIT_SECONDS_MAX
    while sum(1 for each in found if wanted(each)) < number and time.monotonic() < end:
        with suppress(queue.Empty):
            found.append(event := inbox.get(timeout=0.1))
            if isinstance(event, DeviceSaid) and event.kept is not None:
                event.kept.set_result(True)
    return found


@every_kind
def test_a_device_pulled_in_mid_frame_is_read_whole_under_its_next_name(kind, plug):
    """Half a frame of before and the first frame of now are not one frame."""
    recording = recordings_of(kind)[0]
    talk = recording.heard()
    driver = fresh(kind, recording.settings)
    driver.tick(0.0)
    expected = readings([*driver.feed(talk, 0.0)])
    inbox = new_inbox()
    make_driver, make_line = (lambda: fresh(kind, recording.settings)), (lambda: SerialLine(str(plug.name), {}))
    line = DeviceLine("dev-1", make_driver, make_line, inbox)
    line.start()
    until(inbox, lambda event: isinstance(event, LineUp))

    plug.say(talk[: len(talk) // 2])
    plug.pull_out()
    before = until(inbox, lambda event: isinstance(event, LineDown))
    plug.plug_in()
    until(inbox, lambda event: isinstance(event, LineUp))
    plug.say(talk)
    after = until(inbox, lambda event: isinstance(event, DeviceSaid) and is_reading(event.report), len(expected))
    line.stop()

    assert before[-1].cause == "unplugged"
    assert [each.report for each in after if isinstance(each, DeviceSaid) and is_reading(each.report)] == expected


@every_kind
def test_a_stuck_device_is_told_once_and_asked_in_moderation(kind):
    """Silence is a state; it is neither a reading nor a reason to be busy."""
    driver, reports = fresh(kind), []
    for step in range(6000):
        reports += driver.tick(step * TICK_SECONDS)
    sends = [report for report in reports if isinstance(report, Send)]

    assert readings(reports) == []
    assert len(sends) <= SENDS_A_SECOND_MAX * 600
    if len(sends) > 1:  # whoever asks, notices that nobody answers
        assert [each for each in map(unwrapped, reports) if isinstance(each, Condition)] == [Condition("no-answer")]


@every_kind
def test_an_echo_is_no_device(kind):
    """A loose cable sends back what it gets: nothing is read from it, and no two echoes answer each other."""
    driver, reports, sends, now = fresh(kind), [], 0, 0.0
    given = []
    for instruction in TRIALS.values():
        with suppress(CannotDoError):
            given.append(Send(driver.command(to(kind, instruction), now)))
    for step in range(600):
        now = step * TICK_SECONDS
        waiting, given = [*given, *driver.tick(now)], []
        while waiting and sends <= SENDS_A_SECOND_MAX * 60:
            report = waiting.pop()
            if isinstance(report, Send):
                sends += 1
                waiting += driver.feed(report.data, now)
            else:
                reports.append(report)

    assert readings(reports) == []
    assert sends <= SENDS_A_SECOND_MAX * 60
