"""The life of a reservation, from lock to out of the door or back in the bin."""

from enum import StrEnum

from picking.foundation.lifecycle import Lifecycle


class ReservationState(StrEnum):
    """Where reserved stock stands."""

    LOCKED = "LOCKED"
    COMMITTED = "COMMITTED"
    ALLOCATED = "ALLOCATED"
    CONSUMED = "CONSUMED"
    OUT = "OUT"
    RELEASED = "RELEASED"
    RESTOCKED = "RESTOCKED"
    DAMAGED = "DAMAGED"


class ReservationStep(StrEnum):
    """What can happen to reserved stock."""

    EXTEND = "extend"
    EXPIRE = "expire"
    COMMIT = "commit"
    ALLOCATE = "allocate"
    CONSUME = "consume"
    HAND_OVER = "hand_over"
    RELEASE = "release"
    RESTOCK = "restock"
    DAMAGE = "damage"


# fmt: off
_R, _S = ReservationState, ReservationStep
RESERVATION = Lifecycle(
    name="reservation", start=_R.LOCKED,
    ends={_R.OUT, _R.RELEASED, _R.RESTOCKED, _R.DAMAGED},
    rows=(
        # in state                       on step        becomes        because
        (_R.LOCKED,                      _S.EXTEND,     _R.LOCKED,     "a payment is on its way"),
        (_R.LOCKED,                      _S.EXPIRE,     _R.RELEASED,   "nobody paid in time"),
        (_R.LOCKED,                      _S.COMMIT,     _R.COMMITTED,  "paid, or deducted at payment"),
        (_R.COMMITTED,                   _S.ALLOCATE,   _R.ALLOCATED,  "bins chosen, first expiry first"),
        (_R.ALLOCATED,                   _S.ALLOCATE,   _R.ALLOCATED,  "the bin was empty: another one"),
        (_R.ALLOCATED,                   _S.CONSUME,    _R.CONSUMED,   "all of it taken or found missing"),
        ((_R.LOCKED, _R.COMMITTED, _R.ALLOCATED), _S.RELEASE, _R.RELEASED, "cancelled before it was taken"),
        (_R.CONSUMED,                    _S.ALLOCATE,   _R.ALLOCATED,  "taken back out of the basket by a lead"),
        (_R.CONSUMED,                    _S.HAND_OVER,  _R.OUT,        "the rider or customer has it"),
        (_R.CONSUMED,                    _S.RELEASE,    _R.RELEASED,   "all of it was missing"),
        (_R.CONSUMED,                    _S.RESTOCK,    _R.RESTOCKED,  "put back into a bin"),
        (_R.CONSUMED,                    _S.DAMAGE,     _R.DAMAGED,    "written off on the way back"),
    ),
)
# fmt: on
