"""SF-EVT-05: reports are applied in the order of boot and seq; a gap is asked for, and given up in the end."""

from hypothesis import given, strategies as st

from web_handheld.floor.sequence import Place, Sequence


def sequence(boot: int = 1, seq: int = 0) -> Sequence[str]:
    return Sequence(boot, seq, gap_seconds=2, gap_seconds_max=10)


def place(boot: int, seq: int) -> Place[str]:
    return Place(boot, seq, f"{boot}.{seq}")


def taken(order: Sequence[str], *places: tuple[int, int], now: float = 0.0) -> list[str]:
    return [ready.item for each in places for ready in order.take(place(*each), now)]


def test_what_comes_too_early_waits_for_what_is_missing():
    """A price check scanned before the pick must not overtake it."""
    order = sequence()

    assert taken(order, (1, 1), (1, 3), (1, 4)) == ["1.1"]
    assert taken(order, (1, 2)) == ["1.2", "1.3", "1.4"]


def test_a_repeat_is_known_by_its_place():
    """It is acknowledged again and not applied again."""
    order = sequence()
    taken(order, (1, 1), (1, 2))

    assert order.is_old(1, 2)
    assert not order.is_old(1, 3)
    assert not order.is_old(2, 1)


def test_a_gap_is_asked_for_after_two_seconds_and_again_while_it_lasts():
    """A broker may acknowledge and drop: nobody else will notice."""
    order = sequence()
    taken(order, (1, 2), now=0.0)

    assert order.missing(1.9) is None
    assert order.missing(2.0) == 1
    assert order.missing(3.9) is None
    assert order.missing(4.0) == 1


def test_nothing_is_asked_for_when_nothing_is_missing():
    """A quiet gateway is left in peace."""
    order = sequence()
    taken(order, (1, 1))

    assert order.missing(1000.0) is None


def test_a_gap_that_stays_is_given_up_and_told():
    """Telemetry that was dropped from a full spool never comes; scans behind it must not wait for ever."""
    order = sequence()
    taken(order, (1, 1), (1, 4), (1, 5), now=0.0)

    assert order.give_up(9.9) is None
    lost, ready = order.give_up(10.0) or (None, [])

    assert lost is not None
    assert (lost.first, lost.last) == (2, 3)
    assert [each.item for each in ready] == ["1.4", "1.5"]


def test_a_replay_that_begins_behind_the_gap_ends_the_wait_at_once():
    """The gateway has what is missing no more: ten seconds of waiting would help nobody."""
    order = sequence()
    taken(order, (1, 1), (1, 3), now=0.0)
    order.missing(2.0)

    taken(order, (1, 3), now=2.1)
    lost, ready = order.give_up(2.2) or (None, [])

    assert lost is not None
    assert [each.item for each in ready] == ["1.3"]


def test_a_new_boot_begins_again_at_one():
    """Seq counts within a boot (SF-EVT-02)."""
    order = sequence()

    assert taken(order, (1, 1), (2, 1), (2, 2)) == ["1.1", "2.1", "2.2"]
    assert order.is_old(1, 7)


def test_a_new_boot_waits_for_what_the_old_one_lacks():
    """An acknowledgement of the new boot tells the spool to forget the old one."""
    order = sequence()

    assert taken(order, (1, 2), (2, 1)) == []
    assert taken(order, (1, 1)) == ["1.1", "1.2", "2.1"]


@given(st.permutations([(boot, seq) for boot in (1, 2, 3) for seq in range(1, 5)]))
def test_within_a_boot_any_order_of_arrival_gives_the_order_of_seq(arrivals):
    """Whatever the network does, a device's scans are applied as they were made."""
    order = sequence()

    handed_out = [
        (ready.boot, ready.seq)
        for each in arrivals
        if not order.is_old(*each)
        for ready in order.take(place(*each), 0.0)
    ]

    assert handed_out == sorted(handed_out)
    assert len(handed_out) == len(set(handed_out))
