"""Framed scanners: what ends a code, and what is no code."""

import pytest

from device_drivers.messages import Fault, Scanned, ScannedAgain, Send
from device_drivers.scanners.framed import FramedScanner
from device_drivers.scanners.honeywell import HoneywellScanner
from device_drivers.simulated.answering_scanners import SimulatedHoneywell


@pytest.mark.parametrize(
    ("end", "wire"),
    [
        ("line", b"123\r\n"),
        ("line", b"123\r"),
        ("cr", b"123\r"),
        ("lf", b"123\n"),
        ("crlf", b"123\r\n"),
        ("tab", b"123\t"),
    ],
)
def test_each_end_gives_one_scan(end, wire):
    """The factory setting of the scanner decides, not we."""
    assert FramedScanner({"end": end}).feed(wire, 0) == [Scanned("123")]


def test_silence_ends_a_code_that_has_no_end():
    """Some scanners send nothing but the code."""
    scanner = FramedScanner({"end": "gap", "gap_seconds": 0.1})

    early = [*scanner.feed(b"123", 1.0), *scanner.tick(1.05)]
    late = scanner.tick(1.11)

    assert (early, late) == ([], [Scanned("123")])


def test_a_late_tick_does_not_join_two_scans():
    """A busy machine must not invent a code."""
    scanner = FramedScanner({"end": "gap", "gap_seconds": 0.1})
    scanner.feed(b"123", 1.0)

    assert scanner.feed(b"456", 2.0) == [Scanned("123")]


def test_prefix_suffix_and_aim_are_taken_off():
    """The floor gets the code, and apart from it what kind it was."""
    scanner = FramedScanner({"prefix": "<", "suffix": ">", "end": "cr"})

    assert scanner.feed(b"<]d20104006381333931\x1d10A>\r", 0) == [
        Scanned("0104006381333931\x1d10A", "]d2", b"0104006381333931\x1d10A")
    ]


def test_a_frame_without_its_prefix_is_a_fault():
    """Half a code after a loose plug is no code."""
    assert FramedScanner({"prefix": "<"}).feed(b"123\r", 0) == [Fault("garbage", "3 bytes without the prefix")]


def test_a_code_that_never_ends_is_dropped_once_and_the_next_is_read():
    """Memory is bounded, and one fault is said, not thousands."""
    scanner = FramedScanner({})

    reports = scanner.feed(b"9" * 20_000 + b"\r123\r", 0)

    assert [type(report) for report in reports] == [Fault, Scanned]
    assert reports[1] == Scanned("123")


def test_what_follows_garbage_at_once_is_garbage():
    """Noise has no pauses: a piece of it that looks like a code is none; the next scan is one again."""
    scanner = FramedScanner({})

    reports = [*scanner.feed(b"\xff\xfe\r123\r", 0), *scanner.feed(b"456\r", 1)]

    assert [report for report in reports if isinstance(report, Scanned)] == [Scanned("456")]


def test_a_code_shorter_than_any_of_the_store_is_a_fault():
    """One letter between two line ends is noise, not a code."""
    assert FramedScanner({"length_min": 3}).feed(b"A\r", 0) == [Fault("garbage", "1 characters, fewer than length_min")]


def test_a_handshake_answers_each_code_and_asks_again_for_garbage():
    """Honeywell waits for ACK, and repeats at NAK."""
    scanner, device = HoneywellScanner({}), SimulatedHoneywell()
    device.connect()
    device.do("scan", {"text": "12345"})
    scanner.tick(-10)
    damaged = bytes([*device.sent(0)[:-1], 0xFF, 0x0D])

    for report in scanner.feed(damaged, 0):
        if isinstance(report, Send):
            device.hear(report.data)
    again = scanner.feed(device.sent(0), 1)
    for report in again:
        if isinstance(report, Send):
            device.hear(report.data)

    assert again == [Scanned("12345"), Send(b"\x06")]
    assert device.do("waits", {}) == {"waits": False}


def talk(scanner, device, now):
    """Carry what both say until they are silent; gives the codes."""
    said, found = [*scanner.tick(now)], []
    for _ in range(4):
        for report in said:
            if isinstance(report, Send):
                device.hear(report.data)
            else:
                found.append(report)
        said = [*scanner.feed(data, now)] if (data := device.sent(0)) else []
    return found


def test_a_scanner_that_waits_since_the_last_connection_is_asked_and_says_its_code_again():
    """The gateway was killed before it answered: nothing but our own NAK tells a repetition from a second bottle."""
    device = SimulatedHoneywell()
    device.connect()
    device.do("scan", {"text": "12345"})
    device.sent(0)  # heard by a gateway that is dead now

    codes = talk(HoneywellScanner({}), device, 7.0)

    assert codes == [ScannedAgain("12345")]
    assert device.do("waits", {}) == {"waits": False}


def test_a_code_on_its_way_when_the_scanner_is_asked_counts_once_and_has_one_answer():
    """The line kept it while the gateway was dead; a second answer could answer a code that is not on disk."""
    scanner, device = HoneywellScanner({}), SimulatedHoneywell()
    device.connect()
    device.do("scan", {"text": "12345"})
    asked = [*scanner.tick(0.0)]
    for report in asked:
        device.hear(report.data)

    assert scanner.feed(device.sent(0), 0.1) == [ScannedAgain("12345"), Send(b"\x06")]
    assert scanner.tick(0.2) == []
    assert scanner.tick(0.7) == [Send(b"\x15")]


def test_a_code_that_ends_by_silence_is_answered_once():
    """A second answer could answer a code that nobody has kept."""
    scanner = HoneywellScanner({"end": "gap"})
    scanner.tick(-10)
    scanner.feed(b"12345", 0.0)

    assert scanner.feed(b"67890", 1.0) == [Scanned("12345"), Send(b"\x06")]


def test_a_code_scanned_long_after_the_connection_is_a_new_one():
    """Two bottles are two, whatever was answered before."""
    scanner, device = HoneywellScanner({}), SimulatedHoneywell()
    device.connect()
    talk(scanner, device, 0.0)
    device.do("scan", {"text": "12345"})
    first = talk(scanner, device, 5.0)
    device.do("scan", {"text": "12345"})

    assert first == talk(scanner, device, 5.2) == [Scanned("12345")]
