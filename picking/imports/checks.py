"""What a store file must agree on with itself: every id once, every reference known, every code readable; pure."""

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from picking.catalogue.barcodes import LabelField, LabelLayout, gtin
from picking.catalogue.barcodes.scale_labels import layout_faults, normal_plu
from picking.foundation.settings import most_of, settable
from picking.imports.document import CodeKind, ItemRow, LabelRow, PlaceKind, StoreFile
from picking.imports.shapes import Fault
from picking.people.rights import STAFF_ROLES
from picking.planning.distances import measure
from picking.planning.problem import Edge, Floor

Found = Iterator[Fault]


def contradictions(file: StoreFile, about: Iterable[str] | None = None) -> list[Fault]:
    """Find all contradictions of a file, in its order; with `about` only those that these checks of `CHECKS` find."""
    return [fault for name in (CHECKS if about is None else about) for fault in CHECKS[name](file)]


def layouts_of(rows: Iterable[LabelRow]) -> list[LabelLayout]:
    """Give the scale layouts of a file as the reader of codes takes them."""
    return [
        LabelLayout(
            row.prefix,
            row.length,
            tuple(LabelField(each.name, each.digits, each.decimals, each.unit) for each in row.fields),
            row.check,
        )
        for row in rows
    ]


def planning_floor(file: StoreFile) -> tuple[Floor, dict[int, int]]:
    """Give the walking graph for measuring, and each node number's place in it."""
    place = {node.id: at for at, node in enumerate(file.floor.nodes)}
    ways = tuple(Edge(place[way.a], place[way.b], way.metres, one_way=way.one_way) for way in file.floor.edges)
    points = tuple((node.x, node.y) for node in file.floor.nodes)
    return Floor(points, ways, place[file.floor.start], place[file.floor.end]), place


def _once(path: str, key: str, values: Sequence[Hashable]) -> Found:
    seen: set[Hashable] = set()
    for i, value in enumerate(values):
        if value in seen and value is not None:
            yield Fault(f"{path}[{i}].{key}", "fault_twice", {"value": value})
        seen.add(value)


def _known(path: str, thing: str, value: Hashable, known: Container[Hashable]) -> Found:
    if value is not None and value not in known:
        yield Fault(path, "fault_unknown", {"thing": thing, "key": value})


def _store(file: StoreFile) -> Found:
    try:
        ZoneInfo(file.store.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield Fault("store.timezone", "fault_unknown", {"thing": "time_zone", "key": file.store.timezone})
    if not file.store.languages:
        yield Fault("store.languages", "fault_no_language")


def _settings(file: StoreFile) -> Found:
    for i, row in enumerate(file.settings):
        yield from _known(f"settings[{i}].key", "setting", row.key, settable())
        most = most_of(row.key)
        if most is not None and row.value > most:
            yield Fault(f"settings[{i}].value", "fault_range", {"least": 0, "most": most, "value": row.value})


def _ids(file: StoreFile) -> Found:
    places = ("zones", "bins", "aisles", "stalls", "staging_positions", "outbound_slots", "baskets")
    for path in (*places, "channels", "count_plans"):
        yield from _once(path, "id", [row.id for row in getattr(file, path)])
    yield from _once("floor.nodes", "id", [row.id for row in file.floor.nodes])
    yield from _once("floor.edges", "a", [(row.a, row.b) for row in file.floor.edges])
    yield from _once("staff", "badge", [row.badge for row in file.staff])
    yield from _once("devices", "id", [row.id for row in file.devices])
    yield from _once("categories", "code", [row.code for row in file.categories])
    yield from _once("items", "sku", [row.sku for row in file.items])
    yield from _once("face_limits", "sku", [(row.bin, row.sku) for row in file.face_limits])
    yield from _once("settings", "key", [row.key for row in file.settings])


def _floor(file: StoreFile) -> Found:
    nodes = {node.id for node in file.floor.nodes}
    faults = [fault for path, node in _nodes_named(file) for fault in _known(path, "node", node, nodes)]
    yield from faults
    if not faults:
        yield from _ways(file)


def _nodes_named(file: StoreFile) -> Iterator[tuple[str, int]]:
    floor = file.floor
    yield from (("floor.door", floor.door), ("floor.start", floor.start), ("floor.end", floor.end))
    for i, way in enumerate(floor.edges):
        yield from ((f"floor.edges[{i}].a", way.a), (f"floor.edges[{i}].b", way.b))
    yield from _places(file)


def _places(file: StoreFile) -> Iterator[tuple[str, int]]:
    for path in ("bins", "stalls", "staging_positions", "outbound_slots"):
        for i, row in enumerate(getattr(file, path)):
            yield f"{path}[{i}].node", row.node


def _ways(file: StoreFile) -> Found:
    """Whoever walks to a place must come there, and back to the bench."""
    floor, place = planning_floor(file)
    named = {place[node] for _, node in _nodes_named(file)}
    distances = measure(floor, {*named, floor.start, floor.end})
    for path, node in _places(file):
        there = distances.between(floor.start, place[node])
        back = distances.between(place[node], floor.end)
        if there + back == float("inf"):
            yield Fault(path, "fault_no_way", {"node": node})


def _place_references(file: StoreFile) -> Found:
    zones, bins = {row.id for row in file.zones}, {row.id for row in file.bins}
    devices = {row.id for row in file.devices}
    for i, aisle in enumerate(file.aisles):
        yield from _known(f"aisles[{i}].id", "bin_in_aisle", aisle.id, {row.aisle for row in file.bins})
    for i, row in enumerate(file.bins):
        yield from _known(f"bins[{i}].zone", "zone", row.zone, zones)
    for i, stall in enumerate(file.stalls):
        yield from _known(f"stalls[{i}].bin", "bin", stall.bin, bins)
        yield from _known(f"stalls[{i}].printer", "device", stall.printer, devices)


def _stock(file: StoreFile) -> Found:
    zones, bins = {row.id for row in file.zones}, {row.id for row in file.bins}
    skus, day = {row.sku for row in file.items}, file.fresh_day
    for i, plan in enumerate(file.count_plans):
        yield from _known(f"count_plans[{i}].zone", "zone", plan.zone, zones)
    for i, limit in enumerate(file.face_limits):
        yield from _known(f"face_limits[{i}].bin", "bin", limit.bin, bins)
        yield from _known(f"face_limits[{i}].sku", "item", limit.sku, skus)
        if limit.most <= limit.least:
            yield Fault(f"face_limits[{i}].most", "fault_most", {"least": limit.least, "value": limit.most})
    if day is not None and not day.opens < day.marks_down < day.clears:
        yield Fault("fresh_day.clears", "fault_hours_order", {})
    for i, delivery in enumerate(file.deliveries):
        for n, line in enumerate(delivery.lines):
            yield from _known(f"deliveries[{i}].lines[{n}].sku", "item", line.sku, skus)


def _scale_labels(file: StoreFile) -> Found:
    for fault in layout_faults(layouts_of(file.scale_labels)):
        yield Fault(f"scale_labels[{fault.row}].{fault.key}", fault.code, fault.facts)


def _staff(file: StoreFile) -> Found:
    stalls = {row.id for row in file.stalls}
    for i, row in enumerate(file.staff):
        if row.badge is None and row.id is None:
            yield Fault(f"staff[{i}].badge", "fault_missing")
        for n, role in enumerate(row.roles):
            yield from _known(f"staff[{i}].roles[{n}]", "role", role, STAFF_ROLES)
        yield from _known(f"staff[{i}].stall", "stall", row.stall, stalls)


def _devices(file: StoreFile) -> Found:
    places = {
        PlaceKind.BIN: {row.id for row in file.bins},
        PlaceKind.SLOT: {row.id for row in file.outbound_slots},
        PlaceKind.STALL: {row.id for row in file.stalls},
        PlaceKind.STAGING: {row.id for row in file.staging_positions},
    }
    skus, classes = {row.sku for row in file.items}, {row.id: row.class_ for row in file.devices}
    for i, row in enumerate(file.devices):
        if row.place is not None and row.place.kind in places:
            yield from _known(f"devices[{i}].place.id", row.place.kind, row.place.id, places[row.place.kind])
        yield from _known(f"devices[{i}].sku", "item", row.sku, skus)
        yield from _known(f"devices[{i}].backup", "device", row.backup, classes)
        if row.backup == row.id or classes.get(row.backup or "", row.class_) is not row.class_:
            yield Fault(f"devices[{i}].backup", "fault_backup")


def _items(file: StoreFile) -> Found:
    stalls, bins = {row.id for row in file.stalls}, {row.id for row in file.bins}
    categories = {row.code for row in file.categories}
    for i, row in enumerate(file.items):
        yield from _known(f"items[{i}].category", "category", row.category, categories)
        yield from _known(f"items[{i}].stall", "stall", row.stall, stalls)
        for n, lot in enumerate(row.stock):
            yield from _known(f"items[{i}].stock[{n}].bin", "bin", lot.bin, bins)


def _codes(file: StoreFile) -> Found:
    owners: dict[tuple[str, str], str] = {}
    for i, row in enumerate(file.items):
        for n, (key, reason) in enumerate(_read_codes(row)):
            path = f"items[{i}].codes[{n}].code"
            if reason:
                yield Fault(path, "fault_gtin", {"why": reason})
            elif owners.setdefault(key, row.sku) != row.sku:
                yield Fault(path, "fault_code_taken", {"code": row.codes[n].code, "owner": owners[key]})


def _read_codes(row: ItemRow) -> Iterator[tuple[tuple[str, str], str]]:
    for each in row.codes:
        if each.kind is CodeKind.PLU:
            yield ("plu", normal_plu(each.code)), ""
            continue
        try:
            yield ("gtin", gtin.normal_gtin(each.code)), ""
        except ValueError as no:
            yield ("gtin", each.code), str(no).partition(": ")[2] or "length"


CHECKS: Mapping[str, Callable[[StoreFile], Found]] = {
    "store": _store, "ids": _ids, "floor": _floor, "places": _place_references, "scale_labels": _scale_labels,
    "staff": _staff, "devices": _devices, "items": _items, "codes": _codes,
    "settings": _settings, "stock": _stock,
}  # fmt: skip
