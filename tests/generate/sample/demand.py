"""Draws a day of shoppers: what they order, when, how and with which wishes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

from .assortment import Article
from .floor import STORE

Choice = TypeVar("Choice", str, int)

ORDERS = 300
# 07:00 in Shanghai; the simulator shifts the day to the one it plays.
OPENING = datetime(2026, 1, 14, 23, 0, tzinfo=UTC)
LAST_SLOT_HOURS = 15
HOURLY = (9, 14, 17, 20, 30, 26, 15, 13, 16, 24, 38, 34, 22, 14, 8)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
NOTES = ("请挑新鲜的", "Ripe ones, please", "Bien maduros, por favor", "少放油", "Please pack separately")


@dataclass
class Shoppers:
    """Those who order: their dice and what they can buy."""

    dice: Random
    items: list[Article]

    def orders(self) -> list[dict[str, object]]:
        """Give the orders of the day in the order of their time."""
        hours = self.dice.choices(range(len(HOURLY)), HOURLY, k=ORDERS)
        seconds = sorted(hour * 3600 + self.dice.randrange(3600) for hour in hours)
        return [self._order(serial, OPENING + timedelta(seconds=at)) for serial, at in enumerate(seconds, start=1)]

    def _order(self, serial: int, placed: datetime) -> dict[str, object]:
        mode = self._pick(("delivery", 80), ("pickup", 15), ("scan_and_go", 5))
        channel = "app" if mode == "scan_and_go" else self._pick(("app", 70), ("marketplace", 30))
        order: dict[str, object] = {
            "channel": channel,
            "external_id": f"{'APP' if channel == 'app' else 'MKT'}-{serial:06}",
            "store": STORE,
            "mode": mode,
            "placed_at": _text(placed),
        }
        order |= {} if mode == "scan_and_go" else self._promise(placed)
        order["customer"] = self._customer()
        order["stock_policy"] = self._pick(("lock", 90), ("deduct_on_payment", 10))
        order["lines"] = self._lines(mode)
        return order

    def _promise(self, placed: datetime) -> dict[str, object]:
        if self.dice.random() >= 0.12:
            return {"promised_at": _text(placed + timedelta(minutes=30))}
        hours = int((placed - OPENING) / timedelta(hours=1)) + self.dice.randrange(2, 5)
        slot = OPENING + timedelta(hours=min(hours, LAST_SLOT_HOURS))
        return {"not_before": _text(slot), "promised_at": _text(slot + timedelta(minutes=30))}

    def _customer(self) -> dict[str, object]:
        customer: dict[str, object] = {
            "name": f"{self.dice.choice(SURNAMES)}*",
            "phone_tail": f"{self.dice.randrange(10000):04}",
        }
        return customer | ({"risk": "high"} if self.dice.random() < 0.01 else {})

    def _lines(self, mode: str) -> list[dict[str, object]]:
        sizes, weights = range(1, 15), (6, 10, 13, 14, 13, 11, 9, 7, 5, 4, 3, 2, 2, 1)
        wanted = self.dice.choices(sizes, weights)[0]
        choice = [item for item in self.items if mode != "scan_and_go" or not (item.weighed or item.stall)]
        popularity = [6 if "top" in item.marks else 1 for item in choice]
        basket = {item.sku: item for item in self.dice.choices(choice, popularity, k=wanted)}
        return [self._line(number, item, mode) for number, item in enumerate(basket.values(), start=1)]

    def _line(self, number: int, item: Article, mode: str) -> dict[str, object]:
        line: dict[str, object] = {"line_no": number, "sku": item.sku}
        line |= self._amount(item)
        line["unit_price_minor"] = item.facts["price_minor"]
        line |= self._wishes(item)
        return line | ({"substitution": "none"} if mode == "scan_and_go" else self._substitution(item))

    def _amount(self, item: Article) -> dict[str, object]:
        if item.weighed:
            portions = self._pick((1, 80), (2, 20))
            return {"weight_grams": int(item.facts["weight_grams"]) * portions}
        if item.facts["heavy"] or item.stall:
            return {"quantity": self._pick((1, 85), (2, 15))}
        return {"quantity": self._pick((1, 70), (2, 20), (3, 7), (6 if "pack" in item.marks else 4, 3))}

    def _wishes(self, item: Article) -> dict[str, object]:
        wishes: dict[str, object] = {}
        codes = [option["code"] for option in item.facts["options"]]
        if codes and self.dice.random() < 0.5:
            wishes["options"] = sorted(self.dice.sample(codes, min(len(codes), self._pick((1, 60), (2, 40)))))
        if self.dice.random() < 0.03:
            wishes["note"] = self.dice.choice(NOTES)
        return wishes

    def _substitution(self, item: Article) -> dict[str, object]:
        rule = self._pick(("none", 25), ("any", 25), ("same_price", 20), ("ask", 20), ("listed", 10))
        others = [other.sku for other in self.items if _alike(item, other)]
        if rule != "listed" or not others:
            return {"substitution": "none" if rule == "listed" else rule}
        return {"substitution": rule, "listed": sorted(self.dice.sample(others, min(len(others), 2)))}

    def _pick(self, *chances: tuple[Choice, int]) -> Choice:
        values, weights = zip(*chances, strict=True)
        return self.dice.choices(values, weights)[0]


def wanted(orders: list[dict[str, object]]) -> dict[str, int]:
    """Give the pieces or grams that the day asks of each item."""
    totals: dict[str, int] = {}
    for order in orders:
        for line in order["lines"]:
            amount = line.get("quantity") or line["weight_grams"]
            totals[line["sku"]] = totals.get(line["sku"], 0) + amount
    return totals


def _alike(item: Article, other: Article) -> bool:
    same = ("category", "sold_by", "work_type")
    return other is not item and all(other.facts[key] == item.facts[key] for key in same)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
