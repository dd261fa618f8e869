"""The life of a replenishment, of a display, and of a store's plan that looks at its faces by the clock."""

from datetime import timedelta
from enum import StrEnum

from picking.foundation.lifecycle import Lifecycle


class ReplenishmentState(StrEnum):
    """Where a replenishment stands."""

    NEW = "NEW"
    IN_PROGRESS = "IN_PROGRESS"
    PENDING_ALTERED = "PENDING_ALTERED"
    COMPLETE = "COMPLETE"
    CANCELED = "CANCELED"


class ReplenishmentStep(StrEnum):
    """What can happen to a replenishment."""

    TAKE = "take"
    GIVE_BACK = "give_back"
    COMPLETE = "complete"
    ALTER = "alter"
    ACCEPT = "accept"
    REFUSE = "refuse"
    CANCEL = "cancel"


# fmt: off
_R, _S = ReplenishmentState, ReplenishmentStep
REPLENISHMENT = Lifecycle(
    name="replenishment", start=_R.NEW, ends={_R.COMPLETE, _R.CANCELED},
    rows=(
        # in state                       on step        becomes             because
        (_R.NEW,                         _S.TAKE,       _R.IN_PROGRESS,     "somebody fetches it"),
        (_R.IN_PROGRESS,                 _S.GIVE_BACK,  _R.NEW,             "somebody else fetches it"),
        ((_R.NEW, _R.IN_PROGRESS),       _S.COMPLETE,   _R.COMPLETE,        "as much as was asked for lies in the face"),
        ((_R.NEW, _R.IN_PROGRESS),       _S.ALTER,      _R.PENDING_ALTERED, "more or less came, for a reason"),
        ((_R.NEW, _R.IN_PROGRESS),       _S.CANCEL,     _R.CANCELED,        "no longer needed"),
        (_R.PENDING_ALTERED,             _S.ACCEPT,     _R.COMPLETE,        "a lead agrees"),
        (_R.PENDING_ALTERED,             _S.REFUSE,     _R.CANCELED,        "a lead does not: where it came from is counted"),
    ),
)
# fmt: on


class DisplayState(StrEnum):
    """Where a display stands."""

    PLANNED = "PLANNED"
    UP = "UP"
    DOWN = "DOWN"


class DisplayStep(StrEnum):
    """What can happen to a display."""

    BUILD = "build"
    TAKE_DOWN = "take_down"
    CANCEL = "cancel"


# fmt: off
_D, _B = DisplayState, DisplayStep
DISPLAY = Lifecycle(
    name="display", start=_D.PLANNED, ends={_D.DOWN},
    rows=(
        # in state     on step        becomes   because
        (_D.PLANNED,   _B.BUILD,      _D.UP,    "its hour has come: goods are fetched for it, and it is kept full"),
        (_D.PLANNED,   _B.CANCEL,     _D.DOWN,  "nobody wants it any more"),
        (_D.UP,        _B.TAKE_DOWN,  _D.DOWN,  "its time is over: what is left of it goes back behind"),
    ),
    patience={
        _D.PLANNED: (timedelta(days=1), _B.BUILD),
        _D.UP: (timedelta(days=7), _B.TAKE_DOWN),
    },
)
# fmt: on


class FillPlanState(StrEnum):
    """Where a store's plan of filling stands."""

    WAITING = "WAITING"
    PAUSED = "PAUSED"


class FillPlanStep(StrEnum):
    """What can happen to a plan of filling."""

    LOOK = "look"
    CHANGE = "change"
    PAUSE = "pause"


# fmt: off
_P, _T = FillPlanState, FillPlanStep
FILL_PLAN = Lifecycle(
    name="fill plan", start=_P.WAITING, ends=frozenset(),
    rows=(
        # in state    on step      becomes      because
        (_P.WAITING,  _T.LOOK,     _P.WAITING,  "its minute has come: the faces are looked at, and it waits again"),
        (_P.WAITING,  _T.CHANGE,   _P.WAITING,  "written anew"),
        (_P.WAITING,  _T.PAUSE,    _P.PAUSED,   "nobody is to fill by it for now"),
        (_P.PAUSED,   _T.CHANGE,   _P.WAITING,  "written anew: it goes on"),
    ),
    patience={_P.WAITING: (timedelta(minutes=5), _T.LOOK)},
)
# fmt: on
