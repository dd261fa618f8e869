"""The desk's pages of devices, prints and prices in a real browser: what is seen, what is done, what is heard."""

import pytest
from browser.desk_store import desk_up, devices_in_trouble, prices_in_trouble, sheets_in_trouble
from browser.shown_store import page_of

from picking.catalogue.lifecycle import PlanState
from picking.catalogue.model import PricePlan
from picking.devices import commands as devices
from picking.devices.lifecycle import DeviceState, PrintJobState
from picking.devices.model import Device, PrintJob, StationSession

pytestmark = pytest.mark.needs("chromium")
AWAY = {
    "en": "Offline since 10:00: the gateway's box is away",
    "zh": "网关失联",
    "es": "Sin conexión desde 10:00: la caja de la pasarela no está",
}
ASKS = {"en": "Is it on paper?", "zh": "打印出来了吗", "es": "¿Salió en papel?"}
SHOWN = {"en": "2 of 3 labels show it", "zh": "3 个价签中 2 个已显示", "es": "La muestran 2 de 3 etiquetas"}


@pytest.fixture
def desk(floor, tmp_path):
    with desk_up(floor, tmp_path) as store:
        yield store


@pytest.fixture
def page(chromium):
    """Give a page that must not complain of anything by itself."""
    with page_of(chromium) as opened:
        broken: list[str] = []
        opened.on("pageerror", lambda error: broken.append(str(error)))
        yield opened
        assert broken == []


def row(page, name):
    return page.locator(".rows > li", has=page.locator("b", has_text=name))


def test_a_lead_sees_why_devices_stand_still_and_acts(desk, page):
    """Every cause in words; the queue goes elsewhere, the lost scanner out of service, the stall to who asked."""
    devices_in_trouble(desk)
    desk.sign_in(page, "/desk/devices")

    row(page, "Bag labels 1").get_by_role("button", name="Print elsewhere …").click()
    page.select_option("#asked_field", label="Bag labels 2")
    page.click("#asked_yes")
    row(page, "Bag labels 2").get_by_text("2 sheets waiting").wait_for()
    row(page, "Scanner 9").get_by_role("button", name="Lost").click()
    page.click("#asked_yes")
    row(page, "Scanner 9").get_by_text("Lost since 10:00").wait_for()
    row(page, "Scanner 2").get_by_role("button", name="Give to …").click()
    page.select_option("#asked_field", label="Marco Díaz")
    page.click("#asked_yes")
    row(page, "Scanner 2").get_by_text("Held by Marco Díaz").wait_for()
    page.locator("#stations").get_by_role("button", name="Hand over").click()
    page.locator("#stations").get_by_text("Marco Díaz, since 10:00").wait_for()

    assert {job.device_id for job in desk.floor.all(PrintJob)} == {"gw1/lp-2"}
    assert desk.floor.get(Device, "gw2/scan-09").state is DeviceState.LOST
    assert [each.person_id for each in desk.floor.all(StationSession, state="OPEN")] == ["bob"]


def test_the_page_of_devices_is_live_and_speaks_three_languages(desk, page):
    """A lead looks at it all day and does not reload; and reads the cause in their own language."""
    devices_in_trouble(desk)
    desk.sign_in(page, "/desk/devices")
    page.wait_for_timeout(500)  # the websocket opens

    desk.run(devices.weaken, "gw1/lp-2", "cover-open")
    row(page, "Bag labels 2").get_by_text("In trouble since 10:00: its cover is open").wait_for(timeout=10_000)

    for language, words in AWAY.items():
        page.goto(f"{desk.url}/desk/devices?lang={language}")
        row(page, "Scanner 9").get_by_text(words).wait_for()


def test_an_unknown_sheet_asks_and_a_printed_one_is_copied(desk, page):
    """Nobody knows: so a person looks, and only then it is printed again; a copy says that it is one."""
    jobs = sheets_in_trouble(desk)
    desk.sign_in(page, "/desk/prints")
    asked = page.locator("#open > li").first

    asked.get_by_text(ASKS["en"]).wait_for()
    with page.expect_response(lambda answer: f"{jobs['unknown']}.png" in answer.url) as drawn:
        asked.get_by_role("button", name="See it").click()
    assert drawn.value.headers["content-type"] == "image/png"
    page.click("#asked_no")
    asked.get_by_role("button", name="No, print again").click()
    page.get_by_text(ASKS["en"]).wait_for(state="detached")
    page.get_by_role("button", name="Resume").click()
    page.get_by_role("button", name="Resume").wait_for(state="detached")
    page.locator("#ended").get_by_role("button", name="Print a copy").click()
    page.get_by_text("COPY 2").wait_for()

    states = {name: desk.floor.get(PrintJob, key).state for name, key in jobs.items()}
    assert states["unknown"] is states["held"] is PrintJobState.QUEUED
    assert states["waits"] is PrintJobState.BLOCKED
    assert desk.floor.one(PrintJob, copy=2).copy_of == jobs["printed"]


def test_the_question_is_asked_in_every_language(desk, page):
    """Whoever stands at the printer must understand it."""
    sheets_in_trouble(desk)
    desk.sign_in(page, "/desk/prints")

    for language, words in ASKS.items():
        page.goto(f"{desk.url}/desk/prints?lang={language}")
        page.get_by_text(words).wait_for()


def test_a_lead_takes_a_promotion_for_shown_and_tries_a_silent_label_again(desk, page):
    """Two of three labels are too few for the machine; whoever has looked may say so."""
    prices_in_trouble(desk)
    desk.sign_in(page, "/desk/prices")
    for language, words in SHOWN.items():
        page.goto(f"{desk.url}/desk/prices?lang={language}")
        page.locator("#plans").get_by_text(words).wait_for()
    page.goto(f"{desk.url}/desk/prices?lang=en")

    page.locator("#walk > li", has_text="A-03").get_by_role("button", name="Try again").click()
    page.locator("#walk").get_by_text("Nothing.").wait_for()
    page.locator("#problems").get_by_role("button", name="Battery low").click()
    page.locator("#labels").get_by_text("Nothing.").wait_for()
    row(page, "New Year").get_by_role("button", name="Counts as shown").click()
    page.click("#asked_yes")
    row(page, "New Year").get_by_text("Effective").wait_for()

    assert desk.floor.one(PricePlan, code="ny-26").state is PlanState.EFFECTIVE
