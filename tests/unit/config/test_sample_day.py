"""The day of orders can be played against the sample store."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

RULES = {"none", "listed", "same_price", "any", "ask"}


def lines_of(day):
    return [line for order in day for line in order["lines"]]


def moment(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def asked(day):
    """Give the pieces or grams that the day asks of each item."""
    total = Counter()
    for line in lines_of(day):
        total[line["sku"]] += line.get("quantity") or line["weight_grams"]
    return total


def test_three_hundred_orders_each_with_its_own_number(day, sample):
    """An external id seen twice would be the same order again."""
    channels = {channel["id"] for channel in sample["channels"]}

    assert len(day) == len({(order["channel"], order["external_id"]) for order in day}) == 300
    assert {order["channel"] for order in day} == channels
    assert {order["store"] for order in day} == {sample["store"]["id"]}


def test_orders_come_in_the_order_of_their_time_on_one_local_day(day, sample):
    """The simulator adds one offset and plays line after line."""
    zone = ZoneInfo(sample["store"]["timezone"])

    times = [moment(order["placed_at"]).astimezone(zone) for order in day]

    assert times == sorted(times)
    assert {time.date() for time in times} == {times[0].date()}
    assert all(7 <= time.hour < 22 for time in times)


def test_the_day_has_its_peaks(day, sample):
    """A flat day would hide every queue."""
    zone = ZoneInfo(sample["store"]["timezone"])

    hours = Counter(moment(order["placed_at"]).astimezone(zone).hour for order in day)

    assert len(hours) == 15
    assert hours[17] + hours[18] > 2 * (hours[7] + hours[21])


def test_modes_are_mixed_as_in_the_trade(day):
    """All three ways out of the store are played."""
    share = {mode: 100 * times / len(day) for mode, times in Counter(order["mode"] for order in day).items()}

    assert 75 <= share["delivery"] <= 85
    assert 10 <= share["pickup"] <= 20
    assert 2 <= share["scan_and_go"] <= 8


def test_promises_can_be_kept(day, sample):
    """A promise before the order, or behind closing time, is a wrong sample."""
    zone = ZoneInfo(sample["store"]["timezone"])

    for order in day:
        assert ("promised_at" in order) == (order["mode"] != "scan_and_go")
        if "promised_at" in order:
            start = moment(order.get("not_before", order["placed_at"]))
            assert moment(order["placed_at"]) <= start
            assert moment(order["promised_at"]) == start + timedelta(minutes=30)
            closing = moment(order["promised_at"]).astimezone(zone).strftime("%H:%M")
            assert order.get("not_before") is None or closing <= sample["store"]["closes_at"]
    assert sum("not_before" in order for order in day) >= 20


def test_every_line_fits_its_item(day, items):
    """An order that intake refuses for its form teaches nothing."""
    for order in day:
        assert [line["line_no"] for line in order["lines"]] == list(range(1, len(order["lines"]) + 1))
        assert len({line["sku"] for line in order["lines"]}) == len(order["lines"])
    for line in lines_of(day):
        item = items[line["sku"]]
        amount = "weight_grams" if item["sold_by"] == "weight" else "quantity"
        assert {"quantity", "weight_grams"} & set(line) == {amount}
        assert isinstance(line[amount], int)
        assert line[amount] > 0
        assert line["unit_price_minor"] == item["price_minor"]
        assert set(line.get("options", [])) <= {option["code"] for option in item["options"]}


def test_a_shoppers_cart_holds_only_what_lies_on_the_shelves(day, items):
    """Scan and go knows no stall and no scale."""
    carts = [order for order in day if order["mode"] == "scan_and_go"]

    assert all(items[line["sku"]]["stall"] is None for line in lines_of(carts))
    assert all("quantity" in line for line in lines_of(carts))


def test_substitution_rules_are_all_used_and_lists_make_sense(day, items):
    """A listed substitute of another kind is no substitute."""
    lines = lines_of(day)

    assert {line["substitution"] for line in lines} == RULES
    for line in lines:
        assert ("listed" in line) == (line["substitution"] == "listed")
        for sku in line.get("listed", []):
            assert sku != line["sku"]
            assert items[sku]["category"] == items[line["sku"]]["category"]
            assert items[sku]["sold_by"] == items[line["sku"]]["sold_by"]


def test_the_books_last_the_day_but_for_a_few(day, items):
    """Most orders succeed; the last buyers of a few items see a true refusal."""
    held = {sku: sum(lot["quantity"] for lot in item["stock"]) for sku, item in items.items()}
    total = asked(day)

    short = {sku: held[sku] / total[sku] for sku in total if held[sku] < total[sku]}

    assert 3 <= len(short) <= 8
    assert all(part >= 0.5 for part in short.values())


def test_some_faces_need_filling_by_day(day, items, sample):
    """Replenishment has work although the store as a whole has enough."""
    faces = {place["id"] for place in sample["bins"] if place["kind"] == "face"}
    total = asked(day)

    low = [
        sku
        for sku, wanted in total.items()
        if sum(lot["quantity"] for lot in items[sku]["stock"] if lot["bin"] in faces) < wanted
        and sum(lot["quantity"] for lot in items[sku]["stock"]) >= wanted > 0
        and items[sku]["stall"] is None
    ]

    assert len(low) >= 10
