"""What people enter with a button."""

import pytest

from picking.foundation.refusals import Refusal
from picking.handheld.entered import optional_number_of, text_of, whole_number_of


@pytest.mark.parametrize("value", [None, "3", 2.5, True, []])
def test_a_quantity_is_a_whole_number(value):
    """A float or a yes is no count."""
    with pytest.raises(Refusal) as refused:
        whole_number_of({"quantity": value}, "quantity")

    assert refused.value.facts["field"] == "quantity"


@pytest.mark.parametrize("value", [None, "", "  ", 7, "x" * 201])
def test_a_reason_is_a_short_text(value):
    """A blank reason is none."""
    with pytest.raises(Refusal):
        text_of({"reason": value}, "reason")


def test_what_may_be_left_out_may_be_left_out():
    """A weight is only entered where there is a scale."""
    assert optional_number_of({}, "weight_grams") is None
    assert optional_number_of({"weight_grams": 5}, "weight_grams") == 5
    assert text_of({}, "sku", needed=False) == ""
