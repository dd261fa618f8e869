"""The handheld in a browser on a real service: a wedge scanner's keys, two hands on one line, cancel, no Wi-Fi."""

import pytest
from behaviours.conftest import Shop
from browser.handheld_store import BREAD, MILK, NAMES, RICE, TEA, handheld_store, installed
from PIL import Image

from picking import story
from picking.freshness.model import Photo, WriteOff
from picking.handheld.commands import ScanRequest
from picking.orders.commands import request_cancellation
from picking.orders.model import Order
from picking.outbound.model import Bag
from picking.tasks.model import PickLine

pytestmark = pytest.mark.needs("chromium")
PHONE = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


@pytest.fixture
def store(make_floor, tmp_path):
    shop = Shop(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
    with handheld_store(shop, tmp_path) as store:
        yield store


@pytest.fixture
def page_of(browser):
    """Give a maker of pages, each a device of its own, that must not complain by themselves."""
    broken: list[str] = []
    opened = []

    def make():
        opened.append(browser.new_context(**PHONE))
        page = opened[-1].new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield make
    for context in opened:
        context.close()
    assert broken == []


def picked(store, order):
    return {line.sku: (str(line.state), line.picked) for line in store.shop.lines(order)}


def slowed(page, line):
    """Let what a page says over its websocket take its time."""
    there = line.connect_to_server()
    line.on_message(lambda said: (page.wait_for_timeout(150), there.send(said)))


def cut_off_after_a_scan(line):
    """Let the service hear the scan of goods, and the page nothing any more."""
    there = line.connect_to_server()

    def said(words):
        there.send(words)
        if MILK in words:
            line.close()

    line.on_message(said)


def begin(store, page, order_lines, badge="ANA"):
    """Sign in, take the one order there is and scan its basket."""
    order = store.shop.ordered(order_lines)
    hand = store.sign_in(page, badge)
    hand.press("Next work")
    hand.reads("Take a basket")
    hand.type("K:000001")
    page.wait_for_selector(".pick")
    return order, hand


def test_a_wedge_scanner_picks_packs_and_hands_over(store, page_of):
    """From next work to the rider's hand without a touch beside the buttons: keys at 5 ms, wherever the focus is."""
    store.person("ana", "Ana Ruiz", "picker", "rider_desk")
    page = page_of()
    order, hand = begin(store, page, {"milk": 1, "bread": 2})

    for code in ("B:01-A-01-04-B-01", MILK, "B:01-A-01-07-A-02", BREAD):
        hand.type(code)
    hand.press("Quantity")
    page.get_by_role("button", name="OK").click()
    hand.reads("Pack")
    hand.type("SL000000001")
    page.get_by_role("button", name="Print label again").wait_for()
    (bag,) = store.shop.bags(order)
    hand.type(store.shop.label(bag))
    page.locator(".sign").wait_for()
    hand.type(f"A:{hand.place}")
    hand.reads("All bags in slot")

    assert picked(store, order) == {"milk": ("PICKED", 1), "bread": ("PICKED", 2)}
    assert store.shop.state(order) == "READY"


def test_a_scan_while_a_call_is_running_is_never_dropped(store, page_of):
    """Three quick hands on a slow line: each scan counts, in its order."""
    store.person("ana", "Ana Ruiz")
    page = page_of()
    page.route_web_socket("**", lambda line: slowed(page, line))
    order, hand = begin(store, page, {"milk": 3})

    for _ in range(3):
        hand.type(MILK)
    hand.reads("Pack")

    assert picked(store, order) == {"milk": ("PICKED", 3)}


def test_a_scan_whose_answer_was_lost_counts_once(store, page_of):
    """The line broke between deed and answer: the page asks again by the same id, and nothing is doubled."""
    store.person("ana", "Ana Ruiz")
    page = page_of()
    page.route_web_socket("**", cut_off_after_a_scan)
    order, hand = begin(store, page, {"milk": 2})

    hand.type(MILK)
    hand.reads("1 of 2")
    again = picked(store, order)
    hand.type(MILK)
    hand.reads("Pack")

    assert again == {"milk": ("PARTIAL", 1)}
    assert picked(store, order) == {"milk": ("PICKED", 2)}


def test_of_two_handhelds_one_gets_the_line(store, page_of):
    """The same badge's work on two devices, and somebody else's: the second is refused, with the holder's name."""
    store.person("ana", "Ana Ruiz")
    store.person("bob", "Bob Díaz")
    ana, bob = page_of(), page_of()
    order, hand = begin(store, ana, {"milk": 1})
    other = store.sign_in(bob, "BOB")
    other.press("Next work")
    other.reads("No work")
    other.type("K:000001")
    other.reads("Ana Ruiz")

    hand.type(MILK)
    hand.reads("Pack")

    assert store.shop.task(order).person_id == "ana"


def test_a_scanner_without_a_screen_is_answered_on_its_person_s_page(store, page_of):
    """A ring scanner speaks MQTT and has no display: the page in the pocket shows and sounds what it did."""
    store.person("ana", "Ana Ruiz")
    page = page_of()
    order, hand = begin(store, page, {"milk": 2})

    store.answer("ana", ScanRequest("mqtt-1", MILK))
    hand.reads("1 of 2")
    hand.type(MILK)
    hand.reads("Pack")

    assert picked(store, order) == {"milk": ("PICKED", 2)}


def test_a_cancel_while_picking_takes_the_whole_screen(store, page_of):
    """Never a silent removal: the device that holds the goods stops, and its person says so."""
    store.person("ana", "Ana Ruiz")
    page = page_of()
    order, hand = begin(store, page, {"milk": 1, "bread": 1})
    hand.type(MILK)
    hand.reads("done")

    store.run(request_cancellation, order_id=order.id, reason="changed my mind", requested_by="customer")
    page.wait_for_selector(".cancelled")
    hand.type(BREAD)
    hand.press("I stop")
    page.wait_for_selector(".home")

    assert store.shop.state(order) == "CANCELLED"
    assert picked(store, order)["bread"][1] == 0


def test_a_walk_goes_on_without_wifi_and_is_told_once_and_in_order(store, page_of):
    """Wi-Fi ends between two shelves: picking goes on, a reload loses nothing, and all of it is booked once."""
    store.person("ana", "Ana Ruiz")
    page = page_of()
    order, hand = begin(store, page, {"milk": 1, "bread": 2, "tea": 1, "rice": 1})
    installed(page.context, page)
    hand.walk_taken_along()
    page.context.set_offline(True)

    hand.type(MILK)
    hand.reads("Offline")
    hand.type(BREAD)
    hand.type(TEA)  # not what is being counted: refused here and now
    hand.reads("Wrong item")
    page.reload()
    page.wait_for_selector(".pick")
    hand.reads("Offline · 2 waiting")
    hand.type(BREAD)
    hand.type(TEA)
    hand.reads("Offline · 4 waiting")
    before = picked(store, order)
    page.context.set_offline(False)
    hand.reads("Back online")

    assert before["bread"] == ("OPEN", 0)
    assert picked(store, order) == {
        "milk": ("PICKED", 1), "bread": ("PICKED", 2), "tea": ("PICKED", 1), "rice": ("OPEN", 0),
    }  # fmt: skip
    hand.type(RICE)
    hand.reads("Pack")


def test_what_the_service_does_not_take_after_an_outage_is_listed(store, page_of):
    """The order was cancelled meanwhile: the page said "right", so it must say what was not taken, and why."""
    store.person("ana", "Ana Ruiz")
    page = page_of()
    order, hand = begin(store, page, {"milk": 1, "bread": 1})
    hand.walk_taken_along()
    page.context.set_offline(True)
    hand.type(MILK)
    hand.reads("Offline · 1 waiting")
    store.run(request_cancellation, order_id=order.id, reason="changed my mind", requested_by="customer")

    page.context.set_offline(False)
    page.wait_for_selector(".top .count")
    hand.press("Menu", exact=False)

    page.get_by_text("Not taken by the service").wait_for()
    assert store.shop.floor.get(Order, order.id).state in ("CANCEL_PENDING", "CANCELLED")
    assert picked(store, order)["milk"][1] == 0
    assert store.shop.all(Bag, order_id=order.id) == []
    assert len(store.shop.all(PickLine, order_id=order.id)) == 2


def test_what_is_dear_is_photographed_before_it_is_written_off(store, page_of, tmp_path):
    """The device's own camera takes it, it goes out small, and the write-off names it."""
    store.person("ana", "Ana Ruiz")
    page = page_of()
    hand = store.sign_in(page, "ANA")
    picture = tmp_path / "leak.png"
    Image.effect_noise((2400, 1800), 40).save(picture)
    hand.type("B:01-A-01-04-B-01")

    hand.press("Write off")
    hand.press(NAMES["milk"]["en"])
    hand.press("2")
    hand.press("OK")
    hand.press("Leaking")
    page.locator("input[type=file]").set_input_files(picture)
    hand.reads("written off")

    photo = store.shop.one(Photo)
    assert (store.shop.one(WriteOff).photo, photo.kind) == (photo.hash, "image/jpeg")
    assert photo.size_bytes < picture.stat().st_size
