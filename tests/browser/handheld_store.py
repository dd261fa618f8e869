"""A small store behind a real service, and handhelds in a real browser that are scanned with as a wedge types."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from behaviours.conftest import Shop
from browser.shown_store import served
from floor import STORE
from playwright.sync_api import BrowserContext, Page

from picking.catalogue.model import Item
from picking.foundation.actor import system
from picking.handheld.commands import ScanRequest, StepRequest
from picking.people.commands import give_badge
from picking.people.model import Person
from picking.people.queries import actor_for
from picking.people.secrets import hash_pin
from web_handheld.pages import BUILT
from web_handheld.settings import read_settings
from web_handheld.wiring import Service, build

PIN = "4826"
PIN_HASH = hash_pin(PIN)
KEY_MS = 5  # between two characters of a wedge scanner
# The packet on the page's disk is of the version of the last answer.
WALK_IS_KEPT = """() => new Promise((answered) => {
  const asked = indexedDB.open("storefloor");
  asked.onsuccess = () => {
    const found = asked.result.transaction("kept").objectStore("kept").getAll();
    found.onsuccess = () => {
      asked.result.close();
      answered(found.result.some((kept) => kept.taken && kept.taken.packet.version === kept.answer.version));
    };
  };
})"""
MILK, BREAD, TEA, RICE = "4006381333931", "5901234123457", "4002515289693", "9780201379624"
NAMES = {
    "milk": {"en": "Fresh milk 950 ml", "zh": "鲜牛奶 950 ml", "es": "Leche fresca 950 ml"},
    "bread": {"en": "Toast bread 400 g", "zh": "吐司面包 400 g", "es": "Pan de molde 400 g"},
    "tea": {"en": "Longjing tea 250 g", "zh": "龙井茶 250 g", "es": "Té Longjing 250 g"},
    "rice": {"en": "Northeast rice 5 kg", "zh": "东北大米 5 kg", "es": "Arroz del noreste 5 kg"},
}
SHELVES = (
    ("milk", "01-A-01-04-B-01", MILK), ("bread", "01-A-01-07-A-02", BREAD),
    ("tea", "01-A-02-01-C-01", TEA), ("rice", "01-A-02-03-A-01", RICE),
)  # fmt: skip
PICTURES = {"milk": "milk", "bread": "bread", "tea": "tea", "rice": "grain"}


class HandheldStore:
    """Goods on shelves, people with badges, and the service they reach."""

    def __init__(self, shop: Shop, service: Service, url: str) -> None:
        self.shop, self.service, self.url = shop, service, url

    def goods(self) -> None:
        """Put milk, bread, tea and rice on their shelves."""
        self.shop.floor.zone("A")
        for sku, bin_id, gtin in SHELVES:
            self.shop.floor.bin(bin_id)
            self.shop.goods(sku, 20, bin_id, gtin=gtin, heavy=sku == "rice")
            self.run(_dress, sku)

    def run(self, command: Any, *args: Any, **options: Any) -> Any:
        """Run a command as the service does, so that pages hear of it."""
        return self.service.transactions.run(system(STORE), lambda work: command(work, *args, **options))

    def answer(self, person_id: str, request: ScanRequest | StepRequest) -> Any:
        """Scan or press at another door than the page's: a scanner that speaks MQTT."""
        return self.service.parts.handheld.answer(self.shop.floor.ask(actor_for, person_id), request)

    def person(self, key: str, name: str, *roles: str, language: str = "en") -> str:
        """Put somebody on the staff, with a badge of the same name; gives the badge."""
        row = Person(
            id=key, store_id=STORE, name=name, language=language, pin_hash=PIN_HASH, roles=list(roles or ("picker",)),
            skills=["A", "C", "F", "freezer"],
        )  # fmt: skip
        self.shop.floor.put(row)
        self.run(give_badge, key, key.upper())
        return key.upper()

    def sign_in(self, page: Page, badge: str, language: str = "en", *, clock: bool = True) -> "Handheld":
        """Open the handheld's page and sign in by keys; `clock` sets the page's clock to the store's."""
        if clock:
            page.clock.set_fixed_time(self.shop.floor.clock.now())
        page.goto(f"{self.url}/app/handheld?lang={language}")
        handheld = Handheld(page)
        page.wait_for_selector(".sign-in")
        handheld.type(f"U:{badge}")
        page.fill("input[type=password]", PIN)
        page.click("button[type=submit]")
        page.wait_for_selector(".handheld main")
        return handheld


class Handheld:
    """One page in somebody's hand."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def type(self, code: str) -> None:
        """Type a code as a wedge scanner does, wherever the focus is."""
        self.page.keyboard.type(code, delay=KEY_MS)
        self.page.keyboard.press("Enter")

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Do something, and wait until the page says something new."""
        self.page.evaluate("document.querySelectorAll('.said-now').forEach((each) => { each.dataset.old = ''; })")
        yield
        self.page.wait_for_selector(".said-now:not([data-old])")

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press a button by what stands on it."""
        self.page.get_by_role("button", name=name, exact=exact).click()

    def reads(self, text: str) -> None:
        """Wait until the page says so."""
        self.page.locator(".handheld").get_by_text(text).first.wait_for()

    def walk_taken_along(self) -> None:
        """Wait until the page has the walk's packet on its disk, as it stands."""
        self.page.wait_for_function(WALK_IS_KEPT)

    @property
    def place(self) -> str:
        """The place in big letters."""
        return "-".join(self.page.locator(".sign .rows b").all_inner_texts())


@contextmanager
def handheld_store(shop: Shop, folder: Any) -> Iterator[HandheldStore]:
    """Serve the shop's books until the block ends."""
    books = shop.floor.engine.url.render_as_string(hide_password=False)
    assert BUILT.is_dir(), "the pages are not built: make -C web_handheld/app"
    settings = read_settings(flags={"service.data_dir": folder / "data", "database.url": books})
    service = build(settings, clock=shop.floor.clock, async_mode="threading")
    with served(service) as url:
        store = HandheldStore(shop, service, url)
        store.goods()
        yield store


def installed(context: BrowserContext, page: Page) -> None:
    """Wait until the page has its service worker, and is served by it."""
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    assert context.service_workers


def _dress(work: Any, sku: str) -> None:
    item = work.get(Item, sku)
    item.names, item.picture = NAMES[sku], PICTURES[sku]
