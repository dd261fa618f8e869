"""What a scale says at a moment: whole grams, whether they lie still, net or gross, and why there are none."""

from dataclasses import dataclass
from enum import StrEnum

from picking.foundation.refusals import Refusal

# What scales call their troubles (see the drivers' cards); each has its own way on.
_BECAUSE = {
    "weight_over_capacity": {"over-capacity", "out-of-range", "overload", "over"},
    "weight_below_zero": {"under-zero", "negative", "under"},
    "weight_moves": {"motion"},
}


class Mode(StrEnum):
    """Whether a scale has taken off the weight of the vessel."""

    GROSS = "gross"
    NET = "net"


@dataclass(frozen=True)
class Reading:
    """No weight is None and never zero; zero is an empty scale."""

    grams: int | None
    stable: bool
    mode: Mode = Mode.GROSS
    status: tuple[str, ...] = ()

    @property
    def trouble(self) -> str | None:
        """Give the code of why this is no weight; None when it is one, or the scale is empty."""
        for code, words in _BECAUSE.items():
            if words.intersection(self.status):
                return code
        if self.grams is None:
            return "weight_not_said" if self.stable or self.status else "weight_moves"
        if not self.stable:
            return "weight_moves"
        return "weight_below_zero" if self.grams < 0 else None

    @property
    def moves(self) -> bool:
        """Tell whether it may be a weight in a moment: nothing to be said aloud."""
        return self.trouble == "weight_moves"

    @property
    def is_cleared(self) -> bool:
        """Tell whether what lay on it was taken off: empty, or below zero without its vessel."""
        return self.trouble == "weight_below_zero" or (self.trouble is None and self.grams == 0)

    def weight(self) -> int:
        """Give the grams of what lies on it; refuses with the true reason why there are none."""
        if self.trouble is not None:
            raise Refusal(self.trouble, status=", ".join(self.status))
        if not self.grams:
            raise Refusal("no_weight")
        return self.grams
