"""The sample store's day as a planning problem: shelf goods from their faces, several such days on end if wanted."""

import json
from datetime import datetime, timedelta
from math import inf
from pathlib import Path

from picking.planning import Edge, Floor, Limits, OrderLine, PlanningOrder, Problem, Speeds

STORES = Path(__file__).parents[3] / "config/stores"
SPEEDS = Speeds(metres_per_second=1.0, line_seconds=7, piece_seconds=1, order_seconds=12, trip_seconds=20)
LIMITS = Limits({"orders": 4.0, "kg": 30.0})
PACKING_MINUTES = 18  # of the promise that belong to others: packing, the rider, the way


def sample_day(times: int = 1) -> Problem:
    """Give the day, its orders `times` as many: each again with a few minutes between."""
    store = json.loads((STORES / "front-warehouse.json").read_text(encoding="utf-8"))
    text = (STORES / "front-warehouse-day.jsonl").read_text(encoding="utf-8")
    drafts = [json.loads(line) for line in text.splitlines()]
    place = {node["id"]: k for k, node in enumerate(store["floor"]["nodes"])}
    faces = [each for each in store["bins"] if each["kind"] == "face"]
    index = {each["id"]: k for k, each in enumerate(faces)}
    goods = {item["sku"]: item for item in store["items"] if item["work_type"] == "STANDARD"}
    opening = datetime.fromisoformat(drafts[0]["placed_at"]).replace(minute=0, second=0)
    orders = (
        _order(draft, goods, index, opening - timedelta(minutes=7 * turn), turn)
        for turn in range(times)
        for draft in drafts
    )
    return Problem(
        _floor(store["floor"], place),
        tuple(place[each["node"]] for each in faces),
        tuple(order for order in orders if order.lines),
        LIMITS,
        speeds=SPEEDS,
    )


def _floor(floor: dict[str, object], place: dict[int, int]) -> Floor:
    nodes = tuple((node["x"], node["y"]) for node in floor["nodes"])
    ways = tuple(
        Edge(place[way["a"]], place[way["b"]], way["metres"], way.get("one_way", False)) for way in floor["edges"]
    )
    return Floor(nodes, ways, place[floor["start"]], place[floor["end"]])


def _order(
    draft: dict[str, object], goods: dict[str, dict[str, object]], index: dict[str, int], opening: datetime, turn: int
) -> PlanningOrder:
    wanted = [(goods[line["sku"]], line) for line in draft["lines"] if line["sku"] in goods]
    lines, grams = [], 0
    for item, line in wanted:
        bins = tuple(index[lot["bin"]] for lot in item["stock"] if lot["bin"] in index)[:1]
        pieces = line.get("quantity", 1)
        grams += line.get("weight_grams") or item["weight_grams"] * pieces
        lines += [OrderLine(bins, pieces, _phase(item))] if bins else []
    arrived = datetime.fromisoformat(draft.get("not_before", draft["placed_at"])) - opening
    promised = draft.get("promised_at")
    due = datetime.fromisoformat(promised) - opening - timedelta(minutes=PACKING_MINUTES) if promised else None
    seconds = due.total_seconds() if due else inf
    load = {"orders": 1.0, "kg": min(30.0, grams / 1000)}
    return PlanningOrder(f"{draft['external_id']}/{turn}", tuple(lines), load, seconds, arrived.total_seconds())


def _phase(item: dict[str, object]) -> int:
    """Heavy first, frozen last, as on the floor."""
    if item["temperature_class"] == "FROZEN":
        return 3
    return 0 if item["heavy"] else 2 if item["fragile"] else 1
