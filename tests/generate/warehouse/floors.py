"""Draws floors: parallel aisles between cross-aisles, islands of tables, a cold room behind doors, some one-way."""

from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from picking.planning import Edge, Floor

AISLE_METRES, BAY_METRES = 3.0, 1.2  # from aisle to aisle, from bay to bay
COLD_DOOR_METRES = 4.0  # through the curtain


@dataclass(frozen=True)
class Place:
    """Where a bin stands: its aisle from left to right, its metres from the front, and how cold it is there."""

    node: int
    aisle: int
    depth: float
    cold: bool = False


@dataclass(frozen=True)
class Ground:
    """A floor and its bins in the order of their names: aisle by aisle, each from the front."""

    floor: Floor
    places: tuple[Place, ...]

    @property
    def bins(self) -> tuple[int, ...]:
        """Give the node of each bin."""
        return tuple(place.node for place in self.places)


@dataclass
class _Drawing:
    """A floor being drawn; every bay gets two bins, one a side."""

    nodes: list[tuple[float, float]] = field(default_factory=list)
    ways: list[Edge] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def node(self, x: float, y: float) -> int:
        self.nodes.append((x, y))
        return len(self.nodes) - 1

    def way(self, *nodes: int, metres: float | None = None, one_way: bool = False) -> None:
        for a, b in pairwise(nodes):
            (ax, ay), (bx, by) = self.nodes[a], self.nodes[b]
            length = abs(ax - bx) + abs(ay - by) if metres is None else metres
            self.ways.append(Edge(a, b, length, one_way=one_way))

    def bay(self, node: int, aisle: int, *, cold: bool = False) -> None:
        self.places += [Place(node, aisle, self.nodes[node][1], cold)] * 2

    def grid(self, first: int, aisles: int, cross_aisles: int, bays: int, *, cold: bool = False) -> list[list[int]]:
        """Draw aisles from number `first` on, with so many bays a block; gives each aisle's corners."""
        corners = []
        for aisle in range(first, first + aisles):
            column = [self.node(aisle * AISLE_METRES, 0.0)]
            for block in range(cross_aisles - 1):
                depth = block * (bays + 1) * BAY_METRES
                chain = [self.node(aisle * AISLE_METRES, depth + bay * BAY_METRES) for bay in range(1, bays + 2)]
                self.way(column[-1], *chain)
                for node in chain[:-1]:
                    self.bay(node, aisle, cold=cold)
                column.append(chain[-1])
            corners.append(column)
        for row in zip(*corners, strict=True):
            self.way(*row)
        return corners

    def ground(self, start: int, end: int) -> Ground:
        return Ground(Floor(tuple(self.nodes), tuple(self.ways), start, end), tuple(self.places))


def aisles_floor(aisles: int = 8, cross_aisles: int = 2, bays: int = 8) -> Ground:
    """Draw parallel aisles between 2 to 6 cross-aisles; trips start and end in front of the middle aisle."""
    drawing = _Drawing()
    corners = drawing.grid(0, aisles, cross_aisles, bays)
    desk = corners[aisles // 2][0]
    return drawing.ground(desk, desk)


def market_floor(seed: int, aisles: int = 6, cross_aisles: int = 3, bays: int = 6) -> Ground:
    """Draw a market: aisles with pieces blocked, islands in front, a cold room whose second door only lets out."""
    dice = Random(seed)  # noqa: S311 - a drawn floor is no secret
    drawing = _Drawing()
    corners = drawing.grid(0, aisles, cross_aisles, bays)
    _islands(drawing, dice, [column[0] for column in corners])
    cold = drawing.grid(aisles + 1, 2, 2, bays, cold=True)
    drawing.way(corners[-1][1], cold[0][0], metres=COLD_DOOR_METRES)
    drawing.way(cold[0][-1], corners[-1][-1], metres=COLD_DOOR_METRES, one_way=True)
    _block_pieces(drawing, dice, corners)
    desk = corners[1][0]
    return drawing.ground(desk, corners[0][0])


def _islands(drawing: _Drawing, dice: Random, fronts: list[int]) -> None:
    """Put tables before the aisles that can be walked around on every side."""
    for number, (a, b) in enumerate(pairwise(fronts)):
        left, right = drawing.node(number * AISLE_METRES + 0.5, -3.0), drawing.node((number + 1) * AISLE_METRES, -3.0)
        drawing.way(a, left, right, b)
        drawing.way(left, b, metres=dice.uniform(3.5, 5.0))
        drawing.bay(left, number)
        drawing.bay(right, number)


def _block_pieces(drawing: _Drawing, dice: Random, corners: list[list[int]]) -> None:
    """Take one way out of two cross-aisles behind the front: pallets stand there."""
    for _ in range(2):
        row = dice.randrange(1, len(corners[0]))
        column = dice.randrange(len(corners) - 2)
        pair = {corners[column][row], corners[column + 1][row]}
        drawing.ways = [way for way in drawing.ways if {way.a, way.b} != pair]
