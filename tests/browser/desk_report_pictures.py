"""Takes the pictures of the desk's reports, plans and staffing, after a few mornings of a store: `make pictures`."""

import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.desk_app_store import STORE, DeskApp, busy, desk_app_up
from browser.photographs import photograph
from browser.shown_store import page_of
from real_parts import path_of

from picking.foundation.messages import LANGUAGES
from picking.foundation.refusals import Refusal
from picking.orders.lifecycle import OrderState, OrderStep
from picking.orders.model import Order
from picking.outbound.lifecycle import HandOverState
from picking.outbound.model import HandOver
from picking.tasks.commands import adopt_plan, note_planner
from picking.tasks.decisions import decide
from picking.tasks.planned import PlannerState
from picking.tasks.standing import standing

DAYS = "period=own&first=2026-01-15&last=2026-01-18"
REPORTS = {"reports": f"/reports?name=order-times&{DAYS}", "heat": f"/reports?name=heat&{DAYS}"}
PEAK = {8: 30, 9: 20, 11: 50, 12: 40, 13: 20, 17: 50, 18: 70, 19: 30}  # orders an hour
MADE_MS_MAX = 150_000


def main() -> None:
    """Photograph two reports, the plans and an answered day."""
    with tempfile.TemporaryDirectory() as folder, desk_app_up(Path(folder)) as app:
        busy(app, minutes=45, number=16)
        plan(app)
        for language in LANGUAGES:
            ahead(app, language, Path(folder) / "saturday.json")
        mornings(app)
        for language in LANGUAGES:
            back(app, language)


def ahead(app: DeskApp, language: str, file: Path) -> None:
    """Photograph what is planned, and an answered day."""
    with page_of(path_of("chromium"), 1366, 768) as page:
        app.sign_in(page, "/plans", language=language)
        page.locator(".planner").wait_for()
        photograph(page, "desk-plans", language)
        staffing(app, page, file)
        photograph(page, "desk-staffing", language, still_ms=500)


def back(app: DeskApp, language: str) -> None:
    """Photograph two reports."""
    with page_of(path_of("chromium"), 1366, 768) as page:
        app.sign_in(page, "/queue", language=language)
        for name, path in REPORTS.items():
            app.go(page, path)
            page.locator(".drawn[data-drawn]").first.wait_for(timeout=MADE_MS_MAX)
            photograph(page, f"desk-{name}", language, still_ms=1000)


def plan(app: DeskApp) -> None:
    """Plan some orders that nobody has begun, as the planner does."""
    app.run(note_planner, PlannerState.READY)
    list(orders(app, 4))
    how = app.ask(standing, STORE, app.clock.now(), app.service.settings.floor)
    if how.problem is not None:
        app.run(adopt_plan, decide(how, how.problem, seed=1, budget_ms=50), ["pick task release"])


def mornings(app: DeskApp) -> None:
    """Let what is ready leave on the first morning, and a few orders on each of the next."""
    for order in app.all(Order, state=OrderState.READY):
        leave(app, order)
    for morning in range(3):
        app.clock.advance(hours=23)
        for order in orders(app, 4 + morning):
            app.clock.advance(minutes=5 + 2 * morning)
            if app.all(Order, id=order.id)[0].state is OrderState.IN_FULFILMENT:
                app.run(lambda work, key=order.id: work.step(work.get(Order, key), OrderStep.COMPLETE))
                app.clock.advance(minutes=3)
                leave(app, order)


def orders(app: DeskApp, number: int) -> Iterator[Order]:
    """Take in so many orders; one whose goods have gone is left out."""
    for _ in range(number):
        try:
            yield app.order()
        except Refusal:
            continue


def leave(app: DeskApp, order: Order) -> None:
    """Hand an order to a rider who had to wait for it."""
    now = app.clock.now()
    app.run(lambda work: work.step(work.get(Order, order.id), OrderStep.HAND_OVER))
    app.put(
        HandOver(
            id=order.id, store_id=STORE, carrier="Speedy", rider_id=order.number,
            state=HandOverState.DONE, state_since=now, arrived_at=now - timedelta(seconds=150),
            called_at=now - timedelta(seconds=30), finished_at=now,
        )
    )  # fmt: skip


def staffing(app: DeskApp, page: Any, file: Path) -> None:
    """Ask how many people a Saturday needs, unless that is answered already."""
    file.write_text(json.dumps(saturday()))
    app.go(page, "/staffing")
    page.locator(".ask-day, .day-answer").first.wait_for()
    if page.locator(".ask-day").count():
        page.set_input_files(".ask-day input[type=file]", file)
        page.locator(".ask-day .big.main").click()
    page.locator(".day-answer .drawn[data-drawn]").wait_for(timeout=MADE_MS_MAX)


def saturday() -> dict[str, Any]:
    """Give a day with two rushes in an aisle of ten bins."""
    arrived = [3600.0 * hour + 3600.0 * place / count for hour, count in PEAK.items() for place in range(count)]
    return {
        "floor": {
            "nodes": [[10 * node, 0] for node in range(11)],
            "edges": [[node, node + 1, 10] for node in range(10)],
            "start": 0,
            "end": 0,
        },
        "bins": list(range(1, 11)),
        "orders": [
            {"id": n, "lines": [[n * 7 % 10, 2], [n * 3 % 10, 1]], "arrived": at, "due": at + 900.0}
            for n, at in enumerate(arrived)
        ],
        "speeds": {"metres_per_second": 1, "line_seconds": 12, "trip_seconds": 60},
        "limits": {"orders": 2},
    }


if __name__ == "__main__":
    main()
