"""The lives of an order, its sub-orders, its cancellation and its refunds."""

from datetime import timedelta
from enum import StrEnum

from picking.foundation.lifecycle import PREVIOUS, Lifecycle


class OrderState(StrEnum):
    """Where a sales order stands."""

    PENDING_PAYMENT = "PENDING_PAYMENT"
    CANCELLED_UNPAID = "CANCELLED_UNPAID"
    RISK_HOLD = "RISK_HOLD"
    PAID = "PAID"
    SCHEDULED = "SCHEDULED"
    IN_FULFILMENT = "IN_FULFILMENT"
    READY = "READY"
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY"
    DELIVERED = "DELIVERED"
    COLLECTED = "COLLECTED"
    CLOSED = "CLOSED"
    CANCEL_PENDING = "CANCEL_PENDING"
    CANCELLED = "CANCELLED"
    RETURNING = "RETURNING"
    RETURNED = "RETURNED"


class OrderStep(StrEnum):
    """What can happen to a sales order."""

    HOLD = "hold"
    CLEAR = "clear"
    REJECT = "reject"
    EXPIRE = "expire"
    CHECK = "check"
    PAY = "pay"
    ACCEPT = "accept"
    SCHEDULE = "schedule"
    RELEASE = "release"
    COMPLETE = "complete"
    FALL_BACK = "fall_back"
    HAND_OVER = "hand_over"
    COLLECT = "collect"
    DELIVER = "deliver"
    FAIL_DELIVERY = "fail_delivery"
    RETURN_IN = "return_in"
    CLOSE = "close"
    CANCEL = "cancel"
    ASK_CANCEL = "ask_cancel"
    CONFIRM_CANCEL = "confirm_cancel"
    REFUSE_CANCEL = "refuse_cancel"


# fmt: off
_O, _S = OrderState, OrderStep
ORDER = Lifecycle(
    name="order", start=_O.PENDING_PAYMENT,
    ends={_O.CANCELLED_UNPAID, _O.CLOSED, _O.CANCELLED, _O.RETURNED},
    rows=(
        # in state                        on step            becomes              because
        (_O.PENDING_PAYMENT,              _S.HOLD,           _O.RISK_HOLD,        "the risk is bad: no stock is held"),
        (_O.RISK_HOLD,                    _S.CLEAR,          _O.PENDING_PAYMENT,  "somebody looked: all right"),
        (_O.RISK_HOLD,                    _S.REJECT,         _O.CANCELLED,        "somebody looked: refused"),
        (_O.PENDING_PAYMENT,              _S.CHECK,          _O.PENDING_PAYMENT,  "pay pressed: stock and price looked at again"),
        (_O.PENDING_PAYMENT,              _S.EXPIRE,         _O.CANCELLED_UNPAID, "nobody paid in time"),
        (_O.PENDING_PAYMENT,              _S.CANCEL,         _O.CANCELLED,        "cancelled before payment"),
        (_O.PENDING_PAYMENT,              _S.PAY,            _O.PAID,             "paid in full"),
        (_O.PENDING_PAYMENT,              _S.ACCEPT,         _O.IN_FULFILMENT,    "pay at pickup: prepared unpaid"),
        (_O.PAID,                         _S.ACCEPT,         _O.IN_FULFILMENT,    "the store takes it"),
        (_O.PAID,                         _S.SCHEDULE,       _O.SCHEDULED,        "wanted later"),
        (_O.PENDING_PAYMENT,              _S.SCHEDULE,       _O.SCHEDULED,        "pay at pickup: wanted later"),
        (_O.SCHEDULED,                    _S.PAY,            _O.SCHEDULED,        "paid before its time has come"),
        (_O.SCHEDULED,                    _S.RELEASE,        _O.IN_FULFILMENT,    "time to begin"),
        (_O.IN_FULFILMENT,                _S.PAY,            _O.IN_FULFILMENT,    "paid while being prepared"),
        (_O.READY,                        _S.PAY,            _O.READY,            "paid at the counter"),
        ((_O.PAID, _O.SCHEDULED),         _S.CANCEL,         _O.CANCELLED,        "nothing begun: no question"),
        (_O.IN_FULFILMENT,                _S.CANCEL,         _O.CANCELLED,        "every line was short"),
        (_O.IN_FULFILMENT,                _S.COMPLETE,       _O.READY,            "every bag sealed and scanned into the slot"),
        (_O.READY,                        _S.FALL_BACK,      _O.IN_FULFILMENT,    "a bag was opened again"),
        (_O.READY,                        _S.HAND_OVER,      _O.OUT_FOR_DELIVERY, "all bags scanned out: the gate closes"),
        (_O.READY,                        _S.COLLECT,        _O.COLLECTED,        "the customer has it"),
        (_O.OUT_FOR_DELIVERY,             _S.DELIVER,        _O.DELIVERED,        "the rider says delivered"),
        (_O.OUT_FOR_DELIVERY,             _S.FAIL_DELIVERY,  _O.RETURNING,        "not delivered: it comes back"),
        (_O.RETURNING,                    _S.RETURN_IN,      _O.RETURNED,         "scanned in at the counter"),
        ((_O.DELIVERED, _O.COLLECTED),    _S.CLOSE,          _O.CLOSED,           "the time for complaints is over"),
        ((_O.IN_FULFILMENT, _O.READY),    _S.ASK_CANCEL,     _O.CANCEL_PENDING,   "the floor must answer"),
        (_O.CANCEL_PENDING,               _S.CONFIRM_CANCEL, _O.CANCELLED,        "the floor has stopped"),
        (_O.CANCEL_PENDING,               _S.REFUSE_CANCEL,  PREVIOUS,            "a lead refused with a reason"),
    ),
    patience={
        _O.PENDING_PAYMENT: (timedelta(minutes=10), _S.EXPIRE),
        _O.SCHEDULED:       (timedelta(hours=1), _S.RELEASE),
        _O.DELIVERED:       (timedelta(days=7), _S.CLOSE),
        _O.COLLECTED:       (timedelta(days=7), _S.CLOSE),
    },
)
# fmt: on


class SubOrderState(StrEnum):
    """Where one kind of an order's work stands."""

    CREATED = "CREATED"
    HELD = "HELD"
    RELEASED = "RELEASED"
    IN_WORK = "IN_WORK"
    STAGED = "STAGED"
    AT_OUTBOUND = "AT_OUTBOUND"
    HANDED_OVER = "HANDED_OVER"
    CANCEL_PENDING = "CANCEL_PENDING"
    CANCELLED = "CANCELLED"
    EMPTY = "EMPTY"


class SubOrderStep(StrEnum):
    """What can happen to a sub-order."""

    PLAN = "plan"
    RELEASE = "release"
    START = "start"
    STAGE = "stage"
    ARRIVE = "arrive"
    FALL_BACK = "fall_back"
    HAND_OVER = "hand_over"
    FIND_EMPTY = "find_empty"
    ASK_CANCEL = "ask_cancel"
    CONFIRM_CANCEL = "confirm_cancel"
    REFUSE_CANCEL = "refuse_cancel"


# fmt: off
_U, _T = SubOrderState, SubOrderStep
_BEFORE_HAND_OVER = (_U.CREATED, _U.HELD, _U.RELEASED, _U.IN_WORK, _U.STAGED, _U.AT_OUTBOUND)
SUB_ORDER = Lifecycle(
    name="sub-order", start=_U.CREATED, ends={_U.HANDED_OVER, _U.CANCELLED, _U.EMPTY},
    rows=(
        # in state                        on step            becomes            because
        (_U.CREATED,                      _T.PLAN,           _U.HELD,           "due time less work gives its release"),
        (_U.HELD,                         _T.RELEASE,        _U.RELEASED,       "task or ticket made"),
        (_U.RELEASED,                     _T.START,          _U.IN_WORK,        "first scan or claim"),
        (_U.IN_WORK,                      _T.ARRIVE,         _U.AT_OUTBOUND,    "bags sealed and in the slot"),
        (_U.IN_WORK,                      _T.STAGE,          _U.STAGED,         "every ticket on the staging shelf"),
        (_U.STAGED,                       _T.ARRIVE,         _U.AT_OUTBOUND,    "moved to the slot of its siblings"),
        ((_U.STAGED, _U.AT_OUTBOUND),     _T.FALL_BACK,      _U.IN_WORK,        "remade, or a bag opened again"),
        ((_U.RELEASED, _U.IN_WORK),       _T.FIND_EMPTY,     _U.EMPTY,          "every line short"),
        (_U.AT_OUTBOUND,                  _T.HAND_OVER,      _U.HANDED_OVER,    "scanned out"),
        (_BEFORE_HAND_OVER,               _T.ASK_CANCEL,     _U.CANCEL_PENDING, "the order is to be cancelled"),
        (_U.CANCEL_PENDING,               _T.CONFIRM_CANCEL, _U.CANCELLED,      "the floor has stopped"),
        (_U.CANCEL_PENDING,               _T.REFUSE_CANCEL,  PREVIOUS,          "the order goes on"),
    ),
    patience={_U.HELD: (timedelta(0), _T.RELEASE)},
)
# fmt: on


class CancellationState(StrEnum):
    """Where a wish to cancel stands."""

    REQUESTED = "REQUESTED"
    AUTO_APPROVED = "AUTO_APPROVED"
    FLOOR_PENDING = "FLOOR_PENDING"
    EXPIRED = "EXPIRED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"


class CancellationStep(StrEnum):
    """What can happen to a wish to cancel."""

    APPROVE_UNTOUCHED = "approve_untouched"
    ASK_FLOOR = "ask_floor"
    EXPIRE = "expire"
    APPROVE = "approve"
    REFUSE = "refuse"


# fmt: off
_C, _D = CancellationState, CancellationStep
CANCELLATION = Lifecycle(
    name="cancellation", start=_C.REQUESTED, ends={_C.AUTO_APPROVED, _C.APPROVED, _C.REFUSED},
    rows=(
        # in state                        on step               becomes            because
        (_C.REQUESTED,                    _D.APPROVE_UNTOUCHED, _C.AUTO_APPROVED,  "not released: nobody could begin"),
        (_C.REQUESTED,                    _D.ASK_FLOOR,         _C.FLOOR_PENDING,  "released: the floor must look"),
        (_C.FLOOR_PENDING,                _D.APPROVE_UNTOUCHED, _C.AUTO_APPROVED,  "the floor looked: nobody had begun"),
        (_C.FLOOR_PENDING,                _D.EXPIRE,            _C.EXPIRED,        "no answer: the lead is asked"),
        ((_C.FLOOR_PENDING, _C.EXPIRED),  _D.APPROVE,           _C.APPROVED,       "every holder has stopped"),
        ((_C.FLOOR_PENDING, _C.EXPIRED),  _D.REFUSE,            _C.REFUSED,        "a lead refused with a reason"),
    ),
    patience={_C.FLOOR_PENDING: (timedelta(seconds=120), _D.EXPIRE)},
)
# fmt: on


class RefundState(StrEnum):
    """Where money on its way back stands."""

    REFUND_QUEUED = "REFUND_QUEUED"
    REFUND_SENT = "REFUND_SENT"
    CONFIRMED = "CONFIRMED"
    FAILED = "FAILED"


class RefundStep(StrEnum):
    """What can happen to a refund."""

    SEND = "send"
    CONFIRM = "confirm"
    FAIL = "fail"
    RETRY = "retry"


# fmt: off
_F, _G = RefundState, RefundStep
REFUND = Lifecycle(
    name="refund", start=_F.REFUND_QUEUED, ends={_F.CONFIRMED},
    rows=(
        # in state          on step      becomes           because
        (_F.REFUND_QUEUED,  _G.SEND,     _F.REFUND_SENT,   "told to the channel"),
        (_F.REFUND_SENT,    _G.CONFIRM,  _F.CONFIRMED,     "the channel paid it back"),
        (_F.REFUND_SENT,    _G.FAIL,     _F.FAILED,        "the channel could not"),
        (_F.FAILED,         _G.RETRY,    _F.REFUND_QUEUED, "the service desk tries again"),
    ),
)
# fmt: on
