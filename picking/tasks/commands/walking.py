"""Walks: begun with tasks, their lines ranked bin by bin, ended when nothing of them is in hand."""

from collections.abc import Sequence

from sqlalchemy import Row, select

from picking.catalogue.model import Item
from picking.devices.commands import own_colour
from picking.floor.model import Bin
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickLine, PickTask, Walk
from picking.tasks.queries import IN_HAND, SEEN_MAX, TO_TAKE
from picking.tasks.routing import phase_of, places

LAST_RANK = 1 << 30
_STILL_OUT = (PickTaskState.OFFERED, *IN_HAND, PickTaskState.STOPPED)


def start_walk(
    work: UnitOfWork,
    person_id: str,
    tasks: Sequence[PickTask],
    reason: str,
    facts: Json | None = None,
    *,
    taken: bool = True,
    route: Sequence[str] = (),
) -> Walk:
    """Begin a walk with these tasks and rank their lines; `reason` is the code that says why this person walks.

    One that is only offered is not `taken` yet. A planned `route` names the bins in the order they are to be visited.
    """
    walk = work.add(
        Walk(
            id=work.ids.new(), store_id=tasks[0].store_id, person_id=person_id, started_at=work.now,
            taken_at=work.now if taken else None,
            reason=reason, reason_facts={"orders": len(tasks), **(facts or {})},
        )
    )  # fmt: skip
    work.session.flush()  # the tasks' foreign key wants the walk to be there first
    colour = own_colour(person_id, _colours_out(work, walk))
    for task in tasks:
        task.walk_id, task.colour = walk.id, colour
    walk.metres = rank_lines(work, walk, route)
    return walk


def _colours_out(work: UnitOfWork, walk: Walk) -> set[str]:
    """List the colours other people's bins are lit in."""
    query = select(PickTask.colour).where(
        PickTask.store_id == walk.store_id, PickTask.state.in_(_STILL_OUT), PickTask.person_id != walk.person_id
    )
    return {colour for colour in work.session.scalars(query.distinct()) if colour is not None}


def rank_lines(work: UnitOfWork, walk: Walk, route: Sequence[str] = ()) -> int:
    """Put what is still to take in walking order, from where the walk stands now; gives the metres ahead.

    The order is that of the planned `route` where it leads to every line, each bin once; else it is found here.
    """
    found = _lines_to_take(work, walk)
    known, begin = places(work.session, walk.store_id), _standing_at(work, walk)
    turn = {bin_id: at for at, bin_id in enumerate(route)}
    if len(turn) == len(route) and all(line.bin_id in turn for line, _, _ in found):
        order = sorted(range(len(found)), key=lambda stop: turn[found[stop][0].bin_id or ""])
        metres = known.metres([found[stop][1] for stop in order], begin)
    else:
        order, metres = known.order([(node, _phase(line, item)) for line, node, item in found], begin)
    for rank, stop in enumerate(order, start=1):
        found[stop][0].rank = rank
    return metres


def rank_behind_seen(work: UnitOfWork, walk: Walk) -> int:
    """Rank what has joined a walk among its lines behind those the picker sees; gives the metres ahead."""
    found = sorted(_lines_to_take(work, walk), key=lambda each: (each[0].rank or LAST_RANK, each[0].id))
    seen, tail = found[:SEEN_MAX], found[SEEN_MAX:]
    known = places(work.session, walk.store_id)
    order, _ = known.order([(node, _phase(line, item)) for line, node, item in tail], seen[-1][1])
    for rank, (line, _, _) in enumerate([*seen, *(tail[stop] for stop in order)], start=1):
        line.rank = rank
    nodes = [node for _, node, _ in seen] + [tail[stop][1] for stop in order]
    return known.metres(nodes, _standing_at(work, walk))


def rank_again(work: UnitOfWork, walk_id: str | None) -> None:
    """Rank a walk's lines anew because one came, moved or was put last."""
    if walk_id is not None:
        rank_lines(work, work.get(Walk, walk_id))


def leave_walk(work: UnitOfWork, task: PickTask, *, keep: bool = False) -> None:
    """Take a task out of its walk, which ends with its last one; `keep` leaves the walk's id on a finished task."""
    walk_id = task.walk_id
    if not keep:
        task.walk_id = None
    if walk_id is None:
        return
    work.session.flush()
    others = select(PickTask.id).where(PickTask.walk_id == walk_id, PickTask.state.in_(_STILL_OUT))
    walk = work.get(Walk, walk_id)
    if walk.ended_at is None and work.session.scalars(others.limit(1)).first() is None:
        walk.ended_at = work.now


def _lines_to_take(work: UnitOfWork, walk: Walk) -> Sequence[Row[PickLine, int, Item]]:
    work.session.flush()
    rows = (
        select(PickLine, Bin.node, Item)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .join(Bin, Bin.id == PickLine.bin_id)
        .join(Item, Item.sku == PickLine.sku)
        .where(PickTask.walk_id == walk.id, PickLine.state.in_(TO_TAKE))
        .order_by(PickLine.id)
    )
    return work.session.execute(rows).all()


def _phase(line: PickLine, item: Item) -> int:
    return phase_of(heavy=item.heavy, fragile=item.fragile, temperature_class=item.temperature_class, skips=line.skips)


def _standing_at(work: UnitOfWork, walk: Walk) -> int | None:
    """Give the node of the bin the walk took something from last; none when it has not begun."""
    last = (
        select(Bin.node)
        .join(PickLine, PickLine.bin_id == Bin.id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(PickTask.walk_id == walk.id, PickLine.picked > 0, PickLine.state_since >= walk.started_at)
        .order_by(PickLine.state_since.desc(), PickLine.rank.desc())
    )
    return work.session.scalars(last.limit(1)).first()
