"""The life of a count, from its wish to its booking, and of a plan that wishes counts by the clock."""

from datetime import timedelta
from enum import StrEnum

from picking.foundation.lifecycle import Lifecycle


class CountState(StrEnum):
    """Where a count stands."""

    COUNT_SCHEDULED = "COUNT_SCHEDULED"
    COUNT_IN_PROGRESS = "COUNT_IN_PROGRESS"
    COUNT_COMPLETE = "COUNT_COMPLETE"
    RECOUNT_SCHEDULED = "RECOUNT_SCHEDULED"
    RECOUNT_IN_PROGRESS = "RECOUNT_IN_PROGRESS"
    RECOUNT_COMPLETE = "RECOUNT_COMPLETE"
    APPROVAL_SCHEDULED = "APPROVAL_SCHEDULED"
    BOOKED = "BOOKED"
    CANCELED = "CANCELED"


class CountStep(StrEnum):
    """What can happen to a count."""

    START = "start"
    COMPLETE = "complete"
    RECOUNT = "recount"
    ASK_APPROVAL = "ask_approval"
    BOOK = "book"
    APPROVE = "approve"
    REFUSE = "refuse"
    CANCEL = "cancel"


# fmt: off
_C, _S = CountState, CountStep
_OPEN = (_C.COUNT_SCHEDULED, _C.COUNT_IN_PROGRESS, _C.RECOUNT_SCHEDULED, _C.RECOUNT_IN_PROGRESS, _C.APPROVAL_SCHEDULED)
STOCK_COUNT = Lifecycle(
    name="count", start=_C.COUNT_SCHEDULED, ends={_C.BOOKED, _C.CANCELED},
    rows=(
        # in state                on step           becomes                  because
        (_C.COUNT_SCHEDULED,      _S.START,         _C.COUNT_IN_PROGRESS,    "the first number was entered before the bin"),
        (_C.COUNT_IN_PROGRESS,    _S.COMPLETE,      _C.COUNT_COMPLETE,       "everything in the bin has its number"),
        (_C.COUNT_COMPLETE,       _S.RECOUNT,       _C.RECOUNT_SCHEDULED,    "over the limit: another person counts"),
        (_C.RECOUNT_SCHEDULED,    _S.START,         _C.RECOUNT_IN_PROGRESS,  "the other person is there"),
        (_C.RECOUNT_IN_PROGRESS,  _S.COMPLETE,      _C.RECOUNT_COMPLETE,     "everything has its second number"),
        ((_C.COUNT_COMPLETE, _C.RECOUNT_COMPLETE), _S.ASK_APPROVAL, _C.APPROVAL_SCHEDULED, "worth a lead's look"),
        ((_C.COUNT_COMPLETE, _C.RECOUNT_COMPLETE), _S.BOOK, _C.BOOKED,       "no difference, or a small one"),
        (_C.APPROVAL_SCHEDULED,   _S.APPROVE,       _C.BOOKED,               "a lead has seen difference and movements"),
        (_C.APPROVAL_SCHEDULED,   _S.REFUSE,        _C.RECOUNT_SCHEDULED,    "a lead does not believe it: once more"),
        (_OPEN,                   _S.CANCEL,        _C.CANCELED,             "no longer wanted"),
    ),
)
# fmt: on


class CountPlanState(StrEnum):
    """Where a plan of counts stands."""

    WAITING = "WAITING"
    PAUSED = "PAUSED"


class CountPlanStep(StrEnum):
    """What can happen to a plan of counts."""

    COME_DUE = "come_due"
    CHANGE = "change"
    PAUSE = "pause"
    RESUME = "resume"


# fmt: off
_P, _T = CountPlanState, CountPlanStep
COUNT_PLAN = Lifecycle(
    name="count plan", start=_P.WAITING, ends=frozenset(),
    rows=(
        # in state    on step        becomes      because
        (_P.WAITING,  _T.COME_DUE,   _P.WAITING,  "its hour has come: counts are wished, and it waits for the next"),
        (_P.WAITING,  _T.CHANGE,     _P.WAITING,  "written anew"),
        (_P.WAITING,  _T.PAUSE,      _P.PAUSED,   "nobody is to count by it for now"),
        (_P.PAUSED,   _T.CHANGE,     _P.WAITING,  "written anew"),
        (_P.PAUSED,   _T.RESUME,     _P.WAITING,  "it goes on"),
    ),
    patience={_P.WAITING: (timedelta(days=1), _T.COME_DUE)},
)
# fmt: on
