"""The place: store, zones, walking graph, bins, stalls, baskets."""

from dataclasses import asdict

from sqlalchemy import delete, select

from picking.floor.model import Aisle, Basket, Bin, Edge, Node, Stall, Store, Zone
from picking.imports.document import StoreFile
from picking.imports.keeping import Books


def keep(books: Books, file: StoreFile) -> None:
    """Keep the place; a changed graph or bin gives the layout a new version, so that distances are measured anew."""
    store = _store(books, file)
    books.settle()
    for i, zone in enumerate(file.zones):
        books.keep(
            Zone, f"zones[{i}].id", {"id": zone.id}, store_id=file.store.id, code=zone.code, names=zone.names,
            temperature_class=zone.temperature_class,
        )  # fmt: skip
    graph_changed = _graph(books, file)
    books.settle()
    bins_changed = _bins(books, file)
    books.settle()
    _aisles(books, file)
    _stalls_and_baskets(books, file)
    books.settle()
    if (graph_changed or bins_changed) and "stores" not in books.created:
        store.layout_version += 1


def _store(books: Books, file: StoreFile) -> Store:
    facts = file.store
    known = books.work.find(Store, facts.id)
    settings = {
        **(known.settings if known else {}),
        "languages": list(facts.languages),
        "opens_at": facts.opens_at,
        "closes_at": facts.closes_at,
        "pick_mode": {**asdict(facts.pick_mode), "separate_bags_by": [*map(str, facts.pick_mode.separate_bags_by)]},
        "door_node": file.floor.door,
        "start_node": file.floor.start,
        "end_node": file.floor.end,
    }
    return books.keep(
        Store, "store.id", {"id": facts.id}, names=facts.names, currency=facts.currency, timezone=facts.timezone,
        language=facts.languages[0], settings=settings,
    )  # fmt: skip


def _graph(books: Books, file: StoreFile) -> bool:
    """Make the store's nodes and ways exactly the file's; tells whether anything was different."""
    store, session = file.store.id, books.work.session
    nodes = {(node.id, node.x, node.y, node.level) for node in file.floor.nodes}
    ways = {(way.a, way.b, way.metres, way.one_way) for way in file.floor.edges}
    known_nodes = session.execute(select(Node.number, Node.x, Node.y, Node.level).where(Node.store_id == store))
    known_ways = session.execute(select(Edge.a, Edge.b, Edge.metres, Edge.one_way).where(Edge.store_id == store))
    if nodes == {tuple(row) for row in known_nodes} and ways == {tuple(row) for row in known_ways}:
        return False
    session.execute(delete(Edge).where(Edge.store_id == store))
    session.execute(delete(Node).where(Node.store_id == store))
    session.add_all(Node(store_id=store, number=number, x=x, y=y, level=level) for number, x, y, level in nodes)
    session.add_all(Edge(store_id=store, a=a, b=b, metres=m, one_way=one_way) for a, b, m, one_way in ways)
    books.changed["nodes"] = len(nodes)
    return True


def _bins(books: Books, file: StoreFile) -> bool:
    before = books.created["bins"] + books.changed["bins"]
    books.open(Bin, Bin.store_id == file.store.id)
    for i, row in enumerate(file.bins):
        books.keep(
            Bin, f"bins[{i}].id", {"id": row.id}, store_id=file.store.id, zone_id=row.zone, aisle=row.aisle,
            node=row.node, kind=row.kind, check_number=row.check_number, capacity=row.capacity,
        )  # fmt: skip
    return books.created["bins"] + books.changed["bins"] > before


def _aisles(books: Books, file: StoreFile) -> None:
    for i, row in enumerate(file.aisles):
        books.keep(
            Aisle, f"aisles[{i}].id", {"store_id": file.store.id, "code": row.id}, people_max=row.people_max,
            hours=[asdict(each) for each in row.closed],
        )  # fmt: skip


def _stalls_and_baskets(books: Books, file: StoreFile) -> None:
    for i, row in enumerate(file.stalls):
        books.keep(
            Stall, f"stalls[{i}].id", {"id": row.id}, store_id=file.store.id, names=row.names,
            work_type=row.work_type, node=row.node, bin_id=row.bin,
        )  # fmt: skip
    for i, basket in enumerate(file.baskets):
        books.keep(
            Basket, f"baskets[{i}].id", {"id": basket.id}, store_id=file.store.id, colour=basket.colour
        )  # fmt: skip
