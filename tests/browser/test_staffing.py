"""The question how many people a day needs, asked by a lead in a real browser."""

import json

import pytest
from browser.shown_store import page_of, store_up

pytestmark = pytest.mark.needs("chromium")
BADGE, PIN = "U:U-0015", "9384"  # the sample store's lead
TITLES = {"en": "people are enough", "zh": "人即可", "es": "personas bastan"}
DAY = {
    "floor": {"nodes": [[0, 0], [10, 0]], "edges": [[0, 1, 10]], "start": 0, "end": 0},
    "bins": [1],
    "orders": [{"id": n, "lines": [[0, 2]], "arrived": n * 20.0, "due": n * 20.0 + 90.0} for n in range(200)],
    "speeds": {"metres_per_second": 1, "line_seconds": 7, "trip_seconds": 20},
    "limits": {"orders": 1},
}
ANSWER_MS_MAX = 120_000


def test_a_lead_asks_with_a_file_and_sees_the_answer_in_every_language(tmp_path, chromium):
    """The number, the counts on the way to it, and the day by hour; nothing without signing in."""
    file = tmp_path / "saturday.json"
    file.write_text(json.dumps(DAY))
    with store_up(tmp_path, "--no-simulate") as url, page_of(chromium) as page:
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(f"{url}/desk/staffing")
        page.fill("#badge", BADGE)
        page.fill("#pin", PIN)
        page.click("#sign_in_form button")
        page.set_input_files("#file", file)

        page.click("#ask_form button")
        page.wait_for_selector("#answer:not([hidden])", timeout=ANSWER_MS_MAX)

        for language, title in TITLES.items():
            with page.expect_response(lambda answer: "staffing/picture" in answer.url) as drawn:
                page.goto(f"{url}/desk/staffing?lang={language}")
            page.wait_for_selector("#answer:not([hidden])")
            assert title in page.inner_text("#answer")
            assert int(page.inner_text("#number")) > 1
            assert page.locator("#tried li.enough").count() == 1
            assert drawn.value.headers["content-type"].startswith("image/svg+xml")
        page.click("#again")
        page.wait_for_selector("#asking:not([hidden])")

    assert broken == []
