"""The life of a planned price: a promotion, or a new regular price that begins later."""

from datetime import timedelta
from enum import StrEnum

from picking.foundation.lifecycle import Lifecycle


class PlanState(StrEnum):
    """Where a planned price stands."""

    SCHEDULED = "SCHEDULED"
    RUNNING = "RUNNING"
    EFFECTIVE = "EFFECTIVE"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"


class PlanStep(StrEnum):
    """What can happen to a planned price."""

    REPLAN = "replan"
    START = "start"
    CHECK = "check"
    PROVE = "prove"
    OVERRIDE = "override"
    END = "end"
    CANCEL = "cancel"


# fmt: off
_P, _S = PlanState, PlanStep
PRICE_PLAN = Lifecycle(
    name="price plan", start=_P.SCHEDULED, ends={_P.ENDED, _P.CANCELLED},
    rows=(
        # in state                      on step       becomes        because
        (_P.SCHEDULED,                  _S.REPLAN,    _P.SCHEDULED,  "a newer feed says otherwise"),
        (_P.SCHEDULED,                  _S.START,     _P.RUNNING,    "its time has come: the prices are asked from now on"),
        (_P.SCHEDULED,                  _S.CANCEL,    _P.CANCELLED,  "withdrawn before it began"),
        ((_P.RUNNING, _P.EFFECTIVE),    _S.REPLAN,    _P.RUNNING,    "a newer feed says otherwise: to be shown anew"),
        (_P.RUNNING,                    _S.CHECK,     _P.RUNNING,    "not enough of its shelf labels show it yet"),
        (_P.RUNNING,                    _S.PROVE,     _P.EFFECTIVE,  "enough of its shelf labels show it"),
        (_P.RUNNING,                    _S.OVERRIDE,  _P.EFFECTIVE,  "a lead says that it is shown"),
        ((_P.RUNNING, _P.EFFECTIVE),    _S.END,       _P.ENDED,      "its time is over, or it is the regular price now"),
    ),
    patience={
        _P.SCHEDULED: (timedelta(0), _S.START),
        _P.RUNNING: (timedelta(seconds=10), _S.CHECK),
        _P.EFFECTIVE: (timedelta(0), _S.END),
    },
)
# fmt: on
