"""Keyboard scanners: what was typed is the code, whatever else a keyboard does."""

import pytest

from device_drivers.messages import Scanned
from device_drivers.scanners.keyboard import EVENT, KeyboardScanner
from device_drivers.scanners.keys import EV_KEY, KeyDecoder
from device_drivers.simulated.keyboard import SimulatedKeyboardScanner

ONE, TWO, A, ENTER, KEYPAD_ENTER, TAB, SHIFT, CONTROL, BRACKET, CAPS = 2, 3, 30, 28, 96, 15, 42, 29, 27, 58


def typed(*keys, end="enter"):
    """Press and release keys; (key, value) is one event; give what ended."""
    decoder, now, found = KeyDecoder(end, 0.5), 0.0, []
    for key in keys:
        for code, value in [key] if isinstance(key, tuple) else [(key, 1), (key, 0)]:
            now += 0.001
            found.append(decoder.take(EV_KEY, code, value, now))
    return [text for text in found if text is not None]


def test_a_doubled_digit_counts_twice():
    """112 is not 12."""
    assert typed(ONE, ONE, TWO, ENTER) == ["112"]


def test_a_held_key_counts_once():
    """Auto-repeat is the keyboard's doing, not the code's."""
    assert typed((ONE, 1), (ONE, 2), (ONE, 2), (ONE, 0), ENTER) == ["1"]


def test_shift_makes_capitals_and_signs():
    """B: is not b;."""
    assert typed((SHIFT, 1), A, 39, (SHIFT, 0), ONE, ENTER) == ["A:1"]


def test_caps_lock_turns_nothing_over():
    """Somebody leaned on a keyboard; the codes must stay what they are."""
    assert typed(CAPS, A, ENTER) == ["a"]


def test_control_bracket_is_the_separator():
    """GS1 codes need it."""
    assert typed(ONE, (CONTROL, 1), BRACKET, (CONTROL, 0), TWO, ENTER) == ["1\x1d2"]


@pytest.mark.parametrize("end", [ENTER, KEYPAD_ENTER])
def test_both_enters_end_a_code(end):
    """Makers differ."""
    assert typed(ONE, end, TWO, end) == ["1", "2"]


def test_a_tab_ends_a_code_where_it_is_set():
    """Some scanners leave the factory so."""
    assert typed(ONE, TAB, end="tab") == ["1"]


def test_a_pause_begins_a_new_code():
    """Half a code of before is no beginning of this one."""
    decoder = KeyDecoder("enter", 0.5)
    decoder.take(EV_KEY, ONE, 1, 1.0)

    decoder.take(EV_KEY, TWO, 1, 2.0)

    assert decoder.take(EV_KEY, ENTER, 1, 2.1) == "2"


def test_two_scanners_on_one_host_stay_apart():
    """Each has its own port, its own driver, and its own half code."""
    left, right = KeyboardScanner({"length_min": 1}), KeyboardScanner({"length_min": 1})
    left.feed(EVENT.pack(1, 0, EV_KEY, ONE, 1), 0)
    right.feed(EVENT.pack(1, 0, EV_KEY, TWO, 1), 0)

    enter = EVENT.pack(1, 1, EV_KEY, ENTER, 1)

    assert (left.feed(enter, 0), right.feed(enter, 0)) == ([Scanned("1")], [Scanned("2")])


def test_a_whole_scan_with_its_symbology_is_read():
    """As the simulated scanner types it, so is it read."""
    device = SimulatedKeyboardScanner()
    device.connect()
    device.do("scan", {"text": "0104006381333931\x1d10A1", "aim": "]d2"})

    reports = KeyboardScanner({}).feed(device.sent(0), 0)

    assert [(each.text, each.aim) for each in reports] == [("0104006381333931\x1d10A1", "]d2")]
