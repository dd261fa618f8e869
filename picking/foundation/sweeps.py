"""Finds by a query what has waited longer than its patience, so that a restart changes nothing."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from picking.foundation.actor import system
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Base, Living
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
TimeOut = Callable[[UnitOfWork, Any], None]
TimeOuts = Mapping[tuple[type[Living], StrEnum], TimeOut]
AT_ONCE_MAX = 200


def living_kinds() -> list[type[Living]]:
    """List all tables whose lifecycle has patience."""
    kinds = [mapper.class_ for mapper in Base.registry.mappers]
    return sorted((k for k in kinds if issubclass(k, Living) and k.lifecycle.patience), key=lambda k: k.__name__)


class Sweeper:
    """Ends every wait that is over: by the command registered for (kind, step), else by the bare step."""

    def __init__(self, transactions: Transactions, time_outs: TimeOuts) -> None:
        self._transactions = transactions
        self._time_outs = time_outs

    def sweep(self) -> int:
        """Go once through all kinds; gives how many waits were ended. One that refuses does not stop the rest."""
        return sum(self._sweep_kind(kind) for kind in living_kinds())

    def _sweep_kind(self, kind: type[Any]) -> int:
        now = self._transactions.clock.now()
        with self._transactions.reading() as session:
            due = session.execute(
                select(kind.id, kind.store_id)
                .where(kind.deadline_at <= now)
                .order_by(kind.deadline_at)
                .limit(AT_ONCE_MAX)
            ).all()
        return sum(self._end_wait(kind, key, store_id) for key, store_id in due)

    def _end_wait(self, kind: type[Any], key: str, store_id: str) -> bool:
        def end(work: UnitOfWork) -> bool:
            thing = work.get(kind, key, lock=True)
            step = _step_due(thing, work.now)
            if step is None:
                return False
            command = self._time_outs.get((kind, step))
            if command is None:
                work.step(thing, step)
            else:
                command(work, thing)
            return True

        try:
            return self._transactions.run(system(store_id), end)
        except Refusal as no:
            log.warning("the wait of %s %s cannot be ended: %s", kind.__name__, key, no)
            return False


def _step_due(thing: Living, now: datetime) -> StrEnum | None:
    if thing.deadline_at is None or thing.deadline_at > now or thing.state not in thing.lifecycle.patience:
        return None
    step: StrEnum = thing.lifecycle.patience[thing.state][1]
    return step
