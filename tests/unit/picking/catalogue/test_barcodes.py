"""The traps of scanned codes, each with the sample that shows it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from picking.catalogue.barcodes import (
    BagCode,
    Check,
    FieldName,
    Gs1,
    ItemCode,
    LabelField,
    LabelLayout,
    OwnCode,
    OwnKind,
    ScaleLabel,
    Unknown,
    Why,
    gs1,
    own_code,
    parse,
    signed,
)
from picking.catalogue.barcodes.check_digits import check_digit, check_digit_from_left, verifier
from picking.catalogue.barcodes.scale_labels import layout_faults, scale_label

PLU = LabelField(FieldName.PLU, 5)
WEIGHT = LabelField(FieldName.WEIGHT, 5, 3)
AMOUNT = LabelField(FieldName.AMOUNT, 5, 2)
BY_WEIGHT = LabelLayout("21", 13, (PLU, WEIGHT), Check.GS1)
BY_AMOUNT = LabelLayout("20", 13, (PLU, AMOUNT), Check.GS1)


def eighteen(check):
    return LabelLayout("26", 18, (PLU, AMOUNT, WEIGHT), check)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("B:01-C-03-02-B-04", OwnCode(OwnKind.BIN, "01-C-03-02-B-04")),
        ("G:01-S2-05", OwnCode(OwnKind.STAGING, "01-S2-05")),
        ("A:01-A07", OwnCode(OwnKind.SLOT, "01-A07")),
        ("K:000123", OwnCode(OwnKind.BASKET, "000123")),
        ("U:U-0001", OwnCode(OwnKind.BADGE, "U-0001")),
        ("S:123456", OwnCode(OwnKind.SHOPPER, "123456")),
        ("D:gw1/scan-01:k3y", OwnCode(OwnKind.DEVICE, "gw1/scan-01", "k3y")),
        ("P:4521-2/3-1-4", BagCode("4521", 2, 3, 1)),
    ],
)
def test_an_own_code_is_told_by_its_letter(text, code):
    """The letter is what makes one scan box possible."""
    assert parse(text) == code


@pytest.mark.parametrize("text", ["B:", "B:a b", "P:4521-4/3-1-8", "P:4521", "D:gw1/scan-01", "B:" + "x" * 65])
def test_a_damaged_own_code_is_said_to_be_damaged(text):
    """It is ours: nobody must hear that it is unknown."""
    assert parse(text) == Unknown(text, Why.DAMAGED)


@pytest.mark.parametrize(
    ("text", "why"),
    [("", Why.BLANK), ("  \r\n", Why.BLANK), ("x" * 257, Why.TOO_LONG), ("ab\x02c", Why.CONTROL_CHARACTERS)],
)
def test_what_cannot_be_a_code_says_why(text, why):
    """A blank or over-long scan changes nothing, and the reason is said."""
    parsed = parse(text)

    assert isinstance(parsed, Unknown)
    assert parsed.reason is why


def test_a_code_nobody_knows_is_never_guessed():
    """Six digits could be a pickup code, and only the counter's screen may take them so."""
    assert parse("123456") == Unknown("123456", Why.NO_FORM)


def test_the_same_prefix_means_what_the_stores_own_table_says():
    """21 is a weight in one shop and an amount in the next."""
    text = "2112345015002"

    weight = parse(text, "]E0", [BY_WEIGHT])
    amount = parse(text, "]E0", [LabelLayout("21", 13, (PLU, AMOUNT), Check.GS1)])

    assert weight == ScaleLabel("12345", weight_grams=1500)
    assert amount == ScaleLabel("12345", amount_minor=1500)


def test_the_two_readings_of_the_ean_method_on_eighteen_digits_are_told_apart():
    """`26 12345 01250 00625` ends in 4 counted from the left and in 0 by GS1."""
    body = "26123450125000625"

    assert (check_digit_from_left(body), check_digit(body)) == ("4", "0")
    assert isinstance(parse(body + "4", layouts=[eighteen(Check.LEFT)]), ScaleLabel)
    assert parse(body + "4", layouts=[eighteen(Check.GS1)]) == Unknown(body + "4", Why.CHECK_DIGIT)
    assert parse(body + "0", layouts=[eighteen(Check.GS1)]) == ScaleLabel("12345", weight_grams=625, amount_minor=1250)


def test_a_shop_whose_last_digit_is_no_check_digit_can_switch_the_check_off():
    """Shop manuals print 2000001023109, whose check digit would be 5; that it does not fit is still known."""
    layout = LabelLayout("20", 13, (PLU, WEIGHT), Check.NONE)

    assert parse("2000001023109", layouts=[layout]) == ScaleLabel("1", weight_grams=2310, check_fits=False)


def test_a_verifier_inside_the_label_is_checked():
    """Values of the standard: 2875 has verifier 9, 14685 has 6."""
    layout = LabelLayout(
        "20", 13, (LabelField(FieldName.PLU, 5), LabelField(FieldName.VERIFIER, 1), LabelField(FieldName.AMOUNT, 4, 2)),
        Check.GS1,
    )  # fmt: skip
    text = scale_label(layout, ScaleLabel("31001", amount_minor=2875))

    assert (verifier("2875"), verifier("14685")) == ("9", "6")
    assert parse(text, layouts=[layout]) == ScaleLabel("31001", amount_minor=2875)
    wrong = text[:7] + "8" + text[8:12]
    assert parse(wrong + check_digit(wrong), layouts=[layout]) == Unknown(wrong + check_digit(wrong), Why.CHECK_DIGIT)


def test_a_scanner_that_drops_the_zero_of_an_02_label_is_understood():
    """UPC-A scanners send twelve of the thirteen digits."""
    layout = LabelLayout("02", 13, (PLU, WEIGHT), Check.GS1)
    text = scale_label(layout, ScaleLabel("31001", weight_grams=750))

    assert parse(text[1:], layouts=[layout]) == ScaleLabel("31001", weight_grams=750)


def test_a_scale_that_prints_jin_is_read_in_grams():
    """Some shops' scales print the weight in jin of 500 g."""
    layout = LabelLayout("21", 13, (PLU, LabelField(FieldName.WEIGHT, 5, 3, "jin")), Check.GS1)

    assert parse(scale_label(layout, ScaleLabel("7", weight_grams=750)), layouts=[layout]) == ScaleLabel(
        "7", weight_grams=750
    )


def test_a_shop_internal_number_without_a_layout_is_not_looked_up():
    """20 to 29 is only unique inside the shop that printed it."""
    assert parse("2112345015002") == Unknown("2112345015002", Why.NO_LAYOUT)


@pytest.mark.parametrize("aim", [None, "]C1", "]d2", "]Q3", "]Q1", "]C0"])
def test_an_own_code_goes_before_whatever_the_symbol_says(aim):
    """A label printer that was set to GS1 by mistake must not make the store's own bins unreadable."""
    assert parse("B:01-C-03-02-B-04", aim, [BY_WEIGHT]) == OwnCode(OwnKind.BIN, "01-C-03-02-B-04")


def test_an_aim_id_that_says_gs1_goes_before_the_scale_table():
    """The scanner knows which bars it saw; digits alone do not."""
    text = "2112345015002"

    assert isinstance(parse(text, "]E0", [BY_WEIGHT]), ScaleLabel)
    assert not isinstance(parse(text, "]C1", [BY_WEIGHT]), ScaleLabel)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("96385074", "00000096385074"),
        ("614141123452", "00614141123452"),
        ("9520100010002", "09520100010002"),
        ("19520100010009", "19520100010009"),
        ("04252614", "00042100005264"),
    ],
)
def test_all_lengths_of_a_trade_number_are_one(text, number):
    """GTIN-8, UPC-A, EAN-13, GTIN-14 and short UPC-E are the same kind of thing."""
    assert parse(text) == ItemCode(number)


def test_a_misread_trade_number_is_not_an_unknown_one():
    """To scan again helps here; to look for a new item does not."""
    assert parse("9520100010003") == Unknown("9520100010003", Why.CHECK_DIGIT)


def test_a_bad_date_loses_that_field_and_not_the_item():
    """A lettuce must not stay behind because its label says the 32nd."""
    assert parse("01095201000100021726133210AB\x1d3103001250", "]C1") == Gs1(
        gtin="09520100010002", lot="AB", weight_grams=1250, lost=("17",)
    )


def test_a_date_without_day_is_the_months_last():
    """GS1 General Specifications, 3.4.7: day 00 means the last day of the month."""
    assert parse("010952010001000217260200", "]d2") == Gs1(gtin="09520100010002", expires_on=date(2026, 2, 28))


def test_pounds_become_grams():
    """Imported goods are weighed in pounds."""
    assert parse("01095201000100023202000100", "]C1").weight_grams == 454


@pytest.mark.parametrize("aim", [None, "]Q1", "]d1", "]Q3"])
def test_a_digital_link_is_read_whatever_the_symbol_says(aim):
    """Most scanners call a link a plain QR code."""
    link = "https://example.org/shop/01/9520100010002/10/L%2F7?17=261231&3103=000500&utm=x"

    assert parse(link, aim) == Gs1(gtin="09520100010002", lot="L/7", expires_on=date(2026, 12, 31), weight_grams=500)


@pytest.mark.parametrize(
    "path",
    [
        "01/aisle/01/9520100010002",  # the shop's own path has a 01 in it
        "00/1234/01/09520100010002/",
        "01/09520100010010/01/9520100010002",  # two sound keys
    ],
)
def test_the_right_most_key_of_a_link_counts(path):
    """What stands before it is the web site's own affair (GS1 Digital Link, URI Syntax)."""
    assert parse(f"https://example.org/{path}", "]Q1") == Gs1(gtin="09520100010002")


def test_a_lot_that_is_named_like_a_key_is_a_lot():
    """Lots have the names that their makers give them."""
    link = "https://example.org/01/9520100010002/10/01/21/7"

    assert parse(link, "]d1") == Gs1(gtin="09520100010002", lot="01", serial="7")


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("01095201000100020109520100010019", "]C1"),
        ("010952010001000210A\x1d10B", "]d2"),
        ("010952010001000231030005003102000070", "]e0"),
        ("(01)09520100010002(17)261231(17)270101", None),
        ("https://example.org/01/9520100010002?17=261231&17=270101", "]Q1"),
    ],
)
def test_a_code_that_says_two_different_things_is_refused(text, aim):
    """The first is as likely wrong as the second (GS1 General Specifications, 4.14.1)."""
    assert parse(text, aim) == Unknown(text, Why.CONTRADICTS)


def test_the_same_thing_said_twice_is_one():
    """Two symbols of one pack that are read as one repeat the item."""
    assert parse("0109520100010002010952010001000210A", "]C1") == Gs1(gtin="09520100010002", lot="A")


def test_a_dot_code_is_a_gs1_code():
    """]J1 is DotCode, as printed on tobacco and by fast inkjets."""
    assert parse("010952010001000210A", "]J1") == Gs1(gtin="09520100010002", lot="A")


def test_a_web_address_that_names_no_item_is_unknown():
    """Posters have QR codes too."""
    assert parse("https://example.org/menu", "]Q1") == Unknown("https://example.org/menu", Why.NO_FORM)


def test_the_line_below_the_bars_can_be_typed():
    """Where the bars are torn, the text is not."""
    assert parse("(01)09520100010002(10)AB") == Gs1(gtin="09520100010002", lot="AB")


def test_an_element_string_without_aim_id_is_known_by_its_sound_gtin():
    """Old scanners send no symbology id."""
    assert parse("01095201000100021726123110AB") == Gs1(gtin="09520100010002", lot="AB", expires_on=date(2026, 12, 31))


def test_an_aim_id_in_front_of_the_text_counts():
    """Some scanners can only put it there."""
    assert parse("]C10109520100010002") == Gs1(gtin="09520100010002")


def test_a_misread_gtin_in_an_element_string_is_lost_not_believed():
    """Another item's number is worse than none."""
    assert parse("010952010001000310AB", "]C1") == Gs1(lot="AB", lost=("01",))


def test_facts_that_could_not_be_read_back_are_not_printed():
    """A label nobody can scan is discovered at the printer, not in the aisle."""
    with pytest.raises(ValueError, match="read back"):
        own_code(OwnKind.BIN, "a b")
    with pytest.raises(ValueError, match="read back"):
        gs1.element_string(Gs1(gtin="123"))
    with pytest.raises(ValueError, match="does not fit"):
        scale_label(BY_WEIGHT, ScaleLabel("31001", weight_grams=100_000))
    with pytest.raises(ValueError, match="wants"):
        scale_label(BY_WEIGHT, ScaleLabel("31001"))
    with pytest.raises(ValueError, match="finer"):
        scale_label(LabelLayout("21", 13, (PLU, LabelField(FieldName.WEIGHT, 5, 2)), Check.GS1), ScaleLabel("1", 5))


@pytest.mark.parametrize(
    ("layouts", "key"),
    [
        ([BY_WEIGHT, LabelLayout("21", 13, (PLU, AMOUNT), Check.GS1)], "prefix"),
        ([LabelLayout("2", 13, (LabelField(FieldName.PLU, 6), WEIGHT), Check.GS1)], "prefix"),
        ([LabelLayout("30", 13, (PLU, WEIGHT), Check.GS1)], "prefix"),
        ([LabelLayout("21", 14, (PLU, LabelField(FieldName.WEIGHT, 6, 3)), Check.GS1)], "length"),
        ([LabelLayout("21", 13, (PLU, LabelField(FieldName.WEIGHT, 4, 3)), Check.GS1)], "fields"),
        ([LabelLayout("21", 13, (WEIGHT, AMOUNT), Check.GS1)], "fields"),
        ([LabelLayout("21", 13, (PLU, LabelField(FieldName.WEIGHT, 5, 4)), Check.GS1)], "fields[1].decimals"),
        ([LabelLayout("21", 13, (PLU, LabelField(FieldName.WEIGHT, 5, 3, "lb")), Check.GS1)], "fields[1].unit"),
        ([LabelLayout("21", 13, (PLU, WEIGHT, LabelField(FieldName.VERIFIER, 0)), Check.GS1)], "fields"),
    ],
)
def test_a_table_that_could_mean_two_things_is_refused(layouts, key):
    """The conflict must be found at the import, not at the till."""
    assert key in [fault.key for fault in layout_faults(layouts)]


def test_a_conflict_names_both_rows():
    """Whoever wrote the table must know which of the two to take out."""
    (fault,) = layout_faults([BY_WEIGHT, LabelLayout("212", 13, (LabelField(FieldName.PLU, 4), WEIGHT), Check.GS1)])

    assert fault.row == 1
    assert "prefix 212 (13 digits) and prefix 21 (13 digits)" in fault.reason


def test_the_sample_tables_are_sound():
    """Different lengths and prefixes live beside each other."""
    assert layout_faults([BY_WEIGHT, BY_AMOUNT, eighteen(Check.GS1)]) == []


def test_a_signed_code_lasts_a_minute():
    """A photographed check-in must be worthless soon."""
    at = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
    code = parse(signed.rider_code("fast", "r-17", at, b"secret"))

    assert signed.fault(code, b"secret", at + timedelta(seconds=60)) is None
    assert signed.fault(code, b"secret", at + timedelta(seconds=61)) is signed.Fault.TOO_OLD
    assert signed.fault(code, b"secret", at - timedelta(seconds=31)) is signed.Fault.FROM_THE_FUTURE
    assert signed.fault(code, b"other", at) is signed.Fault.FORGED
