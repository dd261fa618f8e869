"""From next work to the rider's arm by pages alone, on a real broker and service, with labels as they are printed."""

import uuid
from contextlib import closing

import pytest
from browser.handheld_store import Handheld
from journeys.floor.conftest import RunningStore, running_store
from real_parts import wait_for

from web_handheld.simulation.doors.bench import Bench
from web_handheld.simulation.printed import Printed

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("mosquitto")]
PHONE = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
PICKER, RIDER_DESK = "U-0001", "U-0016"


@pytest.fixture
def store(tmp_path):
    with running_store(RunningStore(tmp_path, f"sqlite:///{tmp_path / 'books.db'}")) as store:
        yield store


def sign_in(store, page, area, badge):
    """Open an area's page as somebody of the store's staff."""
    (one,) = [one for one in store.file.staff if one.badge == badge]
    page.goto(f"{store.url}/app/{area}")
    page.locator("input[autocomplete=username]").fill(badge)
    page.locator("input[autocomplete=current-password]").fill(one.pin)
    page.locator("button[type=submit]").click()


def test_an_order_goes_from_next_work_to_the_riders_arm(store, browser):
    """What a store lives on: walk, basket, bins, goods, seal, label, slot and rider, all by scans, nothing by hand."""
    (sku,) = store.pieces_of_zone("01-A", 1)
    order_id = store.paid_order([sku], quantity=2, mode="delivery")
    picker = browser.new_context(**PHONE).new_page()
    hand = Handheld(picker)
    sign_in(store, picker, "handheld", PICKER)

    _take_the_walk(picker)
    hand.type(f"K:{store.file.baskets[0]}")
    picker.locator(".pick").wait_for()
    hand.type(f"B:{store.file.bin_of(sku)}")
    hand.type(store.file.code_on_wrapping(sku, 1))
    hand.type(store.file.code_on_wrapping(sku, 1))
    bags = [_packed(store, hand, order_id, n) for n in (1, 2)]  # 5 kg each: one bag would tear
    for n in (1, 2):
        picker.locator(".sign").wait_for()
        picker.get_by_text(f"{n}/2", exact=True).wait_for()
        hand.type(f"A:01-{hand.place}")
    store.wait_for_state(order_id, "READY")

    _rider_is_named(store, order_id, "4711")
    door = browser.new_page()
    sign_in(store, door, "rider", RIDER_DESK)
    for digit in "4711":
        door.locator(".pad").get_by_role("button", name=digit, exact=True).click()
    door.locator(".pad button[type=submit]").click()
    door.locator(".at-door[data-tone='ready']").wait_for()
    for label in bags:
        Handheld(door).type(label)
    door.locator(".at-door[data-tone='gone']").wait_for()

    assert store.wait_for_state(order_id, "OUT_FOR_DELIVERY")
    assert store.conservation_errors() == []


def _take_the_walk(page):
    """Begin the shift and ask for work, as long as a basket is not asked for."""
    while page.locator(".scan-now").count() == 0:
        page.locator(".steps .main").first.click()
        page.wait_for_timeout(200)


def _packed(store, hand, order_id, n):
    """Seal a bag, take its label out of the printer and stick it on; gives the label's code."""
    number = store.hub.get(f"/orders/{order_id}").body["number"]
    hand.page.get_by_text(f"{n}/2", exact=True).wait_for()
    hand.type(f"SL00000000{n}")
    with closing(Bench(store.bench)) as bench:
        printed = Printed(bench, [each["id"] for each in store.file.devices("label_printer")], [])
        label = wait_for(lambda: printed.bag_label(number, n, 1))
    hand.type(label)
    return label


def _rider_is_named(store, order_id, tail):
    event = {"id": str(uuid.uuid4()), "event": "assigned", "carrier": "dada", "rider_id": "r1", "order_ids": [order_id]}
    assert store.carrier.post("/riders/events", {**event, "name": "Wang", "tail": tail}).is_good
