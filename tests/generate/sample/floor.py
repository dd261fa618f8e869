"""Draws the building of 25 by 18 m: walking graph, bins, stalls and shelves, all in metres."""

from dataclasses import dataclass, field
from itertools import count, pairwise
from math import hypot

STORE = "01"
Point = tuple[float, float]

FRONT, MIDDLE, BACK, BACKROOM = 3.5, 9.0, 14.5, 17.0
COLD_BACK = 15.5
DRY_AISLES_X = (5.5, 8.0, 10.5, 13.0, 15.5)
COLD_AISLES_X = (19.5, 22.0)
FREEZER_X = 24.2
DRY_BAYS_Y = (4.9, 6.2, 7.5, 10.4, 11.7, 13.0)
COLD_BAYS_Y = (10.1, 11.2, 12.3, 13.4, 14.5)
FREEZER_BAYS_Y = (14.2, 12.9, 11.6)
STALLS_X = {"fish": 17.5, "bakery": 19.5, "kitchen": 21.5, "bar": 23.5}
STALL_Y = 2.0
SHELF_Y = 1.0
DOOR: Point = (0.5, SHELF_Y)
BASKET_RACK: Point = (10.5, SHELF_Y)
PACKING_BENCH: Point = (8.0, SHELF_Y)
OUTBOUND_X = {"A": 2.0, "B": 3.5, "C": 5.0, "D": 6.5}
STAGING_X = {"S1": 15.5, "S2": 14.25, "S3": 13.0}


@dataclass
class WalkingGraph:
    """Where feet can go: a node a place, an edge a straight walk in metres."""

    ids: dict[Point, int] = field(default_factory=dict)
    edges: list[dict[str, object]] = field(default_factory=list)

    def node(self, point: Point) -> int:
        """Give the number of the place, a new one when nobody stood there before."""
        return self.ids.setdefault(point, len(self.ids) + 1)

    def walk(self, *points: Point, one_way: bool = False) -> None:
        """Join the places in a row by walks."""
        for a, b in pairwise(points):
            metres = round(hypot(a[0] - b[0], a[1] - b[1]), 2)
            edge: dict[str, object] = {"a": self.node(a), "b": self.node(b), "metres": metres}
            self.edges.append(edge | ({"one_way": True} if one_way else {}))

    def nodes(self) -> list[dict[str, object]]:
        """Give the places as rows."""
        return [{"id": number, "x": x, "y": y} for (x, y), number in self.ids.items()]


@dataclass(frozen=True)
class Rack:
    """A run of bays of one zone and aisle: `sides` bays stand at each place."""

    zone: str
    aisle: str
    places: tuple[Point, ...]
    sides: int
    levels: str
    positions: int
    kind: str = "face"


def _column(x: float, ys: tuple[float, ...]) -> tuple[Point, ...]:
    return tuple((x, y) for y in ys)


# fmt: off
RACKS = (
    #    zone aisle  places                              sides levels positions
    Rack("A", "01", _column(DRY_AISLES_X[0], DRY_BAYS_Y),  2, "ABC", 1),
    Rack("A", "02", _column(DRY_AISLES_X[1], DRY_BAYS_Y),  2, "ABC", 1),
    Rack("B", "03", _column(DRY_AISLES_X[2], DRY_BAYS_Y),  2, "ABC", 1),
    Rack("C", "04", _column(DRY_AISLES_X[3], DRY_BAYS_Y),  2, "AB",  1),
    Rack("C", "05", _column(DRY_AISLES_X[4], DRY_BAYS_Y),  2, "AB",  1),
    Rack("D", "06", _column(COLD_AISLES_X[0], COLD_BAYS_Y), 2, "AB", 2),
    Rack("D", "07", _column(COLD_AISLES_X[1], COLD_BAYS_Y), 2, "AB", 2),
    Rack("F", "08", _column(FREEZER_X, FREEZER_BAYS_Y),    2, "AB",  2),
    Rack("A", "10", ((DRY_AISLES_X[0], BACKROOM),),        7, "AB",  1, "reserve"),
    Rack("B", "11", ((DRY_AISLES_X[2], BACKROOM),),        3, "AB",  1, "reserve"),
    Rack("C", "12", ((DRY_AISLES_X[4], BACKROOM),),        3, "AB",  1, "reserve"),
    Rack("D", "13", ((COLD_AISLES_X[1], BACKROOM),),       4, "AB",  1, "reserve"),
    Rack("F", "14", ((FREEZER_X, 10.3),),                  3, "AB",  1, "reserve"),
    # Raw goods of the stalls lie at the stalls; pickers never walk there.
    Rack("D", "90", tuple((x, STALL_Y) for x in STALLS_X.values()), 1, "A", 1, "stall"),
)
# fmt: on


def walking_graph() -> WalkingGraph:
    """Lay the aisles, the three cross-aisles, the cold room and the shelves by the door."""
    graph = WalkingGraph()
    _dry_hall(graph)
    _cold_room(graph)
    _stalls_and_shelves(graph)
    return graph


def _dry_hall(graph: WalkingGraph) -> None:
    for x in DRY_AISLES_X:
        graph.walk(*_column(x, (FRONT, *DRY_BAYS_Y[:3], MIDDLE, *DRY_BAYS_Y[3:], BACK)))
    for y in (MIDDLE, BACK):
        graph.walk(*((x, y) for x in DRY_AISLES_X))
    backroom = (DRY_AISLES_X[0], DRY_AISLES_X[2], DRY_AISLES_X[4])
    for x in backroom:
        graph.walk((x, BACK), (x, BACKROOM))
    graph.walk(*((x, BACKROOM) for x in backroom))


def _cold_room(graph: WalkingGraph) -> None:
    door = (17.5, MIDDLE)
    near, far = COLD_AISLES_X
    graph.walk((DRY_AISLES_X[-1], MIDDLE), door, (near, MIDDLE), (far, MIDDLE))
    for x in COLD_AISLES_X:
        graph.walk(*_column(x, (MIDDLE, *COLD_BAYS_Y, COLD_BACK)))
    graph.walk((near, COLD_BACK), (far, COLD_BACK), (FREEZER_X, COLD_BACK))
    graph.walk((far, COLD_BACK), (far, BACKROOM))
    graph.walk(*_column(FREEZER_X, (COLD_BACK, *FREEZER_BAYS_Y, 10.3)))
    # The flap towards the stalls opens outwards only: a short way out with full baskets.
    graph.walk((near, MIDDLE), (near, FRONT), one_way=True)


def _stalls_and_shelves(graph: WalkingGraph) -> None:
    graph.walk((OUTBOUND_X["A"], FRONT), *((x, FRONT) for x in (*DRY_AISLES_X, *STALLS_X.values())))
    for x in STALLS_X.values():
        graph.walk((x, FRONT), (x, STALL_Y))
    graph.walk((OUTBOUND_X["A"], FRONT), (OUTBOUND_X["A"], SHELF_Y))
    outbound = ((x, SHELF_Y) for x in OUTBOUND_X.values())
    staging = ((x, SHELF_Y) for x in sorted(STAGING_X.values()))
    graph.walk(DOOR, *outbound, PACKING_BENCH, BASKET_RACK, *staging)
    for x in (PACKING_BENCH[0], BASKET_RACK[0], STAGING_X["S3"], STAGING_X["S1"]):
        graph.walk((x, SHELF_Y), (x, FRONT))


def bins(graph: WalkingGraph) -> list[dict[str, object]]:
    """Give every bin with its place, in the order of a walk through its aisle."""
    serial = count()
    return [_bin(graph, rack, address, next(serial)) for rack in RACKS for address in _addresses(rack)]


def _addresses(rack: Rack) -> list[tuple[Point, int, str, int]]:
    bays = [place for place in rack.places for _ in range(rack.sides)]
    return [
        (place, bay, level, position)
        for bay, place in enumerate(bays, start=1)
        for level in rack.levels
        for position in range(1, rack.positions + 1)
    ]


def _bin(graph: WalkingGraph, rack: Rack, address: tuple[Point, int, str, int], serial: int) -> dict[str, object]:
    place, bay, level, position = address
    return {
        "id": f"{STORE}-{rack.zone}-{rack.aisle}-{bay:02}-{level}-{position:02}",
        "zone": f"{STORE}-{rack.zone}",
        "aisle": rack.aisle,
        "node": graph.node(place),
        "kind": rack.kind,
        # 37 has no common factor with 90: neighbours never share their number.
        "check_number": f"{10 + serial * 37 % 90}",
        "capacity": 0,
    }
