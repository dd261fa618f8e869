"""Displays: an item stands at a second place for a while, and its goods come and go by themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.floor.model import BinKind, Store
from picking.floor.queries import bin_of
from picking.foundation.refusals import Refusal, invalid, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing.commands.sending_back import wish_back
from picking.replenishing.commands.wishing import call_off, wish
from picking.replenishing.lifecycle import DisplayState, DisplayStep
from picking.replenishing.model import Cause, Display
from picking.replenishing.queries import free_in
from picking.stock.queries import bin_contents

BUILT_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True)
class DisplayDraft:
    """A display as it is written: so much of an item in a face, from one time to another."""

    bin_id: str
    sku: str
    quantity: int
    begins_at: datetime
    ends_at: datetime


def plan_display(work: UnitOfWork, draft: DisplayDraft) -> Display:
    """Keep a display that goes up and comes down by itself; refuses a second of the same goods at the same place."""
    work.by.require("counts", "settings")
    _check(work, draft)
    display = work.add(
        Display(
            id=work.ids.new(), store_id=work.by.store_id, bin_id=draft.bin_id, sku=draft.sku, quantity=draft.quantity,
            begins_at=draft.begins_at, ends_at=draft.ends_at,
        )
    )  # fmt: skip
    display.deadline_at = draft.begins_at
    work.session.flush()
    return display


def end_display(work: UnitOfWork, display_id: str) -> Display:
    """Take a display down now, or do not build it."""
    work.by.require("counts", "settings")
    display = work.find(Display, display_id, lock=True)
    if display is None or display.store_id != work.by.store_id:
        raise unknown("Display", display_id)
    if display.state is DisplayState.PLANNED:
        work.step(display, DisplayStep.CANCEL)
    else:
        take_down(work, display)
    return display


def build_up(work: UnitOfWork, display: Display) -> None:
    """Have goods brought to a display whose hour has come."""
    work.step(display, DisplayStep.BUILD, max(display.ends_at - work.now, timedelta()))
    lying = bin_contents(work.session, display.bin_id)
    missing = display.quantity - sum(share.quantity for share, _ in lying if share.sku == display.sku)
    if missing > 0:
        wish(work, display.bin_id, display.sku, missing, Cause.DISPLAY, work.now + BUILT_WITHIN)


def take_down(work: UnitOfWork, display: Display) -> None:
    """Have what is left of a display carried back behind; what orders hold stays until it is picked."""
    work.step(display, DisplayStep.TAKE_DOWN)
    call_off(work, display.bin_id, display.sku)
    today = work.get(Store, display.store_id).day(work.now)
    left = free_in(work.session, display.bin_id, display.sku, today)
    if left:
        wish_back(work, display.bin_id, display.sku, left, Cause.DISPLAY, work.now + BUILT_WITHIN)


def _check(work: UnitOfWork, draft: DisplayDraft) -> None:
    if bin_of(work.session, work.by.store_id, draft.bin_id).kind is not BinKind.FACE:
        raise invalid("bin", f"{draft.bin_id} is no face")
    work.get(Item, draft.sku)
    if draft.quantity <= 0:
        raise Refusal("quantity_zero")
    if draft.ends_at <= max(draft.begins_at, work.now):
        raise invalid("ends_at", "must be after its beginning, and to come")
    open_ones = (DisplayState.PLANNED, DisplayState.UP)
    same = select(Display.id).where(
        Display.bin_id == draft.bin_id, Display.sku == draft.sku, Display.state.in_(open_ones)
    )
    if work.session.scalars(same).first() is not None:
        raise Refusal("display_stands", bin=draft.bin_id, sku=draft.sku)
