"""The lives of a pick task, a pick line, a put-back with its lines, and a floor task."""

from datetime import timedelta
from enum import StrEnum

from picking.foundation.lifecycle import PREVIOUS, Lifecycle


class PickTaskState(StrEnum):
    """Where a pick task stands."""

    CREATED = "CREATED"
    AVAILABLE = "AVAILABLE"
    OFFERED = "OFFERED"
    ASSIGNED = "ASSIGNED"
    IN_PROGRESS = "IN_PROGRESS"
    PARKED = "PARKED"
    PICKED = "PICKED"
    PACKING = "PACKING"
    PUT_AWAY = "PUT_AWAY"
    STOPPED = "STOPPED"
    EMPTY = "EMPTY"
    CANCELLED = "CANCELLED"


class PickTaskStep(StrEnum):
    """What can happen to a pick task."""

    RELEASE = "release"
    OFFER = "offer"
    TAKE = "take"
    DECLINE = "decline"
    TIME_OUT = "time_out"
    PULL = "pull"
    JOIN = "join"
    START = "start"
    GIVE_BACK = "give_back"
    TAKE_OVER = "take_over"
    FALL_SILENT = "fall_silent"
    PARK = "park"
    WAKE = "wake"
    FINISH_LINES = "finish_lines"
    FIND_EMPTY = "find_empty"
    UNPICK = "unpick"
    PACK = "pack"
    PUT_AWAY = "put_away"
    STOP = "stop"
    CONFIRM_STOP = "confirm_stop"
    WITHDRAW_STOP = "withdraw_stop"
    CANCEL = "cancel"


# fmt: off
_T, _S = PickTaskState, PickTaskStep
_IN_HAND = (_T.ASSIGNED, _T.IN_PROGRESS, _T.PICKED, _T.PACKING)
_TO_PICK = (_T.CREATED, _T.AVAILABLE, _T.OFFERED, _T.ASSIGNED, _T.IN_PROGRESS, _T.PARKED)
_OPEN = (*_TO_PICK, _T.PICKED, _T.PACKING)
PICK_TASK = Lifecycle(
    name="pick task", start=_T.CREATED, ends={_T.EMPTY, _T.CANCELLED},
    rows=(
        # in state                          on step           becomes          because
        (_T.CREATED,                        _S.RELEASE,       _T.AVAILABLE,    "its time has come: its goods keep until the meeting"),
        (_T.AVAILABLE,                      _S.OFFER,         _T.OFFERED,      "the best person is asked"),
        (_T.OFFERED,                        _S.TAKE,          _T.ASSIGNED,     "yes: the picker's clock starts"),
        (_T.OFFERED,                        _S.DECLINE,       _T.AVAILABLE,    "no: somebody else"),
        (_T.OFFERED,                        _S.TIME_OUT,      _T.AVAILABLE,    "no answer: somebody else"),
        (_T.AVAILABLE,                      _S.PULL,          _T.ASSIGNED,     "somebody asked for work"),
        (_T.AVAILABLE,                      _S.JOIN,          _T.ASSIGNED,     "a walk somebody is on has room for it"),
        (_T.ASSIGNED,                       _S.START,         _T.IN_PROGRESS,  "basket scanned"),
        (_IN_HAND,                          _S.GIVE_BACK,     _T.AVAILABLE,    "given back: what is picked stays picked"),
        (_IN_HAND,                          _S.TAKE_OVER,     _T.ASSIGNED,     "both agreed, or a lead: another person"),
        (_IN_HAND,                          _S.FALL_SILENT,   _T.AVAILABLE,    "the device is silent: the next person sees the basket"),
        (_T.IN_PROGRESS,                    _S.PARK,          _T.PARKED,       "only parked lines are left: the picker is free"),
        (_T.PARKED,                         _S.WAKE,          _T.AVAILABLE,    "the line was answered or the goods came"),
        (_T.IN_PROGRESS,                    _S.FINISH_LINES,  _T.PICKED,       "every line decided, none unverified"),
        (_TO_PICK,                          _S.FIND_EMPTY,    _T.EMPTY,        "every line was short: nothing to pack"),
        ((_T.PICKED, _T.PACKING, _T.PUT_AWAY), _S.UNPICK,     _T.IN_PROGRESS,  "a lead took a line back"),
        (_T.PICKED,                         _S.PACK,          _T.PACKING,      "first bag opened"),
        (_T.PACKING,                        _S.PUT_AWAY,      _T.PUT_AWAY,     "last bag scanned into the slot"),
        (_OPEN,                             _S.STOP,          _T.STOPPED,      "the order is to be cancelled"),
        (_T.STOPPED,                        _S.CONFIRM_STOP,  _T.CANCELLED,    "the holder has stopped"),
        (_T.STOPPED,                        _S.WITHDRAW_STOP, PREVIOUS,        "the order goes on"),
        (_T.PUT_AWAY,                       _S.CANCEL,        _T.CANCELLED,    "cancelled after it was in the slot"),
    ),
    patience={_T.CREATED: (timedelta(0), _S.RELEASE), _T.OFFERED: (timedelta(seconds=15), _S.TIME_OUT)},
)
# fmt: on


class PickLineState(StrEnum):
    """Where a pick line stands."""

    OPEN = "OPEN"
    AT_BIN = "AT_BIN"
    PARTIAL = "PARTIAL"
    PICKED = "PICKED"
    UNVERIFIED = "UNVERIFIED"
    WEIGHED = "WEIGHED"
    PARKED = "PARKED"
    SHORT_REPORTED = "SHORT_REPORTED"
    SUB_PROPOSED = "SUB_PROPOSED"
    SUBSTITUTED = "SUBSTITUTED"
    SHORT = "SHORT"
    VOID = "VOID"
    REVERSED = "REVERSED"


class PickLineStep(StrEnum):
    """What can happen to a pick line."""

    REACH_BIN = "reach_bin"
    TAKE_SOME = "take_some"
    TAKE_ALL = "take_all"
    TAKE_UNVERIFIED = "take_unverified"
    VERIFY = "verify"
    WEIGH = "weigh"
    PARK = "park"
    FIND = "find"
    SEARCH_TIME_OUT = "search_time_out"
    REPORT_SHORT = "report_short"
    MOVE_BIN = "move_bin"
    ASK_CUSTOMER = "ask_customer"
    ANSWER_TIME_OUT = "answer_time_out"
    SUBSTITUTE = "substitute"
    ACCEPT_SHORT = "accept_short"
    UNPICK = "unpick"
    VOID = "void"
    REVERSE = "reverse"


# fmt: off
_L, _P = PickLineState, PickLineStep
_TO_TAKE = (_L.OPEN, _L.AT_BIN, _L.PARTIAL)
_NOTHING_TAKEN = (_L.OPEN, _L.AT_BIN)  # of a partial line the rest becomes a line of its own before it may go missing
PICK_LINE = Lifecycle(
    name="pick line", start=_L.OPEN, ends={_L.SUBSTITUTED, _L.SHORT, _L.VOID, _L.REVERSED},
    rows=(
        # in state                             on step              becomes            because
        (_NOTHING_TAKEN,                       _P.REACH_BIN,        _L.AT_BIN,         "the right bin was scanned"),
        (_TO_TAKE,                             _P.TAKE_SOME,        _L.PARTIAL,        "some of it is in the basket"),
        (_TO_TAKE,                             _P.TAKE_ALL,         _L.PICKED,         "all of it is in the basket"),
        (_TO_TAKE,                             _P.TAKE_UNVERIFIED,  _L.UNVERIFIED,     "the code was typed: scan it before the seal"),
        (_L.UNVERIFIED,                        _P.VERIFY,           _L.PICKED,         "scanned after all"),
        (_TO_TAKE,                             _P.WEIGH,            _L.WEIGHED,        "its weight is known"),
        (_NOTHING_TAKEN,                       _P.PARK,             _L.PARKED,         "cannot be found now: nobody's fault"),
        (_L.PARKED,                            _P.FIND,             _L.OPEN,           "found, or the goods came"),
        (_L.PARKED,                            _P.SEARCH_TIME_OUT,  _L.SHORT_REPORTED, "nobody found it in time"),
        ((*_NOTHING_TAKEN, _L.PARKED),         _P.REPORT_SHORT,     _L.SHORT_REPORTED, "not there, for a reason"),
        ((*_NOTHING_TAKEN, _L.PARKED),         _P.MOVE_BIN,         _L.OPEN,           "the second bin has it"),
        (_L.SHORT_REPORTED,                    _P.ASK_CUSTOMER,     _L.SUB_PROPOSED,   "the customer wants to be asked"),
        (_L.SUB_PROPOSED,                      _P.ANSWER_TIME_OUT,  _L.SHORT_REPORTED, "no answer: by the rule"),
        ((_L.SHORT_REPORTED, _L.SUB_PROPOSED), _P.SUBSTITUTE,       _L.SUBSTITUTED,    "another line takes its place"),
        ((_L.SHORT_REPORTED, _L.SUB_PROPOSED), _P.ACCEPT_SHORT,     _L.SHORT,          "left out and refunded"),
        ((_L.PICKED, _L.WEIGHED, _L.UNVERIFIED), _P.UNPICK,         _L.OPEN,           "a lead took it back"),
        ((*_NOTHING_TAKEN, _L.PARKED, _L.SHORT_REPORTED, _L.SUB_PROPOSED), _P.VOID, _L.VOID, "cancelled, nothing to put back"),
        ((_L.PARTIAL, _L.PICKED, _L.WEIGHED, _L.UNVERIFIED), _P.REVERSE, _L.REVERSED,  "cancelled: put back from the basket"),
    ),
    patience={
        _L.PARKED: (timedelta(minutes=6), _P.SEARCH_TIME_OUT),
        _L.SUB_PROPOSED: (timedelta(minutes=3), _P.ANSWER_TIME_OUT),
    },
)
# fmt: on


class PutBackState(StrEnum):
    """Where a put-back (reverse pick) stands."""

    NEW = "NEW"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"


class PutBackStep(StrEnum):
    """What can happen to a put-back."""

    START = "start"
    GIVE_BACK = "give_back"
    COMPLETE = "complete"
    CANCEL = "cancel"


# fmt: off
_B, _C = PutBackState, PutBackStep
PUT_BACK = Lifecycle(
    name="put-back", start=_B.NEW, ends={_B.COMPLETED, _B.CANCELED},
    rows=(
        # in state        on step        becomes          because
        (_B.NEW,          _C.START,      _B.IN_PROGRESS,  "basket or bag scanned"),
        (_B.IN_PROGRESS,  _C.GIVE_BACK,  _B.NEW,          "somebody else goes on"),
        (_B.IN_PROGRESS,  _C.COMPLETE,   _B.COMPLETED,    "put back and damaged make what was picked"),
        (_B.NEW,          _C.CANCEL,     _B.CANCELED,     "nothing was left to put back"),
    ),
)
# fmt: on


class PutBackLineState(StrEnum):
    """Where a put-back's line stands."""

    TO_RETURN = "TO_RETURN"
    CHECKED = "CHECKED"
    PUT_BACK = "PUT_BACK"
    DAMAGED = "DAMAGED"
    COLD_TIMEOUT = "COLD_TIMEOUT"


class PutBackLineStep(StrEnum):
    """What can happen to a put-back's line."""

    CHECK = "check"
    PUT_BACK = "put_back"
    DAMAGE = "damage"
    TOO_WARM = "too_warm"


# fmt: off
_K, _E = PutBackLineState, PutBackLineStep
PUT_BACK_LINE = Lifecycle(
    name="put-back line", start=_K.TO_RETURN, ends={_K.PUT_BACK, _K.DAMAGED, _K.COLD_TIMEOUT},
    rows=(
        # in state                     on step       becomes           because
        (_K.TO_RETURN,                 _E.CHECK,     _K.CHECKED,       "looked at: still good"),
        (_K.CHECKED,                   _E.PUT_BACK,  _K.PUT_BACK,      "scanned into a bin"),
        ((_K.TO_RETURN, _K.CHECKED),   _E.DAMAGE,    _K.DAMAGED,       "not sellable: written off with a reason"),
        ((_K.TO_RETURN, _K.CHECKED),   _E.TOO_WARM,  _K.COLD_TIMEOUT,  "out of the cold for too long"),
    ),
    # Only what is frozen waits in fear: the command that makes a line takes the deadline from all others.
    patience={
        _K.TO_RETURN: (timedelta(minutes=15), _E.TOO_WARM),
        _K.CHECKED: (timedelta(minutes=15), _E.TOO_WARM),
    },
)
# fmt: on


class FloorTaskState(StrEnum):
    """Where a floor task stands."""

    NEW = "NEW"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    CANCELED = "CANCELED"


class FloorTaskStep(StrEnum):
    """What can happen to a floor task."""

    TAKE = "take"
    GIVE_BACK = "give_back"
    FINISH = "finish"
    CANCEL = "cancel"


# fmt: off
_F, _G = FloorTaskState, FloorTaskStep
FLOOR_TASK = Lifecycle(
    name="floor task", start=_F.NEW, ends={_F.DONE, _F.CANCELED},
    rows=(
        # in state                     on step        becomes          because
        (_F.NEW,                       _G.TAKE,       _F.IN_PROGRESS,  "somebody goes"),
        (_F.IN_PROGRESS,               _G.GIVE_BACK,  _F.NEW,          "somebody else goes"),
        ((_F.NEW, _F.IN_PROGRESS),     _G.FINISH,     _F.DONE,         "done, by scan or answer"),
        ((_F.NEW, _F.IN_PROGRESS),     _G.CANCEL,     _F.CANCELED,     "no longer needed"),
    ),
)
# fmt: on
