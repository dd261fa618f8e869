"""What may lie together in a bag, and how much one carries."""

from hypothesis import given, strategies as st

from picking.foundation.kinds import Hygiene, TemperatureClass
from picking.foundation.quantity import Unit
from picking.outbound.packing import Goods, Packable, may_touch, pack

AMBIENT, CHILLED = TemperatureClass.AMBIENT, TemperatureClass.CHILLED


def goods(sku, quantity=1, grams=500, temperature=AMBIENT, hygiene=Hygiene.NONE, *, fragile=False):
    return Packable(Goods(sku, sku, None, Unit.PIECE, quantity), temperature, hygiene, grams, fragile=fragile)


def contents(bags):
    return [sorted(one.goods.sku for one in bag.packed) for bag in bags]


def test_temperature_classes_never_share_a_bag():
    """Ice beside warm bread spoils both."""
    bags = pack([goods("milk", temperature=CHILLED), goods("rice")], 8000)

    assert contents(bags) == [["milk"], ["rice"]]


def test_raw_and_ready_to_eat_never_share_a_bag():
    """Raw fish on a salad makes people ill."""
    bags = pack([goods("carp", hygiene=Hygiene.RAW), goods("salad", hygiene=Hygiene.READY_TO_EAT)], 8000)

    assert contents(bags) == [["carp"], ["salad"]]


def test_a_packed_good_joins_either():
    """What is sealed by its maker touches nothing."""
    bags = pack([goods("carp", hygiene=Hygiene.RAW), goods("rice", grams=900), goods("oil", grams=800)], 8000)

    assert contents(bags) == [["carp", "oil", "rice"]]
    assert bags[0].hygiene is Hygiene.RAW


def test_a_line_that_fits_one_bag_is_not_torn_apart():
    """Two half crates are harder to count than one."""
    bags = pack([goods("rice", 5, grams=1000), goods("water", 4, grams=1500)], 8000)

    assert [len(bag.packed) for bag in bags] == [1, 1]


def test_a_line_too_heavy_for_one_bag_is_split_by_pieces():
    """A rider's bag carries eight kilograms, not a crate of water."""
    bags = pack([goods("water", 12, grams=1500)], 8000)

    assert sorted(bag.packed[0].goods.quantity for bag in bags) == [2, 5, 5]


def test_fragile_goods_lie_on_top():
    """Eggs under rice are no eggs."""
    bags = pack([goods("eggs", grams=700, fragile=True), goods("rice", grams=500)], 8000)

    assert [one.goods.sku for one in bags[0].packed] == ["rice", "eggs"]


def test_a_piece_heavier_than_the_limit_goes_alone():
    """It has to leave the store all the same."""
    assert contents(pack([goods("melon", grams=9000), goods("rice")], 8000)) == [["melon"], ["rice"]]


one_good = st.builds(
    goods,
    st.sampled_from("abcdef"),
    st.integers(1, 30),
    st.integers(1, 9000),
    st.sampled_from(list(TemperatureClass)),
    st.sampled_from(list(Hygiene)),
    fragile=st.booleans(),
)


@given(st.lists(one_good, max_size=12), st.integers(1000, 9000))
def test_whatever_is_packed_is_complete_light_and_clean(packables, grams_max):
    """The three promises of a bag hold for every order."""
    bags = pack(packables, grams_max)

    packed = [one for bag in bags for one in bag.packed]
    assert sum(one.goods.quantity for one in packed) == sum(one.goods.quantity for one in packables)
    for bag in bags:
        assert bag.grams <= grams_max or sum(one.goods.quantity for one in bag.packed) == 1
        assert {one.temperature_class for one in bag.packed} == {bag.temperature_class}
        assert all(may_touch(a.hygiene, b.hygiene) for a in bag.packed for b in bag.packed)
