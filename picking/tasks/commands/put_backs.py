"""Reverse pick: the picked goods of a cancelled order go back by bin scan or are written off; the count must close."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.floor.model import Bin, Zone
from picking.floor.queries import bin_of
from picking.foundation.kinds import TemperatureClass
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock
from picking.stock.model import IN_HAND
from picking.stock.queries import bin_contents
from picking.tasks.lifecycle import PickLineStep, PutBackLineState, PutBackLineStep, PutBackState, PutBackStep
from picking.tasks.model import PickLine, PutBack, PutBackLine
from picking.tasks.routing import places
from picking.tasks.skills import at_work

PUT_BACK_MINUTES_MAX = 30
OPEN_LINES = (PutBackLineState.TO_RETURN, PutBackLineState.CHECKED)
_COLDEST_FIRST = {TemperatureClass.FROZEN: 0, TemperatureClass.CHILLED: 1}
Held = dict[tuple[str, str, str], int]


def make_put_backs(
    work: UnitOfWork, order_id: str, lines: Sequence[PickLine], where: Mapping[str, str]
) -> list[PutBack]:
    """Make put-backs of picked lines, one for each basket or slot (`where` by task id) and zone; frozen goods first.

    What lies in whose hands is read from the ledger, so that the lots and places are the true ones.
    """
    held = stock.held(work, order_id)
    bins = {line.id: work.get(Bin, line.bin_id) for line in lines if line.bin_id}
    made: list[PutBack] = []
    for place, zone_id in sorted({(where[line.task_id], bins[line.id].zone_id or "") for line in lines}):
        mine = [line for line in lines if (where[line.task_id], bins[line.id].zone_id or "") == (place, zone_id)]
        made.append(_make(work, order_id, place, zone_id or None, mine, held))
    return made


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
    work.step(line, PutBackLineStep.CHECK, patience=_cold_left(work, line))
    _forget_the_cold(line)
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


def _make(
    work: UnitOfWork, order_id: str, where: str, zone_id: str | None, lines: Sequence[PickLine], held: Held
) -> PutBack:
    put_back = work.add(
        PutBack(
            id=work.ids.new(), store_id=work.by.store_id, order_id=order_id, zone_id=zone_id, where=where,
            due_at=work.now + timedelta(minutes=PUT_BACK_MINUTES_MAX),
        )
    )  # fmt: skip
    work.session.flush()
    for line in lines:
        _make_lines(work, put_back, line, held)
    _rank(work, put_back)
    _tell(work, put_back)
    return put_back


def _make_lines(work: UnitOfWork, put_back: PutBack, line: PickLine, held: Held) -> None:
    """Make a line for each lot and place the goods lie in, the line's own lot first."""
    out_since, wanted = line.state_since, line.picked
    work.step(line, PickLineStep.REVERSE)
    for key in sorted(held, key=lambda at: (at[1] != line.lot_id, at)):
        part = min(wanted, held[key]) if key[0] == line.sku else 0
        if part:
            held[key] -= part
            wanted -= part
            # What stands in a slot stands in its cold; what is in hand has been out since it was picked.
            since = out_since if key[2] == IN_HAND else work.now
            _add_line(work, put_back, line, lot_id=key[1], from_place=key[2], quantity=part, out_since=since)


def _add_line(
    work: UnitOfWork,
    put_back: PutBack,
    line: PickLine,
    *,
    lot_id: str,
    from_place: str,
    quantity: int,
    out_since: datetime,
) -> None:
    row = work.add(
        PutBackLine(
            id=work.ids.new(), store_id=line.store_id, order_id=line.order_id, put_back_id=put_back.id,
            pick_line_id=line.id, sku=line.sku, lot_id=lot_id, unit=line.unit, quantity=quantity,
            from_place=from_place, bin_id=line.bin_id, out_since=out_since,
            temperature_class=work.get(Item, line.sku).temperature_class,
        )
    )  # fmt: skip
    left = _cold_left(work, row)
    row.deadline_at = work.now + left
    _forget_the_cold(row)
    work.session.flush()


def _rank(work: UnitOfWork, put_back: PutBack) -> None:
    found = work.session.execute(
        select(PutBackLine, Bin.node)
        .join(Bin, Bin.id == PutBackLine.bin_id)
        .where(PutBackLine.put_back_id == put_back.id)
        .order_by(PutBackLine.id)
    ).all()
    stops = [(node, _COLDEST_FIRST.get(line.temperature_class, 2)) for line, node in found]
    order, _ = places(work.session, put_back.store_id).order(stops)
    for rank, stop in enumerate(order, start=1):
        found[stop][0].rank = rank


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
    return line.temperature_class is TemperatureClass.FROZEN and _cold_left(work, line) <= timedelta(0)


def _cold_left(work: UnitOfWork, line: PutBackLine) -> timedelta:
    return line.out_since + timedelta(minutes=work.settings.frozen_out_minutes_max) - work.now


def _forget_the_cold(line: PutBackLine) -> None:
    """Only frozen goods have a deadline; all others may lie in the basket until somebody comes."""
    if line.temperature_class is not TemperatureClass.FROZEN:
        line.deadline_at = None


def _step(work: UnitOfWork, put_back: PutBack, step: PutBackStep) -> None:
    work.step(put_back, step)
    _tell(work, put_back)


def _tell(work: UnitOfWork, put_back: PutBack) -> None:
    body = {"put_back_id": put_back.id, "where": put_back.where, "state": str(put_back.state)}
    for room in (f"store:{put_back.store_id}", *((f"zone:{put_back.zone_id}",) if put_back.zone_id else ())):
        work.push(room, "task", body)
