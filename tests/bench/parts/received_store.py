"""The counted store with five thousand items, a delivery of a thousand lines at its door, and who takes it in."""

from pathlib import Path

from counted_store import BINS, CountedStore
from floor import STORE
from sqlalchemy import insert

from picking.catalogue.model import Item, Listing
from picking.foundation.kinds import TemperatureClass, WorkType
from picking.foundation.quantity import Unit
from picking.receiving import commands as receiving
from picking.receiving.commands import Came, DeliveryDraft, DraftLine
from picking.stock.model import StockLevel
from picking.stock.queries import availability

ITEMS = 5_000
LINES = 1_000


class ReceivedStore(CountedStore):
    """Takes in and puts away line by line, and says what can be sold."""

    def __init__(self, path: Path, rows: int) -> None:
        super().__init__(path, rows)
        self._more_items()
        self.door = self.floor.actor("ana", "receive")
        lines = [DraftLine(sku, 6) for sku in self.skus[:LINES]]
        draft = DeliveryDraft("D-1", "Wholesaler", self.floor.clock.now(), lines)
        self.delivery = self.floor.run(receiving.expect, STORE, draft)
        self.floor.run(receiving.begin, self.delivery.id, by=self.door)

    @property
    def skus(self) -> list[str]:
        """All items, those with a bin first."""
        return [f"item-{number:04d}" for number in range(ITEMS)]

    def receive(self, number: int) -> None:
        """Take a line in and put it away: two durable transactions, as the handheld's two scans."""
        sku = self.skus[number]
        share = self.floor.run(receiving.take_in, self.delivery.id, Came(sku, 6, "new"), by=self.door)
        place = self.bins[number % BINS]
        self.floor.run(receiving.put_away, share.delivery_id, share.lot_id, 6, place, by=self.door)

    def sellable(self) -> int:
        """Ask for the availability of all items in one call; gives how many can be sold."""
        return sum(left > 0 for left in self.floor.ask(availability, STORE, self.skus).values())

    def _more_items(self) -> None:
        item = {
            "category": "food", "work_type": WorkType.STANDARD, "temperature_class": TemperatureClass.AMBIENT,
            "unit": Unit.PIECE, "weight_grams": 500, "shelf_life_days": None,
        }  # fmt: skip
        new = self.skus[BINS:]
        with self.floor.engine.execution_options(storefloor_write=True).begin() as books:
            books.execute(insert(Item), [{"sku": sku, "names": {"en": sku}, **item} for sku in new])
            books.execute(insert(Listing), [{"store_id": STORE, "sku": sku, "price_minor": 100} for sku in new])
            books.execute(insert(StockLevel), [{"store_id": STORE, "sku": sku} for sku in new])
