"""Items are found by any of their codes; prices and listings change by version and are told."""

from datetime import date

import pytest
from floor import STORE

from picking.catalogue.barcodes.gtin import with_check_digit
from picking.catalogue.commands import (
    CodeDraft,
    ItemDraft,
    Price,
    list_item,
    mark_back_in_stock,
    mark_sold_out,
    set_prices,
    upsert_item,
)
from picking.catalogue.events import ShelfFactsChanged
from picking.catalogue.model import Item, ItemCode, Listing, ScaleLayout
from picking.catalogue.queries import read_code, resolve
from picking.foundation.kinds import TemperatureClass
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Refusal
from picking.stock.events import BackInStock, SoldOut

FIELDS = {
    "21": [{"name": "plu", "digits": 5, "decimals": 0}, {"name": "weight_grams", "digits": 5, "decimals": 3}],
    "20": [{"name": "plu", "digits": 5, "decimals": 0}, {"name": "amount_minor", "digits": 5, "decimals": 2}],
}


@pytest.fixture
def shop(floor):
    floor.item("milk", price=590)
    floor.code("milk", "9520100010002")
    floor.code("milk", "19520100010009", contains=3)
    floor.item("greens", price=1000, weighed=True)
    floor.code("greens", "31001", kind="plu")
    for prefix, fields in FIELDS.items():
        floor.put(ScaleLayout(store_id=STORE, prefix=prefix, length=13, fields=fields, check="gs1"))
    return floor


def found(shop, text, aim=None):
    return shop.ask(lambda session: resolve(session, STORE, read_code(session, STORE, text, aim)))


def draft(**facts):
    base = {"sku": "tea", "names": {"en": "Tea"}, "category": "drinks", "temperature_class": TemperatureClass.AMBIENT}
    return ItemDraft(**{**base, "unit": Unit.PIECE, "weight_grams": 250, **facts})


def test_a_pack_code_counts_its_contents(shop):
    """A box of three adds three."""
    assert (found(shop, "9520100010002").contains, found(shop, "19520100010009").contains) == (1, 3)


def test_a_gs1_code_gives_item_lot_expiry_in_one_scan(shop):
    """One scan instead of three."""
    what = found(shop, "010952010001000217261231" + "10L7", "]C1")

    assert (what.item.sku, what.lot_code, what.expires_on) == ("milk", "L7", date(2026, 12, 31))


def test_a_scale_label_gives_item_and_weight(shop):
    """The PLU is the store's own word for the item."""
    what = found(shop, with_check_digit("213100100750"))

    assert (what.item.sku, what.weight_grams, what.weight_reckoned, what.price_differs) == ("greens", 750, False, False)


def test_a_weight_reckoned_from_an_amount_says_so(shop):
    """Amount over price is only as true as the price on the scale."""
    what = found(shop, with_check_digit("203100100750"))

    assert (what.weight_grams, what.weight_reckoned, what.amount_minor) == (750, True, 750)


def test_a_scale_with_another_price_is_noticed(shop):
    """A label that says amount and weight shows the scale's price; a wrong one must alarm."""
    fields = [*FIELDS["20"], FIELDS["21"][1]]
    shop.put(ScaleLayout(store_id=STORE, prefix="26", length=18, fields=fields, check="none"))

    assert not found(shop, "263100100750007500").price_differs
    assert found(shop, "263100100900007500").price_differs


def test_a_code_nobody_has_finds_nothing(shop):
    """An unknown item is an answer, not a guess."""
    assert found(shop, "96385074") is None
    assert found(shop, "B:01-A") is None


def test_an_item_keeps_exactly_the_codes_of_its_draft(shop):
    """A code that was taken off the pack must not be picked by."""
    shop.run(upsert_item, draft(codes=[CodeDraft("96385074"), CodeDraft("00031009", "plu")]))
    shop.run(upsert_item, draft(codes=[CodeDraft("31009", "plu")], weight_grams=300))

    assert [(row.kind, row.code) for row in shop.all(ItemCode, sku="tea")] == [("plu", "31009")]
    assert shop.get(Item, "tea").weight_grams == 300


def test_a_code_means_one_item_only(shop):
    """Two items behind one code is a guess at every scan."""
    with pytest.raises(Refusal, match="code_of_other_item"):
        shop.run(upsert_item, draft(codes=[CodeDraft("9520100010002")]))


def test_a_code_no_scanner_can_give_is_refused(shop):
    """A misprinted list must not fill the books."""
    with pytest.raises(Refusal, match="invalid_field"):
        shop.run(upsert_item, draft(codes=[CodeDraft("9520100010003")]))


def test_an_older_price_does_not_come_back(shop):
    """A late message must not bring back yesterday's price."""
    first = shop.run(set_prices, STORE, [Price("milk", 650, 5)])
    late = shop.run(set_prices, STORE, [Price("milk", 590, 4)])
    again = shop.run(set_prices, STORE, [Price("milk", 650, 5)])

    assert (first, late, again) == ({"milk": "set"}, {"milk": "older"}, {"milk": "same"})
    assert shop.get(Listing, (STORE, "milk")).price_minor == 650
    assert shop.events(ShelfFactsChanged) == [ShelfFactsChanged(STORE, ("milk",))]


def test_prices_of_items_the_store_does_not_list_refuse_the_whole_call(shop):
    """Half a price list is worse than none."""
    with pytest.raises(Refusal, match="unknown_thing"):
        shop.run(set_prices, STORE, [Price("milk", 650, 5), Price("gold", 1, 5)])

    assert shop.get(Listing, (STORE, "milk")).price_minor == 590


def test_prices_need_the_right(shop):
    """A picker sets no prices."""
    with pytest.raises(Refusal, match="right_missing"):
        shop.run(set_prices, STORE, [], by=shop.actor("p1", "pick"))


def test_sold_out_is_marked_once_and_taken_back(shop):
    """The time it ran out is a fact of the day; the shelf label follows."""
    shop.run(mark_sold_out, SoldOut(STORE, "milk"))
    since = shop.get(Listing, (STORE, "milk")).sold_out_at
    shop.clock.advance(minutes=5)
    shop.run(mark_sold_out, SoldOut(STORE, "milk"))

    assert shop.get(Listing, (STORE, "milk")).sold_out_at == since
    shop.run(mark_back_in_stock, BackInStock(STORE, "milk"))
    assert shop.get(Listing, (STORE, "milk")).sold_out_at is None
    assert len(shop.events(ShelfFactsChanged)) == 2


def test_a_listing_that_is_kept_again_keeps_its_price_version(shop):
    """The same store file again is no price change."""
    shop.run(list_item, STORE, "milk", 590)
    same = shop.get(Listing, (STORE, "milk")).price_version
    shop.run(list_item, STORE, "milk", 600)

    assert (same, shop.get(Listing, (STORE, "milk")).price_version) == (1, 2)
