"""The goods of the sample store: codes that scan, stock that fits, food that is kept right."""

from collections import Counter

import pytest

LENGTHS = {"gtin": 13, "pack": 14, "plu": 5}


def gs1_sum(digits):
    """Weigh 1, 3, 1 … from the check digit leftwards; a right number gives a multiple of ten."""
    return sum(int(digit) * (1, 3)[at % 2] for at, digit in enumerate(reversed(digits)))


def codes_of(items):
    return [(item, code) for item in items.values() for code in item["codes"]]


def lots_by_bin(items):
    """Give the items and lots that lie in each bin."""
    bins = {}
    for item in items.values():
        for lot in item["stock"]:
            bins.setdefault(lot["bin"], []).append((item, lot))
    return bins


def test_every_code_is_well_formed_and_means_one_item(items):
    """A wrong check digit would be refused by the first scanner that looks at it."""
    codes = codes_of(items)

    assert len({code["code"] for _, code in codes}) == len(codes)
    for _, code in codes:
        assert len(code["code"]) == LENGTHS[code["kind"]]
        assert code["kind"] == "plu" or gs1_sum(code["code"]) % 10 == 0, code
        assert (code["contains"] > 1) == (code["kind"] == "pack")


def test_no_gtin_belongs_to_anybody(items):
    """Prefix 952 is for examples; 20 to 29 would be read as scale labels."""
    gtins = [code["code"][-13:] for _, code in codes_of(items) if code["kind"] != "plu"]

    assert all(code.startswith("952") for code in gtins)


def test_a_pack_code_is_made_from_its_piece(items):
    """The twelve digits in the middle of a GTIN-14 are those of the piece inside."""
    packed = [item for item in items.values() if any(code["kind"] == "pack" for code in item["codes"])]

    assert len(packed) > 20
    for item in packed:
        by_kind = {code["kind"]: code["code"] for code in item["codes"]}
        assert by_kind["pack"][1:13] == item["codes"][0]["code"][:12]


def test_what_is_weighed_has_a_plu_and_nothing_else(items):
    """A scale label names the item by its PLU."""
    weighed = [item for item in items.values() if item["sold_by"] == "weight"]

    assert len(weighed) > 30
    assert all([code["kind"] for code in item["codes"]] == ["plu"] for item in weighed)
    assert all(item["weight_grams"] > 0 for item in items.values())


def test_scale_label_layouts_add_up(sample):
    """A layout that does not fill its length would read the wrong digits."""
    for layout in sample["scale_labels"]:
        digits = sum(field["digits"] for field in layout["fields"])
        assert len(layout["prefix"]) + digits + 1 == layout["length"]
        assert 20 <= int(layout["prefix"]) <= 29
        assert layout["fields"][0] == {"name": "plu", "digits": 5, "decimals": 0}


def test_the_well_known_weight_label_reads_back(sample):
    """`2112345015002` is 1.500 kg of PLU 12345 in shops that print weight behind 21."""
    layout = next(row for row in sample["scale_labels"] if row["prefix"] == "21")
    label, at, found = "2112345015002", 2, {}

    for field in layout["fields"]:
        found[field["name"]] = label[at : at + field["digits"]]
        at += field["digits"]

    assert found == {"plu": "12345", "weight_grams": "01500"}
    assert gs1_sum(label) % 10 == 0


def test_stalls_make_what_is_not_standard(items, sample):
    """A pick line without a bin, or a ticket without a stall, could not be done."""
    work = {stall["id"]: stall["work_type"] for stall in sample["stalls"]}
    work[None] = "STANDARD"

    for item in items.values():
        assert item["work_type"] == work[item["stall"]]
        assert (item["prep_seconds"] > 0) == (item["stall"] is not None)
        assert item["stall"] or not item["options"]


def test_goods_lie_where_it_is_cold_enough(items, sample):
    """Ice cream in aisle 1 is waste."""
    classes = {zone["id"]: zone["temperature_class"] for zone in sample["zones"]}
    zone_of = {place["id"]: place["zone"] for place in sample["bins"]}

    for item in items.values():
        for lot in item["stock"]:
            assert item["stall"] or classes[zone_of[lot["bin"]]] == item["temperature_class"], item["sku"]


def test_every_item_has_a_face_or_its_stall(items, sample):
    """The split names a bin for each line before anybody walks."""
    kinds = {place["id"]: place["kind"] for place in sample["bins"]}

    for item in items.values():
        seen = Counter(kinds[lot["bin"]] for lot in item["stock"])
        faces = {lot["bin"] for lot in item["stock"] if kinds[lot["bin"]] == "face"}
        assert (set(seen) == {"stall"}) if item["stall"] else (1 <= len(faces) <= 2 and not seen["stall"])


def test_no_bin_holds_more_than_it_can(items, sample):
    """Replenishment would begin the day by carrying things away."""
    bins = lots_by_bin(items)

    for place in sample["bins"]:
        assert sum(lot["quantity"] for _, lot in bins.get(place["id"], [])) <= place["capacity"], place["id"]


def test_raw_food_never_shares_a_bin_with_ready_food(items, sample):
    """The same rule as in the bag; and pieces never share one with grams."""
    faces = {place["id"] for place in sample["bins"] if place["kind"] != "stall"}

    for place, lots in lots_by_bin(items).items():
        if place in faces:
            assert len({item["food_hygiene"] for item, _ in lots}) == 1, place
            assert len({item["sold_by"] for item, _ in lots}) == 1, place


@pytest.mark.parametrize("key", ["quantity", "expires_in_days"])
def test_every_lot_is_something_and_in_date(items, key):
    """A store does not open with expired goods or empty lots."""
    lots = [(item, lot) for item in items.values() for lot in item["stock"]]

    assert all(lot[key] >= 1 for _, lot in lots)
    assert all(lot["expires_in_days"] <= item["shelf_life_days"] for item, lot in lots)


def test_some_goods_lie_there_in_two_lots(items):
    """First expired, first out needs a choice to show itself."""
    older_and_newer = [
        place
        for place, lots in lots_by_bin(items).items()
        if len({item["sku"] for item, _ in lots}) == 1 and len({lot["expires_in_days"] for _, lot in lots}) > 1
    ]

    assert len(older_and_newer) >= 5
