"""What is near its end, markdowns, write-offs with photos and the donation list, over HTTP."""

from datetime import date

import pytest

from picking.freshness import commands as freshness

URL = "/api/v1"
TODAY = date(2026, 1, 15)
JPEG = b"\xff\xd8\xff\xe0" + b"a picture of mould" * 10


@pytest.fixture
def yoghurt(floor):
    """Give the lot of twenty yoghurts that end today."""
    floor.item("yoghurt", price=500, shelf_life_days=20)
    return floor.stock("yoghurt", 20, "A-1", expires=TODAY, lot="L7")


def test_the_desk_sees_what_is_near_its_end_with_todays_colour(signed_in, yoghurt):
    """The morning walk begins with the list."""
    seen = signed_in("lead", key="lea").get(f"{URL}/desk/freshness").json

    assert (seen["today"], seen["day_colour"]) == ("2026-01-15", "brown")
    assert [(each["sku"], each["colour"], each["days_left"]) for each in seen["goods"]] == [("yoghurt", "red", 0)]


def test_a_proposed_markdown_is_approved_and_withdrawn(signed_in, yoghurt, floor):
    """The lead's two buttons."""
    floor.run(freshness.propose_markdowns, by_itself=False)
    lead = signed_in("lead", key="lea")

    (proposed,) = lead.get(f"{URL}/desk/markdowns?state=PROPOSED").json["items"]
    running = lead.post(f"{URL}/desk/markdowns/{proposed['id']}/approval", json={})
    ended = lead.post(f"{URL}/desk/markdowns/{proposed['id']}/withdrawal", json={})
    again = lead.post(f"{URL}/desk/markdowns/{proposed['id']}/refusal", json={})

    assert (proposed["price_minor"], proposed["regular_minor"]) == (250, 500)
    assert (running.json["state"], ended.json["state"], again.status_code) == ("RUNNING", "ENDED", 409)


def test_what_is_dear_is_written_off_with_a_photo(signed_in, yoghurt):
    """The picture is sent first and named by its hash; the desk looks at it, other people do not get it."""
    picker = signed_in("picker", key="ana")
    lead = signed_in("lead", key="lea")
    off = {"bin": "A-1", "lot_id": yoghurt, "quantity": 12, "reason": "mould"}

    without = picker.post(f"{URL}/stores/s1/write-offs", json=off)
    sent = picker.post(f"{URL}/photos", data=JPEG, content_type="image/jpeg")
    written = picker.post(f"{URL}/stores/s1/write-offs", json={**off, "photo": sent.json["photo"]})
    seen = lead.get(f"{URL}/photos/{sent.json['photo']}")
    listed = lead.get(f"{URL}/desk/write-offs").json

    assert (without.status_code, without.json["code"]) == (409, "photo_needed")
    assert (sent.status_code, written.json["worth_minor"]) == (201, 6000)
    assert (seen.data, seen.mimetype) == (JPEG, "image/jpeg")
    assert listed["worth_minor"] == {"waste": 6000}
    assert listed["rows"][0]["reason"] == "mould"
    assert picker.get(f"{URL}/photos/{'0' * 64}").status_code == 404


def test_what_is_broken_on_the_shelf_is_written_off_where_it_stands(signed_in, yoghurt):
    """Scan the bin, say which, how many and why; a photo is asked for only of what is dear."""
    picker = signed_in("picker", key="ana")
    picker.post(f"{URL}/handheld/scans", json={"id": "s1", "text": "B:A-1"})

    options = picker.get(f"{URL}/handheld/steps/write_off/options").json["options"]
    off = {"lot_id": yoghurt, "quantity": 2, "reason": "leaking"}
    done = picker.post(f"{URL}/handheld/steps", json={"id": "s2", "step": "write_off", "facts": off}).json

    assert [each["value"] for each in options["lot_id"]] == [yoghurt]
    assert [each["value"] for each in options["photo"]] == [True]
    assert (done["outcome"], done["code"], done["screen"]["name"]) == ("done", "item_waste", "info")
    assert done["screen"]["facts"]["about"]["lots"][0]["quantity"] == 18


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"<svg onload=alert(1)>", "no_picture"), (b"\xff\xd8\xff" + bytes(2 * 1024 * 1024), "picture_too_large")],
)
def test_only_pictures_of_a_sensible_size_are_kept(signed_in, content, code):
    """A folder everybody can write into is a folder everybody can fill; what runs in a browser is no picture."""
    answer = signed_in("picker", key="ana").post(f"{URL}/photos", data=content, content_type="image/jpeg")

    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_the_donation_list_is_a_file_a_spreadsheet_opens_and_does_not_run(signed_in, yoghurt):
    """The food bank signs for it."""
    lead = signed_in("lead", key="lea")
    gift = {"bin": "A-1", "lot_id": yoghurt, "quantity": 2, "reason": "=cmd()", "gone": "donation"}
    lead.post(f"{URL}/stores/s1/write-offs", json=gift)

    file = lead.get(f"{URL}/desk/donations.csv")

    assert file.mimetype == "text/csv"
    assert file.text.splitlines()[1].split(",")[1:] == [
        "donation", "A-1", "yoghurt", "Yoghurt", "L7", "2026-01-15", "2", "'=cmd()", "1000", "lea",
    ]  # fmt: skip


def test_the_hours_of_a_fresh_day_are_set_by_a_lead(signed_in):
    """Bread is sold off when this street comes home."""
    lead = signed_in("lead", key="lea")
    hours = {"opens_at": "06:30", "marks_down_at": "18:30", "clears_at": "21:00"}

    assert lead.get(f"{URL}/desk/fresh-day").status_code == 404
    kept = lead.put(f"{URL}/desk/fresh-day", json=hours)
    service = signed_in("service", key="sam").put(f"{URL}/desk/fresh-day", json=hours)

    assert (kept.status_code, kept.json["next_at"]) == (200, "2026-01-15T10:30:00+00:00")
    assert service.status_code == 403
    assert lead.get(f"{URL}/desk/fresh-day").json == kept.json
