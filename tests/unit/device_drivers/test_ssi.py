"""Zebra SSI: each code is acknowledged and given once, whatever the line does to its packets."""

import pytest

from device_drivers.messages import Beep, Fault, Scanned, ScannedAgain, Send
from device_drivers.scanners import ssi_packets as ssi
from device_drivers.scanners.ssi import SsiScanner
from device_drivers.simulated.answering_scanners import SimulatedSsiScanner

ACK = Send(bytes.fromhex("04 d0 04 00 ff 28"))
NAK_RESEND = Send(bytes.fromhex("05 d1 04 00 01 ff 25"))


def decode(text, kind=0x0B, status=0):
    """Give a packet with a decoded code."""
    return ssi.sealed(bytes([5 + len(text), ssi.DECODE, ssi.DECODER, status, kind]) + text)


def segment(number, data, *, more, first=b""):
    """Give one segment of a long code."""
    body = bytes([number]) + first + data
    return ssi.sealed(bytes([4 + len(body), ssi.SEGMENT, ssi.DECODER, 2 if more else 0]) + body)


@pytest.mark.parametrize(("kind", "aim"), [(0x0B, "]E0"), (0x0F, "]C1"), (0x03, "]C0"), (0x1C, "]Q1"), (0x77, None)])
def test_a_code_is_acknowledged_and_given_with_its_symbology(kind, aim):
    """The floor reads GS1 only where the symbology says so."""
    assert SsiScanner({}).feed(decode(b"4006381333931", kind), 0) == [ACK, Scanned("4006381333931", aim)]


def test_a_code_sent_again_is_acknowledged_and_given_once():
    """Our acknowledgement was lost: the picker scanned one carton, not two."""
    scanner = SsiScanner({})
    scanner.feed(decode(b"12345"), 0)

    assert scanner.feed(decode(b"12345", status=1), 2) == [ACK]


def test_a_code_scanned_twice_is_given_twice():
    """Two cartons of the same milk are two scans."""
    scanner = SsiScanner({})
    scanner.feed(decode(b"12345"), 0)

    assert scanner.feed(decode(b"12345"), 0.3) == [ACK, Scanned("12345", "]E0")]


def test_a_code_whose_first_sending_was_lost_is_given():
    """Sent again does not mean heard before: whoever was there before may know it."""
    assert SsiScanner({}).feed(decode(b"12345", status=1), 0) == [ACK, ScannedAgain("12345", "]E0")]


def test_a_damaged_packet_is_asked_for_again():
    """The scanner has the code still; we have only a guess."""
    damaged = decode(b"12345").replace(b"3", b"4")

    reports = SsiScanner({}).feed(damaged, 0)

    assert NAK_RESEND in reports
    assert not [report for report in reports if isinstance(report, Scanned)]


def test_a_packet_cut_short_does_not_swallow_the_next():
    """A plug that came loose for a moment costs one code, which the scanner repeats."""
    scanner = SsiScanner({})
    scanner.feed(decode(b"12345")[:6], 0)

    reports = scanner.feed(decode(b"67890"), 1)

    assert [each for each in reports if not isinstance(each, Fault)] == [ACK, Scanned("67890", "]E0")]


def test_a_code_in_several_packets_is_given_whole():
    """A long QR code does not fit into 255 bytes."""
    scanner = SsiScanner({})
    first = scanner.feed(decode(b"A" * 250, 0x1C, status=2), 0)

    last = scanner.feed(decode(b"B" * 10, 0x1C), 0.1)

    assert (first, last) == ([ACK], [ACK, Scanned("A" * 250 + "B" * 10, "]Q1")])


def test_a_code_in_segments_is_given_whole():
    """Newer scanners send long codes so."""
    head = bytes([ssi.DECODE, 0, 0, 0, 0, 0x1C, 0, 1, 4])
    scanner = SsiScanner({})
    first = scanner.feed(segment(0, b"A" * 241, more=True, first=head), 0)

    last = scanner.feed(segment(1, b"B" * 19, more=False), 0.1)

    assert (first, last) == ([ACK], [ACK, Scanned("A" * 241 + "B" * 19, "]Q1")])


def test_the_scanner_sounds_the_four_tones_apart():
    """A picker hears what a screen in the pocket cannot show."""
    scanner, device = SsiScanner({}), SimulatedSsiScanner()

    for tone in ("right", "wrong", "attention", "finished"):
        device.hear(scanner.command(Beep(tone), 0))

    assert device.do("heard", {})["tones"] == ["right", "wrong", "attention", "finished"]
