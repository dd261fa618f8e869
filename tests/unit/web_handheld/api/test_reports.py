"""Reports over HTTP: made by a child, served as the file that is asked for, to whom it concerns."""


def test_a_report_is_a_file_in_the_language_that_is_asked_for(client, signed_in, floor):
    """Figures go where people work with them, in their language."""
    floor.stock("milk", 5, "b1", price=500)
    desk = signed_in("lead")

    listed = desk.get("/api/v1/stores/s1/reports").json["reports"]
    csv = desk.get("/api/v1/stores/s1/reports/slow-movers?format=csv&lang=es&first=2026-01-10&last=2026-01-15")

    assert {"turns", "waste", "heat", "own"} <= {each["name"] for each in listed}
    assert csv.headers["Content-Disposition"] == 'attachment; filename="s1-slow-movers.csv"'
    assert csv.text.splitlines()[0].removeprefix("\ufeff").startswith("SKU,Artículo,Categoría")


def test_a_picker_reads_only_the_own_figures(client, signed_in, floor):
    """Figures of others are a lead's."""
    picker = signed_in("picker")
    floor.clock.advance(minutes=5)

    refused = picker.get("/api/v1/stores/s1/reports/people")
    own = picker.get("/api/v1/stores/s1/reports/own")
    nothing = picker.get("/api/v1/stores/s1/reports/horoscope")

    assert (refused.status_code, refused.json["code"]) == (403, "right_missing")
    assert (own.status_code, {row["person"] for row in own.json["rows"]}) == (200, {"p1"})
    assert nothing.json["code"] == "unknown_thing"


def test_what_a_report_refuses_the_door_says(client, signed_in, floor):
    """The child's refusal is the service's, with its field."""
    answer = signed_in("lead").get("/api/v1/stores/s1/reports/turns?first=2020-01-01&last=2026-01-01")

    assert (answer.status_code, answer.json["code"]) == (422, "invalid_field")
