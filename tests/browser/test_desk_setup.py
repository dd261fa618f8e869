"""Setting the store up at the desk, in a real browser: lists, forms, sheets, settings and templates."""

import pytest
from browser.desk_app_store import LEAD, MANAGER, STORE, desk_app_up
from browser.shown_store import page_of, quiet
from browser.test_handheld_for_everybody import APP, AXE, SMALL, WIDER

from picking.catalogue.model import Listing
from picking.devices.model import OwnTemplate
from picking.floor.model import Bin

pytestmark = pytest.mark.needs("chromium")
BIN = "01-A-01-01-A-01"
TARGET_PIXELS = 48  # a tick is touched by its label


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """Give the sample store before it opens, one for all looks at it."""
    with desk_app_up(tmp_path_factory.mktemp("setup")) as up:
        yield up


@pytest.fixture
def page(chromium):
    """Give a page that must not complain of anything by itself."""
    with page_of(chromium, 1366, 768) as opened, quiet(opened, 10_000) as page:
        yield page


def choose(page, name, text):
    """Choose a file for the page to take in."""
    page.locator(".pick input").set_input_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def test_a_price_is_found_changed_seen_and_kept(app, page):
    """One form draws all lists; what is kept is what was seen."""
    app.sign_in(page, "/setup?list=items", who=MANAGER)
    page.locator(".tools input[type=search]").fill("东北大米")
    page.locator(".paged tbody tr:only-child .row-link").click()

    page.get_by_label("Price (cents)").fill("4567")
    page.get_by_role("button", name="See the changes").click()
    page.locator(".changes ins", has_text="4567").wait_for()
    before = app.all(Listing, sku="10001")[0].price_minor
    page.get_by_role("button", name="Keep these changes").click()
    page.get_by_text("Kept.").wait_for()

    assert before != 4567
    assert app.all(Listing, sku="10001")[0].price_minor == 4567


def test_a_sheet_is_looked_at_refused_row_by_row_and_then_kept(app, page):
    """Whoever takes a sheet in sees what would change, or every fault of it."""
    app.sign_in(page, "/setup?list=bins", who=MANAGER)
    page.get_by_role("button", name="Import and export").click()

    choose(page, "bins.csv", f"id,zone,capacity\n{BIN},01-Z,7\n01-A-01-01-B-01,01-A,many\n")
    page.locator(".faults tbody tr").nth(1).wait_for()
    said = page.locator(".faults").inner_text()
    choose(page, "bins.csv", f"id,capacity\n{BIN},7\n")
    page.locator(".changes tbody tr").wait_for()
    page.get_by_role("button", name="Keep these changes").click()
    page.get_by_text("Kept.").wait_for()

    assert "no zone 01-Z" in said
    assert "must be a whole number, not 'many'" in said
    assert app.all(Bin, id=BIN)[0].capacity == 7


def test_what_goods_lie_in_is_not_retired_and_the_reason_is_said(app, page):
    """A lead at night is told what to do first."""
    app.sign_in(page, "/setup?list=bins", who=MANAGER)
    page.locator(".tools input[type=search]").fill("01-A-01-04-B-01")
    page.locator(".paged tbody tr:only-child .row-link").click()

    page.get_by_role("button", name="Retire").click()

    page.locator(".faults", has_text="move them to another bin first").wait_for()


def test_a_lead_is_offered_what_the_night_needs_and_no_more(app, page):
    """Prices, people and settings are not a lead's."""
    app.sign_in(page, "/setup?list=bins", who=LEAD)
    page.locator(".paged .row-link").first.click()
    page.locator(".setup-form").wait_for()

    assert page.locator(".pages a", has_text="Settings").count() == 0
    assert page.get_by_role("button", name="Add").count() == 0
    assert page.get_by_label("Capacity").is_disabled()
    assert not page.get_by_label("Blocked").is_disabled()
    assert page.locator(".lists a", has_text="Items").count() == 0


def test_a_setting_is_looked_at_kept_and_given_back_to_the_service(app, page):
    """A store lets its goods wait longer tonight, and no program is started again for it."""
    app.sign_in(page, "/settings", who=MANAGER)
    row = page.locator('[data-key="floor.hold_minutes_max"]')
    row.locator(".row-link").click()
    page.locator(".setup-form input").fill("45")
    page.locator(".setup-form button[type=submit]").click()
    page.locator(".take-in .main").click()
    row.get_by_text("this store's own").wait_for()
    holds = app.service.transactions.settings_of(STORE).hold_minutes_max

    page.get_by_role("button", name="Close", exact=True).click()
    row.locator(".row-link").click()
    page.get_by_role("button", name="As the service has it").click()
    page.locator(".take-in .main").click()
    row.get_by_text("from the next scan").wait_for()

    assert (holds, app.service.transactions.settings_of(STORE).hold_minutes_max) == (45, 60)


def test_a_template_of_ones_own_is_drawn_or_its_fault_named(app, page):
    """A label is looked at before a roll is wasted on it."""
    app.sign_in(page, "/templates", who=MANAGER)
    page.locator(".templates .seen img").wait_for()

    choose(page, "own.toml", 'paper = "label"\ntitle = "x"\n\n[[lines]]\ncode = "qr"\ntext = "K:000001"\n')
    page.locator(".try img").wait_for()
    choose(page, "own.toml", 'title = "x"\nlines = []\n')

    page.locator(".try .said.wrong").wait_for()


def test_an_own_template_is_kept_and_given_up_again(app, page):
    """What a store prints is its own affair, and a bad idea is gone with one press."""
    app.sign_in(page, "/templates", who=MANAGER)
    shown = page.locator(".templates .names .big").first
    choose(page, "own.toml", 'paper = "label"\ntitle = "x"\n\n[[lines]]\ntext = "OURS"\n')
    page.get_by_role("button", name="Print by this one").click()
    shown.get_by_text("this store's own").wait_for()
    kept = app.all(OwnTemplate)

    page.get_by_role("button", name="Print by the shipped one again").click()
    page.locator("dialog .main").click()
    page.locator(".templates .seen", has_text="The shipped one").wait_for()

    assert [row.source[-7:] for row in kept] == ['"OURS"\n']
    assert app.all(OwnTemplate) == []


def test_set_up_is_for_everybody(app, page):
    """Contrast, names and targets: everybody can set a store up (WCAG 2.1 AA)."""
    app.sign_in(page, "/setup?list=items", who=MANAGER, language="zh")
    for path, shown in (
        ("/setup?list=items", ".paged"), ("/setup?list=staff", ".paged"),
        ("/settings", ".settings"), ("/templates", ".templates .seen img"),
    ):  # fmt: skip
        app.go(page, path)
        page.locator(shown).first.wait_for()
        if path != "/templates":
            page.locator(".row-link").first.click()
            page.locator(".setup-form input").first.wait_for()

        page.evaluate((APP / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
        found = [each for each in page.evaluate(AXE) if each["impact"] in ("serious", "critical")]
        small = [
            each for each in page.evaluate(SMALL, TARGET_PIXELS) if "checkbox" not in each and "hidden" not in each
        ]

        assert [(path, each["id"], node["html"][:120]) for each in found for node in each["nodes"]] == []
        assert small == [], path
        assert page.evaluate(WIDER) <= 0, path
