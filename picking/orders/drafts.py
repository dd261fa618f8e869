"""An order as a channel sends it, before the store has looked at it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from picking.foundation.kinds import Mode, StockPolicy, Substitution
from picking.foundation.tables import Json


@dataclass(frozen=True)
class LineDraft:
    """One line: `quantity` is pieces, or grams of what is sold by weight; the price is per piece or per kilogram.

    `options` are codes of the item's options; `listed` the substitutes the customer named.
    """

    line_no: int
    sku: str
    quantity: int
    unit_price_minor: int
    options: tuple[str, ...] = ()
    note: str | None = None
    substitution: Substitution = Substitution.NONE
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class OrderDraft:
    """A whole order. Times are aware; `not_before` is the start of the wished slot, `promised_at` its end."""

    channel: str
    external_id: str
    mode: Mode
    placed_at: datetime
    lines: tuple[LineDraft, ...]
    promised_at: datetime | None = None
    not_before: datetime | None = None
    customer: Json = field(default_factory=dict)
    stock_policy: StockPolicy = StockPolicy.LOCK
    priority: int = 0

    def fingerprint(self) -> str:
        """Give a hash of all of it, by which the same order sent again is known from another one with its id."""
        content = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()
