"""Whatever bags teach, what is expected stays a weight, a right bag stays right, and nothing grows without end."""

from hypothesis import given, strategies as st

from picking.outbound.weights import (
    BAG_ITSELF,
    BAND_GRAMS_MIN,
    GUESSED_BAG,
    TARE_GRAMS,
    Expected,
    Part,
    guessed,
    weighed,
)

SKUS = ["bread", "jam", "milk", "yoghurt"]
PERMILLE = 100
GRAMS = st.integers(1, 20_000)


@st.composite
def bags(draw):
    """Some items with what the catalogue says, and perhaps goods that a scale has weighed."""
    counted = draw(st.dictionaries(st.sampled_from(SKUS), st.tuples(st.integers(1, 30), GRAMS), max_size=4))
    parts = [Part(BAG_ITSELF, 1, GUESSED_BAG)]
    parts += [Part(sku, count, guessed(grams, PERMILLE)) for sku, (count, grams) in counted.items()]
    if not counted or draw(st.booleans()):
        parts.append(Part("apples", 1, weighed(draw(GRAMS)), by_weight=True))
    return Expected(parts, PERMILLE)


@given(bags(), st.lists(st.integers(0, 700_000), max_size=40))
def test_no_bag_teaches_nonsense(bag, actuals):
    """A lead may take any weight; means stay weights, doubts and spreads stay above zero and below the absurd."""
    for actual in actuals:
        known = bag.learned(actual)
        bag = Expected([_with(part, known) for part in bag.parts], PERMILLE)

    for part in bag.parts:
        assert part.weight.mean >= 0
        assert 0 <= part.weight.doubt < 2**63
        assert 0 < part.weight.spread < 2**63
    assert bag.band_grams >= BAND_GRAMS_MIN


def _with(part, known):
    return Part(part.sku, part.count, known.get(part.sku, part.weight), by_weight=part.by_weight)


@given(bags())
def test_a_bag_that_weighs_what_is_expected_is_right(bag):
    """Nobody is asked about nothing."""
    assert bag.difference(bag.grams) == 0


@given(bags(), st.integers(-50_000, 50_000))
def test_while_it_is_a_guess_the_band_is_no_wider_than_the_stores_tolerance(bag, off):
    """What is new must not be let through because it is new."""
    actual = max(0, bag.grams + off)
    is_guess = any(part.weight.is_guess for part in bag.parts)

    if is_guess and abs(actual - bag.grams) > bag.grams * PERMILLE // 1000 + TARE_GRAMS:
        assert bag.difference(actual) == actual - bag.grams


@given(bags(), st.integers(0, 700_000))
def test_only_what_is_in_the_bag_is_suspected_and_no_more_of_it(bag, actual):
    """A suspect that cannot be true makes people stop reading."""
    counts = {part.sku: part.count for part in bag.parts if part.sku != BAG_ITSELF}

    for suspect in bag.suspects(actual):
        assert 1 <= suspect.pieces <= counts[suspect.sku]
