"""What can be done about freshness; everything outside this folder calls these names."""

from picking.freshness.commands.marking_down import (
    approve_markdown,
    end_markdown,
    lapse_markdown,
    propose_markdowns,
    refuse_markdown,
    withdraw_markdown,
)
from picking.freshness.commands.the_day import (
    FreshDayDraft,
    clear_the_shelves,
    keep_day,
    mark_down_the_day,
    open_the_day,
)
from picking.freshness.commands.writing_off import check_photo, keep_photo, needs_photo, write_off

__all__ = [
    "FreshDayDraft",
    "approve_markdown",
    "check_photo",
    "clear_the_shelves",
    "end_markdown",
    "keep_day",
    "keep_photo",
    "lapse_markdown",
    "mark_down_the_day",
    "needs_photo",
    "open_the_day",
    "propose_markdowns",
    "refuse_markdown",
    "withdraw_markdown",
    "write_off",
]
