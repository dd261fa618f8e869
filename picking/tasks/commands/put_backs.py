"""Reverse pick: the picked goods of a cancelled order go back by bin scan or are written off; the count must close."""

from datetime import timedelta

from sqlalchemy import select

from picking.floor.model import Zone
from picking.floor.queries import bin_of
from picking.foundation.kinds import TemperatureClass
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock
from picking.stock.queries import bin_contents
from picking.tasks.commands.reversing import cold_left, forget_the_cold, tell_put_back
from picking.tasks.lifecycle import PutBackLineState, PutBackLineStep, PutBackState, PutBackStep
from picking.tasks.model import PutBack, PutBackLine
from picking.tasks.skills import at_work

OPEN_LINES = (PutBackLineState.TO_RETURN, PutBackLineState.CHECKED)


def start_put_back(work: UnitOfWork, put_back_id: str, where: str | None = None) -> PutBack:
    """Begin with the basket or slot in hand; another one's code is refused."""
    put_back = work.get(PutBack, put_back_id, lock=True)
    work.by.require("put_back")
    if where is not None and where != put_back.where:
        raise Refusal("put_back_elsewhere", where=where, right=put_back.where)
    if work.by.person_id is not None:
        at_work(work, work.by.person_id)
    _step(work, put_back, PutBackStep.START)
    put_back.person_id = work.by.person_id
    return put_back


def give_back_put_back(work: UnitOfWork, put_back_id: str) -> PutBack:
    """Let somebody else go on with a put-back."""
    put_back = work.get(PutBack, put_back_id, lock=True)
    _check_holder(work, put_back)
    _step(work, put_back, PutBackStep.GIVE_BACK)
    put_back.person_id = None
    return put_back


def check_line(work: UnitOfWork, line_id: str, *, ok: bool = True, reason: str = "") -> PutBackLine:
    """Look at goods before they go back: good, or written off for a reason. What thawed is waste whatever one says."""
    line, _ = _open_line(work, line_id)
    if _is_too_warm(work, line):
        return cold_timeout(work, line_id)
    if not ok:
        return damage_line(work, line_id, reason)
    work.step(line, PutBackLineStep.CHECK, patience=cold_left(work, line))
    forget_the_cold(line)
    return line


def put_line_back(work: UnitOfWork, line_id: str, bin_id: str, quantity: int | None = None) -> PutBackLine:
    """Scan goods into a bin: one that holds the item or is free, in the same cold; stock grows with the scan.

    With less than all a line of its own goes back. Refuses more than was picked: surplus is a find of its own.
    """
    line, put_back = _open_line(work, line_id)
    if _is_too_warm(work, line):
        return cold_timeout(work, line_id)
    if line.state is PutBackLineState.TO_RETURN:
        raise Refusal("look_first", line=line_id)
    _check_bin(work, line, bin_id)
    part = _part(work, line, quantity)
    stock.put_back(work, part.sku, part.lot_id, part.quantity, part.from_place, bin_id, part.order_id)
    part.bin_id = bin_id
    work.step(part, PutBackLineStep.PUT_BACK, bin=bin_id, quantity=part.quantity)
    _complete(work, put_back)
    return part


def damage_line(work: UnitOfWork, line_id: str, reason: str, quantity: int | None = None) -> PutBackLine:
    """Write goods off for a reason."""
    if not reason.strip():
        raise invalid("reason", "what is written off needs a reason")
    line, put_back = _open_line(work, line_id)
    return _write_off(work, put_back, _part(work, line, quantity), PutBackLineStep.DAMAGE, reason)


def cold_timeout(work: UnitOfWork, line_id: str) -> PutBackLine:
    """Write off frozen goods that were out of the cold too long."""
    line = work.get(PutBackLine, line_id, lock=True)
    put_back = work.get(PutBack, line.put_back_id, lock=True)
    return _write_off(work, put_back, line, PutBackLineStep.TOO_WARM, "too_warm")


def end_cold(work: UnitOfWork, line: PutBackLine) -> None:
    """End the time frozen goods may lie outside."""
    cold_timeout(work, line.id)


def _open_line(work: UnitOfWork, line_id: str) -> tuple[PutBackLine, PutBack]:
    work.by.require("put_back")
    line = work.get(PutBackLine, line_id)
    put_back = work.get(PutBack, line.put_back_id, lock=True)
    line = work.get(PutBackLine, line_id, lock=True)
    if line.state not in OPEN_LINES:
        raise Refusal("put_back_line_done", state=str(line.state))
    if put_back.state is not PutBackState.IN_PROGRESS:
        raise Refusal("put_back_not_started", where=put_back.where)
    _check_holder(work, put_back)
    return line, put_back


def _check_holder(work: UnitOfWork, put_back: PutBack) -> None:
    if not work.by.is_system and put_back.person_id not in (None, work.by.person_id):
        raise Refusal("put_back_of_other")


def _check_bin(work: UnitOfWork, line: PutBackLine, bin_id: str) -> None:
    if bin_id == line.bin_id:
        return
    place = bin_of(work.session, line.store_id, bin_id)
    zone = work.get(Zone, place.zone_id) if place.zone_id else None
    lying = {share.sku for share, _ in bin_contents(work.session, bin_id)}
    fits = zone is not None and zone.temperature_class is line.temperature_class and not place.blocked
    if not fits or (lying and line.sku not in lying):
        raise Refusal("bin_does_not_fit", bin=bin_id, right=line.bin_id)


def _part(work: UnitOfWork, line: PutBackLine, quantity: int | None) -> PutBackLine:
    """Give the line itself, or so much of it as a line of its own."""
    if quantity is None or quantity == line.quantity:
        return line
    if quantity <= 0:
        raise Refusal("quantity_zero")
    if quantity > line.quantity:
        raise Refusal("put_back_surplus", asked=quantity, planned=line.quantity)
    part = work.add(
        PutBackLine(
            id=work.ids.new(), store_id=line.store_id, order_id=line.order_id, put_back_id=line.put_back_id,
            pick_line_id=line.pick_line_id, sku=line.sku, lot_id=line.lot_id, unit=line.unit, quantity=quantity,
            from_place=line.from_place, bin_id=line.bin_id, out_since=line.out_since, rank=line.rank,
            temperature_class=line.temperature_class,
        )
    )  # fmt: skip
    if line.state is PutBackLineState.CHECKED:
        work.step(part, PutBackLineStep.CHECK)
    line.quantity -= quantity
    work.session.flush()
    return part


def _write_off(
    work: UnitOfWork, put_back: PutBack, line: PutBackLine, step: PutBackLineStep, reason: str
) -> PutBackLine:
    stock.write_off(work, line.sku, line.lot_id, line.quantity, line.from_place, reason[:40], line.order_id)
    line.reason = reason
    work.step(line, step, reason=reason, quantity=line.quantity)
    _complete(work, put_back)
    return line


def _complete(work: UnitOfWork, put_back: PutBack) -> None:
    """Close the count with the last line: every one of them is back in a bin or written off."""
    work.session.flush()
    rows = select(PutBackLine.id).where(PutBackLine.put_back_id == put_back.id, PutBackLine.state.in_(OPEN_LINES))
    if work.session.scalars(rows.limit(1)).first() is not None:
        return
    if put_back.state is PutBackState.NEW:  # all of it thawed before anybody came
        work.step(put_back, PutBackStep.START)
    _step(work, put_back, PutBackStep.COMPLETE)


def _is_too_warm(work: UnitOfWork, line: PutBackLine) -> bool:
    return line.temperature_class is TemperatureClass.FROZEN and cold_left(work, line) <= timedelta(0)


def _step(work: UnitOfWork, put_back: PutBack, step: PutBackStep) -> None:
    work.step(put_back, step)
    tell_put_back(work, put_back)
