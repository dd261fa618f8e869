"""What places are called."""

import pytest

from picking.handheld.places import place_name


@pytest.mark.parametrize(
    ("place_id", "name"),
    [("01-C-03-02-B-04", "C-03-02-B-04"), ("01-A07", "A07"), ("000001", "000001"), ("A-1", "A-1"), (None, "")],
)
def test_a_place_is_called_without_the_stores_number(place_id, name):
    """Nobody shouts the number of the store one stands in."""
    assert place_name(place_id) == name
