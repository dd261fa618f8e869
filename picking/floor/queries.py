"""What can be asked about the place: its walking graph as arrays, its bins, its baskets, its zones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.floor.model import Aisle, Basket, Bin, Edge, Node, Store, Zone
from picking.foundation.refusals import unknown

ONLINE_STOCK = "online_stock"


@dataclass(frozen=True)
class WalkingGraph:
    """A store's nodes and ways; ways name nodes by their place in `numbers`, lengths are metres.

    `start` is where baskets stand, `end` where bags are packed, `door` where riders wait; places in `numbers` too.
    """

    layout_version: int
    numbers: tuple[int, ...]
    positions: tuple[tuple[float, float], ...]
    levels: tuple[int, ...]
    ways: tuple[tuple[int, int, float, bool], ...]
    start: int
    end: int
    door: int

    @cached_property
    def place_of(self) -> Mapping[int, int]:
        """Give each node number's place."""
        return {number: place for place, number in enumerate(self.numbers)}


def is_drawn(session: Session, store_id: str) -> bool:
    """Tell whether a store has a walking graph."""
    return session.scalar(select(Node.number).where(Node.store_id == store_id).limit(1)) is not None


def graph(session: Session, store_id: str) -> WalkingGraph:
    """Read a store's walking graph.

    The store's settings name `start_node`, `end_node` and `door_node`; where one is not named it is the first node.
    Refuses a store nobody knows and one without nodes.
    """
    store = session.get(Store, store_id)
    nodes = session.scalars(select(Node).where(Node.store_id == store_id).order_by(Node.number)).all()
    if store is None or not nodes:
        raise unknown("walking graph", store_id)
    numbers = tuple(node.number for node in nodes)
    place = {number: at for at, number in enumerate(numbers)}
    edges = session.scalars(select(Edge).where(Edge.store_id == store_id).order_by(Edge.a, Edge.b))
    start, end, door = (place[store.settings.get(f"{what}_node", numbers[0])] for what in ("start", "end", "door"))
    return WalkingGraph(
        layout_version=store.layout_version,
        numbers=numbers,
        positions=tuple((node.x, node.y) for node in nodes),
        levels=tuple(node.level for node in nodes),
        ways=tuple((place[way.a], place[way.b], way.metres, way.one_way) for way in edges),
        start=start,
        end=end,
        door=door,
    )


def bin_of(session: Session, store_id: str, bin_id: str) -> Bin:
    """Open a bin of this store; refuses one nobody knows and one of another store alike."""
    found = session.get(Bin, bin_id)
    if found is None or found.store_id != store_id:
        raise unknown("bin", bin_id)
    return found


def bins_by_id(session: Session, bin_ids: Collection[str]) -> dict[str, Bin]:
    """Open many bins at once, by id; ids nobody knows are left out."""
    found = session.scalars(select(Bin).where(Bin.id.in_(set(bin_ids))))
    return {one.id: one for one in found}


def zones(session: Session, store_id: str) -> list[Zone]:
    """List a store's zones by their letter."""
    return list(session.scalars(select(Zone).where(Zone.store_id == store_id).order_by(Zone.code)))


def aisles(session: Session, store_id: str) -> list[Aisle]:
    """List the aisles of which something special is known, by code."""
    return list(session.scalars(select(Aisle).where(Aisle.store_id == store_id).order_by(Aisle.code)))


def aisle_codes(session: Session, store_id: str) -> list[str]:
    """List all aisles that have bins."""
    return list(
        session.scalars(select(Bin.aisle).where(Bin.store_id == store_id, ~Bin.retired).distinct().order_by(Bin.aisle))
    )


def basket_of(session: Session, store_id: str, basket_id: str) -> Basket:
    """Open a basket of this store; refuses one nobody knows and one of another store alike."""
    found = session.get(Basket, basket_id)
    if found is None or found.store_id != store_id:
        raise unknown("basket", basket_id)
    return found


def online_stock_of(session: Session, store_id: str) -> str:
    """Give the store whose stock a store's channels sell: its own, unless one stock is shared for e-commerce."""
    store = session.get(Store, store_id)
    return str(store.settings.get(ONLINE_STOCK) or store_id) if store else store_id


def stores_selling(session: Session, store_id: str) -> list[str]:
    """List the stores whose channels sell this store's stock, itself among them unless it sells another's."""
    rows = session.scalars(select(Store).order_by(Store.id))
    return [store.id for store in rows if (store.settings.get(ONLINE_STOCK) or store.id) == store_id]
