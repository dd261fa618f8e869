"""A complaint as the service desk or a channel sends it."""

import hashlib
import json
from dataclasses import asdict, dataclass

from picking.aftersales.model import WorkKind


@dataclass(frozen=True)
class ComplaintLine:
    """So much of an order's line, in pieces or grams; what is wanted for it is the same again where nothing is said.

    `amount_minor` pays back so much whatever the quantity; of a refund only.
    """

    line_no: int
    quantity: int
    wanted_sku: str | None = None
    wanted_quantity: int | None = None
    amount_minor: int | None = None


@dataclass(frozen=True)
class Complaint:
    """All of it. `return_store` is where the goods come back, the order's own store where nothing is said."""

    external_id: str
    kind: WorkKind
    order_id: str
    reason: str
    requested_by: str
    lines: tuple[ComplaintLine, ...]
    return_store: str | None = None

    def fingerprint(self) -> str:
        """Give a hash of all of it, by which a repeat is known from another complaint with its id."""
        content = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()
