"""What happens to a floor task happens to the wish behind it: taken, given back, called off."""

from collections.abc import Mapping

from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing.lifecycle import REPLENISHMENT, ReplenishmentStep
from picking.replenishing.model import Replenishment
from picking.tasks.lifecycle import FloorTaskStep
from picking.tasks.model import FloorTask

FOLLOWS: Mapping[FloorTaskStep, ReplenishmentStep] = {
    FloorTaskStep.TAKE: ReplenishmentStep.TAKE,
    FloorTaskStep.GIVE_BACK: ReplenishmentStep.GIVE_BACK,
    FloorTaskStep.CANCEL: ReplenishmentStep.CANCEL,
}


def follow_task(work: UnitOfWork, task: FloorTask, step: FloorTaskStep) -> None:
    """Let the wish behind a floor task go where the task goes."""
    wish_id = task.subject.get("replenishment_id")
    becomes = FOLLOWS.get(step)
    if wish_id is None or becomes is None:
        return
    wished = work.get(Replenishment, wish_id)
    if becomes in REPLENISHMENT.possible(wished.state):
        work.step(wished, becomes)
