"""Every page of the handheld for everybody: no serious finding of axe, targets for gloves, letters for tired eyes."""

import gzip
import json
import re
from pathlib import Path

import pytest
from behaviours.conftest import Shop
from browser.handheld_store import BREAD, MILK, handheld_store
from browser.shown_store import browser_of

from picking import story
from picking.orders.commands import request_cancellation

APP = Path(__file__).parents[2] / "web_handheld/app"
FIRST_SCREEN_BYTES_MAX = 150_000
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
    r"|crypto\.randomUUID|\?\?=|\w\?\.\w|Promise\.any\("
)
LIGHTS = ("day", "night", "cold")


@pytest.fixture
def store(make_floor, tmp_path):
    shop = Shop(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
    with handheld_store(shop, tmp_path) as store:
        yield store


@pytest.fixture
def page(chromium):
    with browser_of(chromium) as browser:
        page = browser.new_page(viewport={"width": 360, "height": 640}, device_scale_factor=2, has_touch=True)
        page.set_default_timeout(8000)
        yield page


def findings(page, where):
    """Give what is wrong with the page as it stands: serious findings, small targets, what sticks out."""
    page.evaluate((APP / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    serious = [found for found in page.evaluate(AXE) if found["impact"] in ("serious", "critical")]
    named = [(where, found["id"], node["html"][:90]) for found in serious for node in found["nodes"]]
    small = [(where, "small", each) for each in page.evaluate(SMALL, TARGET_PIXELS)]
    return named + small + ([(where, "wide", "")] if page.evaluate(WIDER) > 0 else [])


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("language", ["zh", "es"])
def test_no_page_has_a_serious_finding(store, page, language):
    """Whoever sees badly, wears gloves or has one hand free works here, too, in short words and in long."""
    badge = store.person("ana", "Ana Ruiz", language=language)
    found = []

    def look(where):
        page.wait_for_timeout(60)  # what was said last has come in
        found.extend(findings(page, where))

    page.goto(f"{store.url}/app/handheld?lang={language}")
    page.wait_for_selector(".sign-in")
    look("sign-in")
    hand = store.sign_in(page, badge, language)
    look("home")
    order = store.shop.ordered({"milk": 1, "bread": 3})
    page.locator(".steps .main").click()
    page.wait_for_selector(".hint")
    look("basket")
    hand.type("K:000001")
    page.wait_for_selector(".pick")
    for light in LIGHTS:
        page.evaluate("(light) => (document.documentElement.dataset.light = light)", light)
        look(f"pick by {light}")
    hand.type(BREAD)
    page.locator(".steps .main").click()
    look("pad")
    page.locator(".sheet header .big").click()
    page.locator(".top .big").first.click()
    page.wait_for_selector(".three")
    look("menu")
    page.locator(".sheet header .big").click()
    page.locator(".top .big").last.click()
    page.wait_for_selector(".text-entry")
    look("code")
    page.locator(".sheet header .big").click()
    hand.type(MILK)
    page.wait_for_selector(".said.wrong")
    look("wrong")
    store.run(request_cancellation, order_id=order.id, reason="changed my mind", requested_by="customer")
    page.wait_for_selector(".cancelled")
    look("cancelled")

    assert found == []


def test_the_pages_ask_for_nothing_an_old_android_browser_lacks():
    """Handhelds live for ten years: what came after Chrome 69 is lowered, filled in, or not used."""
    pages = (path for path in (APP / "dist/assets").glob("*.js") if not path.name.startswith("camera_reader"))

    used = {(path.name, found) for path in pages for found in TOO_NEW.findall(path.read_text(encoding="utf-8"))}

    assert used == set()


def test_the_first_screen_is_a_small_download():
    """An old handheld on a store's Wi-Fi opens it in a moment: all that its first screen needs is under 150 kB."""
    built = json.loads((APP / "dist/.vite/manifest.json").read_text(encoding="utf-8"))
    needed, to_look = set(), ["handheld.html"]
    while to_look:
        part = built[to_look.pop()]
        needed |= {part["file"], *part.get("css", ())}
        to_look += [name for name in part.get("imports", ()) if built[name]["file"] not in needed]
    words = [part["file"] for part in built.values() if part["file"].startswith("assets/zh-")]
    pictures = [part["file"] for part in built.values() if "drawings" in part["file"]]

    sizes = [len(gzip.compress((APP / "dist" / name).read_bytes())) for name in {*needed, *words, *pictures}]

    assert 20_000 < sum(sizes) <= FIRST_SCREEN_BYTES_MAX
