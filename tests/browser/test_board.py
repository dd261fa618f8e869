"""The live board in a real browser, on a store started by its one command."""

import pytest
from browser.shown_store import page_of, store_up

pytestmark = pytest.mark.needs("chromium")
TITLES = {"en": "The floor now", "zh": "现场实况", "es": "La tienda ahora"}


def test_the_board_shows_the_store_live_in_every_language(tmp_path, chromium):
    """Whoever runs the first command must see a store working, in their own language."""
    with store_up(tmp_path, "--no-simulate") as url, page_of(chromium) as page:
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))

        for language, title in TITLES.items():
            page.goto(f"{url}/board?lang={language}")
            page.wait_for_selector("#line:not(.away)")
            page.wait_for_selector(".slot")  # the line stands before the first picture has come over it

            assert title in page.inner_text("header")
            assert page.locator(".slot").count() == 40
            assert page.inner_text("#store") != "Storefloor"

    assert complaints == []
    assert "stopping" in (tmp_path / "up.log").read_text()
