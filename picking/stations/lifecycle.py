"""The life of a stall's ticket."""

from datetime import timedelta
from enum import StrEnum

from picking.foundation.lifecycle import PREVIOUS, Lifecycle


class TicketState(StrEnum):
    """Where a ticket stands."""

    HELD = "HELD"
    QUEUED = "QUEUED"
    IN_PREP = "IN_PREP"
    READY = "READY"
    STAGED = "STAGED"
    REMAKE = "REMAKE"
    VOID_PENDING = "VOID_PENDING"
    VOIDED = "VOIDED"
    SOLD_OUT = "SOLD_OUT"
    HANDED_OVER = "HANDED_OVER"


class TicketStep(StrEnum):
    """What can happen to a ticket."""

    FIRE = "fire"
    CLAIM = "claim"
    UNCLAIM = "unclaim"
    HURRY = "hurry"
    PASS = "pass"  # noqa: S105 - to another stall
    DO_ITEM = "do_item"
    WEIGH_ITEM = "weigh_item"
    UNDO_ITEM = "undo_item"
    FINISH = "finish"
    RECALL = "recall"
    STAGE = "stage"
    REMAKE = "remake"
    REQUEUE = "requeue"
    SELL_OUT = "sell_out"
    VOID = "void"
    ASK_VOID = "ask_void"
    ANSWER_STOPPED = "answer_stopped"
    ANSWER_MADE = "answer_made"
    WITHDRAW_VOID = "withdraw_void"
    HAND_OVER = "hand_over"


# fmt: off
_T, _S = TicketState, TicketStep
TICKET = Lifecycle(
    name="ticket", start=_T.HELD, ends={_T.VOIDED, _T.SOLD_OUT, _T.HANDED_OVER},
    rows=(
        # in state                             on step             becomes            because
        (_T.HELD,                              _S.FIRE,            _T.QUEUED,         "its time has come, or a lead says now"),
        (_T.QUEUED,                            _S.CLAIM,           _T.IN_PREP,        "somebody at the stall makes it"),
        (_T.IN_PREP,                           _S.UNCLAIM,         _T.QUEUED,         "claimed by mistake"),
        (_T.QUEUED,                            _S.HURRY,           _T.QUEUED,         "marked; the wall does not move"),
        (_T.IN_PREP,                           _S.HURRY,           _T.IN_PREP,        "marked; the wall does not move"),
        ((_T.QUEUED, _T.IN_PREP),              _S.PASS,            _T.QUEUED,         "a lead gave it to another stall"),
        (_T.IN_PREP,                           _S.DO_ITEM,         _T.IN_PREP,        "one item is done"),
        (_T.IN_PREP,                           _S.WEIGH_ITEM,      _T.IN_PREP,        "one item is weighed, and so done"),
        (_T.IN_PREP,                           _S.UNDO_ITEM,       _T.IN_PREP,        "ticked by mistake"),
        (_T.IN_PREP,                           _S.FINISH,          _T.READY,          "all items done: labels print"),
        (_T.READY,                             _S.RECALL,          _T.IN_PREP,        "not right yet"),
        (_T.READY,                             _S.STAGE,           _T.STAGED,         "scanned into a staging position"),
        ((_T.READY, _T.STAGED),                _S.REMAKE,          _T.REMAKE,         "too old or dropped: made again"),
        (_T.REMAKE,                            _S.REQUEUE,         _T.QUEUED,         "first in the stall's mind again"),
        ((_T.QUEUED, _T.IN_PREP, _T.REMAKE),   _S.SELL_OUT,        _T.SOLD_OUT,       "cannot be made, for a reason"),
        ((_T.HELD, _T.QUEUED, _T.REMAKE),      _S.VOID,            _T.VOIDED,         "cancelled untouched: struck through until bumped"),
        ((_T.IN_PREP, _T.READY, _T.STAGED),    _S.ASK_VOID,        _T.VOID_PENDING,   "cancelled in the making: the stall answers"),
        (_T.VOID_PENDING,                      _S.ANSWER_STOPPED,  _T.VOIDED,         "stopped before it was made"),
        (_T.VOID_PENDING,                      _S.ANSWER_MADE,     _T.VOIDED,         "already made: waste"),
        (_T.VOID_PENDING,                      _S.WITHDRAW_VOID,   PREVIOUS,          "the order goes on"),
        (_T.STAGED,                            _S.HAND_OVER,       _T.HANDED_OVER,    "left the store"),
    ),
    patience={_T.REMAKE: (timedelta(0), _S.REQUEUE), _T.HELD: (timedelta(0), _S.FIRE)},
)
# fmt: on
