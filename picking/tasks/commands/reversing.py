"""Makes put-backs of a cancelled order's picked goods: where they lie, what must go back first, in which order."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.floor.model import Bin
from picking.foundation.kinds import TemperatureClass
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock
from picking.stock.model import IN_HAND
from picking.tasks.lifecycle import PickLineStep
from picking.tasks.model import PickLine, PutBack, PutBackLine
from picking.tasks.routing import places

PUT_BACK_MINUTES_MAX = 30
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


def cold_left(work: UnitOfWork, line: PutBackLine) -> timedelta:
    """Give how long frozen goods may still lie outside; below zero when it is over."""
    return line.out_since + timedelta(minutes=work.settings.frozen_out_minutes_max) - work.now


def forget_the_cold(line: PutBackLine) -> None:
    """Only frozen goods have a deadline; all others may lie in the basket until somebody comes."""
    if line.temperature_class is not TemperatureClass.FROZEN:
        line.deadline_at = None


def tell_put_back(work: UnitOfWork, put_back: PutBack) -> None:
    """Tell a put-back's zone and store where it stands."""
    body = {"put_back_id": put_back.id, "where": put_back.where, "state": str(put_back.state)}
    for room in (f"store:{put_back.store_id}", *((f"zone:{put_back.zone_id}",) if put_back.zone_id else ())):
        work.push(room, "task", body)


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
    tell_put_back(work, put_back)
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
    left = cold_left(work, row)
    row.deadline_at = work.now + left
    forget_the_cold(row)
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
