"""Power cuts everywhere at once: broker, service and gateway are killed while people scan and print."""

import pytest
from killed_work import under_load

KILLS = 7


@pytest.mark.needs("mosquitto")
def test_what_an_owner_saw_accepted_is_applied_once_in_order_and_a_label_is_printed_once_or_asks(tmp_path):
    """SF-EVT-01, 03, 04, 05 and SF-CMD-01, 03 together; `tests/soak/kills.py` does the same two hundred times."""
    verdict = under_load(tmp_path, seed=5, kills=KILLS)

    assert verdict.wrong == []
    assert len(verdict.kills) >= KILLS
    assert verdict.accepted > KILLS
