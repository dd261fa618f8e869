"""The desk's frame, live floor, queue, replay and journal in a real browser, on the sample store at work."""

import pytest
from browser.desk_app_store import CLERK, LEAD, busy, desk_app_up
from browser.shown_store import page_of

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Give a store in the middle of its morning, one for all looks at it."""
    with desk_app_up(tmp_path_factory.mktemp("desk")) as up:
        busy(up)
        yield up


@pytest.fixture
def page(chromium):
    """Give a page that must not complain of anything by itself."""
    with page_of(chromium, 1366, 768) as opened:
        opened.set_default_timeout(10_000)
        broken: list[str] = []
        opened.on("pageerror", lambda error: broken.append(str(error)))
        yield opened
        assert broken == []


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

    page.locator(".find input").fill(number)
    page.locator(f".paged tbody tr:only-child >> text={number}").wait_for()
    page.locator(".find input").fill("nothing")

    page.get_by_text("No order has this number").wait_for()
