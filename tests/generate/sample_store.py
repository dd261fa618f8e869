"""Writes the sample store and its day of orders: `python sample_store.py [FOLDER]`."""

import sys
from pathlib import Path
from random import Random

from sample import assortment, equipment, filling, floor, sheet
from sample.demand import Shoppers, wanted
from sample.stocking import Stocker

SEED = 20260115
STORES = Path(__file__).parents[2] / "config" / "stores"


def sample() -> tuple[dict[str, object], list[dict[str, object]]]:
    """Make the store and its orders; the same ones at every call."""
    dice = Random(SEED)  # noqa: S311 - a sample's dice are no secret
    graph = floor.walking_graph()
    bins = floor.bins(graph)
    items = assortment.articles()
    orders = Shoppers(dice, items).orders()
    Stocker(dice, wanted(orders), bins).fill(items)
    return _document(graph, bins, items), orders


def _document(
    graph: floor.WalkingGraph, bins: list[dict[str, object]], items: list[assortment.Article]
) -> dict[str, object]:
    return {
        "format": 1,
        "store": equipment.store(),
        "zones": equipment.zones(),
        "floor": {
            "door": graph.node(floor.DOOR),
            "start": graph.node(floor.BASKET_RACK),
            "end": graph.node(floor.PACKING_BENCH),
            "nodes": graph.nodes(),
            "edges": graph.edges,
        },
        "bins": bins,
        "stalls": equipment.stalls(graph, bins),
        "staging_positions": equipment.staging_positions(graph),
        "outbound_slots": equipment.outbound_slots(graph),
        "baskets": equipment.baskets(),
        "scale_labels": equipment.scale_labels(),
        "channels": equipment.channels(),
        "staff": equipment.staff(),
        "devices": equipment.devices(items, bins),
        "categories": assortment.categories(),
        "items": [item.row for item in items],
        "count_plans": equipment.count_plans(),
        "fresh_day": equipment.fresh_day(),
        "fill_plan": {"every_minutes": 5, "closing": "21:30"},
        "face_limits": filling.face_limits(items, bins),
        "deliveries": filling.deliveries(items),
    }


def write(folder: Path) -> None:
    """Write both files into the folder."""
    store, orders = sample()
    (folder / "front-warehouse.json").write_text(sheet.page(store) + "\n", encoding="utf-8")
    day = "".join(sheet.line(order) + "\n" for order in orders)
    (folder / "front-warehouse-day.jsonl").write_text(day, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else STORES)
