"""The lives of a device, a session at a stall's screen, and a print job."""

from datetime import timedelta
from enum import StrEnum

from picking.foundation.lifecycle import PREVIOUS, Lifecycle


class DeviceState(StrEnum):
    """Where a device stands."""

    PROVISIONED = "PROVISIONED"
    ONLINE = "ONLINE"
    IN_USE = "IN_USE"
    DEGRADED = "DEGRADED"
    OFFLINE = "OFFLINE"
    LOST = "LOST"
    RETIRED = "RETIRED"


class DeviceStep(StrEnum):
    """What can happen to a device."""

    HELLO = "hello"
    BADGE_ON = "badge_on"
    BADGE_OFF = "badge_off"
    WEAKEN = "weaken"
    CURE = "cure"
    VANISH = "vanish"
    REPORT_LOST = "report_lost"
    FIND = "find"
    RETIRE = "retire"


# fmt: off
_D, _S = DeviceState, DeviceStep
_LIVE = (_D.ONLINE, _D.IN_USE, _D.DEGRADED)
DEVICE = Lifecycle(
    name="device", start=_D.PROVISIONED, ends={_D.RETIRED},
    rows=(
        # in state                          on step         becomes         because
        ((_D.PROVISIONED, _D.OFFLINE),      _S.HELLO,       _D.ONLINE,      "it reports itself"),
        (_D.ONLINE,                         _S.BADGE_ON,    _D.IN_USE,      "somebody signed in at it"),
        (_D.DEGRADED,                       _S.BADGE_ON,    _D.DEGRADED,    "weak, but it works"),
        (_D.DEGRADED,                       _S.BADGE_OFF,   _D.DEGRADED,    "signed out; still weak"),
        (_D.IN_USE,                         _S.BADGE_OFF,   _D.ONLINE,      "signed out, or another person took over"),
        ((_D.ONLINE, _D.IN_USE),            _S.WEAKEN,      _D.DEGRADED,    "works, but something is wrong"),
        (_D.DEGRADED,                       _S.CURE,        PREVIOUS,       "right again"),
        (_LIVE,                             _S.VANISH,      _D.OFFLINE,     "last will or silence"),
        ((*_LIVE, _D.PROVISIONED, _D.OFFLINE), _S.REPORT_LOST, _D.LOST,     "somebody misses it: credentials revoked"),
        (_D.LOST,                           _S.FIND,        _D.PROVISIONED, "found again: enrol it anew"),
        ((_D.PROVISIONED, _D.ONLINE, _D.DEGRADED, _D.OFFLINE, _D.LOST), _S.RETIRE, _D.RETIRED, "out of service"),
    ),
)
# fmt: on


LIVE = (DeviceState.ONLINE, DeviceState.IN_USE, DeviceState.DEGRADED)
OUT_OF_SERVICE = (DeviceState.LOST, DeviceState.RETIRED)


class StationSessionState(StrEnum):
    """Where a stall screen's session stands."""

    OPEN = "OPEN"
    TAKEOVER_PENDING = "TAKEOVER_PENDING"
    LOCKED = "LOCKED"
    CLOSED = "CLOSED"


class StationSessionStep(StrEnum):
    """What can happen to a stall screen's session."""

    ASK_TAKEOVER = "ask_takeover"
    REFUSE = "refuse"
    HAND_OVER = "hand_over"
    IDLE = "idle"
    CONTINUE = "continue"
    CLOSE = "close"


# fmt: off
_N, _T = StationSessionState, StationSessionStep
STATION_SESSION = Lifecycle(
    name="station session", start=_N.OPEN, ends={_N.CLOSED},
    rows=(
        # in state                on step            becomes              because
        (_N.OPEN,                 _T.ASK_TAKEOVER,   _N.TAKEOVER_PENDING, "somebody else wants the stall"),
        (_N.TAKEOVER_PENDING,     _T.REFUSE,         _N.OPEN,             "not now"),
        (_N.TAKEOVER_PENDING,     _T.HAND_OVER,      _N.CLOSED,           "both agreed, or a lead: the other session opens"),
        (_N.OPEN,                 _T.IDLE,           _N.LOCKED,           "nobody touched it: badge to go on"),
        (_N.LOCKED,               _T.CONTINUE,       _N.OPEN,             "the same person is back"),
        ((_N.OPEN, _N.LOCKED, _N.TAKEOVER_PENDING), _T.CLOSE, _N.CLOSED,  "signed out"),
    ),
    patience={_N.OPEN: (timedelta(hours=4), _T.IDLE)},
)
# fmt: on


class PrintJobState(StrEnum):
    """Where a print job stands."""

    QUEUED = "QUEUED"
    SENT = "SENT"
    BLOCKED = "BLOCKED"
    HELD = "HELD"
    UNCERTAIN = "UNCERTAIN"
    PRINTED = "PRINTED"
    DROPPED = "DROPPED"


class PrintJobStep(StrEnum):
    """What can happen to a print job."""

    SEND = "send"
    REPORT_DONE = "report_done"
    BLOCK = "block"
    UNBLOCK = "unblock"
    HOLD = "hold"
    RESUME = "resume"
    REROUTE = "reroute"
    TIME_OUT = "time_out"
    CONFIRM = "confirm"
    RETRY = "retry"
    DROP = "drop"


# fmt: off
_J, _P = PrintJobState, PrintJobStep
PRINT_JOB = Lifecycle(
    name="print job", start=_J.QUEUED, ends={_J.PRINTED, _J.DROPPED},
    rows=(
        # in state                              on step          becomes        because
        (_J.QUEUED,                             _P.SEND,         _J.SENT,       "on its way to the printer"),
        (_J.SENT,                               _P.REPORT_DONE,  _J.PRINTED,    "the printer said so"),
        ((_J.QUEUED, _J.SENT),                  _P.BLOCK,        _J.BLOCKED,    "paper out, cover open or offline: surely not printed"),
        (_J.BLOCKED,                            _P.UNBLOCK,      _J.QUEUED,     "the printer is well again"),
        ((_J.QUEUED, _J.BLOCKED),               _P.HOLD,         _J.HELD,       "a person wants it later: no printer takes it meanwhile"),
        (_J.HELD,                               _P.RESUME,       _J.QUEUED,     "a person wants it now"),
        ((_J.BLOCKED, _J.QUEUED),               _P.REROUTE,      _J.QUEUED,     "the backup printer takes it"),
        (_J.SENT,                               _P.TIME_OUT,     _J.UNCERTAIN,  "no word: perhaps it is on paper"),
        (_J.UNCERTAIN,                          _P.REPORT_DONE,  _J.PRINTED,    "the word came late"),
        (_J.UNCERTAIN,                          _P.BLOCK,        _J.BLOCKED,    "the word came late: it was not printed"),
        (_J.UNCERTAIN,                          _P.CONFIRM,      _J.PRINTED,    "a person has it in hand"),
        (_J.UNCERTAIN,                          _P.RETRY,        _J.QUEUED,     "a person saw no paper"),
        ((_J.QUEUED, _J.BLOCKED, _J.HELD, _J.UNCERTAIN), _P.DROP, _J.DROPPED,    "no longer needed"),
    ),
    patience={
        _J.SENT: (timedelta(seconds=20), _P.TIME_OUT),
        _J.BLOCKED: (timedelta(seconds=20), _P.REROUTE),
    },
)
# fmt: on
