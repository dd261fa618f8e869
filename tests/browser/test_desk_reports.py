"""The desk's reports, plans and staffing in a real browser: figures as charts and tables, files, walks and reasons."""

import json

import pytest
from browser.desk_app_store import STORE, busy, desk_app_up
from browser.shown_store import page_of, quiet
from browser.test_handheld_for_everybody import findings as all_findings

from picking.tasks.commands import adopt_plan
from picking.tasks.decisions import decide
from picking.tasks.planned import Plan
from picking.tasks.standing import standing

pytestmark = pytest.mark.needs("chromium")
MADE_MS_MAX = 120_000  # a report, or a day's people, is made by a process of its own
TODAY = "period=today"
TOUCH_PIXELS = 48
DAY = {
    "floor": {"nodes": [[0, 0], [10, 0]], "edges": [[0, 1, 10]], "start": 0, "end": 0},
    "bins": [1],
    "orders": [{"id": n, "lines": [[0, 2]], "arrived": n * 8.0, "due": n * 8.0 + 90.0} for n in range(20)],
    "speeds": {"metres_per_second": 1, "trip_seconds": 20},
    "limits": {"orders": 1},
}
ANSWERED = {"en": "people are enough", "zh": "人即可", "es": "personas bastan"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Give a store in its morning with some orders walked, and a plan for those that wait."""
    with desk_app_up(tmp_path_factory.mktemp("reports")) as up:
        busy(up, minutes=4, number=3)
        up.order()
        how = up.ask(standing, STORE, up.clock.now(), up.service.settings.floor)
        up.run(adopt_plan, decide(how, how.problem, seed=1, budget_ms=20), ["pick task release"])
        yield up


@pytest.fixture
def page(chromium):
    """Give a page that must not complain of anything by itself."""
    with page_of(chromium, 1366, 768) as opened, quiet(opened, 15_000) as page:
        yield page


def findings(page, where):
    """Give what is wrong with the page as it stands, for fingers without gloves."""
    return all_findings(page, where, least=TOUCH_PIXELS)


def charts_loaded(page):
    return page.evaluate("performance.getEntriesByType('resource').some((each) => each.name.includes('echarts'))")


def speak(page, language):
    page.locator(".desk > .top select").select_option(language)


def test_a_report_is_a_chart_a_table_and_a_file_and_the_desk_opens_without_its_weight(app, page):
    """Whoever only looks at the queue does not wait for half a megabyte of charts."""
    app.sign_in(page, "/queue")
    page.locator(".paged tbody tr").first.wait_for()
    before = charts_loaded(page)

    app.go(page, f"/reports?name=heat&{TODAY}")
    page.locator(".drawn[data-drawn]").first.wait_for(timeout=MADE_MS_MAX)
    page.locator(".report h2", has_text="Move these forward").wait_for(timeout=MADE_MS_MAX)
    rows = page.locator(".report").first.locator("tbody tr")
    first = rows.first.inner_text()
    page.get_by_role("button", name="Next").first.click()
    page.locator(".report").first.locator("nav b", has_text="2").wait_for()
    with page.expect_download(timeout=MADE_MS_MAX) as file:
        page.get_by_role("link", name="↓ CSV").first.click()

    assert (before, charts_loaded(page)) == (False, True)
    assert rows.first.inner_text() != first
    assert file.value.suggested_filename == "01-heat.csv"
    assert findings(page, "reports") == []


def test_days_are_chosen_and_the_address_says_them_in_every_language(app, page):
    """A colleague gets the link and sees the same."""
    app.sign_in(page, f"/reports?name=people&{TODAY}", language="es")
    page.locator(".report h2", has_text="Personas").wait_for()
    page.locator(".drawn[data-drawn]").wait_for(timeout=MADE_MS_MAX)

    page.locator(".asked-for select").nth(1).select_option("own")
    for day in page.locator(".asked-for input[type=date]").all():
        day.fill("2025-12-24")
        day.blur()
    page.locator(".report .empty", has_text="Nada en estos días").wait_for(timeout=MADE_MS_MAX)
    speak(page, "zh")
    page.locator(".report .empty", has_text="所选日期没有数据").wait_for(timeout=MADE_MS_MAX)

    assert "period=own" in page.url
    assert "first=2025-12-24" in page.url
    assert findings(page, "no rows") == []


def test_a_walk_says_why_a_kept_plan_is_explained_and_an_aisle_is_closed(app, page):
    """Who knows why walks more gladly, and nobody walks through spilled oil."""
    (plan,) = app.all(Plan)
    app.sign_in(page, "/plans")
    page.get_by_role("heading", name="Latest plans").wait_for()

    aisle = page.locator(".aisles li").first
    aisle.get_by_role("button", name="Close for 30 min").click()
    aisle.get_by_text("closed until").wait_for()
    found = findings(page, "plans")
    aisle.get_by_role("button", name="Open").click()
    aisle.get_by_role("button", name="Close for 30 min").wait_for()
    page.locator(".plain-table .row-link").first.click()
    page.locator(".one-plan").wait_for()
    page.locator(".plain-table tbody tr").first.wait_for()

    walks = len(plan.answer["trips"]) + len(plan.answer["joins"])
    assert page.locator(".plain-table tbody tr").count() == walks
    assert page.locator(".plain-table td.why").first.inner_text()
    assert found + findings(page, "one plan") == []


def test_a_lead_asks_with_a_file_and_sees_the_answer_in_every_language(app, page, tmp_path):
    """The number, the counts on the way to it, and the day by hour as a picture and in figures."""
    file = tmp_path / "saturday.json"
    file.write_text(json.dumps(DAY))
    app.sign_in(page, "/staffing")
    page.locator(".ask-day").wait_for()
    found = findings(page, "ask")

    page.set_input_files(".ask-day input[type=file]", file)
    page.get_by_role("button", name="How many?").click()
    page.locator(".day-answer .drawn[data-drawn]").wait_for(timeout=MADE_MS_MAX)

    for language, words in ANSWERED.items():
        speak(page, language)
        page.locator(".enough", has_text=words).first.wait_for()
    assert page.locator(".tried li.enough").count() == 1
    assert page.locator(".hours tbody tr").count() >= 1
    assert found + findings(page, "answer") == []
    speak(page, "en")
    page.get_by_role("button", name="Ask again").click()
    page.locator(".ask-day").wait_for()
