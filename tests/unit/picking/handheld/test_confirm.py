"""Only the same code again confirms."""

from picking.foundation.refusals import Refusal
from picking.handheld.confirm import Unexpected, after_refusal, is_same_again, started_over

WARNED = after_refusal({"bin_id": "A-1"}, "L2", Unexpected("other_lot"))


def test_a_warning_is_kept_beside_what_the_screen_remembers():
    """The place must not be scanned again because of a warning."""
    assert WARNED["bin_id"] == "A-1"
    assert is_same_again(WARNED, "L2", "other_lot")


def test_the_same_code_for_another_reason_confirms_nothing():
    """Who agreed to another lot has not agreed to another price."""
    assert not is_same_again(WARNED, "L2", "label_price_differs")


def test_any_refusal_in_between_starts_over():
    """A warning is for the next scan only."""
    assert after_refusal(WARNED, "junk", Refusal("code_unknown")) == {"bin_id": "A-1"}
    assert started_over(WARNED) == {"bin_id": "A-1"}
