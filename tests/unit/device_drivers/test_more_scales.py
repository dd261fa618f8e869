"""Scales of five more languages: the manuals' frames, and what each says when there is no weight."""

from decimal import Decimal

import pytest

from device_drivers.catalogue import kinds
from device_drivers.messages import Condition, Fault, Send, Weighed, Zero
from device_drivers.scales.cas_ecr import CasEcr
from device_drivers.scales.cas_stream import CasStream
from device_drivers.scales.dialog_06 import Dialog06
from device_drivers.scales.sma import Sma
from device_drivers.scales.toledo import ToledoContinuous

SCALES = sorted(name for name in kinds() if name.startswith("scale."))
every_scale = pytest.mark.parametrize("name", SCALES)


class Pair:
    """A scale's driver and its simulator, with a wire between."""

    def __init__(self, name) -> None:
        self.driver, self.device, self.now = kinds()[name].driver({}), kinds()[name].simulator(), 0.0
        self.device.connect()

    def wait(self, seconds=2):
        """Let time pass; give what was reported."""
        found = []
        for _ in range(int(seconds * 10)):
            self.now += 0.1
            found += self._carried(self.driver.tick(self.now))
            found += self._carried(self.driver.feed(self.device.sent(0) or b"", self.now))
        return found

    def _carried(self, reports):
        for report in reports:
            if isinstance(report, Send):
                self.device.hear(report.data)
        return [report for report in reports if not isinstance(report, Send)]


@every_scale
def test_what_lies_on_a_scale_is_said_once_with_its_unit(name):
    """Kilograms as such, not grams that somebody takes for kilograms."""
    pair = Pair(name)
    pair.wait()
    pair.device.do("put", {"kg": "1.250"})

    assert pair.wait() == [Weighed(Decimal("1.250"), "kg", stable=True)]


@every_scale
@pytest.mark.parametrize("deed", ["move", "put"])
def test_no_weight_is_never_zero(name, deed):
    """A hand on the plate, or more than it can bear: there is no number then, and the cause is said."""
    pair = Pair(name)
    pair.wait()
    pair.device.do(deed, {"kg": "99.000"} if deed == "put" else {})

    [report] = pair.wait()

    assert (report.weight, report.unit, report.stable) == (None, None, False)
    assert report.status


@every_scale
def test_a_scale_that_falls_silent_is_said_to_and_back(name):
    """The last weight must not stand for a pulled plug."""
    pair = Pair(name)
    pair.device.do("put", {"kg": "1.250"})
    pair.wait()

    pair.device.do("unplug", {})
    silent = pair.wait(10)
    pair.device.do("plug", {})
    pair.device.connect()
    pair.device.do("put", {"kg": "1.255"})
    back = pair.wait()

    assert silent == [Condition("no-answer")]
    assert back == [Condition(None), Weighed(Decimal("1.255"), "kg", stable=True)]


def test_a_busy_scale_is_not_a_silent_one():
    """NAK means wait, silence means look at the plug."""
    scale = CasEcr({})
    scale.tick(0)

    assert scale.feed(b"\x15", 0.1) == [Weighed(None, None, stable=False, status=("busy",))]


def test_a_check_that_looks_like_a_word_is_a_check():
    """XOR over the frame may be ACK, NAK or ETX."""
    for grams in range(1000, 1250):
        content = f"S {grams / 1000:6.3f}kg".encode()
        check = 0
        for byte in content:
            check ^= byte
        scale = CasEcr({})
        scale.tick(0)

        reports = scale.feed(b"\x06\x01\x02" + content + bytes([check]) + b"\x03\x04", 0.1)

        assert reports == [Send(b"\x11"), Weighed(Decimal(grams).scaleb(-3), "kg", stable=True)]


def test_a_cas_stream_is_read_net_and_with_its_lamps():
    """The lamp byte is no text and must not stop the parser."""
    assert CasStream({}).feed(b"NT,1\xc1\r\nST,NT,1\xe1,-  0.125 kg\r\n", 0) == [
        Fault("garbage", "bytes outside a frame"),
        Weighed(Decimal("-0.125"), "kg", stable=True, net=True),
    ]


@pytest.mark.parametrize(
    ("head", "number", "unit", "wanted"),
    [
        (" 1G", "5.025", "lb ", Weighed(Decimal("5.025"), "lb", stable=True)),
        ("Z1N", "0.000", "kg ", Weighed(Decimal("0.000"), "kg", stable=True, net=True, status=("zero",))),
        ("O1G", "99.999", "kg ", Weighed(None, None, stable=False, status=("over-capacity",))),
        ("E1G", "0.000", "kg ", Weighed(None, None, stable=False, status=("zero-error",))),
        (" 1G", "5.025", "ton", Fault("garbage", "bytes outside a frame")),
        (" 1G", "--5", "kg ", Fault("garbage", "bytes outside a frame")),
    ],
)
def test_sma_frames_are_read_by_the_standard(head, number, unit, wanted):
    """SCP-0499, 5.1: status, range, mode, motion, one for later, ten of weight, three of unit."""
    assert Sma({}).feed(f"\n{head}  {number:>10}{unit}\r".encode(), 0) == [wanted]


def test_sma_zeroes_by_command():
    """SCP-0499, 4.5."""
    assert Sma({}).command(Zero(), 0) == b"\nZ\r"


@pytest.mark.parametrize(
    ("frame", "settings", "wanted"),
    [
        (b"\x02\x2d\x30\x20  1250     0\r", {}, Weighed(Decimal("1.250"), "kg", stable=True)),
        (b"\x02\x2c\x21\x20   125     0\r", {}, Weighed(Decimal("1.25"), "lb", stable=True, net=True)),
        (b"\x02\x2a\x32\x20   125     0\r", {}, Weighed(Decimal(-125), "kg", stable=True)),
        (b"\x02\x2a\x20\x20   125     0\r", {"unit": "g"}, Weighed(Decimal(125), "g", stable=True)),
        (b"\x02\x2d\x38\x20  1250     0\r", {}, Weighed(None, None, stable=False, status=("motion",))),
        (b"\x02\x2d\x34\x20  1250     0\r", {}, Weighed(None, None, stable=False, status=("out-of-range",))),
    ],
)
def test_toledo_frames_are_read_with_and_without_a_check(frame, settings, wanted):
    """Standard continuous output; the constant bits differ between makers."""
    check = bytes([-sum(frame) & 0x7F])

    assert ToledoContinuous(settings).feed(frame + check, 0) == [wanted]
    assert ToledoContinuous({**settings, "checksum": "no"}).feed(frame, 0) == [wanted]


def test_a_check_that_is_a_carriage_return_ends_nothing():
    """The check may be 0x0D: frames are told apart by their size."""
    frames = b""
    for grams in range(2000):
        frame = b"\x02\x2d\x30\x20" + f"{grams:6d}".encode() + b"     0\r"
        frames += frame + bytes([-sum(frame) & 0x7F])

    reports = ToledoContinuous({}).feed(frames, 0)

    assert b"\r\r" in frames
    assert [report.weight for report in reports] == [Decimal(grams).scaleb(-3) for grams in range(2000)]


def test_dialog_06_takes_a_weight_only_where_the_amount_fits():
    """Price times weight is the check of this dialogue."""
    good, bad = b"\x0202\x1b3\x1b01250\x1b001000\x1b001250\x03", b"\x0202\x1b3\x1b01350\x1b001000\x1b001250\x03"

    assert Dialog06({}).feed(good, 0) == [Weighed(Decimal("1.250"), "kg", stable=True)]
    assert Dialog06({}).feed(bad, 0) == [Fault("garbage", "bytes outside a frame")]


def test_dialog_06_asks_why_there_is_no_weight():
    """NAK means: ask with record 08."""
    scale = Dialog06({})
    [ask] = scale.tick(0)

    said = [*scale.feed(b"\x06", 0.1), *scale.feed(b"\x15", 0.2), *scale.feed(b"\x0209\x1b20\x03", 0.3)]

    assert ask.data == b"\x04\x0201\x1b001000\x1b\x03"
    assert said == [Send(b"\x04\x05"), Send(b"\x04\x0208\x03"), Weighed(None, None, stable=False, status=("motion",))]


def test_a_scale_that_wants_a_certified_till_is_refused_clearly():
    """A sealed scale may answer only sealed programs; people must be told, not left with silence."""
    pair = Pair("scale.dialog-06")
    pair.device.do("put", {"kg": "1.250"})
    pair.device.do("certify", {})

    said = pair.wait()

    assert Condition("certification-wanted") in said
    assert not [report for report in said if isinstance(report, Weighed)]
