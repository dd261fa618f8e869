"""What bags teach about weights, and what a wrong weight means: the arithmetic alone."""

from dataclasses import replace
from random import Random

import pytest

from picking.outbound.weights import BAG_ITSELF, GUESSED_BAG, Expected, ItemWeight, Part, Suspect, guessed, weighed

PERMILLE = 100


def bag(known, **counts):
    """Give what a bag with so many of each item should weigh."""
    parts = [Part(BAG_ITSELF, 1, known.get(BAG_ITSELF, GUESSED_BAG))]
    return Expected(parts + [Part(sku, count, known[sku]) for sku, count in counts.items()], PERMILLE)


def taught(known, real, packed, *, bags, bag_grams=30, seed=1):
    """Pack and weigh right bags; `real` gives mean and deviation of each item in grams. Gives what is known then."""
    dice = Random(seed)  # noqa: S311 - a store, not a secret
    for _ in range(bags):
        counts = packed(dice)
        grams = bag_grams + sum(dice.gauss(*real[sku]) for sku, count in counts.items() for _ in range(count))
        known = {**known, **bag(known, **counts).learned(round(grams))}
    return known


def shelf(dice):
    return {sku: dice.randint(1, 3) for sku in dice.sample(["milk", "yoghurt", "bread", "jam"], 3)}


REAL = {"milk": (1035, 4), "yoghurt": (212, 2), "bread": (480, 15), "jam": (640, 3)}
CATALOGUE = {
    "milk": guessed(1000, PERMILLE), "yoghurt": guessed(200, PERMILLE), "bread": guessed(500, PERMILLE),
    "jam": guessed(600, PERMILLE),
}  # fmt: skip


@pytest.fixture(scope="module")
def learned():
    return taught(CATALOGUE, REAL, shelf, bags=1000)


def test_mixed_bags_teach_the_weight_of_each_item(learned):
    """Nobody weighs single pieces: bags of several items must tell them apart."""
    found = {sku: learned[sku].mean / 1000 for sku in REAL}

    assert found == {sku: pytest.approx(mean, abs=6) for sku, (mean, _) in REAL.items()}
    assert learned[BAG_ITSELF].mean / 1000 == pytest.approx(30, abs=12)


def test_what_differs_from_piece_to_piece_keeps_a_wider_spread(learned):
    """Loaves differ, cartons do not; the band must know."""
    assert learned["bread"].spread > 4 * learned["yoghurt"].spread


def test_a_learned_band_sees_a_pot_of_yoghurt(learned):
    """The flat tenth of a heavy bag would let a whole pot go missing unseen."""
    full = bag(learned, milk=3, bread=1, yoghurt=2)
    guess = bag(CATALOGUE, milk=3, bread=1, yoghurt=2)

    without = full.grams - 212

    assert guess.difference(guess.grams - 212) == 0
    assert full.difference(without) == -212
    assert full.suspects(without)[0] == Suspect("yoghurt", 1)


@pytest.mark.parametrize("sku", list(REAL))
@pytest.mark.parametrize("way", [-1, 1])
def test_the_missing_or_doubled_item_is_named(learned, sku, way):
    """The packer must not unpack all of it to find one."""
    full = bag(learned, milk=1, yoghurt=1, bread=1, jam=1)

    found = full.suspects(full.grams + way * REAL[sku][0])

    assert found[0] == Suspect(sku, 1)


def test_two_of_one_item_are_named_as_two(learned):
    """A pack of two left on the shelf is one thing to look for."""
    full = bag(learned, milk=3, jam=1)

    assert full.suspects(full.grams - 2 * 1035)[0] == Suspect("milk", 2)


def test_a_weight_that_no_item_explains_accuses_none(learned):
    """A wrong name sends the packer looking for what is there."""
    full = bag(learned, milk=1, jam=1)

    assert full.difference(full.grams + 5000) == 5000
    assert full.suspects(full.grams + 5000) == []


def test_right_bags_are_not_asked_about(learned):
    """A scale that cries wolf is switched off."""
    dice, asked = Random(7), 0  # noqa: S311 - a store, not a secret
    for _ in range(1000):
        counts = shelf(dice)
        grams = 30 + sum(dice.gauss(*REAL[sku]) for sku, count in counts.items() for _ in range(count))
        asked += bag(learned, **counts).difference(round(grams)) != 0

    assert asked <= 10


def test_a_new_recipe_is_learned_within_a_season_of_bags(learned):
    """Makers change the jar; old bags must be forgotten."""
    lighter = {**REAL, "jam": (580, 3)}

    known = taught(learned, lighter, shelf, bags=150, seed=3)

    assert known["jam"].mean / 1000 == pytest.approx(580, abs=8)


def test_a_wrong_catalogue_weight_is_put_right_by_a_few_checked_bags():
    """Net weight in the books, glass jar in the bag: a lead must not be called for ever."""
    known = {"jam": guessed(600, PERMILLE)}
    assert bag(known, jam=2).difference(2 * 720 + 30) > 0

    known = taught(known, {"jam": (720, 3)}, lambda _: {"jam": 2}, bags=6)

    assert bag(known, jam=2).difference(2 * 720 + 30) == 0
    assert bag(known, jam=3).difference(3 * 720 + 30) == 0


def test_while_it_is_a_guess_the_stores_tolerance_holds():
    """Without experience the floor asks as the trade does: a tenth and the bag."""
    assert bag({"rice": guessed(1000, PERMILLE)}, rice=3).band_grams == 350


def test_what_a_scale_has_weighed_is_known_and_teaches_nothing():
    """Loose apples weigh what their label says, whatever last week's weighed."""
    apples = Part("apples", 1, weighed(1500), by_weight=True)
    both = Expected([Part(BAG_ITSELF, 1, ItemWeight(30_000, 100, 9_000_000, 50)), apples], PERMILLE)

    assert both.difference(1530) == 0
    assert both.difference(30) == -1500
    assert both.suspects(30) == [Suspect("apples", 1)]
    assert set(both.learned(1535)) == {BAG_ITSELF}


def test_one_odd_bag_does_not_teach_that_anything_goes(learned):
    """A gift in the bag that nobody told the scale of must not widen the band for weeks."""
    full = bag(learned, milk=1, jam=1)

    after = {**learned, **full.learned(full.grams + full.band_grams)}

    assert bag(after, milk=1, jam=1).band_grams <= 2 * full.band_grams
    assert replace(after["jam"], seen=0).mean / 1000 == pytest.approx(640, abs=15)
