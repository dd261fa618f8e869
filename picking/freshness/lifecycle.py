"""The life of a markdown, and the round of a store's day as its fresh goods see it."""

from datetime import timedelta
from enum import StrEnum

from picking.foundation.lifecycle import Lifecycle


class MarkdownState(StrEnum):
    """Where a markdown stands."""

    PROPOSED = "PROPOSED"
    RUNNING = "RUNNING"
    ENDED = "ENDED"
    REFUSED = "REFUSED"
    LAPSED = "LAPSED"


class MarkdownStep(StrEnum):
    """What can happen to a markdown."""

    APPROVE = "approve"
    REFUSE = "refuse"
    LAPSE = "lapse"
    WITHDRAW = "withdraw"
    END = "end"


# fmt: off
_M, _S = MarkdownState, MarkdownStep
MARKDOWN = Lifecycle(
    name="markdown", start=_M.PROPOSED, ends={_M.ENDED, _M.REFUSED, _M.LAPSED},
    rows=(
        # in state      on step       becomes       because
        (_M.PROPOSED,   _S.APPROVE,   _M.RUNNING,   "a lead says yes, or the store marks down by itself"),
        (_M.PROPOSED,   _S.REFUSE,    _M.REFUSED,   "a lead says no"),
        (_M.PROPOSED,   _S.LAPSE,     _M.LAPSED,    "nobody decided while it was worth anything"),
        (_M.RUNNING,    _S.WITHDRAW,  _M.ENDED,     "a lead takes it back, or the goods are gone"),
        (_M.RUNNING,    _S.END,       _M.ENDED,     "its time is over"),
    ),
    patience={_M.PROPOSED: (timedelta(days=1), _S.LAPSE), _M.RUNNING: (timedelta(days=1), _S.END)},
)
# fmt: on


class FreshDayState(StrEnum):
    """Which part of the day it is for fresh goods."""

    SELLING = "SELLING"
    MARKED_DOWN = "MARKED_DOWN"
    CLEARING = "CLEARING"


class FreshDayStep(StrEnum):
    """What the clock does to fresh goods."""

    MARK_DOWN = "mark_down"
    CLEAR_OUT = "clear_out"
    OPEN = "open"
    CHANGE = "change"


# fmt: off
_D, _T = FreshDayState, FreshDayStep
FRESH_DAY = Lifecycle(
    name="fresh day", start=_D.SELLING, ends=frozenset(),
    rows=(
        # in state         on step         becomes           because
        (_D.SELLING,       _T.MARK_DOWN,   _D.MARKED_DOWN,   "the evening: what is sold only today gets cheaper"),
        (_D.MARKED_DOWN,   _T.CLEAR_OUT,   _D.CLEARING,      "closing: what cannot be sold tomorrow is taken off"),
        (_D.CLEARING,      _T.OPEN,        _D.SELLING,       "the morning: what is near its end is looked for"),
        (_D.SELLING,       _T.CHANGE,      _D.SELLING,       "its hours are written anew"),
        (_D.MARKED_DOWN,   _T.CHANGE,      _D.MARKED_DOWN,   "its hours are written anew"),
        (_D.CLEARING,      _T.CHANGE,      _D.CLEARING,      "its hours are written anew"),
    ),
    patience={
        _D.SELLING: (timedelta(hours=12), _T.MARK_DOWN),
        _D.MARKED_DOWN: (timedelta(hours=2), _T.CLEAR_OUT),
        _D.CLEARING: (timedelta(hours=9), _T.OPEN),
    },
)
# fmt: on
