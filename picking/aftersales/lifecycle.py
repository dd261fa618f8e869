"""The life of an after-sales work order, from the customer's complaint to money or goods."""

from datetime import timedelta
from enum import StrEnum

from picking.foundation.lifecycle import Lifecycle


class WorkOrderState(StrEnum):
    """Where a work order stands."""

    OPENED = "OPENED"
    TRIAGED = "TRIAGED"
    WAIT_STOCK = "WAIT_STOCK"
    WAIT_RETURN = "WAIT_RETURN"
    RECEIVED = "RECEIVED"
    INSPECTING = "INSPECTING"
    RESHIPPING = "RESHIPPING"
    REFUNDING = "REFUNDING"
    REJECTED = "REJECTED"
    CLOSED = "CLOSED"


class WorkOrderStep(StrEnum):
    """What can happen to a work order."""

    ASK_STOCK = "ask_stock"
    SAY_YES = "say_yes"
    SAY_NO = "say_no"
    TIME_OUT = "time_out"
    AWAIT_RETURN = "await_return"
    RETURN_IN = "return_in"
    INSPECT = "inspect"
    REFUND = "refund"
    FALL_THROUGH = "fall_through"
    FINISH = "finish"
    REJECT = "reject"
    GIVE_UP = "give_up"


# fmt: off
_W, _S = WorkOrderState, WorkOrderStep
_UNDECIDED = (_W.OPENED, _W.TRIAGED)
WORK_ORDER = Lifecycle(
    name="work order", start=_W.OPENED, ends={_W.REJECTED, _W.CLOSED},
    rows=(
        # in state                        on step           becomes         because
        (_UNDECIDED,                      _S.ASK_STOCK,     _W.WAIT_STOCK,  "exchange or re-ship: is it there?"),
        (_UNDECIDED,                      _S.AWAIT_RETURN,  _W.WAIT_RETURN, "the goods are to come back"),
        (_UNDECIDED,                      _S.REFUND,        _W.REFUNDING,   "money only: no work for the floor"),
        (_W.WAIT_STOCK,                   _S.SAY_YES,       _W.RESHIPPING,  "somebody saw it, and it is reserved"),
        (_W.WAIT_STOCK,                   _S.SAY_NO,        _W.TRIAGED,     "not there: the service desk offers something else"),
        (_W.WAIT_STOCK,                   _S.TIME_OUT,      _W.TRIAGED,     "nobody answered in time"),
        (_W.WAIT_RETURN,                  _S.RETURN_IN,     _W.RECEIVED,    "scanned in at the counter"),
        (_W.RECEIVED,                     _S.INSPECT,       _W.INSPECTING,  "the first piece was looked at"),
        (_W.INSPECTING,                   _S.INSPECT,       _W.INSPECTING,  "a piece more was looked at"),
        (_W.INSPECTING,                   _S.REFUND,        _W.REFUNDING,   "every piece is decided"),
        (_W.INSPECTING,                   _S.FINISH,        _W.CLOSED,      "exchanged: nothing is to be paid back"),
        (_W.RESHIPPING,                   _S.RETURN_IN,     _W.RESHIPPING,  "the old goods are back before the new have gone"),
        (_W.RESHIPPING,                   _S.INSPECT,       _W.RESHIPPING,  "the old goods were looked at meanwhile"),
        (_W.RESHIPPING,                   _S.AWAIT_RETURN,  _W.WAIT_RETURN, "the customer has the new goods, we not the old"),
        (_W.RESHIPPING,                   _S.FALL_THROUGH,  _W.TRIAGED,     "the replacement could not be brought"),
        (_W.RESHIPPING,                   _S.FINISH,        _W.CLOSED,      "the customer has the new goods"),
        (_W.REFUNDING,                    _S.FINISH,        _W.CLOSED,      "the channel has paid it back"),
        ((*_UNDECIDED, _W.WAIT_STOCK, _W.WAIT_RETURN), _S.REJECT, _W.REJECTED, "the service desk refused it, with a reason"),
        (_W.WAIT_RETURN,                  _S.GIVE_UP,       _W.REJECTED,    "the goods never came back"),
    ),
    patience={
        _W.WAIT_STOCK:  (timedelta(seconds=120), _S.TIME_OUT),
        _W.WAIT_RETURN: (timedelta(days=14), _S.GIVE_UP),
    },
)
# fmt: on
