"""The lives of a bag, a staging position, an outbound slot and a hand-over."""

from datetime import timedelta
from enum import StrEnum

from picking.foundation.lifecycle import Lifecycle


class BagState(StrEnum):
    """Where a bag stands."""

    OPEN = "OPEN"
    SEALED = "SEALED"
    LABELLED = "LABELLED"
    IN_SLOT = "IN_SLOT"
    HANDED_OVER = "HANDED_OVER"
    DELIVERED = "DELIVERED"
    REOPENED = "REOPENED"
    RETURNED = "RETURNED"
    VOID = "VOID"


class BagStep(StrEnum):
    """What can happen to a bag."""

    FILL = "fill"
    SEAL = "seal"
    LABEL = "label"
    RELABEL = "relabel"
    PUT_IN_SLOT = "put_in_slot"
    TAKE_OUT = "take_out"
    CUT_SEAL = "cut_seal"
    REFILL = "refill"
    HAND_OVER = "hand_over"
    DELIVER = "deliver"
    RETURN_IN = "return_in"
    VOID = "void"


# fmt: off
_B, _S = BagState, BagStep
BAG = Lifecycle(
    name="bag", start=_B.OPEN, ends={_B.DELIVERED, _B.RETURNED, _B.VOID},
    rows=(
        # in state                                on step           becomes          because
        (_B.OPEN,                                 _S.FILL,          _B.OPEN,         "goods go in"),
        (_B.OPEN,                                 _S.SEAL,          _B.SEALED,       "closed with a numbered seal"),
        (_B.SEALED,                               _S.LABEL,         _B.LABELLED,     "its newest label was scanned"),
        (_B.LABELLED,                             _S.RELABEL,       _B.SEALED,       "the label is out of date: a new one prints"),
        (_B.SEALED,                               _S.RELABEL,       _B.SEALED,       "out of date before it was scanned"),
        (_B.IN_SLOT,                              _S.RELABEL,       _B.IN_SLOT,      "the order has more bags now: stick the new one on"),
        (_B.LABELLED,                             _S.PUT_IN_SLOT,   _B.IN_SLOT,      "scanned into the order's slot"),
        (_B.IN_SLOT,                              _S.TAKE_OUT,      _B.LABELLED,     "taken to another slot"),
        ((_B.SEALED, _B.LABELLED, _B.IN_SLOT),    _S.CUT_SEAL,      _B.REOPENED,     "opened again, for a reason"),
        (_B.REOPENED,                             _S.REFILL,        _B.OPEN,         "to be closed again"),
        (_B.IN_SLOT,                              _S.HAND_OVER,     _B.HANDED_OVER,  "the right rider scanned it"),
        (_B.HANDED_OVER,                          _S.DELIVER,       _B.DELIVERED,    "the customer has it"),
        (_B.HANDED_OVER,                          _S.RETURN_IN,     _B.RETURNED,     "scanned in at the counter"),
        ((_B.OPEN, _B.SEALED, _B.LABELLED, _B.IN_SLOT, _B.REOPENED), _S.VOID, _B.VOID, "emptied: its label is worth nothing"),
    ),
)
# fmt: on


class StagingState(StrEnum):
    """Where a staging position stands."""

    FREE = "FREE"
    RESERVED = "RESERVED"
    PARTIAL = "PARTIAL"
    COMPLETE = "COMPLETE"
    OVERDUE = "OVERDUE"
    BLOCKED = "BLOCKED"


class StagingStep(StrEnum):
    """What can happen to a staging position."""

    RESERVE = "reserve"
    PARK = "park"
    COMPLETE = "complete"
    HOLD_TOO_LONG = "hold_too_long"
    TAKE_BACK = "take_back"
    CLEAR = "clear"
    BLOCK = "block"
    UNBLOCK = "unblock"


# fmt: off
_G, _T = StagingState, StagingStep
STAGING_POSITION = Lifecycle(
    name="staging position", start=_G.FREE, ends=frozenset(),
    rows=(
        # in state                                    on step            becomes        because
        (_G.FREE,                                     _T.RESERVE,        _G.RESERVED,   "an order's parts will meet here"),
        ((_G.RESERVED, _G.PARTIAL),                   _T.PARK,           _G.PARTIAL,    "a part is here, others are not"),
        ((_G.RESERVED, _G.PARTIAL),                   _T.COMPLETE,       _G.COMPLETE,   "the last part is here"),
        ((_G.PARTIAL, _G.COMPLETE),                   _T.HOLD_TOO_LONG,  _G.OVERDUE,    "hot or cold for too long: the lead looks"),
        ((_G.PARTIAL, _G.COMPLETE, _G.OVERDUE),       _T.TAKE_BACK,      _G.RESERVED,   "its part is made again"),
        ((_G.RESERVED, _G.PARTIAL, _G.COMPLETE, _G.OVERDUE), _T.CLEAR,   _G.FREE,       "moved to the slot, or cancelled"),
        (_G.OVERDUE,                                  _T.PARK,           _G.OVERDUE,    "a part more; still too long"),
        (_G.FREE,                                     _T.BLOCK,          _G.BLOCKED,    "out of use"),
        (_G.BLOCKED,                                  _T.UNBLOCK,        _G.FREE,       "in use again"),
    ),
    patience={
        _G.PARTIAL: (timedelta(minutes=60), _T.HOLD_TOO_LONG),
        _G.COMPLETE: (timedelta(minutes=60), _T.HOLD_TOO_LONG),
    },
)
# fmt: on


class SlotState(StrEnum):
    """Where an outbound slot stands."""

    FREE = "FREE"
    RESERVED = "RESERVED"
    FILLING = "FILLING"
    READY = "READY"
    CALLED = "CALLED"
    CLEARING = "CLEARING"
    OVERSTAY = "OVERSTAY"
    BLOCKED = "BLOCKED"


class SlotStep(StrEnum):
    """What can happen to an outbound slot."""

    RESERVE = "reserve"
    FILL = "fill"
    COMPLETE = "complete"
    FALL_BACK = "fall_back"
    CALL = "call"
    SCAN_OUT = "scan_out"
    STALL_OUT = "stall_out"
    OVERSTAY = "overstay"
    WAIT_ON = "wait_on"
    CLEAR = "clear"
    BLOCK = "block"
    UNBLOCK = "unblock"


# fmt: off
_L, _P = SlotState, SlotStep
_USED = (_L.RESERVED, _L.FILLING, _L.READY, _L.CALLED, _L.CLEARING, _L.OVERSTAY)
OUTBOUND_SLOT = Lifecycle(
    name="outbound slot", start=_L.FREE, ends=frozenset(),
    rows=(
        # in state                                on step        becomes       because
        (_L.FREE,                                 _P.RESERVE,    _L.RESERVED,  "near the door for whoever is due soonest"),
        ((_L.RESERVED, _L.FILLING),               _P.FILL,       _L.FILLING,   "a bag of the order was scanned in"),
        (_L.FILLING,                              _P.COMPLETE,   _L.READY,     "the order's last bag is in"),
        ((_L.READY, _L.CALLED, _L.CLEARING, _L.OVERSTAY), _P.FALL_BACK, _L.FILLING, "a bag was taken out or opened again"),
        ((_L.READY, _L.OVERSTAY),                 _P.CALL,       _L.CALLED,    "the rider is here: the slot flashes"),
        ((_L.READY, _L.CALLED, _L.OVERSTAY),      _P.SCAN_OUT,   _L.CLEARING,  "the first bag was scanned out"),
        (_L.CLEARING,                             _P.SCAN_OUT,   _L.CLEARING,  "a bag more was scanned out"),
        (_L.CLEARING,                             _P.STALL_OUT,  _L.CALLED,    "no next bag for a minute: one is missing"),
        (_L.READY,                                _P.OVERSTAY,   _L.OVERSTAY,  "nobody came: call again, mind the cold bags"),
        (_L.OVERSTAY,                             _P.WAIT_ON,    _L.READY,     "somebody is coming after all: it waits as long again"),
        (_USED,                                   _P.CLEAR,      _L.FREE,      "empty"),
        (_L.FREE,                                 _P.BLOCK,      _L.BLOCKED,   "out of use"),
        (_L.BLOCKED,                              _P.UNBLOCK,    _L.FREE,      "in use again"),
    ),
    patience={
        _L.CLEARING: (timedelta(seconds=60), _P.STALL_OUT),
        _L.READY: (timedelta(minutes=30), _P.OVERSTAY),
    },
)
# fmt: on


class HandOverState(StrEnum):
    """Where a hand-over to a rider stands."""

    EXPECTED = "EXPECTED"
    ASSIGNED = "ASSIGNED"
    ARRIVED = "ARRIVED"
    CALLED = "CALLED"
    SCANNING = "SCANNING"
    DONE = "DONE"
    FAILED_PENDING = "FAILED_PENDING"
    FAILED = "FAILED"
    NO_SHOW = "NO_SHOW"


class HandOverStep(StrEnum):
    """What can happen to a hand-over."""

    ASSIGN = "assign"
    ARRIVE = "arrive"
    CALL = "call"
    SCAN = "scan"
    FALL_BACK = "fall_back"
    FINISH = "finish"
    FINISH_BY_CODE = "finish_by_code"
    REPORT_FAILURE = "report_failure"
    AGREE = "agree"
    REFUSE = "refuse"
    MISS = "miss"


# fmt: off
_H, _Q = HandOverState, HandOverStep
HAND_OVER = Lifecycle(
    name="hand-over", start=_H.EXPECTED, ends={_H.DONE, _H.FAILED, _H.NO_SHOW},
    rows=(
        # in state                                    on step             becomes             because
        (_H.EXPECTED,                                 _Q.ASSIGN,          _H.ASSIGNED,        "the carrier names the rider"),
        (_H.ASSIGNED,                                 _Q.ARRIVE,          _H.ARRIVED,         "checked in at the door"),
        (_H.ARRIVED,                                  _Q.CALL,            _H.CALLED,          "all the rider's orders are ready"),
        (_H.CALLED,                                   _Q.SCAN,            _H.SCANNING,        "the first bag was scanned"),
        (_H.SCANNING,                                 _Q.SCAN,            _H.SCANNING,        "a bag more was scanned"),
        ((_H.CALLED, _H.SCANNING),                    _Q.FALL_BACK,       _H.ARRIVED,         "an order was cancelled or opened again"),
        (_H.SCANNING,                                 _Q.FINISH,          _H.DONE,            "every bag of every order scanned"),
        ((_H.CALLED, _H.SCANNING),                    _Q.FINISH_BY_CODE,  _H.DONE,            "by code or photo, with a lead"),
        ((_H.ASSIGNED, _H.ARRIVED, _H.CALLED),        _Q.REPORT_FAILURE,  _H.FAILED_PENDING,  "the rider cannot take it, for a reason"),
        (_H.FAILED_PENDING,                           _Q.AGREE,           _H.FAILED,          "agreed, or fifteen minutes without answer"),
        (_H.FAILED_PENDING,                           _Q.REFUSE,          _H.ARRIVED,         "not agreed: it stays the rider's"),
        ((_H.EXPECTED, _H.ASSIGNED, _H.ARRIVED, _H.CALLED), _Q.MISS,      _H.NO_SHOW,         "did not come, or its orders are gone"),
    ),
    patience={
        _H.FAILED_PENDING: (timedelta(minutes=15), _Q.AGREE),
        _H.ASSIGNED: (timedelta(minutes=60), _Q.MISS),
    },
)
# fmt: on
