"""Every page of stall and door for everybody: no serious finding of axe, targets for greasy fingers, long words too."""

import pytest
from browser.floor_scenes import at_the_door, rush
from browser.floor_store import floor_store_up
from browser.shown_store import TABLET, page_in
from browser.test_handheld_for_everybody import findings

from picking.outbound.commands import bag_barcode

pytestmark = pytest.mark.needs("chromium")
# Cells of a row that stand outside of it, where nobody reads them.
CUT_OFF = """() => [...document.querySelectorAll('.shelf li > *')].filter((cell) =>
  cell.getBoundingClientRect().right > document.querySelector('.shelf').getBoundingClientRect().right
).map((cell) => cell.textContent)"""


@pytest.fixture
def store(make_floor, tmp_path):
    with floor_store_up(make_floor, tmp_path) as up:
        yield up


@pytest.fixture
def page(browser):
    with page_in(browser, **TABLET) as opened:
        opened.set_default_timeout(10_000)
        yield opened


def look(page, where):
    page.wait_for_timeout(100)  # what was said last has come in
    return findings(page, where)


def test_no_page_of_a_stall_has_a_serious_finding(store, page):
    """Read at two metres, touched with greasy fingers, in the longest words we have."""
    rush(store, "es")
    store.sign_in(page, "stall", "chen")
    page.get_by_role("button", name="Cocina").click()
    found = look(page, "choose")
    page.get_by_role("button", name="Mostrar el panel").click()
    page.locator(".ticket").first.wait_for()
    found += look(page, "wall")
    page.locator(".ticket .head").first.click()
    page.locator(".panel").wait_for()
    found += look(page, "ticket")
    for key, where in (("d", "dishes"), ("o", "orders")):
        page.keyboard.press(key)
        page.wait_for_timeout(400)
        found += look(page, where)
    page.get_by_role("button", name="Más").click()
    page.get_by_role("button", name="Teclas y pedal").click()
    found += look(page, "keys")

    assert found == []


def test_no_page_of_the_door_has_a_serious_finding(store, page):
    """Riders in a hurry, customers of every age."""
    made = at_the_door(store, "es")
    store.sign_in(page, "outbound", "door")
    page.locator(".shelf li").first.wait_for()
    found = look(page, "board")
    page.get_by_role("button", name="Por número").click()
    found += look(page, "pad")
    page.get_by_role("button", name="Por número").click()
    page.keyboard.type(bag_barcode(store.way.bags(made["mine"])[0]))
    page.keyboard.press("Enter")
    page.locator(".said.wrong").wait_for()
    found += look(page, "refused")
    page.set_viewport_size({"width": 1024, "height": 768})
    found += [("tablet", "cut off", each) for each in page.evaluate(CUT_OFF)]
    page.set_viewport_size({"width": 720, "height": 1280})
    page.goto(f"{store.url}/app/rider")
    page.locator(".pad").wait_for()
    found += look(page, "rider")
    for digit in "4711":
        page.locator(".pad").get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("button", name="Aceptar").click()
    page.locator(".at-door").first.wait_for()
    found += look(page, "rider's orders")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{store.url}/app/display")
    page.locator(".ready li").first.wait_for()
    found += look(page, "display")

    assert found == []
