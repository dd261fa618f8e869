"""Reports at the desk: described once, drawn by what they say, turned page by page without being made again."""

import pytest

URL = "/api/v1/desk/reports"
DAYS = "first=2026-01-10&last=2026-01-15"


@pytest.fixture
def desk(signed_in, floor):
    """Give a lead's browser, and twelve items that hardly move."""
    for number in range(12):
        floor.stock(f"tea-{number:02d}", 5, f"b{number}", price=500 + number)
    return signed_in("lead")


def test_a_report_says_what_it_is_and_how_it_is_drawn(desk):
    """A new report needs no new page."""
    seen = desk.get(f"{URL}?lang=es").json
    by_name = {each["name"]: each for each in seen["reports"]}

    assert seen["currency"] == "CNY"
    assert by_name["shorts"]["chart"]["values"] == [{"key": "times", "title": "Veces", "shape": "count"}]
    assert (by_name["heat"]["chart"]["kind"], by_name["heat"]["beside"]) == ("floor", "move-forward")
    assert by_name["slow-movers"]["columns"][3] == {"key": "on_hand", "title": "Existencia", "shape": "amount"}


def test_pages_are_turned_and_the_report_is_made_once(desk, service):
    """Ten thousand rows are made once and shown fifty at a time."""
    first = desk.get(f"{URL}/slow-movers?{DAYS}&limit=5&lang=en").json
    second = desk.get(f"{URL}/slow-movers?limit=5&cursor={first['next']}").json
    third = desk.get(f"{URL}/slow-movers?limit=5&cursor={second['next']}").json
    again = desk.get(f"{URL}/slow-movers?{DAYS}&limit=5&lang=en").json

    assert [len(page["items"]) for page in (first, second, third)] == [5, 5, 2]
    assert (third["next"], first["rows"], again["next"]) == (None, 12, first["next"])
    assert first["items"][0][0] == "tea-11"
    assert first["items"][0][3] == [5, "piece"]
    assert first["figures"]["series"][0][:2] == [2555, 2550]
    assert len(list(service.settings.service.data_dir.glob("reports/*/*"))) == 1


def test_a_page_of_a_report_that_is_gone_says_so(desk):
    """Somebody comes back to the desk after lunch; nobody reads other files by a made-up name."""
    for cursor in ("0123456789abcdef-0.0", "../../x.0", "x"):
        gone = desk.get(f"{URL}/slow-movers?cursor={cursor}").json

        assert gone["code"] == "report_gone"


def test_reports_at_the_desk_are_the_desks(signed_in, floor):
    """A picker reads the own figures elsewhere."""
    picker = signed_in("picker", key="p9")

    assert picker.get(URL).status_code == 403
    assert picker.get(f"{URL}/people").status_code == 403
