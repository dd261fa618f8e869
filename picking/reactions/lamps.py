"""Which places are lit now, and why: the next bin of everybody who picks, a called rider's slots, bins to be filled."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.devices.commands.lights import ALARM, Lit, has_lamps, lights_differ, own_colour, own_colours, set_lights
from picking.foundation.unit_of_work import UnitOfWork
from picking.outbound.lifecycle import HandOverState, SlotState
from picking.outbound.model import HandOver, HandOverOrder, OutboundSlot
from picking.tasks.lifecycle import FLOOR_TASK, PickLineState, PickTaskState
from picking.tasks.model import FloorTask, FloorTaskKind, PickLine, PickTask, Walk
from picking.tasks.queries import TO_TAKE

FOLLOWED = frozenset({"pick line", "pick task", "hand-over", "outbound slot", "floor task"})
CALLED = (HandOverState.CALLED, HandOverState.SCANNING)


def must_light(session: Session, store_id: str) -> bool:
    """Tell whether a store's lamps are not as they should be; a store without lamps is asked nothing more."""
    return has_lamps(session, store_id) and lights_differ(session, store_id, _wanted(session, store_id))


def light_the_floor(work: UnitOfWork) -> int:
    """Let the store's lamps be as they should be now; gives how many were changed."""
    return set_lights(work, _wanted(work.session, work.by.store_id))


def _wanted(session: Session, store_id: str) -> dict[str, Lit]:
    return {**_to_fill(session, store_id), **_next_bins(session, store_id), **_called_slots(session, store_id)}


def _next_bins(session: Session, store_id: str) -> dict[str, Lit]:
    """Give the bin each person stands at or goes to next; of two at one bin the one who stands there."""
    query = (
        select(Walk.person_id, PickTask.colour, PickLine.bin_id, PickLine.state)
        .join(PickTask, PickTask.walk_id == Walk.id)
        .join(PickLine, PickLine.task_id == PickTask.id)
        .where(
            Walk.store_id == store_id, Walk.ended_at.is_(None), PickTask.state == PickTaskState.IN_PROGRESS,
            PickLine.state.in_(TO_TAKE), PickLine.bin_id.is_not(None),
        )
        .order_by(PickLine.rank, PickLine.id)
    )  # fmt: skip
    lines = sorted(session.execute(query), key=lambda row: row.state is PickLineState.OPEN)
    first: dict[str, tuple[str, Lit]] = {}
    for person, colour, bin_id, _ in lines:
        first.setdefault(person, (bin_id or "", Lit(colour or own_colour(person), "pick")))
    return dict(reversed(first.values()))


def _called_slots(session: Session, store_id: str) -> dict[str, Lit]:
    query = (
        select(OutboundSlot.id, HandOver.id)
        .join(HandOverOrder, HandOverOrder.order_id == OutboundSlot.order_id)
        .join(HandOver, HandOver.id == HandOverOrder.hand_over_id)
        .where(
            OutboundSlot.store_id == store_id, OutboundSlot.state.in_((SlotState.CALLED, SlotState.CLEARING)),
            HandOver.state.in_(CALLED), HandOverOrder.left_at.is_(None),
        )
        .order_by(HandOver.id)
    )  # fmt: skip
    called = [(slot, hand_over) for slot, hand_over in session.execute(query)]
    colours = own_colours(hand_over for _, hand_over in called)
    return {slot: Lit(colours[hand_over], "rider") for slot, hand_over in called}


def _to_fill(session: Session, store_id: str) -> dict[str, Lit]:
    """Give the bins somebody is asked to fill or to search, and since when."""
    kinds = (FloorTaskKind.REPLENISH, FloorTaskKind.SEARCH)
    query = select(FloorTask).where(FloorTask.store_id == store_id, FloorTask.kind.in_(kinds))
    tasks = session.scalars(query.where(FloorTask.state.in_(FLOOR_TASK.open_states())).order_by(FloorTask.id))
    return {
        task.subject["bin_id"]: Lit(ALARM, "short", task.state_since.isoformat())
        for task in tasks
        if task.subject.get("bin_id")
    }
