"""Plans bags: what may lie together, how much one carries, nothing torn apart that fits; pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from picking.foundation.kinds import Hygiene, TemperatureClass
from picking.foundation.quantity import Unit


@dataclass(frozen=True)
class Goods:
    """So much of an order's line and lot that is ready to be packed; no lot where the books knew none."""

    order_line_id: str
    sku: str
    lot_id: str | None
    unit: Unit
    quantity: int
    pick_line_id: str | None = None


@dataclass(frozen=True)
class Packable:
    """Goods with what matters for a bag; `grams_each` is one piece's weight, one for what is counted in grams."""

    goods: Goods
    temperature_class: TemperatureClass
    hygiene: Hygiene
    grams_each: int
    fragile: bool = False

    @property
    def grams(self) -> int:
        """Give the whole weight."""
        return self.goods.quantity * self.grams_each


@dataclass
class PackedBag:
    """A bag as planned."""

    temperature_class: TemperatureClass
    hygiene: Hygiene
    packed: list[Packable] = field(default_factory=list)

    @property
    def grams(self) -> int:
        """Give the weight of the goods."""
        return sum(packable.grams for packable in self.packed)

    def takes(self, packable: Packable, grams_max: int) -> bool:
        """Tell whether the goods may and can go in."""
        fits = packable.temperature_class is self.temperature_class and may_touch(self.hygiene, packable.hygiene)
        return fits and self.grams + packable.grams <= grams_max

    def put(self, packable: Packable) -> None:
        """Put goods in; the bag is from now on as clean or as raw as they are."""
        self.packed.append(packable)
        if self.hygiene is Hygiene.NONE:
            self.hygiene = packable.hygiene


def may_touch(one: Hygiene, other: Hygiene) -> bool:
    """Tell whether goods of two kinds may share a bag: ready-to-eat and raw never do."""
    return one is other or Hygiene.NONE in (one, other)


def pack(packables: Iterable[Packable], grams_max: int) -> list[PackedBag]:
    """Put goods into as few bags as first-fit finds: heavy first, fragile last and so on top.

    A line stays together where one bag can carry it; a single piece heavier than the limit gets a bag of its own.
    """
    bags: list[PackedBag] = []
    portions = [portion for packable in packables for portion in _portions(packable, grams_max)]
    for portion in sorted(portions, key=lambda p: (p.fragile, -p.grams, p.goods.sku, p.goods.order_line_id)):
        bag = next((bag for bag in bags if bag.takes(portion, grams_max)), None)
        if bag is None:
            bag = PackedBag(portion.temperature_class, portion.hygiene)
            bags.append(bag)
        bag.put(portion)
    return bags


def _portions(packable: Packable, grams_max: int) -> list[Packable]:
    goods = packable.goods
    if goods.unit is Unit.GRAM or packable.grams <= grams_max:
        return [packable]
    most = max(1, grams_max // packable.grams_each)
    counts = [min(most, goods.quantity - done) for done in range(0, goods.quantity, most)]
    return [replace(packable, goods=replace(goods, quantity=count)) for count in counts]
