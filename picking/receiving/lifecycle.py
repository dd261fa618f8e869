"""The life of a delivery, from its notice to the last piece in a bin."""

from enum import StrEnum

from picking.foundation.lifecycle import Lifecycle


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    EXPECTED = "EXPECTED"
    RECEIVING = "RECEIVING"
    RECEIVED = "RECEIVED"
    PUT_AWAY = "PUT_AWAY"
    CANCELED = "CANCELED"


class DeliveryStep(StrEnum):
    """What can happen to a delivery."""

    CHANGE = "change"
    ARRIVE = "arrive"
    FINISH = "finish"
    PUT_AWAY = "put_away"
    CANCEL = "cancel"


# fmt: off
_D, _S = DeliveryState, DeliveryStep
DELIVERY = Lifecycle(
    name="delivery", start=_D.EXPECTED, ends={_D.PUT_AWAY, _D.CANCELED},
    rows=(
        # in state       on step        becomes        because
        (_D.EXPECTED,    _S.CHANGE,     _D.EXPECTED,   "its sender told it anew"),
        (_D.EXPECTED,    _S.ARRIVE,     _D.RECEIVING,  "somebody began to take it in"),
        (_D.EXPECTED,    _S.CANCEL,     _D.CANCELED,   "it does not come"),
        (_D.RECEIVING,   _S.FINISH,     _D.RECEIVED,   "all is taken in, every difference has its reason"),
        (_D.RECEIVED,    _S.PUT_AWAY,   _D.PUT_AWAY,   "nothing of it is left in the bay"),
    ),
)
# fmt: on
