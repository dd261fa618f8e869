"""A store of 300 bins with a ledger of as many rows as wanted, its books equal to it, and somebody who counts."""

from datetime import UTC, datetime
from pathlib import Path

from floor import STORE, Floor
from sqlalchemy import text

from picking import story
from picking.counting import commands as counting
from picking.counting.model import CountCause
from picking.counting.queries import last_movements
from picking.foundation.database import open_engine
from picking.stock.model import OnHand
from picking.tasks.commands import finish_floor_task
from picking.tasks.model import FloorTask

BINS = 300
OPENED = datetime(2025, 1, 15, tzinfo=UTC)
AT_ONCE = 250_000
# Each pair of rows brings a piece and sends it back, so that the books stay equal to the ledger.
PAIRS = text("""
WITH RECURSIVE numbers(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :last)
INSERT INTO movements (store_id, sku, lot_id, quantity, from_place, to_place, reason, person_id, at)
SELECT :store, lots.sku, lots.id, 1,
       CASE n % 2 WHEN 0 THEN '~world' ELSE on_hand.place END,
       CASE n % 2 WHEN 0 THEN on_hand.place ELSE '~world' END,
       CASE n % 2 WHEN 0 THEN 'receive' ELSE 'return' END, 'ana',
       datetime(:opened, '+' || (n * 5) || ' seconds') || '.000000'
FROM numbers JOIN lots ON lots.code = CAST((n / 2) % :bins AS TEXT) JOIN on_hand ON on_hand.lot_id = lots.id
WHERE on_hand.place NOT LIKE '~%'
""")


class CountedStore:
    """One store in a file of its own."""

    def __init__(self, path: Path, rows: int) -> None:
        self.rows = rows
        self.floor = Floor(open_engine(f"sqlite:///{path}"), reactions=story.REACTIONS, time_outs=story.TIME_OUTS)
        self.floor.way(nodes=3)
        self.floor.person("ana", "picker", skills=("A",))
        self.by = self.floor.actor("ana", "count", "pick", "move")
        self.bins = [f"01-A-{number:04d}" for number in range(BINS)]
        for number, bin_id in enumerate(self.bins):
            self.floor.stock(f"item-{number:04d}", 20, bin_id, lot=str(number), price=100)
        self._fill(rows)
        self.floor.clock.advance(days=400)

    def _fill(self, rows: int) -> None:
        with self.floor.engine.execution_options(storefloor_write=True).begin() as books:
            for first in range(0, rows, AT_ONCE):
                facts = {"first": first, "last": min(rows, first + AT_ONCE), "store": STORE, "bins": BINS}
                books.execute(PAIRS, {**facts, "opened": OPENED.strftime("%Y-%m-%d %H:%M:%S")})
        with self.floor.engine.connect() as books:
            books.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def wish(self, number: int) -> str:
        """Wish a count of a bin and give its floor task."""
        bin_id = self.bins[number]
        self.floor.run(counting.schedule, bin_id, f"item-{number:04d}", CountCause.PLAN)
        tasks = self.floor.all(FloorTask, key=f"count:{bin_id}:item-{number:04d}")
        (task,) = (row for row in tasks if not row.is_final)
        return task.id

    def count(self, task_id: str, quantity: int) -> None:
        """Count it, as the handheld's button does: one durable transaction."""
        self.floor.run(finish_floor_task, task_id, {"quantity": quantity}, by=self.by)

    def look(self, number: int) -> int:
        """Read a bin's last movements, as a lead does before approving."""
        return len(self.floor.ask(last_movements, self.bins[number], f"item-{number:04d}"))

    def lying(self) -> int:
        """Give what lies in all bins."""
        return sum(row.quantity for row in self.floor.all(OnHand) if not row.place.startswith("~"))

    def close(self) -> None:
        """Let go of the file."""
        self.floor.engine.dispose()
