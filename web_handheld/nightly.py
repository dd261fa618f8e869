"""What is done for each store at night, a piece a tick: days rolled up and the coming days forecast."""

import logging
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from picking.floor.model import Store
from picking.forecasting.commands import is_idle, work_on
from picking.forecasting.model import ForecastProgress
from picking.foundation.actor import system
from picking.foundation.transactions import Transactions

log = logging.getLogger(__name__)
BEGIN_HOUR = 3  # of the store's clock: the day is over and nobody picks


class Nightly:
    """The nightly work of the stores this process serves; what is done is looked up once a day and store."""

    def __init__(self, transactions: Transactions, served: Callable[[], Sequence[str]]) -> None:
        self._transactions = transactions
        self._served = served
        self._done: dict[str, date] = {}

    def tick(self) -> None:
        """Do one piece of each store's work that is due."""
        for store_id in self._served():
            today = self._day_begun(store_id)
            if self._done.get(store_id) == today:
                continue
            if self._is_done(store_id, today) or not self._work_on(store_id, today):
                self._done[store_id] = today

    def _work_on(self, store_id: str, today: date) -> bool:
        return self._transactions.run(system(store_id), lambda work: work_on(work, store_id, today))

    def _day_begun(self, store_id: str) -> date:
        """Give the store's day whose work may be done; before three in the morning it is still yesterday's."""
        now = self._transactions.clock.now()
        with self._transactions.reading() as books:
            return books.get_one(Store, store_id).day(now - timedelta(hours=BEGIN_HOUR))

    def _is_done(self, store_id: str, today: date) -> bool:
        with self._transactions.reading() as books:
            progress = books.get(ForecastProgress, store_id)
            if progress is None or progress.made_on is None:
                return False
            return is_idle(progress, today) or progress.made_on > today
