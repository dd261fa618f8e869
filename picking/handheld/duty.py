"""What a person has in hand by the books: pick tasks with their baskets, a put-back, a floor task."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from picking.tasks.lifecycle import FloorTaskState, PickTaskState, PutBackState
from picking.tasks.model import FloorTask, PickTask, PutBack
from picking.tasks.queries import IN_HAND, JOINED

_T = PickTaskState
# Made once: every scan asks it twice.
_TASKS = (
    select(PickTask)
    .where(PickTask.person_id == bindparam("person_id"), PickTask.state.in_((_T.OFFERED, _T.STOPPED, *IN_HAND)))
    .order_by(PickTask.due_at, PickTask.id)
)


@dataclass(frozen=True)
class Duty:
    """What is in hand; pick tasks come first, and while there are any nothing else is looked for.

    `stopped` is a task whose order is to be cancelled and whose goods this person still holds; `offered` is one
    this person is asked to take, which is not yet in hand.
    """

    in_hand: Sequence[PickTask] = ()
    stopped: PickTask | None = None
    offered: PickTask | None = None
    put_back: PutBack | None = None
    floor_task: FloorTask | None = None

    @property
    def walking(self) -> list[PickTask]:
        """The tasks whose lines are being picked."""
        return [task for task in self.in_hand if task.state is _T.IN_PROGRESS]

    @property
    def without_basket(self) -> list[PickTask]:
        """The tasks that still want their basket's scan; those that joined the walk on its way come last."""
        waiting = [task for task in self.in_hand if task.state is _T.ASSIGNED]
        return sorted(waiting, key=lambda task: task.flagged == JOINED)

    @property
    def packing(self) -> PickTask | None:
        """The first task whose bags are to be closed and dropped."""
        return next((task for task in self.in_hand if task.state in (_T.PICKED, _T.PACKING)), None)

    @property
    def is_free(self) -> bool:
        """Tell whether nothing is in hand."""
        return not (self.in_hand or self.stopped or self.put_back or self.floor_task)


def duty_of(session: Session, person_id: str) -> Duty:
    """Read a person's duty: one question while picking, three at most."""
    tasks = session.scalars(_TASKS, {"person_id": person_id}).all()
    in_hand = [task for task in tasks if task.state in IN_HAND]
    stopped = next((task for task in tasks if task.state is _T.STOPPED and task.stop_confirmed_at is None), None)
    offered = next((task for task in tasks if task.state is _T.OFFERED), None)
    if in_hand or stopped:
        return Duty(in_hand, stopped, offered)
    put_backs = select(PutBack).where(PutBack.person_id == person_id, PutBack.state == PutBackState.IN_PROGRESS)
    asked = select(FloorTask).where(FloorTask.person_id == person_id, FloorTask.state == FloorTaskState.IN_PROGRESS)
    put_back = session.scalars(put_backs.limit(1)).first()
    floor_task = session.scalars(asked.order_by(FloorTask.due_at).limit(1)).first()
    return Duty(offered=offered, put_back=put_back, floor_task=floor_task)
