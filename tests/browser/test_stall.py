"""The stall's screen in a real browser: tickets made and recalled, screens asked for, hundreds kept in order."""

import pytest
from browser.floor_store import SCALE, floor_store_up
from browser.shown_store import TABLET, page_in
from browser.test_handheld_for_everybody import findings

from picking.devices import commands as devices
from picking.devices.model import StationSession
from picking.orders import commands as orders
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket, TicketItem

pytestmark = pytest.mark.needs("chromium")
MANY = 300


@pytest.fixture
def store(make_floor, tmp_path):
    with floor_store_up(make_floor, tmp_path) as up:
        up.person("chen", "Chen", "stall", stalls=("kitchen",))
        yield up


@pytest.fixture
def page(browser):
    """Give a page that must not complain of anything by itself."""
    with page_in(browser, **TABLET) as opened:
        broken: list[str] = []
        opened.on("pageerror", lambda error: broken.append(str(error)))
        yield opened
        assert broken == []


def open_wall(store, page, key="chen"):
    store.sign_in(page, "stall", key)
    page.get_by_role("button", name="Hot kitchen").click()
    page.get_by_role("button", name="Show the wall").click()


def card(page, ticket):
    return page.locator(f".ticket[data-number='{ticket.number}']")


def state(page, ticket, name):
    page.locator(f".ticket[data-number='{ticket.number}'][data-state='{name}']").wait_for()


def test_a_ticket_is_made_recalled_and_struck_out(store, page):
    """A cook's whole day: start, tick, ready, back again; what is cancelled stays struck through until cleared."""
    open_wall(store, page)
    soup = store.ticket({"soup": 1, "salad": 1})
    card(page, soup).get_by_role("button", name="Green salad").click()
    state(page, soup, "IN_PREP")
    card(page, soup).get_by_role("button", name="Ready").click()
    page.locator(f".ready .chip[data-number='{soup.number}']").click()
    page.get_by_role("button", name="Recall").click()
    state(page, soup, "IN_PREP")

    store.run(orders.request_cancellation, soup.order_id, "changed my mind", "customer")
    card(page, soup).get_by_role("button", name="Stopped in time").click()
    state(page, soup, "VOIDED")
    card(page, soup).get_by_role("button", name="Clear").click()
    card(page, soup).wait_for(state="detached")

    assert store.floor.get(Ticket, soup.id).bumped_at is not None


def test_keys_and_pedal_work_a_ticket_without_a_touch(store, page):
    """Hands in dough: the number chooses, the pedal says next, and one key brings the last one back."""
    first, second = store.ticket({"soup": 1}), store.ticket({"salad": 1})
    open_wall(store, page)
    card(page, second).wait_for()

    page.keyboard.press("2")
    page.locator(f".ticket.chosen[data-number='{second.number}']").wait_for()
    page.keyboard.press("Space")
    state(page, second, "IN_PREP")
    page.keyboard.press("Space")
    page.locator(f".ready .chip[data-number='{second.number}']").wait_for()
    page.keyboard.press("r")
    state(page, second, "IN_PREP")

    assert store.floor.get(Ticket, first.id).state is TicketState.QUEUED


def test_a_screen_is_asked_for_and_handed_over(store, page):
    """Nothing is stolen silently: whoever works it is asked on the screen itself."""
    store.person("bo", "Bo", "stall", stalls=("kitchen",))
    store.ticket({"soup": 1})
    open_wall(store, page)
    page.locator(".ticket .deed:enabled").wait_for()
    other = page.context.browser.new_page()
    open_wall(store, other, "bo")
    other.get_by_text("Chen works Hot kitchen.").wait_for()
    assert other.locator(".ticket .deed").is_disabled()

    other.get_by_role("button", name="Ask for it").click()
    page.get_by_role("button", name="Hand over").click()
    other.locator(".ticket .deed:enabled").wait_for()
    page.get_by_text("Bo works Hot kitchen.").wait_for()

    assert [each.person_id for each in store.floor.all(StationSession, state="OPEN")] == ["bo"]


def test_what_lies_on_the_scale_is_weighed_and_a_lead_s_badge_takes_the_rest(store, page):
    """Wet hands touch nothing: the fish says its weight itself, and only what is too heavy wants somebody."""
    store.person("li", "Li", "stall", stalls=("fish",))
    store.scale()
    first, second = store.ticket({"bass": 500}, "fish"), store.ticket({"bass": 800}, "fish")
    store.sign_in(page, "stall", "li")
    page.locator(".choose li .big:enabled").first.click()
    page.get_by_role("button", name="Show the wall").click()
    card(page, first).get_by_role("button", name="Start").click()
    state(page, first, "IN_PREP")

    store.lay(300)
    page.locator(".at-scale.low", has_text="150 g too little").wait_for()
    found = findings(page, "too little on the scale")
    store.lay(490)
    page.locator(f".ready .chip[data-number='{first.number}']").wait_for()
    store.lay(0)
    card(page, second).get_by_role("button", name="Start").click()
    state(page, second, "IN_PREP")
    store.lay(910)
    page.locator(".heavy").wait_for()
    found += findings(page, "too much on the scale")
    store.person("boss", "Boss", "lead")
    page.keyboard.type("U:BADGE-boss", delay=1)
    page.keyboard.press("Enter")
    page.locator(f".ready .chip[data-number='{second.number}']").wait_for()

    assert [item.weighed_grams for item in store.floor.all(TicketItem, sku="bass")] == [490, 910]
    assert found == []


def test_without_a_scale_the_weight_is_typed(store, page):
    """A scale at the repairer's must not close the stall."""
    store.person("li", "Li", "stall", stalls=("fish",))
    store.scale()
    store.run(devices.vanish, SCALE, "unplugged")
    bass = store.ticket({"bass": 500}, "fish")
    store.sign_in(page, "stall", "li")
    page.locator(".choose li .big:enabled").first.click()
    page.get_by_role("button", name="Show the wall").click()
    card(page, bass).get_by_role("button", name="Start").click()
    card(page, bass).get_by_role("button", name="Weigh").click()
    page.locator(".pad").wait_for()
    found = findings(page, "pad")
    for digit in "512":
        page.locator(".pad").get_by_role("button", name=digit, exact=True).click()
    page.locator(".pad .main").click()
    page.locator(f".ready .chip[data-number='{bass.number}']").wait_for()

    assert store.floor.one(TicketItem, sku="bass").weighed_grams == 512
    assert found == []


def test_hundreds_of_tickets_are_all_there_and_none_moves(store, page):
    """In the worst rush a cook must find each ticket where it stood."""
    store.many_tickets(MANY)
    open_wall(store, page)
    page.get_by_text(f"{MANY} on the wall").wait_for()
    before = _walk(page)

    leaving = store.floor.one(Ticket, number="R-002")
    card(page, leaving).get_by_role("button", name="Start").click()
    card(page, leaving).get_by_role("button", name="Ready").click()
    card(page, leaving).wait_for(state="detached")

    assert before == [f"R-{n:03d}" for n in range(MANY)]
    assert _shown(page) == [number for number in before[:8] if number != "R-002"]


def _shown(page):
    return page.locator(".ticket").evaluate_all("cards => cards.map(card => card.dataset.number)")


def _walk(page):
    """Turn all pages, and come back to the first."""
    seen = _shown(page)
    onward = page.get_by_role("button", name="Next page")
    while onward.is_enabled():
        onward.click()
        seen += _shown(page)
    for _ in range(len(seen) // 8):
        page.get_by_role("button", name="Page before").click()
    return seen
