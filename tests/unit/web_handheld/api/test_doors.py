"""What every route keeps: who may, problems with codes, once for each key, nothing on another site's behalf."""

import re

import pytest

from picking.foundation.messages import LANGUAGES
from picking.people.model import Person
from web_handheld.board.start import PLACES

ORDER = {
    "channel": "app", "external_id": "X-1", "store": "s1", "mode": "delivery", "placed_at": "2026-01-15T02:00:00Z",
    "lines": [{"line_no": 1, "sku": "milk", "quantity": 2, "unit_price_minor": 500}],
}  # fmt: skip


@pytest.fixture
def milk(floor):
    floor.zone()
    floor.bin("b1")
    floor.item("milk", price=500)
    floor.stock("milk", 3, "b1")


def test_who_is_not_signed_in_is_told_so(client):
    """401 with a code a program can act on, and the way on for a person."""
    answer = client.get("/api/v1/handheld/screen")

    assert (answer.status_code, answer.json["code"]) == (401, "sign_in_needed")
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_missing_right_is_named(signed_in):
    """A picker at the desk's door learns which right it takes."""
    answer = signed_in("picker").get("/api/v1/desk/queue")

    assert (answer.status_code, answer.json["code"], answer.json["facts"]) == (403, "right_missing", {"right": "desk"})


def test_an_unknown_token_opens_nothing(client):
    """Neither does it fall back to somebody's cookie."""
    answer = client.get("/api/v1/desk/queue", headers={"Authorization": "Bearer sft_wrong"})

    assert (answer.status_code, answer.json["code"]) == (401, "token_unknown")


def test_a_right_taken_away_is_gone_at_the_next_request(floor, signed_in):
    """Roles stand in no cookie."""
    browser = signed_in("lead")
    assert browser.get("/api/v1/desk/queue").status_code == 200

    floor.run(lambda work: setattr(work.get(Person, "p1"), "roles", ["picker"]))

    assert browser.get("/api/v1/desk/queue").status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/nowhere", 404, "no_such_page"),
        ("delete", "/api/v1/orders", 405, "method_not_allowed"),
        ("get", "/api/v1/orders/nope", 404, "unknown_thing"),
        ("get", "/api/v1/stores/other/availability", 404, "unknown_thing"),
        ("get", "/api/v1/stores/s1/stock?limit=0", 422, "invalid_field"),
        ("get", "/api/v1/stores/s1/stock?cursor=zzz", 422, "invalid_field"),
        ("get", "/api/v1/stores/s1/stock?colour=red", 422, "invalid_field"),
    ],
)
def test_every_error_is_a_problem_with_a_code(client, token, method, path, status, code):
    """RFC 9457, whoever refused: Flask, the form, or the floor."""
    answer = getattr(client, method)(path, headers=token())

    assert (answer.status_code, answer.json["code"], answer.json["status"]) == (status, code, status)
    assert answer.json["type"] == f"urn:storefloor:problem:{code}"


def test_a_form_names_every_wrong_field(client, token):
    """One round for all mistakes, with their paths."""
    wrong = {**ORDER, "mode": "drone", "colour": "red", "lines": [{**ORDER["lines"][0], "quantity": 0}]}

    answer = client.post("/api/v1/orders", json=wrong, headers=token())

    assert answer.status_code == 422
    assert {each["field"] for each in answer.json["errors"]} == {"mode", "colour", "lines.0.quantity"}


def test_no_json_and_too_much_of_it_are_refused(client, token, service):
    """Before anybody looks into it."""
    headers = {**token(), "Content-Type": "application/json"}

    unreadable = client.post("/api/v1/orders", data="{", headers=headers)
    too_large = client.post("/api/v1/orders", data="x" * 5_000_000, headers=headers)

    assert (unreadable.status_code, unreadable.json["code"]) == (400, "request_unreadable")
    assert (too_large.status_code, too_large.json["code"]) == (413, "body_too_large")


def test_the_same_key_gets_the_first_answer(client, token, milk):
    """A channel that lost the answer asks again and must not order twice."""
    headers = {**token(), "Idempotency-Key": "k1"}

    first = client.post("/api/v1/orders", json=ORDER, headers=headers)
    again = client.post("/api/v1/orders", json=ORDER, headers=headers)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json


def test_the_same_key_for_something_else_is_refused(client, token, milk):
    """A key that is used twice is a bug of the sender, and is told so."""
    headers = {**token(), "Idempotency-Key": "k1"}
    client.post("/api/v1/orders", json=ORDER, headers=headers)

    answer = client.post("/api/v1/orders", json={**ORDER, "external_id": "X-2"}, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (422, "once_id_reused")


def test_a_refusal_is_an_answer_too(client, token, milk):
    """Stock that came meanwhile does not change what was said under this key."""
    headers, much = {**token(), "Idempotency-Key": "k1"}, {**ORDER, "lines": [{**ORDER["lines"][0], "quantity": 9}]}

    first = client.post("/api/v1/orders", json=much, headers=headers)
    again = client.post("/api/v1/orders", json=much, headers=headers)

    assert (first.status_code, first.json["code"]) == (409, "stock_short")
    assert again.json == first.json
    assert first.json["facts"]["lines"][0]["available"] == 3


def test_a_channel_speaks_only_for_itself(client, token, milk):
    """Another channel's order is unknown to it, not forbidden: it may not even learn that there is one."""
    made = client.post("/api/v1/orders", json=ORDER, headers=token()).json["order_id"]
    other = token(name="hub")

    assert client.get(f"/api/v1/orders/{made}", headers=other).status_code == 200, "a hub speaks for all"
    refused = client.post("/api/v1/orders", json={**ORDER, "channel": "elsewhere"}, headers=token())

    assert (refused.status_code, refused.json["code"]) == (403, "other_channel")


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_sites_page_changes_nothing(signed_in, headers):
    """A cookie travels with every request a page makes; the page's origin tells whose wish it is."""
    browser = signed_in("picker")

    answer = browser.post("/api/v1/handheld/scans", json={"id": "1", "text": "B:1"}, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (403, "other_site")


def test_our_own_page_may(signed_in):
    """The handheld's page sends its own origin."""
    browser = signed_in("picker")

    answer = browser.post(
        "/api/v1/handheld/scans", json={"id": "1", "text": "?"}, headers={"Origin": "http://localhost"}
    )

    assert (answer.status_code, answer.json["outcome"]) == (200, "refused")


def test_the_session_cookie_is_for_our_pages_alone(signed_in, service, client):
    """No script reads it, no other site sends it, and another storefloor on this host has its own."""
    signed_in("picker")
    answer = client.post("/api/v1/session", json={"badge": "nobody", "pin": "0000"})
    cookie = service.app.config

    assert answer.status_code == 401
    assert cookie["SESSION_COOKIE_SAMESITE"] == "Strict"
    assert cookie["SESSION_COOKIE_HTTPONLY"]
    assert cookie["SESSION_COOKIE_NAME"].endswith("8080")


def test_a_session_ends_with_its_time(floor, signed_in):
    """A browser left open is not signed in for ever."""
    browser = signed_in("picker")

    floor.clock.advance(hours=12, seconds=1)

    assert browser.get("/api/v1/session").status_code == 401


def test_signing_out_ends_the_shift(signed_in):
    """Who is gone gets no work."""
    browser = signed_in("picker")

    assert browser.delete("/api/v1/session").status_code == 204
    assert browser.get("/api/v1/session").status_code == 401


def test_guessing_pins_is_slowed_down_and_a_shift_signing_in_is_not(client, signed_in):
    """Only attempts that fail are counted against an address."""
    for number in range(15):
        signed_in("picker", key=f"p{number}")

    answers = [client.post("/api/v1/session", json={"badge": f"x{n}", "pin": "1"}).status_code for n in range(12)]

    assert answers[:10] == [401] * 10
    assert answers[10:] == [429] * 2


def test_a_scan_sent_again_is_marked_as_repeat_and_answers_the_same(signed_in):
    """Behaviour 11: the same id, the same answer."""
    browser, scan = signed_in("picker"), {"id": "s-1", "text": "B:nowhere"}

    first = browser.post("/api/v1/handheld/scans", json=scan).json
    again = browser.post("/api/v1/handheld/scans", json=scan).json

    assert (first["outcome"], again["outcome"]) == ("refused", "repeat")
    assert {**again, "outcome": ""} == {**first, "outcome": ""}


def test_answers_carry_security_headers(client):
    """No sniffing, no framing, no script but ours."""
    headers = client.get("/").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["en", "zh", "es"])
def test_board_and_docs_come_without_any_other_host(client, language):
    """A store's network may have no way out."""
    for path in (f"/?lang={language}", f"/board?lang={language}", "/api/docs"):
        page = client.get(path).text

        assert "https://" not in page
        assert "//cdn" not in page


def test_the_board_names_no_person(client, signed_in):
    """It hangs where everybody sees it."""
    signed_in("picker", key="Somebody")

    picture = client.get("/board/glance").text

    assert "Somebody" not in picture


def test_the_document_describes_every_route(client, service):
    """What is not in it does not exist for a partner."""
    spec = client.get("/api/v1/openapi.json").json
    routes = {rule.rule for rule in service.app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    plain = {"/api/v1/openapi.json", "/api/v1/healthz", "/api/v1/readyz", "/api/v1/metrics"}

    assert spec["openapi"] == "3.1.0"
    assert {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule) for rule in routes - plain} == set(spec["paths"])


def test_health_readiness_and_figures_are_there(client):
    """The clockwork of this service does not run, and readiness says so."""
    assert client.get("/healthz").json == {"status": "alive"}
    assert client.get("/readyz").status_code == 503
    assert "clockwork" in client.get("/readyz").json["missing"]
    assert b"storefloor_http_seconds" in client.get("/metrics").data


def test_the_address_alone_leads_to_every_page_in_three_languages(client, service):
    """Whoever types only the address must find their page, and in their own words."""
    for language in LANGUAGES:
        page = client.get(f"/?lang={language}")
        assert page.status_code == 200
        assert all(f'href="{path}?lang={language}"' in page.text for path in PLACES.values())
        assert all(service.parts.messages.text(f"start_{name}_for", language, {}) in page.text for name in PLACES)
