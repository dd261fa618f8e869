from math import inf

from hypothesis import given, strategies as st

from picking.planning import Part, release_times

seconds = st.integers(0, 3600).map(float)
parts = st.lists(st.builds(Part, st.uuids().map(str), seconds, st.none() | seconds, seconds), max_size=5)


def test_all_parts_meet_at_the_promise():
    """Hot, cold and shelf goods are ready together: the longest starts first."""
    release = release_times(1000, [Part("grill", 600), Part("freezer walk", 120)], now=0, spare_seconds=60)

    assert release.meet_at == 940
    assert release.starts == (340, 820)
    assert release.late_seconds == 0


def test_who_can_make_it_waits_for_who_cannot():
    """Ice cream must not melt beside a grill that starts late."""
    release = release_times(1000, [Part("grill", 600), Part("freezer walk", 120)], now=700)

    assert release.starts == (700, 1180)
    assert release.late_seconds == 300


def test_what_may_not_wait_long_starts_later():
    """When the fryer is quick for once, its fries may lie for a minute, not for three."""
    release = release_times(1000, [Part("fries", 300, seconds_early=120, hold_seconds_max=60)], now=0)

    assert release.starts == (820,)


def test_no_parts_meet_at_the_promise():
    """An order with nothing to make is no special case."""
    assert release_times(1000, [], now=0).starts == ()


@given(seconds, parts, seconds)
def test_nothing_starts_in_the_past_and_nothing_waits_too_long(promise, parts, now):
    """The two things a stall can not do."""
    release = release_times(promise, parts, now=now)

    for part, start in zip(parts, release.starts, strict=True):
        early = part.seconds if part.seconds_early is None else part.seconds_early
        assert start >= now
        assert release.meet_at - (start + early) <= part.hold_seconds_max


def test_a_part_starts_at_the_soonest_when_it_then_waits_just_as_long_as_it_may():
    """Of an order that is late anyhow everything begins that keeps until the rest is there."""
    soup = Part("soup", seconds=500, seconds_early=200, hold_seconds_max=600)

    assert (soup.lead_seconds, soup.soonest_seconds) == (500, 800)
    assert Part("rice", seconds=100).soonest_seconds == inf
