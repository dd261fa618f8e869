"""Every page of the handheld for everybody: no serious finding of axe, targets for gloves, letters for tired eyes."""

import re

import pytest
from behaviours.conftest import Shop
from browser.first_screen import APP, FIRST_SCREEN_BYTES_MAX, first_screen_bytes
from browser.handheld_pictures import Tour
from browser.handheld_store import handheld_store
from browser.shown_store import page_in
from browser.stock_pictures import StockTour

from picking import story

TARGET_PIXELS = 64
AXE = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
SMALL = """(least) => [...document.querySelectorAll('button, input, select, a')].filter((each) => {
  const box = each.getBoundingClientRect();
  return box.width > 0 && (box.width < least - 0.5 || box.height < least - 0.5);
}).map((each) => each.outerHTML.slice(0, 90))"""
WIDER = "() => document.documentElement.scrollWidth - innerWidth"
# Of the standard library of JavaScript and of syntax, what people reach for and Chrome 69 does not know.
TOO_NEW = re.compile(
    r"\.replaceAll\(|structuredClone\(|Object\.hasOwn\(|\.allSettled\(|\.matchAll\(|\.findLast\(|\.at\(-?\d|queueMicrotask\("
    r"|crypto\.randomUUID|\?\?=|\w\?\.[A-Za-z_$]|Promise\.any\("
)


@pytest.fixture
def store(make_floor, tmp_path):
    shop = Shop(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
    with handheld_store(shop, tmp_path) as store:
        yield store


@pytest.fixture
def page(browser):
    size = {"width": 360, "height": 640}
    with page_in(browser, viewport=size, device_scale_factor=2, has_touch=True) as page:
        page.set_default_timeout(8000)
        yield page


def findings(page, where, least=TARGET_PIXELS):
    """Give what is wrong with the page as it stands: serious findings, small targets, what sticks out."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate((APP / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    serious = [found for found in page.evaluate(AXE) if found["impact"] in ("serious", "critical")]
    named = [(where, found["id"], node["html"][:90]) for found in serious for node in found["nodes"]]
    small = [(where, "small", each) for each in page.evaluate(SMALL, least)]
    return named + small + ([(where, "wide", "")] if page.evaluate(WIDER) > 0 else [])


def inspected(tour, store, page, folder):
    """Go a tour and give what is wrong with any of its screens, instead of photographs."""
    found = []

    class Inspection(tour):
        def shot(self, name):
            self.still()
            found.extend(findings(self.page, name))

    Inspection(store, page, folder, "es").go()
    return found


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("tour", [Tour, StockTour])
def test_no_screen_has_a_serious_finding(store, page, tmp_path, tour):
    """Whoever sees badly, wears gloves or has one hand free works here, too, also in the longest words."""
    assert inspected(tour, store, page, tmp_path) == []


def test_the_pages_ask_for_nothing_an_old_android_browser_lacks():
    """Handhelds live for ten years: what came after Chrome 69 is lowered, filled in, or not used."""
    pages = (path for path in (APP / "dist/assets").glob("*.js") if not path.name.startswith("camera_reader"))

    used = {(path.name, found) for path in pages for found in TOO_NEW.findall(path.read_text(encoding="utf-8"))}

    assert used == set()


def test_the_first_screen_is_a_small_download():
    """An old handheld on a store's Wi-Fi opens it in a moment: all that its first screen needs is under 150 kB."""
    assert 20_000 < first_screen_bytes() <= FIRST_SCREEN_BYTES_MAX
