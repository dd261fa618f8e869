"""One device at work: it comes back by itself, and what breaks is a fault of this device alone."""

import time
from contextlib import contextmanager

import pytest

from device_drivers.messages import Beep, CannotDoError, Fault, Of, Scanned, Send
from device_drivers.transports.transport import TransportError
from gateway import device_line
from gateway.device_line import DeviceLine
from gateway.inbox import Answered, DeviceSaid, LineDown, LineUp, Order, OrderEnded, new_inbox


class Wire:
    """A transport whose other end is the test."""

    def __init__(self) -> None:
        self.coming, self.written, self.closed = [], [], 0
        self.refuses_writes = False

    def open(self) -> None:
        """Open."""

    def read(self, seconds):
        """Give the next bytes, or fail with the next error."""
        if not self.coming:
            time.sleep(min(seconds, 0.01))
            return b""
        found = self.coming.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    def write(self, data):
        """Take bytes."""
        if self.refuses_writes:
            raise TransportError("unplugged")
        self.written.append(data)

    def close(self) -> None:
        """Close."""
        self.closed += 1


class Talker:
    """A driver that reports each byte string as a scan, and breaks on demand."""

    def __init__(self) -> None:
        self.greeted = False

    def feed(self, data, _now):
        """Report what comes."""
        if data == b"break":
            raise ZeroDivisionError
        if data.startswith(b"ack"):
            return [Send(b"taken"), Scanned(data.decode())]
        return [Fault("garbage")] * len(data) if data.startswith(b"?") else [Scanned(data.decode())]

    def command(self, instruction, _now):
        """Do what it is told."""
        if instruction.tone == "wrong":
            raise CannotDoError("unsupported")
        return b"beep"

    def tick(self, _now):
        """Greet once a connection."""
        found = [] if self.greeted else [Send(b"hello")]
        self.greeted = True
        return found


@pytest.fixture
def at_work(monkeypatch):
    """Run a line on a wire, with short pauses."""
    monkeypatch.setattr(device_line, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(device_line, "GRACE_SECONDS", 0.01)

    @contextmanager
    def run(wire):
        inbox = new_inbox()
        line = DeviceLine("scan-02", Talker, lambda: wire, inbox)
        line.start()
        yield line, inbox
        line.stop()

    return run


def until(inbox, kind):
    """Give all events up to the first of a kind."""
    found = [inbox.get(timeout=10)]
    while not isinstance(found[-1], kind):
        found.append(inbox.get(timeout=10))
    return found


def test_a_lost_line_is_said_and_opened_again_with_a_new_driver(at_work):
    """Behaviour 49."""
    wire = Wire()
    with at_work(wire) as (_, inbox):
        wire.coming += [b"1", TransportError("unplugged", "pulled"), b"2"]
        found = until(inbox, LineDown) + until(inbox, DeviceSaid)

    assert found == [
        LineUp("scan-02"),
        DeviceSaid("scan-02", Scanned("1")),
        LineDown("scan-02", "unplugged", "pulled"),
        LineUp("scan-02"),
        DeviceSaid("scan-02", Scanned("2")),
    ]
    assert wire.written == [b"hello", b"hello"]


def test_a_driver_that_breaks_is_made_anew(at_work):
    """A driver of somebody else must not stop the gateway."""
    wire = Wire()
    with at_work(wire) as (_, inbox):
        wire.coming += [b"break", b"2"]
        found = until(inbox, DeviceSaid)

    assert [each.cause for each in found if isinstance(each, LineDown)] == ["driver-broke"]
    assert found[-1].report == Scanned("2")


def test_the_same_fault_is_told_once_and_counted(at_work):
    """Noise on a line must not fill the spool."""
    wire = Wire()
    with at_work(wire) as (line, inbox):
        wire.coming += [b"?" * 500, b"end"]
        found = [each.report for each in until(inbox, DeviceSaid) + until(inbox, DeviceSaid) if hasattr(each, "report")]
        later = line._news(Fault("garbage"), time.monotonic() + 60)

    assert found == [Fault("garbage"), Scanned("end")]
    assert later == Fault("garbage", count=500)


def test_sf_evt_01_a_scanner_is_answered_only_when_its_scan_is_on_disk(at_work):
    """A scanner that beeps for a scan which a power cut takes away has lied to its owner."""
    wire = Wire()
    with at_work(wire) as (_, inbox):
        wire.coming.append(b"ack 1")
        said = until(inbox, DeviceSaid)[-1]
        before = list(wire.written)
        said.kept.set_result(True)
        until(inbox, Answered)

    assert before == [b"hello"]
    assert wire.written == [b"hello", b"taken"]


def test_a_scan_for_which_there_is_no_room_is_not_answered(at_work):
    """The scanner's own tone of failure is the truth; a new driver must not think that it has heard the code."""
    wire = Wire()
    with at_work(wire) as (_, inbox):
        wire.coming.append(b"ack 1")
        until(inbox, DeviceSaid)[-1].kept.set_result(False)
        down = until(inbox, LineDown)[-1]

    assert down.cause == "spool-full"
    assert b"taken" not in wire.written


def test_a_line_that_is_stopped_waits_for_no_disk(at_work):
    """What was kept in the last moment is not answered; the scanner sends it again to the next boot."""
    wire = Wire()
    with at_work(wire) as (line, inbox):
        wire.coming.append(b"ack 1")
        until(inbox, DeviceSaid)
        line.stop()

    assert not any(thread.is_alive() for thread in line._threads)
    assert b"taken" not in wire.written


@pytest.mark.parametrize(
    ("tone", "seconds", "code"), [("right", 9, None), ("wrong", 9, "unsupported"), ("right", -1, "expired")]
)
def test_an_order_ends_with_its_outcome(at_work, tone, seconds, code):
    """SF-CMD-02 at the last moment before the device is touched."""
    wire = Wire()
    with at_work(wire) as (line, inbox):
        until(inbox, LineUp)
        line.hand(Order("scan-02", "c-1", Beep(tone), time.time() + seconds))
        [*_, ended] = until(inbox, OrderEnded)

    assert ended.code == code
    assert (b"beep" in wire.written) is (code is None)


def test_a_write_that_fails_is_uncertain_and_ends_the_connection(at_work):
    """Half a job on the line must not be followed by the next."""
    wire = Wire()
    with at_work(wire) as (line, inbox):
        until(inbox, LineUp)
        wire.refuses_writes = True
        line.hand(Order("scan-02", "c-1", Beep("right")))
        [*_, ended] = until(inbox, OrderEnded)
        closed = wire.closed

    assert (ended.code, closed) == ("uncertain", 1)


def test_a_stopped_line_takes_no_orders(at_work):
    """What is handed to nobody must come back."""
    with at_work(Wire()) as (line, _):
        line.stop()

        assert line.hand(Order("scan-02", "c-1", Beep("right"))) is False


class Hub:
    """A driver of several devices: what comes in names one of them."""

    def feed(self, data, _now):
        """Report a scan of the device that is named."""
        name, text = data.decode().split(":")
        return [Of(name, Scanned(text))]

    def command(self, instruction, _now):
        """Write whom it is for."""
        return instruction.device.encode()

    def tick(self, _now):
        """Nothing is due."""
        return []


def test_devices_that_share_a_line_are_told_apart(monkeypatch):
    """One access point has a thousand labels; each is a device, none has a thread."""
    monkeypatch.setattr(device_line, "PAUSE_SECONDS", 0.01)
    wire, inbox = Wire(), new_inbox()
    line = DeviceLine("label-1", Hub, lambda: wire, inbox, ["label-1", "label-2"])
    line.start()

    wire.coming.append(b"label-2:123")
    found = until(inbox, DeviceSaid)
    line.hand(Order("label-2", "c-1", Beep("right")))
    until(inbox, OrderEnded)
    line.stop()

    assert [event for event in found if isinstance(event, LineUp)] == [LineUp("label-1"), LineUp("label-2")]
    assert found[-1] == DeviceSaid("label-2", Scanned("123"))
    assert wire.written == [b"label-2"]
