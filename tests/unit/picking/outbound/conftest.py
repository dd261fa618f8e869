"""A store with stalls and a way out, wired as the story wires it."""

import pytest
from way_out import STORY, TIME_OUTS, WayOut


@pytest.fixture
def way(make_floor):
    return WayOut(make_floor(reactions=STORY, time_outs=TIME_OUTS))
