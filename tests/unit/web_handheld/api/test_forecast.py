"""The forecast over HTTP, made by the service's own clockwork."""

from datetime import timedelta

from picking.stock.commands import book_receipt
from picking.stock.commands.till_sales import TillDraft, TillLine
from web_handheld.nightly import Nightly


def test_last_nights_work_is_what_the_desk_reads(client, token, floor, service):
    """Sold at the till, rolled up after three in the morning, forecast, and turned into an order."""
    floor.stock("milk", 12, "b1")
    sale = TillDraft("till-1", "R-1", floor.clock.now(), (TillLine(1, "milk", 10, 100),))
    floor.run(book_receipt, sale)
    nightly = Nightly(service.transactions, lambda: ["s1"])
    floor.clock.advance(hours=16)  # two in the morning: the day is not over yet
    nightly.tick()
    early = client.get("/api/v1/stores/s1/forecast", headers=token()).json["items"]

    floor.clock.advance(hours=1)
    for _ in range(5):
        nightly.tick()
    said = client.get("/api/v1/stores/s1/forecast", headers=token()).json["items"]
    order = client.get("/api/v1/stores/s1/purchase-proposal", headers=token()).json

    assert [each["sku"] for each in said] == ["milk"]
    assert said[0]["total"] > 4
    assert said[0]["face_least"] >= 1
    assert order["items"][0]["order"] > 0
    assert order["next"] is None
    assert early == []


def test_the_calendar_is_kept_by_the_desk(client, token, signed_in, floor):
    """A word for a day; a till has no say in it."""
    days = {"days": {"2026-02-17": "holiday"}}
    tomorrow = floor.clock.now() + timedelta(days=1)

    kept = signed_in("admin").post("/api/v1/stores/s1/special-days", json=days)
    refused = client.post("/api/v1/stores/s1/special-days", json=days, headers=token("pos", "till-1"))
    other_day = client.get(f"/api/v1/stores/s1/forecast?day={tomorrow.date()}", headers=token())

    assert kept.json == days
    assert refused.json["code"] == "right_missing"
    assert other_day.json == {"items": [], "next": None}
