"""The desk's frame, live floor, queue, replay and journal in a real browser, on the sample store at work."""

import pytest
from browser.desk_app_store import CLERK, LEAD, busy, desk_app_up
from browser.shown_store import browser_of, quiet
from browser.test_handheld_for_everybody import findings

from picking.floor.model import Bin
from picking.orders.model import Order
from picking.tasks.lifecycle import PICK_LINE
from picking.tasks.model import PickLine

pytestmark = pytest.mark.needs("chromium")
ONLY = "(name) => [...document.querySelectorAll('.paged tr td:nth-child(4)')].every((each) => each.innerText === name)"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Give a store in the middle of its morning, one for all looks at it."""
    with desk_app_up(tmp_path_factory.mktemp("desk")) as up:
        busy(up, minutes=4, number=6)
        yield up


@pytest.fixture(scope="module")
def browser(chromium):
    with browser_of(chromium) as opened:
        yield opened


@pytest.fixture
def page(browser):
    """Give a page that must not complain of anything by itself."""
    opened = browser.new_page(viewport={"width": 1366, "height": 768})
    with quiet(opened, 10_000) as page:
        yield page
        page.close()


def test_whoever_has_no_business_at_the_desk_is_told_so(app, page):
    """A rider's clerk who opens the address sees a sentence, and no door that would not open."""
    app.sign_in(page, "/queue", who=CLERK)

    page.locator(".said.wrong").get_by_text("Your badge does not open this page").wait_for()
    assert page.locator(".pages a").count() == 0


def test_an_order_is_found_by_its_number(app, page):
    """A customer rings: the lead types the number and reads how the order is and what it waited for."""
    number = app.order().number
    app.sign_in(page, "/queue", who=LEAD)
    page.locator(".paged tbody tr").nth(3).wait_for()

    page.locator(".filters input").fill(number)
    page.locator(f".paged tbody tr:only-child >> text={number}").wait_for()
    page.locator(".filters input").fill("nothing")

    page.get_by_text("No order has this number").wait_for()


def spot(page, node):
    return page.locator(f".plan .spot[data-node='{node}']")


def test_a_tap_on_a_shelf_says_what_lies_there_and_who_wants_it(app, page):
    """From a shelf on the plan to the order that waits for it in two taps."""
    line = next(each for each in app.all(PickLine) if each.bin_id and each.state in PICK_LINE.open_states())
    node = app.all(Bin, id=line.bin_id)[0].node
    app.sign_in(page, "/")

    spot(page, node).locator(".cell").first.click(force=True)
    page.locator(f".floor aside a[href='#/orders/{line.order_id}']").first.click()

    page.locator(".replay-bar").wait_for()
    assert page.locator(".stood li").count() > 0


def test_people_stand_where_they_picked_last_and_say_what_they_do(app, page):
    """Where is everybody, and with what: asked a hundred times a day, answered by a look."""
    app.sign_in(page, "/")
    page.locator(".plan .person").first.wait_for()
    busy_ones = page.locator(".plan .person:not(.free)")

    busy_ones.first.locator("circle").press("Enter")

    page.locator(".floor aside h2").wait_for()
    assert page.locator(".floor aside li a").count() > 0


def test_layers_are_switched_off_and_stay_so(app, page):
    """Who looks for shorts wants no heat; the choice is still there after a reload."""
    app.sign_in(page, "/")
    page.locator(".plan .person").first.wait_for()
    page.get_by_role("button", name="☑ People").click()
    page.get_by_role("button", name="☑ Picks").click()
    page.reload()
    page.locator(".plan .spot").first.wait_for()

    assert page.locator(".plan .person, .plan .count").count() == 0
    assert page.locator(".legend .warm1").count() == 0


def test_the_plan_moves_by_itself(app, page):
    """A lead does not reload: what the floor does is on the plan a moment later."""
    app.sign_in(page, "/")
    page.locator(".figures [data-key='on_floor'] b").wait_for()
    before = page.locator(".figures [data-key='on_floor'] b").inner_text()

    app.order()

    page.wait_for_function(
        "(before) => document.querySelector('.figures [data-key=on_floor] b').textContent !== before", arg=before
    )


def test_what_waits_longest_is_named_and_the_list_keeps_still_under_a_hand(app, page):
    """A row that moves under a finger is the wrong order opened; the news waits in a button."""
    app.sign_in(page, "/queue")
    rows = page.locator(".paged tbody tr")
    rows.nth(2).hover()
    before = rows.count()
    longest = page.locator(".longest a b").first.inner_text()

    app.order(minutes=2)
    page.locator(".paged .changed").wait_for(timeout=20_000)

    assert rows.count() == before
    assert longest == app.all(Order)[0].number
    page.locator(".paged .changed").click()
    page.wait_for_function("(n) => document.querySelectorAll('.paged tbody tr').length > n", arg=before)


def test_an_order_is_played_again(app, page):
    """What stood where at that second: a customer's complaint is answered by looking, not by guessing."""
    order = app.all(Order)[0]
    app.sign_in(page, f"/orders/{order.id}")
    slider = page.locator(".replay-bar input")

    slider.fill("0")
    assert page.locator(".steps li[aria-current]").count() == 1
    assert page.locator(".steps li.coming").count() > 10
    page.get_by_role("button", name="60").click()
    page.get_by_role("button", name="Play").click()

    page.wait_for_function("() => document.querySelectorAll('.steps li.coming').length === 0", timeout=20_000)
    assert page.locator(".stood li").first.inner_text()


def test_the_journal_is_narrowed_by_a_tap_on_a_name(app, page):
    """Who wants to know what somebody did taps on the name and reads only that."""
    app.sign_in(page, "/journal")
    rows = page.locator(".paged tbody tr")
    rows.first.wait_for()

    page.get_by_label("Thing").select_option("pick line")
    rows.first.get_by_text("pick line").wait_for()
    somebody = page.locator(".only").filter(has_not_text="the system").first
    name = somebody.inner_text()
    somebody.click()
    page.wait_for_function(ONLY, arg=name)
    page.get_by_label("Step").select_option("take_all")

    page.get_by_text("pick line: picked").first.wait_for()
    page.wait_for_function(ONLY, arg=name)


def test_the_journal_is_paged_without_losing_its_place(app, page):
    """A deed of an hour ago is behind some pages; what is done meanwhile moves none of them."""
    app.sign_in(page, "/journal")
    rows = page.locator(".paged tbody tr")
    rows.first.wait_for()
    last = int(rows.last.get_attribute("data-key"))

    app.order()
    page.get_by_role("button", name="Next").click()
    page.locator(f".paged tr[data-key='{last - 1}']").wait_for()

    assert int(rows.first.get_attribute("data-key")) == last - 1


def test_a_page_opened_at_its_address_is_in_words_whatever_language_comes_meanwhile(app, page):
    """The browser begins in its own language, the reader's comes with the session: no word may be lost between."""
    app.sign_in(page, "/", language="zh")
    page.evaluate("localStorage.setItem('storefloor.language', 'en')")

    for path in ("/devices", "/prints", "/journal"):
        page.goto("about:blank")
        page.goto(f"{app.url}/app/desk#{path}")
        page.locator("html[lang=zh] .desk > .pages").wait_for()
        page.wait_for_load_state("networkidle")
        page.evaluate("localStorage.setItem('storefloor.language', 'en')")

        assert "app_desk_" not in page.locator("body").inner_text()


@pytest.mark.parametrize("language", ["zh", "es"])
def test_no_page_has_a_serious_finding(app, page, language):
    """Whoever sees badly or works by keys leads a floor here, too, in short words and in long."""
    order = app.all(Order)[0]
    app.sign_in(page, "/", language=language)
    found = []
    for path, shown in (
        ("/", ".plan .spot"),
        ("/queue", ".paged tbody tr"),
        (f"/orders/{order.id}", ".steps li"),
        ("/journal", ".paged tbody tr"),
    ):
        app.go(page, path)
        page.locator(shown).first.wait_for()
        page.wait_for_timeout(200)
        found += findings(page, path, least=48)
    page.set_viewport_size({"width": 1024, "height": 768})
    app.go(page, "/")
    page.locator(".plan .spot").first.wait_for()
    page.wait_for_timeout(200)
    found += findings(page, "narrow", least=48)

    assert found == []
