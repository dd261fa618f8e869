"""An order nobody pays expires once, also when the service was down at the time."""

import pytest
from sqlalchemy import create_engine, text

pytestmark = pytest.mark.needs("mosquitto")


def let_an_hour_go_by_for(store, order_id: str) -> None:
    """Move an order's deadline into the past, as an hour with the machine switched off does."""
    engine = create_engine(store.database)
    with engine.begin() as books:
        deadline = books.execute(text("SELECT deadline_at FROM orders WHERE id = :id"), {"id": order_id}).scalar_one()
        assert deadline is not None
        past = (
            "datetime(deadline_at, '-1 hour')" if engine.dialect.name == "sqlite" else "deadline_at - interval '1 hour'"
        )
        books.execute(text(f"UPDATE orders SET deadline_at = {past} WHERE id = :id"), {"id": order_id})  # noqa: S608 - ours
    engine.dispose()


def test_an_order_nobody_pays_expires_across_a_restart_and_late_money_goes_back(any_store):
    """Stock must not stay locked because a machine was off, and a late payment must revive nothing."""
    (sku,) = any_store.pieces_of_zone("01-A", 1)
    before = any_store.available(sku)
    order = any_store.order([sku], quantity=2)
    assert any_store.available(sku) == before - 2

    any_store.stop_service()
    let_an_hour_go_by_for(any_store, order["order_id"])
    any_store.start_service()

    found = any_store.wait_for_state(order["order_id"], "CANCELLED_UNPAID")
    assert any_store.available(sku) == before
    any_store.pay(found)
    late = any_store.wait_for_state(order["order_id"], "CANCELLED_UNPAID")
    assert [(each["reason"], each["amount_minor"]) for each in late["refunds"]] == [
        ("late_payment", found["total_minor"])
    ]
    steps = [step["step"] for step in any_store.timeline(order["order_id"]) if step["thing"] == "order"]
    assert steps.count("expire") == 1
    assert any_store.conservation_errors() == []
