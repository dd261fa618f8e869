"""A store with stalls and a way out, wired as the story wires it; whatever a test does, no piece may be lost."""

import pytest
from way_out import STORY, WayOut

from picking.stock.conservation import conservation_errors
from picking.story import TIME_OUTS


@pytest.fixture
def way(make_floor):
    way = WayOut(make_floor(reactions=STORY, time_outs=TIME_OUTS))
    yield way
    assert way.floor.ask(conservation_errors, "s1") == []
