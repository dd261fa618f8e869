"""From a paid order to a rider's hand with nothing but scans and buttons, on each database."""

import pytest

from picking import story
from picking.outbound import commands as outbound

GTINS = {"milk": "4006381333931", "bread": "5901234123457", "ice": "4002515289693"}


@pytest.fixture
def any_shop(any_url, make_floor, shop_of):
    """Give the same store on SQLite and on PostgreSQL in turn."""
    return shop_of(make_floor(url=any_url, reactions=story.REACTIONS, time_outs=story.TIME_OUTS))


def test_an_order_of_three_temperatures_and_a_dish_reaches_its_rider(any_shop):
    """Two zones, a kitchen, four bags, one slot shelf, one rider: READY only when all of it has met."""
    shop = any_shop
    shop.goods("milk", 5, "A-1", gtin=GTINS["milk"])
    shop.goods("bread", 5, "A-2", gtin=GTINS["bread"])
    shop.goods("ice", 5, "F-1", gtin=GTINS["ice"], temperature_class="FROZEN")
    shop.dish("soup")
    ana, cook = shop.hand("ana"), shop.hand("cook", "stall", "runner", skills=("kitchen",))
    desk = shop.hand("dora", "rider_desk", on_shift=False)
    order = shop.ordered({"milk": 2, "bread": 1, "ice": 1, "soup": 1}, minutes=2)

    for basket in ("000001", "000002"):
        shop.walking(ana, basket)
        while ana.screen == "pick_line":
            ana.scan(GTINS[ana.line["sku"]])
        shop.packed(ana)
        shop.dropped(ana)
    before_the_dish = shop.state(order)
    shop.staged(order, cook)
    cook.press("next_work")
    (dish,) = (bag for bag in shop.bags(order) if bag.ticket_id)
    cook.scan(shop.label(dish))
    cook.scan(f"A:{cook.facts['slots'][0]}")
    ready = shop.state(order)
    shop.run(outbound.assign_rider, "fast", "r-7", "Rider", "4711", [order.id])
    desk.press("check_in", tail="4711")
    answers = [desk.scan(shop.label(bag)) for bag in shop.bags(order)]

    assert (before_the_dish, ready) == ("IN_FULFILMENT", "READY")
    assert [answer["code"] for answer in answers] == ["bag_handed_over", "bag_handed_over", "all_handed_over"]
    assert shop.state(order) == "OUT_FOR_DELIVERY"
    assert shop.books_are_closed()
