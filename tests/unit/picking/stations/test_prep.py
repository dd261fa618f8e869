"""How long a ticket takes by itself and how late it is."""

from datetime import UTC, datetime, timedelta

from picking.foundation.quantity import Unit
from picking.stations.prep import Pace, pace, prep_seconds

NOON = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


def test_what_is_weighed_takes_the_time_of_one_piece():
    """A fish of 800 grams is not eight hundred fishes."""
    assert prep_seconds([(240, Unit.GRAM, 800), (60, Unit.PIECE, 3)]) == 240 + 180


def test_pace_warns_at_seven_tenths_of_the_ticket_s_own_time():
    """Colours that come too early are soon ignored."""
    seen = [pace(NOON, 100, NOON + timedelta(seconds=s)) for s in (69, 70, 99, 100)]

    assert seen == [Pace.CALM, Pace.SOON, Pace.SOON, Pace.LATE]
