"""Every screen of the handheld in three languages at 720 by 1280, as it stands in a picker's hand."""

import tempfile
from pathlib import Path

from behaviours.conftest import Shop
from browser.handheld_store import BREAD, MILK, PIN, RICE, TEA, Handheld, HandheldStore, handheld_store
from browser.photographs import photograph
from browser.shown_store import browser_of
from floor import Floor
from playwright.sync_api import Page

from picking import story
from picking.foundation.database import open_engine
from picking.handheld.commands import StepRequest
from picking.orders.commands import request_cancellation
from picking.outbound.model import Bag

LANGUAGES = ("en", "zh", "es")
PHONE = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DRAWN_MS = 250  # until the last shadow of what was pressed is gone
# Nothing is asked any more, and what was answered is painted.
STILL = """() => new Promise((still) => {
  const look = () => document.querySelector('.handheld[aria-busy=true]') ? setTimeout(look, 10)
    : requestAnimationFrame(() => requestAnimationFrame(() => still(true)));
  look();
})"""
HELD = "(held) => Object.assign(document.documentElement.dataset, held)"
PEOPLE = {"en": "Ana Ruiz", "zh": "林晓梅", "es": "Lucía Gómez"}


class Tour:
    """One person's way through the screens, photographed."""

    def __init__(self, store: HandheldStore, page: Page, folder: Path, language: str) -> None:
        self.store, self.page, self.folder, self.language = store, page, folder, language
        self.hand = Handheld(page)

    def shot(self, name: str) -> None:
        """Photograph the screen as it stands."""
        photograph(self.page, name, self.language, still_ms=DRAWN_MS, folder=self.folder)

    def still(self) -> None:
        """Wait until the page has nothing under way."""
        self.page.evaluate(STILL)

    def go(self) -> None:
        """Go the whole way."""
        for part in (self.sign_in, self.look_around, self.walk, self.way_out, self.cancelled):
            part()

    def press(self, selector: str, n: int = 0) -> None:
        """Press a button by where it stands."""
        self.page.locator(selector).nth(n).click()
        self.still()

    def scan(self, code: str, shot: str | None = None) -> None:
        """Scan a code as a wedge does, wait for the service's word, and perhaps photograph what follows."""
        with self.hand.heard():
            self.hand.type(code)
        self.still()
        if shot:
            self.shot(shot)

    def close(self) -> None:
        """Close what lies over the screen."""
        self.press(".sheet header .big")

    def sign_in(self) -> None:
        """Come to work."""
        badge = self.store.person("ana", PEOPLE[self.language], "picker", "rider_desk", language=self.language)
        self.page.clock.set_fixed_time(self.store.shop.floor.clock.now())
        self.page.goto(f"{self.store.url}/app/handheld?lang={self.language}")
        self.page.wait_for_selector(".sign-in")
        self.hand.type(f"U:{badge}")
        self.page.fill("input[type=password]", PIN)
        self.shot("sign-in")
        self.press("button[type=submit]")
        self.page.wait_for_selector(".home")
        self.shot("home")

    def look_around(self) -> None:
        """Learn without an order, hold the device another way, look something up."""
        self.press(".top .big")
        self.shot("menu")
        self.press(".sheet .learn")
        self.page.wait_for_selector(".training")
        self.shot("training")
        self.press(".training button")
        self.hand.type("B:01-A-01-04-B-01")
        self.shot("lookup")
        with self.hand.heard():
            self.store.answer("ana", StepRequest("tour-break", "take_break"))
        self.shot("break")
        self.press(".steps .main")

    def walk(self) -> None:
        """Pick a line right, wrong, by the pad, and without Wi-Fi."""
        self.store.shop.ordered({"milk": 1, "bread": 3, "tea": 1, "rice": 2})
        self.press(".steps .main")
        self.shot("basket")
        self.hand.type("K:000001")
        self.page.wait_for_selector(".pick")
        self.shot("pick")
        self.hand.type("B:01-A-01-04-B-01")
        self.shot("at-the-bin")
        self.hand.type(BREAD)
        self.shot("wrong")
        self.hand.type(MILK)
        self.shot("next-line")
        for light, hand in (("night", "left"), ("cold", "right")):
            self.page.evaluate(HELD, {"light": light, "hand": hand})
            self.shot(f"by-{light}")
        self.page.evaluate(HELD, {"light": "day", "hand": "right"})
        self.press(".steps .big", 1)
        self.shot("missing")
        self.close()
        self.press(".steps .big", 2)
        self.shot("more")
        self.close()
        self.press(".top .big", 1)
        self.shot("without-scanner")
        self.close()
        self.hand.type(BREAD)
        self.press(".steps .main")
        self.shot("quantity")
        self.close()
        self.hand.walk_taken_along()
        self.page.context.set_offline(True)
        self.hand.type(BREAD)
        self.shot("offline")
        self.page.context.set_offline(False)
        self.page.locator(".away").wait_for(state="detached")

    def way_out(self) -> None:
        """Finish the walk, seal, label, drop."""
        for code in (BREAD, TEA, RICE, RICE):
            self.hand.type(code)
        self.page.wait_for_selector(".any")
        self.shot("pack")
        self.scan("SL000000001", "sealed")
        bag = next(bag for bag in self.store.shop.all(Bag) if bag.state == "SEALED")
        self.hand.type(self.store.shop.label(bag))
        self.page.locator(".sign").wait_for()
        self.shot("drop")
        self.hand.type(f"A:{self.hand.place}")
        self.page.wait_for_selector(".home")

    def cancelled(self) -> None:
        """Have an order cancelled under the hands, and put its goods back."""
        order = self.store.shop.ordered({"milk": 1, "tea": 1})
        self.press(".steps .main")
        self.hand.type("K:000002")
        self.page.wait_for_selector(".pick")
        self.hand.type(MILK)
        self.still()
        self.store.run(request_cancellation, order_id=order.id, reason="changed my mind", requested_by="customer")
        self.page.wait_for_selector(".cancelled")
        self.shot("cancelled")
        self.press(".cancelled .big")
        self.page.wait_for_selector(".home")
        self.still()
        self.hand.type("K:000002")
        self.page.wait_for_selector(".goods")
        self.shot("put-back")


def photograph_tour(tour: type[Tour], folder: Path, chromium: str) -> None:
    """Photograph a tour in each language."""
    folder.mkdir(exist_ok=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as books, browser_of(chromium) as browser:
            engine = open_engine(f"sqlite:///{books}/books.db")
            shop = Shop(Floor(engine, reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
            with handheld_store(shop, Path(books)) as store:
                page = browser.new_context(**PHONE, timezone_id="Asia/Shanghai").new_page()
                page.set_default_timeout(8000)
                tour(store, page, folder, language).go()
