"""The heat of the floor: where people pick, how far that is, and which items should lie further in front."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from picking.floor.model import Bin, BinKind
from picking.floor.queries import is_drawn
from picking.reports.asking import Asked, Report, Row, columns
from picking.reports.charts import Chart, Drawn
from picking.reports.goods import goods_of
from picking.stock.model import Movement, OnHand

FORWARD_MAX = 20
PERMILLE = 1000


@dataclass(frozen=True)
class Warm:
    """A face: how often it was picked from, and the metres of a walk to it alone."""

    bin: Bin
    picks: int
    metres: int


def warm_bins(asked: Asked) -> list[Warm]:
    """Give every face with its picks, the most picked first."""
    from picking.tasks.routing import places  # noqa: PLC0415 - brings the planner along, a second of every report

    picked = (
        select(Movement.from_place, func.count())
        .where(Movement.store_id == asked.store_id, Movement.at >= asked.begin, Movement.at < asked.end)
        .where(Movement.reason == "pick")
        .group_by(Movement.from_place)
    )
    picks = {place: int(times) for place, times in asked.session.execute(picked)}
    faces = select(Bin).where(
        Bin.store_id == asked.store_id, Bin.kind == BinKind.FACE, Bin.zone_id.is_not(None), ~Bin.retired
    )
    bins = asked.session.scalars(faces.order_by(Bin.id)).all()
    walk = places(asked.session, asked.store_id) if is_drawn(asked.session, asked.store_id) else None
    warm = [Warm(each, picks.get(each.id, 0), walk.metres([each.node]) if walk else 0) for each in bins]
    return sorted(warm, key=lambda each: (-each.picks, each.metres, each.bin.id))


def _heat(asked: Asked) -> Iterator[Row]:
    warm = warm_bins(asked)
    total = sum(each.picks for each in warm) or 1
    hottest = max((each.picks for each in warm), default=0) or 1
    for each in warm:
        yield (
            each.bin.id, each.bin.zone_id, each.bin.aisle, each.picks, each.picks * PERMILLE // total,
            each.picks * PERMILLE // hottest, each.metres, each.picks * each.metres,
        )  # fmt: skip


def _forward(asked: Asked) -> Iterator[Row]:
    """Name the moves that save most: in each zone what is picked most belongs nearest; two items change places."""
    moves = sorted(_moves(asked), key=lambda move: (-move[2], move[0].bin.id))[:FORWARD_MAX]
    lying = _lying(asked)
    goods = goods_of(asked, set().union(*lying.values()))
    for now, better, saved in moves:
        items = sorted(lying[now.bin.id])
        others = sorted(lying[better.bin.id])
        yield (
            ", ".join(items), ", ".join(goods.name(sku) for sku in items), now.bin.zone_id, now.bin.id, now.picks,
            now.metres, better.bin.id, better.metres, ", ".join(goods.name(sku) for sku in others), better.picks, saved,
        )  # fmt: skip


def _moves(asked: Asked) -> Iterator[tuple[Warm, Warm, int]]:
    zones: dict[str, list[Warm]] = defaultdict(list)
    for each in warm_bins(asked):
        zones[each.bin.zone_id or ""].append(each)
    for warm in zones.values():
        nearest = sorted(warm, key=lambda each: (each.metres, each.bin.id))
        for now, better in zip(warm, nearest, strict=True):
            if now.picks > better.picks and now.metres > better.metres:
                yield now, better, (now.picks - better.picks) * (now.metres - better.metres)


def _lying(asked: Asked) -> dict[str, set[str]]:
    rows = select(OnHand.place, OnHand.sku).where(
        OnHand.store_id == asked.store_id, OnHand.quantity > 0, OnHand.place.not_like("~%")
    )
    lying: dict[str, set[str]] = defaultdict(set)
    for place, sku in asked.session.execute(rows):
        lying[place].add(sku)
    return lying


HEAT = Report(
    "heat",
    columns("bin zone aisle picks:count share:share warmth:share metres:metres metres_walked:metres"),
    _heat,
    days=28,
    chart=Chart(Drawn.FLOOR, "bin", ("picks",)),
    beside="move-forward",
)
MOVE_FORWARD = Report(
    "move-forward",
    columns(
        "sku item zone bin picks:count metres:metres better_bin better_metres:metres lies_there picks_there:count "
        "metres_saved:metres"
    ),
    _forward,
    days=28,
    chart=Chart(Drawn.MOVES, "bin", ("metres_saved",), to="better_bin"),
)
