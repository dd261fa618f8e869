"""The screens by the door in a real browser: riders, outbound desk, wall; from a ticket to the last bag's scan."""

import pytest
from browser.floor_store import floor_store_up
from browser.shown_store import TABLET, page_in, quiet

from picking.catalogue.barcodes import OwnKind, own_code
from picking.foundation.kinds import Mode
from picking.orders import commands as orders
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.commands import bag_barcode
from picking.outbound.model import Bag, OutboundSlot, PickupCode

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def store(make_floor, tmp_path):
    with floor_store_up(make_floor, tmp_path) as up:
        up.person("door", "Lucía", "rider_desk")
        yield up


@pytest.fixture
def page(browser):
    """Give a page that must not complain of anything by itself."""
    with page_in(browser, **TABLET) as opened, quiet(opened, 10_000) as page:
        yield page


def scan(page, text):
    """Type as a wedge scanner does."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def label(store, order, n=1):
    return bag_barcode(next(bag for bag in store.way.bags(order) if bag.n == n))


def order_at(page, order, tone):
    return page.locator(f".at-door[data-number='{order.number}'][data-tone='{tone}']")


def check_in(page, tail):
    pad = page.locator(".pad")
    for digit in tail:
        pad.get_by_role("button", name=digit, exact=True).click()
    pad.get_by_role("button", name="OK").click()


def test_a_cancel_while_the_rider_scans_stops_him_at_once(store, page):
    """Bag 1 is on his arm: the second is refused, the slot is red, and his own screen tells him to put it back."""
    order = store.ready({"rice": 1, "milk": 1})
    store.run(outbound.assign_rider, "dada", "r1", "Wang", "4711", [order.id])
    store.sign_in(page, "rider", "door")
    check_in(page, "4711")
    scan(page, label(store, order, 1))
    page.get_by_text("1 left").wait_for()
    desk = page.context.browser.new_page()
    store.sign_in(desk, "outbound", "door")
    desk.locator(f".shelf li.called[data-number='{order.number}']").wait_for()

    store.run(orders.request_cancellation, order.id, "changed my mind", "customer")
    order_at(page, order, "stopped").get_by_text("STOP!").wait_for()
    desk.locator(f".shelf li.stopped[data-number='{order.number}']").wait_for()
    scan(page, label(store, order, 2))
    page.locator(".said.wrong").wait_for()
    desk.get_by_role("button", name="Bags are back in the slot").click()
    order_at(page, order, "stopped").get_by_text("Cancelled.").wait_for()

    assert store.floor.get(Order, order.id).state is OrderState.CANCELLED


def test_a_wrong_bag_names_the_slot_of_the_right_one(store, page):
    """Seconds count: the right place is said as large as the screen."""
    mine, other = store.ready({"rice": 1}), store.ready({"rice": 2})
    store.run(outbound.assign_rider, "dada", "r1", "Wang", "4711", [mine.id])
    store.sign_in(page, "rider", "door")
    check_in(page, "4711")
    order_at(page, mine, "ready").wait_for()

    scan(page, label(store, other))

    slot = store.floor.one(OutboundSlot, order_id=mine.id).id
    page.locator(".said-at-door .right", has_text=slot).wait_for()
    scan(page, label(store, mine))
    page.get_by_text("All bags are yours").wait_for()
    assert store.floor.get(Order, mine.id).state is OrderState.OUT_FOR_DELIVERY


def test_a_customer_fetches_an_order_by_his_code_and_the_wall_forgets_it(store, page):
    """One code, each bag, and the next customer."""
    order = store.ready({"rice": 1}, mode=Mode.PICKUP)
    store.sign_in(page, "display", "door")
    page.locator(".ready li", has_text=order.number).wait_for()
    desk = page.context.browser.new_page()
    store.sign_in(desk, "outbound", "door")
    desk.get_by_role("button", name="By number").click()
    check_in(desk, store.floor.one(PickupCode, order_id=order.id).code)
    order_at(desk, order, "ready").wait_for()

    scan(desk, label(store, order))

    order_at(desk, order, "gone").wait_for()
    page.locator(".ready li", has_text=order.number).wait_for(state="detached")


def test_a_ticket_goes_from_the_stall_to_the_riders_hand_by_the_pages(store, page):
    """The whole way: made and staged at the stall, moved to its slot, scanned out by the rider."""
    store.person("chen", "Chen", "stall", "runner", stalls=("kitchen",))
    ticket = store.ticket({"soup": 1})
    order = store.floor.get(Order, ticket.order_id)
    store.sign_in(page, "stall", "chen")
    page.get_by_role("button", name="Hot kitchen").click()
    page.get_by_role("button", name="Show the wall").click()
    page.locator(".ticket").get_by_role("button", name="Start").click()
    page.locator(".ticket").get_by_role("button", name="Ready").click()
    page.locator(".ready .chip").wait_for()
    scan(page, label(store, order))
    page.get_by_text("→ S1:").wait_for()
    scan(page, own_code(OwnKind.STAGING, "S1"))
    page.locator(".ready .chip").wait_for(state="detached")

    _move(store, page, order)
    store.run(outbound.assign_rider, "dada", "r1", "Wang", "4711", [order.id])
    kiosk = page.context.browser.new_page()
    store.sign_in(kiosk, "rider", "door")
    check_in(kiosk, "4711")
    scan(kiosk, label(store, order))
    kiosk.get_by_text("All bags are yours").wait_for()

    assert store.floor.get(Order, order.id).state is OrderState.OUT_FOR_DELIVERY


def _move(store, page, order):
    """Bring the goods from the staging shelf to the slot with the handheld of the same person."""
    page.goto(f"{store.url}/app/handheld")
    bag = store.floor.one(Bag, order_id=order.id)
    page.locator("[data-step=next_work], button:has-text('Next')").first.click()
    for text in (own_code(OwnKind.STAGING, "S1"), bag_barcode(bag), own_code(OwnKind.SLOT, _slot(store, order))):
        page.wait_for_timeout(300)
        scan(page, text)
    page.wait_for_function("() => true")
    _until(lambda: store.floor.get(Order, order.id).state is OrderState.READY, page)


def _slot(store, order):
    return store.floor.all(OutboundSlot, order_id=order.id)[0].id


def _until(is_so, page):
    for _ in range(50):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come about")
