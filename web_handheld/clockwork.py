"""What happens by the clock: waits that are over end, work is offered, what has served its purpose is cleared away."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError

from picking.floor.model import Store
from picking.foundation.actor import system
from picking.foundation.records import OnceAnswer, Push, Webhook, WebhookState
from picking.foundation.sweeps import Sweeper
from picking.foundation.transactions import Transactions
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Channel
from picking.tasks.commands import clear_plans
from web_handheld.figures import Figures
from web_handheld.settings import KeepSettings

log = logging.getLogger(__name__)
TICK_SECONDS = 1.0
CLEAR_SECONDS = 60.0
CLEARED_AT_ONCE_MAX = 5000
Offer = Callable[[UnitOfWork], object]


class Clockwork:
    """One thread that ticks once a second; `first` are called with each tick (leases), whoever leads."""

    def __init__(
        self,
        transactions: Transactions,
        sweeper: Sweeper,
        offer: Offer,
        keep: KeepSettings,
        figures: Figures,
        *,
        each_tick: Sequence[Callable[[], None]] = (),
        leads: Callable[[], bool] = lambda: True,
    ) -> None:
        self._transactions = transactions
        self._sweeper = sweeper
        self._offer = offer
        self._keep = keep
        self._figures = figures
        self._each_tick = each_tick
        self._leads = leads
        self._cleared_at = float("-inf")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clockwork", daemon=True)

    def start(self) -> None:
        """Tick from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the tick in hand and stand still."""
        self._stop.set()
        self._thread.join()

    def trouble(self) -> str | None:
        """Give what is wrong with it, or None."""
        return None if self._thread.is_alive() else "its thread has ended"

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                for call in self._each_tick:
                    call()
                if self._leads():
                    self.tick()
            except OperationalError as away:
                log.error("the clockwork waits for the database: %s", away.orig)  # noqa: TRY400 - known
            except Exception:
                log.exception("a tick failed")
            self._stop.wait(TICK_SECONDS)

    def tick(self) -> None:
        """End what is over, offer work, and once a minute clear away."""
        self._figures.swept.inc(self._sweeper.sweep())
        for store_id in self._stores():
            self._transactions.run(system(store_id), self._offer)
        if time.monotonic() - self._cleared_at >= CLEAR_SECONDS:
            self._cleared_at = time.monotonic()
            self.clear()

    def clear(self) -> None:
        """Delete what nobody can ask for any more; a part at a time, so that nobody waits for it."""
        for store_id in self._stores()[:1]:
            self._transactions.run(system(store_id), self._clear)

    def _stores(self) -> list[str]:
        with self._transactions.reading() as books:
            return list(books.scalars(select(Store.id).order_by(Store.id)))

    def _clear(self, work: UnitOfWork) -> None:
        now, keep = work.now, self._keep
        _delete(work, OnceAnswer.id, OnceAnswer.at < now - timedelta(hours=keep.once_hours))
        old = work.now - timedelta(minutes=work.settings.push_keep_minutes)
        work.session.execute(delete(Push).where(Push.at < old))
        taken = (Webhook.state == WebhookState.TAKEN, Webhook.state_since < now - timedelta(days=keep.webhook_days))
        _delete(work, Webhook.id, *taken)
        clear_plans(work, keep.plan_hours)
        deaf = select(Channel.id).where(Channel.store_id == Webhook.store_id, Channel.webhook_url.is_(None))
        unwanted = now - timedelta(hours=keep.unwanted_webhook_hours)
        _delete(
            work, Webhook.id, Webhook.state == WebhookState.QUEUED, Webhook.state_since < unwanted,
            Webhook.channel.in_(deaf.correlate(Webhook)),
        )  # fmt: skip


def _delete(work: UnitOfWork, key: Any, *which: Any) -> None:
    kind = key.class_
    some = select(key).where(*which).limit(CLEARED_AT_ONCE_MAX)
    work.session.execute(delete(kind).where(key.in_(some)), execution_options={"synchronize_session": False})
