"""What every driver makes of bytes, whatever its device speaks: a new row of the catalogue is tested here by itself."""

from itertools import pairwise

import pytest
from conformance.kit import KINDS, every_kind, fresh, is_reading, noise, readings, recordings_of, started, to, unwrapped
from hypothesis import given, strategies as st

from device_drivers.messages import CannotDoError, Condition, Fault, Printed, Send, Vitals, Weighed
from device_drivers.recording import tree
from device_drivers.trials import TRIALS

SLOW_BYTE_SECONDS = 0.002  # 4800 baud


@every_kind
@given(places=st.lists(st.floats(0, 1), max_size=12))
def test_any_split_of_the_bytes_gives_the_same_reports(kind, places):
    """Bytes arrive as the line likes; a report must not depend on it."""
    for recording in recordings_of(kind):
        driver = fresh(kind, recording.settings)

        def in_pieces(data, now, driver=driver):
            cuts = [0, *sorted(round(place * len(data)) for place in places), len(data)]
            return [report for a, b in pairwise(cuts) for report in driver.feed(data[a:b], now)]

        for entry, gives in recording.replay(driver, in_pieces):
            assert [tree(report) for report in gives] == entry["gives"]


@every_kind
@given(places=st.lists(st.floats(0, 1), max_size=12))
def test_any_merge_of_the_bytes_gives_the_same_reports(kind, places):
    """A busy machine reads late, and then much at once."""
    for recording in recordings_of(kind):
        talk = recording.heard()
        whole = started(kind, recording.settings).feed(talk, 1.0)
        cuts = [0, *sorted(round(place * len(talk)) for place in places), len(talk)]
        driver = started(kind, recording.settings)

        pieces = [report for a, b in pairwise(cuts) for report in driver.feed(talk[a:b], 1.0)]

        assert pieces == list(whole)


class Slow:
    """A driver whose device takes its time for each byte; everything after it is as much later."""

    def __init__(self, driver) -> None:
        self._driver, self._late = driver, 0.0

    def feed(self, data, now):
        """Hand over byte by byte, with the time passing."""
        found = []
        for byte in data:
            self._late += SLOW_BYTE_SECONDS
            found += [*self._driver.feed(bytes([byte]), now + self._late), *self._driver.tick(now + self._late)]
        return found

    def command(self, instruction, now):
        """Pass on."""
        return self._driver.command(instruction, now + self._late)

    def tick(self, now):
        """Pass on."""
        return self._driver.tick(now + self._late)


@every_kind
def test_a_slow_device_gives_the_same_readings(kind):
    """At 4800 baud a frame takes its time; what a byte means must not depend on how late it comes."""
    for recording in recordings_of(kind):
        slow = recording.replay(Slow(fresh(kind, recording.settings)))
        then = recording.replay(fresh(kind, recording.settings))

        assert [each for _, gives in slow for each in readings(gives)] == [
            each for _, gives in then for each in readings(gives)
        ]


@every_kind
@given(dirt=st.binary(max_size=400), later=st.floats(1, 100))
def test_no_bytes_raise(kind, dirt, later):
    """A driver that dies of noise takes its device away from the floor."""
    driver = started(kind)

    reports = [unwrapped(each) for each in [*driver.feed(dirt, 1.0), *driver.tick(later)]]

    assert all(
        is_reading(each) or isinstance(each, Fault | Condition | Vitals | Send | Weighed | Printed) for each in reports
    )


@every_kind
@given(dirt=st.binary(max_size=300))
def test_a_wrong_baud_rate_never_becomes_a_reading(kind, dirt):
    """No reading is better than an invented one; a wrong baud rate sets the high bits."""
    high = bytes(byte | 0x80 for byte in dirt)

    reports = started(kind).feed(high + b"\xff\r\n\t\x03", 1.0)

    assert readings(reports) == []


@every_kind
@pytest.mark.parametrize("seed", range(5))
def test_noise_never_becomes_a_reading_and_is_counted(kind, seed):
    """Bytes of every value, as a loose plug sends them: nothing is read, and somebody hears that there is noise."""
    driver = started(kind)

    reports = driver.feed(noise(seed, 20_000), 1.0)

    assert readings(reports) == []
    assert [report for report in reports if isinstance(report, Fault)]


@every_kind
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_a_damaged_byte_gives_no_other_reading_where_frames_have_a_check(kind, place, flip):
    """A check that is there must be used: one wrong digit is another price."""
    if not kind.driver.card.checked:
        return
    for recording in recordings_of(kind):
        talk = bytearray(recording.heard())
        whole = readings(started(kind, recording.settings).feed(bytes(talk), 1.0))
        talk[int(place * len(talk))] ^= flip

        found = readings(started(kind, recording.settings).feed(bytes(talk), 1.0))

        assert [each for each in found if each not in whole] == []


@every_kind
def test_what_a_device_cannot_do_is_refused_before_it_is_touched(kind):
    """The service must learn that a retry is useless, or safe."""
    can = {word for other in KINDS if other.driver is kind.driver for word in other.capabilities}
    cannot = {"print", "show", "light", "zero"} - can

    for name in cannot:
        with pytest.raises(CannotDoError) as refused:
            fresh(kind).command(to(kind, TRIALS[name]), 0.0)

        assert refused.value.code == "unsupported"


@every_kind
def test_an_unknown_setting_names_its_key(kind):
    """A typing error in a setting is found at the start, not in the night."""
    with pytest.raises(ValueError, match="colour-of-the-box"):
        fresh(kind, {**kind.simulator_settings, "colour-of-the-box": "red"})
