"""The desk's pages of what waits for somebody: exceptions, work, people, devices, prints, prices and labels."""

from datetime import timedelta

import pytest
from browser.desk_store import desk_up, devices_in_trouble, prices_in_trouble, sheets_in_trouble
from browser.shown_store import page_of, quiet
from browser.test_handheld_for_everybody import findings as all_findings
from waiting_floor import everything_waits

from picking.catalogue.lifecycle import PlanState
from picking.catalogue.model import PricePlan
from picking.devices import commands as devices
from picking.devices.lifecycle import DeviceState, PrintJobState
from picking.devices.model import DeadLetter, Device, PrintJob, StationSession
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.people.model import Person
from picking.tasks import commands as tasks
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask

pytestmark = pytest.mark.needs("chromium")
TOUCH_PIXELS = 48
STORE = "s1"
ASKS = {"en": "Is it on paper?", "zh": "打印出来了吗", "es": "¿Salió en papel?"}
SHOWN = {"en": "2 of 3 labels show it", "zh": "3 个价签中 2 个已显示", "es": "La muestran 2 de 3 etiquetas"}
LATE = {"en": "is 10 min late", "zh": "已超时 10 分钟", "es": "lleva 10 min de retraso"}


@pytest.fixture
def desk(floor, tmp_path):
    with desk_up(floor, tmp_path) as store:
        yield store


@pytest.fixture
def page(chromium):
    """Give a page that must not complain of anything by itself."""
    with page_of(chromium, 1366, 768) as opened, quiet(opened, 10_000) as page:
        yield page


def findings(page, where):
    """Give what is wrong with the page as it stands: serious findings of axe, small targets, what sticks out."""
    return all_findings(page, where, least=TOUCH_PIXELS)


def thing(page, name):
    return page.locator(".thing", has=page.locator("b", has_text=name)).first


def row(page, text):
    return page.locator(".paged tbody tr", has_text=text).first


def settled(page, text):
    """Wait until a row waits no more; while a hand is at the list it stays where it is, struck through."""
    page.locator(".paged tbody tr:not(.gone)", has_text=text).first.wait_for(state="detached")


def speak(page, language):
    """Choose a language in the frame: what the service says is read anew."""
    page.locator(".desk > .top select").select_option(language)


def test_a_lead_answers_what_waits_where_it_is_seen(desk, page):
    """One list, one answer each; what was refused is said, and what comes is seen without a reload."""
    everything_waits(desk.floor)
    desk.sign_in(page, "/exceptions")
    row(page, "to be cancelled").wait_for()
    page.locator(".pages .waiting-mark").wait_for()  # seen from every page of the desk
    found = findings(page, "exceptions")

    row(page, "waits to be taken").get_by_role("button", name="Cancel the order").click()
    page.get_by_role("button", name="We cannot make it in time").click()
    page.locator(".ask button[type=submit]").click()
    settled(page, "waits to be taken")
    row(page, "cannot be found at").get_by_role("button", name="Leave it out").click()
    found += findings(page, "asked")
    page.locator(".ask input").fill("a reason that is longer than what fits into the books")
    page.locator(".ask button[type=submit]").click()
    page.locator(".said.wrong").get_by_text("of up to 40 characters").wait_for()
    page.get_by_role("button", name="Money").click()
    row(page, "could not be paid back").get_by_role("button", name="Try again").click()
    settled(page, "could not be paid back")
    page.locator(".chips .big").first.click()
    desk.run(_a_letter)
    row(page, "2 report(s) of devices could not be understood").wait_for()
    for language, words in LATE.items():
        speak(page, language)
        row(page, words).wait_for()
    page.set_viewport_size({"width": 1024, "height": 768})
    found += findings(page, "exceptions, narrow")

    assert found == []
    assert desk.floor.one(Order, channel="slow").state is OrderState.CANCELLED


def _a_letter(work):
    row = DeadLetter(
        id="l2", store_id=STORE, topic="t", payload="?", code="garbled", reason="no JSON", at=work.now
    )  # fmt: skip
    work.add(row)
    work.push(f"store:{STORE}", "alert", {"code": "dead_letter"})


def test_a_lead_moves_work_and_sends_somebody_home(desk, page):
    """Who has too much, who has nothing, and one touch between them."""
    desk.floor.way()
    desk.floor.stock("milk", 9, "A-1")
    for key, name in (("ada", "王海燕"), ("bob", "Marco Díaz")):
        desk.person(key, name, "picker")
        desk.run(lambda work, key=key: setattr(work.get(Person, key), "skills", ["A"]))
    desk.floor.transactions = desk.service.transactions
    desk.floor.order({"milk": 2}, promised_at=desk.floor.clock.now() + timedelta(minutes=30))
    desk.run(tasks.pull_work, "ada")
    desk.sign_in(page, "/work")
    row(page, "王海燕").wait_for()
    found = findings(page, "work")

    row(page, "王海燕").get_by_role("button", name="Give to …").click()
    page.locator(".ask").get_by_role("button", name="Marco Díaz").click()
    row(page, "Marco Díaz").wait_for()
    desk.go(page, "/people")
    row(page, "Marco Díaz").get_by_text("Goes for order").wait_for()
    found += findings(page, "people")
    row(page, "王海燕").get_by_text("Idle for").wait_for()
    row(page, "Marco Díaz").get_by_role("button", name="End the shift").click()
    found += findings(page, "sure")
    page.locator(".ask button[type=submit]").click()
    settled(page, "Marco Díaz")
    for language, words in {"zh": "已空闲", "es": "Sin trabajo desde hace"}.items():
        speak(page, language)
        row(page, words).wait_for()
        found += findings(page, f"people {language}")

    assert found == []
    assert desk.floor.one(PickTask).state is PickTaskState.AVAILABLE


def test_a_lead_sees_why_devices_stand_still_and_acts(desk, page):
    """Every cause in words and live; the queue goes elsewhere, the lost scanner out of service, the stall is handed."""
    devices_in_trouble(desk)
    desk.sign_in(page, "/devices")
    thing(page, "Bag labels 1").wait_for()
    found = findings(page, "devices")

    thing(page, "Bag labels 1").get_by_role("button", name="Print elsewhere …").click()
    page.locator(".ask").get_by_role("button", name="Bag labels 2").click()
    thing(page, "Bag labels 2").get_by_text("2 sheets waiting").wait_for()
    thing(page, "Scanner 9").get_by_role("button", name="Lost").click()
    page.locator(".ask button[type=submit]").click()
    thing(page, "Scanner 9").get_by_text("Lost since 10:00").wait_for()
    thing(page, "Scanner 2").get_by_role("button", name="Give to …").click()
    page.locator(".ask").get_by_role("button", name="Marco Díaz").click()
    thing(page, "Scanner 2").get_by_text("Held by Marco Díaz").wait_for()
    thing(page, "Kitchen").get_by_role("button", name="Hand over").click()
    thing(page, "Kitchen").get_by_text("Marco Díaz, since 10:00").wait_for()
    desk.run(devices.weaken, "gw1/lp-2", "cover-open")
    thing(page, "Bag labels 2").get_by_text("In trouble since 10:00: its cover is open").wait_for()
    speak(page, "zh")
    thing(page, "Scanner 1").get_by_text("电量低").wait_for()

    assert found == []
    assert {job.device_id for job in desk.floor.all(PrintJob)} == {"gw1/lp-2"}
    assert desk.floor.get(Device, "gw2/scan-09").state is DeviceState.LOST
    assert [each.person_id for each in desk.floor.all(StationSession, state="OPEN")] == ["bob"]


def test_an_unknown_sheet_asks_and_a_printed_one_is_copied(desk, page):
    """Nobody knows: so a person looks, and only then it is printed again; a copy says that it is one."""
    jobs = sheets_in_trouble(desk)
    desk.sign_in(page, "/prints")
    asked = page.locator(".open .thing").first
    asked.get_by_text(ASKS["en"]).wait_for()
    found = findings(page, "prints")

    with page.expect_response(lambda answer: f"{jobs['unknown']}.png" in answer.url) as drawn:
        asked.get_by_role("button", name="See it").click()
    assert drawn.value.headers["content-type"] == "image/png"
    page.locator(".picture img").wait_for()
    found += findings(page, "picture")
    page.get_by_role("button", name="Close").click()
    for language, words in ASKS.items():
        speak(page, language)
        page.get_by_text(words).wait_for()
    speak(page, "en")
    asked.get_by_role("button", name="No, print again").click()
    page.get_by_text(ASKS["en"]).wait_for(state="detached")
    page.get_by_role("button", name="Resume").click()
    page.get_by_role("button", name="Resume").wait_for(state="detached")
    page.locator(".ended").get_by_role("button", name="Print a copy").click()
    page.get_by_text("COPY 2").wait_for()

    states = {name: desk.floor.get(PrintJob, key).state for name, key in jobs.items()}
    assert found == []
    assert states["unknown"] is states["held"] is PrintJobState.QUEUED
    assert states["waits"] is PrintJobState.BLOCKED
    assert desk.floor.one(PrintJob, copy=2).copy_of == jobs["printed"]


def test_a_lead_takes_a_promotion_for_shown_and_sees_to_the_labels(desk, page):
    """Two of three labels are too few for the machine; whoever has looked may say so. A broken label is retired."""
    prices_in_trouble(desk)
    desk.sign_in(page, "/labels")
    for language, words in SHOWN.items():
        speak(page, language)
        page.locator(".plans").get_by_text(words).wait_for()
    speak(page, "en")
    page.locator(".walk .thing", has_text="A-03").wait_for()
    found = findings(page, "labels")

    page.locator(".walk .thing", has_text="A-03").get_by_role("button", name="Try again").click()
    page.get_by_text("Nobody has to walk to a label.").wait_for()
    page.locator(".all").get_by_role("button", name="Battery low").click()
    page.locator(".all").get_by_text("Nothing.").wait_for()
    page.locator(".all").get_by_role("button", name="All").click()
    page.locator(".all .thing", has_text="A-03").get_by_role("button", name="Retire").click()
    page.locator(".ask button[type=submit]").click()
    page.locator(".all .thing", has_text="A-03").wait_for(state="detached")
    thing(page, "New Year").get_by_role("button", name="Counts as shown").click()
    page.locator(".ask button[type=submit]").click()
    thing(page, "New Year").get_by_text("Effective").wait_for()

    assert found == []
    assert desk.floor.get(Device, "gw1/esl-3").state is DeviceState.RETIRED
    assert desk.floor.one(PricePlan, code="ny-26").state is PlanState.EFFECTIVE
