"""Head office plans prices over HTTP; the desk sees whether the shelves show them."""

import pytest
from floor import STORE

from picking.catalogue.model import Listing, PricePlan

URL = f"/api/v1/stores/{STORE}"


@pytest.fixture
def head_office(client, token, floor):
    """Give a poster of plans with a channel's token."""
    floor.item("milk", price=590)
    headers = token()

    def post(path, **more):
        return client.post(f"{URL}/{path}", headers=headers, **more)

    return post


def plan(**facts):
    base = {"code": "p1", "version": 1, "kind": "promotion", "prices": [{"sku": "milk", "price_minor": 490}]}
    times = {"starts_at": "2026-01-15T03:00:00Z", "ends_at": "2026-01-15T05:00:00Z"}
    return {"plans": [{**base, **times, **facts}]}


def test_a_promotion_is_planned_listed_and_withdrawn(head_office, client, token, floor):
    """What was announced by mistake is gone before anybody sees it."""
    first = head_office("price-plans", json=plan())
    again = head_office("price-plans", json=plan())
    shown = client.get(f"{URL}/price-plans", headers=token(name="hub")).json["items"]
    gone = head_office("price-plans/p1/cancellation")

    assert (first.json, again.json) == ({"plans": {"p1": "planned"}}, {"plans": {"p1": "same"}})
    assert [(each["code"], each["state"], each["labels"]) for each in shown] == [("p1", "SCHEDULED", 0)]
    assert (gone.status_code, gone.json["state"]) == (200, "CANCELLED")


def test_a_wrong_plan_is_refused_with_its_field(head_office):
    """All plans of a call or none."""
    answer = head_office("price-plans", json=plan(ends_at=None))

    assert (answer.status_code, answer.json["code"]) == (422, "invalid_field")
    assert head_office("price-plans/p1/cancellation").status_code == 404


def test_a_feed_comes_as_csv(head_office, floor):
    """The file a spreadsheet writes, with its byte order mark."""
    noon = "milk,4.90,2026-01-15 12:00,2026-01-15 18:00,noon"
    body = f"\ufeffsku,price,from,until,promotion\nmilk,5.50,,,\n{noon}\ngold,1,,,\n"

    answer = head_office("price-feed?version=3", data=body.encode(), content_type="text/csv")

    assert answer.json == {"plans": {"feed 3": "planned", "noon": "planned"}, "left_out": ["gold"]}
    assert {row.code for row in floor.all(PricePlan)} == {"feed 3", "noon"}


def test_a_wrong_feed_changes_nothing_and_names_its_lines(head_office, floor):
    """Half a feed is a till that argues with the shelf."""
    answer = head_office("price-feed?version=3", data="sku,price\nmilk,5.50\ntea,x\n", content_type="text/csv")

    assert (answer.status_code, answer.json["code"]) == (422, "feed_wrong")
    assert answer.json["facts"]["faults"] == [{"path": "line 3", "reason": "price: 'x' is none, as 12.90"}]
    assert floor.all(PricePlan) == []


def test_only_who_keeps_prices_plans_them(signed_in, floor):
    """A picker sets no prices; a lead may say that a promotion is shown."""
    floor.item("milk", price=590)

    assert signed_in("picker").post(f"{URL}/price-plans", json=plan()).status_code == 403
    assert floor.get(Listing, (STORE, "milk")).price_minor == 590
