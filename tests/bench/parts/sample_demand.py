"""What the sample store sells: each picked item with its lines a day, price and shelf life; the evening's share."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

STORES = Path(__file__).parents[3] / "config" / "stores"
EVENING_FROM = 19


@dataclass(frozen=True)
class Seller:
    """One item: lines a day on the mean, its price in minor units, its shelf life in days."""

    sku: str
    lines_a_day: float
    price_minor: int
    life_days: int


def sellers() -> list[Seller]:
    """Read the items that are picked by the piece and were ordered on the sample day, best sellers first."""
    store = json.loads((STORES / "front-warehouse.json").read_text(encoding="utf-8"))
    lines = Counter(line["sku"] for order in orders() for line in order["lines"])
    picked = (item for item in store["items"] if item["work_type"] == "STANDARD" and item["sold_by"] == "piece")
    found = [Seller(item["sku"], lines[item["sku"]], item["price_minor"], item["shelf_life_days"]) for item in picked]
    return sorted((each for each in found if each.lines_a_day), key=lambda each: (-each.lines_a_day, each.sku))


def evening_share() -> float:
    """Give the share of the sample day's lines that are ordered when day-fresh goods are marked down."""
    zone = ZoneInfo("Asia/Shanghai")
    late = all_lines = 0
    for order in orders():
        all_lines += len(order["lines"])
        if datetime.fromisoformat(order["placed_at"]).astimezone(zone).hour >= EVENING_FROM:
            late += len(order["lines"])
    return late / all_lines


def orders() -> list[dict]:
    """Read the sample day."""
    lines = (STORES / "front-warehouse-day.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
