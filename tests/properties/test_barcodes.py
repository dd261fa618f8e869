"""Every code the floor prints is read back as what was printed, and nothing that is scanned can break the reader."""

from datetime import UTC, date, datetime

from hypothesis import given, strategies as st

from picking.catalogue import barcodes
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
    PickupPass,
    RiderCode,
    ScaleLabel,
    Unknown,
    gs1,
    gtin,
    scale_labels,
    signed,
)

WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=16)
SMALL_WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20)
SIMPLE_KINDS = [kind for kind in OwnKind if kind not in (OwnKind.BAG, OwnKind.DEVICE)]
CHARACTERS = st.text("ABCXYZabcxyz0123456789/.-_", min_size=1, max_size=20)
DAYS = st.dates(date(2000, 1, 1), date(2049, 12, 31))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - Hypothesis adds the zone
    lambda at: at.replace(microsecond=0)
)


def digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


@st.composite
def layouts(draw):
    """A sound layout: fields that fill 13 or 18 digits behind a prefix of two."""
    length = draw(st.sampled_from(scale_labels.LENGTHS))
    room = length - 3
    plu = draw(st.integers(4, min(6, room - 4)))
    name, decimals = draw(st.sampled_from([(FieldName.WEIGHT, 3), (FieldName.AMOUNT, 2), (FieldName.PIECES, 0)]))
    measure = draw(st.integers(4, room - plu))
    fields = [LabelField(FieldName.PLU, plu), LabelField(name, measure, decimals)]
    if room > plu + measure:
        fields.append(LabelField(FieldName.SERIAL, room - plu - measure))
    prefix = draw(st.sampled_from(["02", *map(str, range(20, 30))]))
    return LabelLayout(prefix, length, tuple(fields), draw(st.sampled_from(Check)))


@given(kind=st.sampled_from(SIMPLE_KINDS), key=WORDS)
def test_own_codes_are_read_back(kind, key):
    """What the store prints itself it must always know again."""
    text = barcodes.own_code(kind, key)

    parsed = barcodes.parse(text, aim="]C0")

    assert parsed == OwnCode(kind, key)


@given(order=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=16), data=st.data())
def test_bag_labels_are_read_back(order, data):
    """A rider's hand-over hangs on each bag's own label and version."""
    of = data.draw(st.integers(1, 999))
    n, version = data.draw(st.integers(1, of)), data.draw(st.integers(1, 9999))

    parsed = barcodes.parse(barcodes.bag_code(order, n, of, version))

    assert parsed == BagCode(order, n, of, version)


@given(order=digits(4), wrong=st.sampled_from("123456789"), place=st.integers(0, 3))
def test_a_misread_digit_of_a_bag_label_is_found(order, wrong, place):
    """A label with one digit misread must not name another order's bag."""
    text = barcodes.bag_code(order, 1, 2, 1)
    at = 2 + place
    misread = text[:at] + str((int(text[at]) + int(wrong)) % 10) + text[at + 1 :]

    parsed = barcodes.parse(misread)

    assert isinstance(parsed, Unknown)


@given(gateway=SMALL_WORDS, device=SMALL_WORDS, secret=st.text("abcXYZ019_-", min_size=1, max_size=40))
def test_pairing_codes_are_read_back(gateway, device, secret):
    """A device's pairing code carries its id and its one-time key."""
    parsed = barcodes.parse(barcodes.device_code(f"{gateway}/{device}", secret))

    assert parsed == OwnCode(OwnKind.DEVICE, f"{gateway}/{device}", secret)


@given(body=st.one_of(digits(12), digits(13)))
def test_gtins_are_read_back_with_fourteen_digits(body):
    """All lengths of a trade number are one number; a shop-internal one is nobody's."""
    text = gtin.with_check_digit(body)

    parsed = barcodes.parse(text)

    internal = text.zfill(14)[0] == "0" and text.zfill(14)[1:3] in ("02", *map(str, range(20, 30)))
    assert parsed == (Unknown(text, barcodes.Why.NO_LAYOUT) if internal else ItemCode(text.zfill(14)))


@given(layout=layouts(), plu=digits(4), measure=st.integers(0, 9999))
def test_scale_labels_are_read_back(layout, plu, measure):
    """What a scale of this store printed is read by the same table it was printed by."""
    name = str(layout.fields[1].name)
    facts = ScaleLabel(plu=scale_labels.normal_plu(plu), **{name: measure})
    text = scale_labels.scale_label(layout, facts)

    parsed = barcodes.parse(text, layouts=[layout])

    assert isinstance(parsed, ScaleLabel)
    assert (parsed.plu, getattr(parsed, name), parsed.check_fits) == (facts.plu, measure, True)


@given(layout=layouts())
def test_generated_layouts_are_sound(layout):
    """The property above speaks of tables that an import would accept."""
    assert scale_labels.layout_faults([layout]) == []


@given(
    body=digits(13),
    lot=st.none() | CHARACTERS,
    serial=st.none() | CHARACTERS,
    expires_on=st.none() | DAYS,
    weight_grams=st.none() | st.integers(0, 999999),
    count=st.none() | st.integers(0, 99999999),
)
def test_element_strings_are_read_back(body, lot, serial, expires_on, weight_grams, count):
    """One scan gives item, lot, expiry and weight."""
    facts = Gs1(
        gtin=gtin.with_check_digit(body), lot=lot, serial=serial, expires_on=expires_on,
        weight_grams=weight_grams, count=count,
    )  # fmt: skip

    parsed = barcodes.parse(gs1.element_string(facts), aim="]C1")

    assert parsed == facts


@given(carrier=SMALL_WORDS, rider=SMALL_WORDS, at=MOMENTS, secret=st.binary(min_size=1, max_size=40))
def test_rider_codes_are_read_back_and_believed_with_their_secret_only(carrier, rider, at, secret):
    """A check-in that anybody can draw is no check-in."""
    parsed = barcodes.parse(signed.rider_code(carrier, rider, at, secret), aim="]Q1")

    assert isinstance(parsed, RiderCode)
    assert (parsed.carrier, parsed.rider_id, parsed.made_at) == (carrier, rider, at)
    assert signed.fault(parsed, secret, at) is None
    assert signed.fault(parsed, secret + b"x", at) is signed.Fault.FORGED


@given(store=SMALL_WORDS, code=digits(6), at=MOMENTS, secret=st.binary(min_size=1, max_size=40))
def test_pickup_passes_are_read_back(store, code, at, secret):
    """The customer's telephone shows what the counter scans."""
    parsed = barcodes.parse(signed.pickup_pass(store, code, at, secret))

    assert isinstance(parsed, PickupPass)
    assert (parsed.store_id, parsed.code) == (store, code)
    assert signed.fault(parsed, secret, at) is None


@given(text=st.text(max_size=300), aim=st.sampled_from([None, "]C1", "]E0", "]Q3", "]d2", "]Q1"]), layout=layouts())
def test_nothing_that_is_scanned_breaks_the_reader(text, aim, layout):
    """A scanner sends whatever is in front of it."""
    assert barcodes.parse(text, aim, [layout]) is not None


@given(
    prefix=st.sampled_from(["B:", "P:", "01", "17", "https://x/01/", "SF1:", "]C1", "(01)"]), rest=st.text(max_size=60)
)
def test_nothing_that_opens_like_a_code_breaks_the_reader(prefix, rest):
    """Damaged codes open like sound ones."""
    assert barcodes.parse(prefix + rest, "]C1" if prefix.isdigit() else None) is not None
