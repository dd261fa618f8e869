"""The floor under a chart: its ways, its packing bench, and where bins are; storeys stand beside each other."""

from collections.abc import Mapping

from sqlalchemy import select

from picking.floor.model import Bin, Edge, Node
from picking.foundation.tables import Json
from picking.reports.asking import Asked
from picking.reports.charts import Place

BETWEEN_METRES = 10  # two storeys that are drawn beside each other


def bins_at(asked: Asked) -> Mapping[str, Place]:
    """Give where each bin is."""
    at = _points(asked)
    rows = select(Bin.id, Bin.node).where(Bin.store_id == asked.store_id)
    return {bin_id: at[node] for bin_id, node in asked.session.execute(rows) if node in at}


def ground(asked: Asked) -> Json:
    """Give the ways as pairs of places, and where the packing bench is, if it is known."""
    at = _points(asked)
    edges = asked.session.execute(select(Edge.a, Edge.b).where(Edge.store_id == asked.store_id))
    packing = at.get(asked.store.settings.get("end_node", 0))
    return {"ways": [[at[a], at[b]] for a, b in edges if a in at and b in at and a < b], "packing": packing}


def _points(asked: Asked) -> Mapping[int, Place]:
    nodes = asked.session.scalars(select(Node).where(Node.store_id == asked.store_id)).all()
    width = max((node.x for node in nodes), default=0.0) - min((node.x for node in nodes), default=0.0)
    return {node.number: (round(node.x + node.level * (width + BETWEEN_METRES), 1), round(node.y, 1)) for node in nodes}
