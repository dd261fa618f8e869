"""Mettler-Toledo 8217: no weight is never zero, and a weight that moves is not a weight."""

from decimal import Decimal

from device_drivers.messages import Condition, Send, Weighed
from device_drivers.scales.mettler_8217 import Mettler8217


def test_the_manuals_sample_is_read():
    """DIVA service manual: 02 30 31 2e 32 35 30 0d is 1.250 kg gross."""
    assert Mettler8217({}).feed(bytes.fromhex("02 30 31 2e 32 35 30 0d"), 0) == [
        Weighed(Decimal("1.250"), "kg", stable=True)
    ]


def test_a_weight_that_moves_is_no_weight():
    """Behaviour 52."""
    assert Mettler8217({}).feed(b"\x02?A\r", 0) == [Weighed(None, None, stable=False, status=("motion",))]


def test_a_seven_bit_line_read_with_eight_bits_is_understood():
    """7E1 sets bit 7 on odd bytes; many a converter passes it on."""
    wire = bytes(each | 0x80 if each.bit_count() % 2 else each for each in b"\x0201.250\r")

    assert Mettler8217({}).feed(wire, 0) == [Weighed(Decimal("1.250"), "kg", stable=True)]


def test_pounds_are_believed_only_when_configured():
    """Pounds carry no unit on the wire; guessing would halve or double a price."""
    assert Mettler8217({"unit": "lb"}).feed(b"\x0202.50\r", 0) == [Weighed(Decimal("2.50"), "lb", stable=True)]
    assert not [r for r in Mettler8217({}).feed(b"\x0202.50\r", 0) if isinstance(r, Weighed)]


def test_silence_is_said_once_and_is_no_weight():
    """A pulled plug must not leave the last weight standing."""
    scale = Mettler8217({})
    scale.tick(0)

    said = [report for now in (0.5, 1.1, 2.5, 4) for report in scale.tick(now) if not isinstance(report, Send)]

    assert said == [Condition("no-answer")]


def test_the_same_weight_is_said_once():
    """Four polls a second must not fill a spool."""
    scale = Mettler8217({})

    reports = scale.feed(b"\x0201.250\r" * 5, 0)

    assert len(reports) == 1
