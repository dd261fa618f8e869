"""The place: store, zones, walking graph, bins, stalls, baskets."""

from dataclasses import asdict

from sqlalchemy import delete, select

from picking.floor.model import Aisle, Basket, Bin, Edge, Node, Stall, Store, Zone
from picking.foundation.own_settings import OwnSetting
from picking.imports.document import StoreFile, said
from picking.imports.keeping import Books


def keep(books: Books, file: StoreFile) -> None:
    """Keep the place; a changed graph or bin gives the layout a new version, so that distances are measured anew."""
    store = keep_store(books, file)
    books.settle()
    keep_zones(books, file)
    graph_changed = _graph(books, file)
    books.settle()
    before = books.created["bins"] + books.changed["bins"]
    keep_bins(books, file)
    bins_changed = books.created["bins"] + books.changed["bins"] > before
    books.settle()
    keep_aisles(books, file)
    keep_stalls(books, file)
    keep_baskets(books, file)
    keep_settings(books, file)
    books.settle()
    if (graph_changed or bins_changed) and "stores" not in books.created:
        store.layout_version += 1


def keep_store(books: Books, file: StoreFile) -> Store:
    """Keep what the store is, and how it picks."""
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


def keep_settings(books: Books, file: StoreFile) -> None:
    """Keep what the store has set for itself, with who set it."""
    work = books.work
    for i, row in enumerate(file.settings):
        key = {"store_id": file.store.id, "key": row.key}
        known = work.find(OwnSetting, (file.store.id, row.key))
        if known is None or known.value != row.value:
            books.keep(OwnSetting, f"settings[{i}].key", key, value=row.value, set_at=work.now, set_by=work.by.name)


def keep_walk(books: Books, file: StoreFile) -> None:
    """Keep where riders wait, baskets stand and bags are packed."""
    store = books.work.get(Store, file.store.id, lock=True)
    store.settings = {
        **store.settings,
        "door_node": file.floor.door,
        "start_node": file.floor.start,
        "end_node": file.floor.end,
    }


def keep_zones(books: Books, file: StoreFile) -> None:
    """Keep the zones."""
    for i, zone in enumerate(file.zones):
        books.keep(
            Zone, f"zones[{i}].id", {"id": zone.id}, store_id=file.store.id, code=zone.code, names=zone.names,
            temperature_class=zone.temperature_class,
        )  # fmt: skip


def keep_nodes(books: Books, file: StoreFile) -> None:
    """Keep the points one can stand on."""
    for i, node in enumerate(file.floor.nodes):
        key = {"store_id": file.store.id, "number": node.id}
        books.keep(Node, f"nodes[{i}].id", key, x=node.x, y=node.y, level=node.level)


def keep_ways(books: Books, file: StoreFile) -> None:
    """Keep the ways between them."""
    for i, way in enumerate(file.floor.edges):
        key = {"store_id": file.store.id, "a": way.a, "b": way.b}
        books.keep(Edge, f"edges[{i}].a", key, metres=way.metres, one_way=way.one_way)


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


def keep_bins(books: Books, file: StoreFile) -> None:
    """Keep the bins; nothing is put into a retired one."""
    books.open(Bin, Bin.store_id == file.store.id)
    for i, row in enumerate(file.bins):
        books.keep(
            Bin, f"bins[{i}].id", {"id": row.id}, store_id=file.store.id, zone_id=row.zone, aisle=row.aisle,
            node=row.node, kind=row.kind, check_number=row.check_number, capacity=row.capacity,
            **said(blocked=True if row.retired else row.blocked, retired=row.retired),
        )  # fmt: skip


def keep_aisles(books: Books, file: StoreFile) -> None:
    """Keep what is special about aisles."""
    for i, row in enumerate(file.aisles):
        books.keep(
            Aisle, f"aisles[{i}].id", {"store_id": file.store.id, "code": row.id}, people_max=row.people_max,
            hours=[asdict(each) for each in row.closed],
        )  # fmt: skip


def keep_stalls(books: Books, file: StoreFile) -> None:
    """Keep the stalls; whether one is open is said at the stall, and a retired one is not."""
    for i, row in enumerate(file.stalls):
        stall = books.keep(
            Stall, f"stalls[{i}].id", {"id": row.id}, store_id=file.store.id, names=row.names,
            work_type=row.work_type, node=row.node, bin_id=row.bin, **said(retired=row.retired),
        )  # fmt: skip
        if row.retired:
            stall.is_open = False


def keep_baskets(books: Books, file: StoreFile) -> None:
    """Keep the baskets."""
    for i, basket in enumerate(file.baskets):
        books.keep(
            Basket, f"baskets[{i}].id", {"id": basket.id}, store_id=file.store.id, colour=basket.colour
        )  # fmt: skip
