"""The stock screens of the handheld in three languages: receive, put away, fill, count, clear out, take back."""

from datetime import timedelta
from typing import Any

from behaviours.conftest import MESSAGES
from browser.handheld_pictures import PEOPLE, Tour
from browser.handheld_store import BREAD, MILK, PIN, TEA
from floor import STORE

from picking.aftersales.commands import open_work_order
from picking.aftersales.drafts import Complaint, ComplaintLine
from picking.aftersales.model import WorkKind
from picking.catalogue.model import Item
from picking.counting import commands as counting
from picking.counting.model import BinTruth, CountCause
from picking.floor.model import BinKind, Store
from picking.freshness.events import ClearOutWanted
from picking.handheld.commands import StepRequest
from picking.orders.commands import deliver_order
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.model import Bag
from picking.people.model import Person
from picking.receiving import commands as receiving
from picking.receiving.commands import DeliveryDraft, DraftLine
from picking.replenishing.commands import wish, wish_back
from picking.replenishing.model import Cause
from picking.tasks.commands import ask_clear_out

MILK_BIN, BREAD_BIN, TEA_BIN = "01-A-01-04-B-01", "01-A-01-07-A-02", "01-A-02-01-C-01"
RESERVE = "01-A-09-02-A-01"
SUPPLIERS = {"en": "Green Valley Dairy", "zh": "绿谷乳业", "es": "Lácteos Valle Verde"}


class StockTour(Tour):
    """One person's way through the store's stock work."""

    deeds = 0

    def go(self) -> None:
        """Go the whole way."""
        for part in (self.begin, self.deliveries, self.filling, self.counts, self.walk, self.evening, self.loading):
            part()
        self.taken_back()

    def begin(self) -> None:
        """Come to work with every right of the stock."""
        roles = ("picker", "runner", "rider_desk")
        badge = self.store.person("ana", PEOPLE[self.language], *roles, language=self.language)
        self.page.clock.set_fixed_time(self.store.shop.floor.clock.now())
        self.page.goto(f"{self.store.url}/app/handheld?lang={self.language}")
        self.page.wait_for_selector(".sign-in")
        self.hand.type(f"U:{badge}")
        self.page.fill("input[type=password]", PIN)
        self.press("button[type=submit]")
        self.page.wait_for_selector(".home")
        self.step("start_shift")

    def step(self, name: str, **facts: Any) -> None:
        """Do a step, and see on the page what it came to."""
        StockTour.deeds += 1
        with self.hand.heard():
            self.store.answer("ana", StepRequest(f"tour-{self.deeds}", name, facts))
        self.still()

    def tap(self, step: str) -> None:
        """Press the step's button; one that is a press away is looked for there."""
        named = self.page.get_by_role("button", name=MESSAGES.text(f"app_step_{step}", self.language, {}), exact=True)
        if not named.count():
            self.page.get_by_role("button", name=MESSAGES.text("app_more", self.language, {}), exact=True).click()
        named.last.click()
        self.still()

    def dig(self, digits: str) -> None:
        """Enter a number on the pad."""
        for digit in digits:
            self.page.get_by_role("button", name=digit, exact=True).click()

    # -- the tour ---------------------------------------------------------------------------------------------------

    def deliveries(self) -> None:
        """Take a delivery in, and put it away."""
        now = self.store.shop.floor.clock.now()
        self.store.run(lambda work: setattr(work.get(Item, "milk"), "shelf_life_days", 20))
        lines = [DraftLine("milk", 24), DraftLine("bread", 12), DraftLine("tea", 6), DraftLine("rice", 4)]
        self.store.run(receiving.expect, STORE, DeliveryDraft("D-2041", SUPPLIERS[self.language], now, lines))
        self.shot("stock-home")
        self.tap("receive")
        self.shot("receive-which")
        self.page.locator(".sheet .inside .big").first.click()
        self.still()
        self.shot("receive")
        self.scan(MILK, "receive-date")
        self.tap("entered")
        self.dig("23")
        self.shot("receive-how-many")
        self.page.get_by_role("button", name=MESSAGES.text("app_ok", self.language, {}), exact=True).click()
        self.still()
        self.shot("receive-last-day")
        self.close()
        self.step("entered", quantity=23, expires="260201")
        self.shot("received")
        self.step("refuse_goods", sku="milk", quantity=1, reason="damaged")
        self.scan(BREAD)
        self.scan(TEA)
        self.tap("refuse_goods")
        self.shot("refuse-which")
        self.close()
        self.tap("delivery_done")
        self.shot("delivery-why")
        self.close()
        self.step("delivery_done", reason="short_delivered")
        self.shot("put-away")
        self.scan(BREAD, "put-away-chosen")
        self.scan(f"B:{BREAD_BIN}", "put-away-next")
        self.scan(f"B:{MILK_BIN}")
        self.scan(f"B:{TEA_BIN}", "put-away-done")

    def filling(self) -> None:
        """Fill a face from behind."""
        shop = self.store.shop
        shop.floor.bin(RESERVE, zone="A", kind=BinKind.RESERVE)
        shop.floor.stock("tea", 30, RESERVE)
        now = shop.floor.clock.now()
        self.store.run(wish, TEA_BIN, "tea", 12, Cause.LIMIT, now + timedelta(minutes=20))
        self.step("next_work")
        self.shot("replenish")
        self.scan(f"B:{RESERVE}", "replenish-take")
        self.tap("taken")
        self.shot("replenish-how-many")
        self.close()
        self.step("taken", quantity=12)
        self.shot("replenish-bring")
        self.scan(f"B:{TEA_BIN}", "replenish-done")
        self.store.run(wish_back, TEA_BIN, "tea", 6, Cause.OVERFULL, now + timedelta(minutes=20))
        self.step("next_work")
        self.shot("relieve")
        self.scan(f"B:{TEA_BIN}")
        self.step("taken", quantity=6)
        self.shot("relieve-bring")
        self.scan(f"B:{RESERVE}")
        self.store.run(wish, TEA_BIN, "tea", 6, Cause.LIMIT, now + timedelta(minutes=20))
        self.step("next_work")
        self.scan(f"B:{RESERVE}")
        self.step("taken", quantity=6)
        self.scan(f"B:{TEA_BIN}")

    def counts(self) -> None:
        """Count one item, a whole bin, openly."""
        self.store.run(counting.schedule, TEA_BIN, "tea", CountCause.LEAD)
        self.step("next_work")
        self.shot("count")
        self.scan(f"B:{TEA_BIN}", "count-now")
        self.tap("counted")
        self.shot("count-number")
        self.close()
        self.store.shop.clock.advance(seconds=5)
        self.step("counted", quantity=38)
        self.store.run(counting.schedule, BREAD_BIN, None, CountCause.LEAD)
        self.step("next_work")
        self.scan(f"B:{BREAD_BIN}", "count-bin")
        self.scan(BREAD, "count-item")
        self.store.shop.clock.advance(seconds=5)
        self.step("counted", quantity=21)
        self.shot("count-line")
        self.step("bin_done")
        self.store.run(counting.schedule, MILK_BIN, "milk", CountCause.LEAD, blind=False)
        self.step("next_work")
        self.shot("count-open")
        self.scan(f"B:{MILK_BIN}")
        self.store.shop.clock.advance(seconds=5)
        self.step("counted", quantity=43)

    def walk(self) -> None:
        """Be asked how many are left, and a question of the service desk, on a walk."""

        def doubt(work: Any) -> None:
            for key in ((MILK_BIN, "milk"), (BREAD_BIN, "bread")):
                row = work.get(BinTruth, key)
                row.doubt, row.sales = 950, 30

        self.order = self.store.shop.ordered({"milk": 1, "bread": 2})
        self.step("next_work")
        self.scan("K:000001")
        self.store.run(doubt)
        self.scan(BREAD)
        self.scan(BREAD, "how-many-left")
        self.tap("left")
        self.shot("how-many-left-number")
        self.close()
        self.step("left", quantity=42)
        self.shot("how-many-left-done")
        self.scan(MILK)
        self.scan("SL000000001")
        bag = next(bag for bag in self.store.shop.all(Bag) if bag.state == "SEALED")
        self.scan(self.store.shop.label(bag))
        self.page.locator(".sign").wait_for()
        self.scan(f"A:{self.hand.place}")

    def taken_back(self) -> None:
        """A customer brings something back; another wants something else instead."""
        shop, order = self.store.shop, self.order
        self.store.run(outbound.assign_rider, "fast", "r-1", "Rider", "1234", [order.id])
        self.step("check_in", tail="1234")
        for bag in shop.bags(order):
            self.scan(shop.label(bag))
        self.step("home")
        self.store.run(deliver_order, order.id)
        number = shop.get(Order, order.id).number
        self.scan(f"O:{number}", "return")
        self.scan(MILK, "return-counted")
        self.tap("received")
        self.shot("return-why")
        self.close()
        self.step("received", reason="poor_quality")
        self.shot("inspect")
        self.tap("damaged")
        self.shot("inspect-damaged")
        self.close()
        self.step("damaged", reason="leaking")
        lines = (ComplaintLine(2, 1, wanted_sku="tea"),)
        complaint = Complaint("C-1", WorkKind.EXCHANGE, order.id, "poor_quality", "customer", lines)
        self.store.run(open_work_order, complaint)
        self.page.wait_for_timeout(400)
        self.shot("question-home")
        self.step("answer_question")
        self.shot("question")
        self.step("give_back")
        self.store.shop.ordered({"bread": 1})
        self.step("next_work")
        self.scan("K:000003")
        complaint = Complaint("C-2", WorkKind.RESHIP, order.id, "poor_quality", "customer", (ComplaintLine(2, 1),))
        self.store.run(open_work_order, complaint)
        self.page.wait_for_timeout(500)
        self.shot("question-on-a-walk")

    def evening(self) -> None:
        """Take off the shelves what is over."""
        shop = self.store.shop
        today = shop.floor.clock.now().date()
        shop.floor.stock("milk", 3, MILK_BIN, expires=today - timedelta(days=1))
        shop.floor.stock("bread", 4, BREAD_BIN, expires=today)
        self.store.run(ask_clear_out, ClearOutWanted(STORE, "A", today))
        self.step("next_work")
        self.shot("clear-out")
        self.scan(f"B:{MILK_BIN}", "clear-out-here")
        self.scan(MILK)
        self.shot("clear-out-item")
        self.tap("wasted")
        self.shot("clear-out-wasted")
        self.close()
        self.step("wasted", quantity=3)
        self.scan(f"B:{BREAD_BIN}")
        self.scan(BREAD)
        self.step("donated", quantity=4)
        self.scan(f"B:{MILK_BIN}", "bin-looked-up")
        self.tap("write_off")
        self.shot("write-off-which")
        self.page.locator(".sheet .inside .big").first.click()
        self.dig("2")
        self.page.get_by_role("button", name=MESSAGES.text("app_ok", self.language, {}), exact=True).click()
        self.still()
        self.page.locator(".sheet .inside .big").first.click()
        self.still()
        self.shot("write-off-photo")
        self.close()
        self.step("home")

    def loading(self) -> None:
        """Load for a sister store, as a lead."""
        names = {"en": "Store in the park", "zh": "公园店", "es": "Tienda del parque"}
        self.store.shop.put(Store(id="s2", names=names, currency="CNY", timezone="Asia/Shanghai", settings={}))
        own = self.store.shop.get(Person, "ana").roles
        self.store.run(lambda work: setattr(work.get(Person, "ana"), "roles", [*own, "lead"]))
        self.step("send_goods", to="s2")
        self.shot("load")
        self.scan(f"B:{TEA_BIN}")
        self.scan(TEA, "load-goods")
        self.step("loaded", quantity=4)
        self.scan(f"B:{TEA_BIN}", "load-lines")
        self.step("home")
        self.store.run(lambda work: setattr(work.get(Person, "ana"), "roles", own))
