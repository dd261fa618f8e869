"""Takes the pictures of the desk's live pages, the sample store at work with some trouble: `make pictures`."""

import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.desk_app_store import MANAGER, PICKERS, DeskApp, desk_app_up
from browser.photographs import photograph
from browser.shown_store import page_of
from real_parts import path_of

from picking.devices import commands as devices
from picking.devices.commands.lights import Lit, set_lights
from picking.devices.model import Device, DeviceClass
from picking.foundation.messages import LANGUAGES
from picking.orders.model import Order
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import PickLine
from web_handheld.simulation.options import Odds

LONG_MS = 1500  # until all of a page has been read and drawn
TROUBLE = Odds(**{**dict.fromkeys(Odds.__dataclass_fields__, 0.0), "short": 0.15, "parked": 0.04, "wrong_scan": 0.1})
ORDERS, MINUTES = 14, 16
IN_THE_WALK = "80"  # seconds


def main() -> None:
    """Photograph what is live, and one order in the middle of its walk; then how the store is set up."""
    with tempfile.TemporaryDirectory() as folder, desk_app_up(Path(folder)) as app:
        in_trouble(app)
        for language in LANGUAGES:
            with page_of(path_of("chromium"), 1366, 768) as page:
                _shoot(app, page, language)
                _shoot_store(app, page, language)


def in_trouble(app: DeskApp) -> None:
    """Let a rush begin: shorts, lines that cannot be found, labels that went away, lamps lit for walks."""
    app.begin(*PICKERS, odds=TROUBLE)
    for turn in range(ORDERS):
        app.order(minutes=8 if turn % 3 == 0 else 30)
        app.minutes(MINUTES / ORDERS)
    for label in app.all(Device, device_class=DeviceClass.SHELF_LABEL)[:2]:
        app.run(devices.report_lost, label.id)
    places = {lamp.place for lamp in app.all(Device, device_class=DeviceClass.LIGHT)}
    app.run(set_lights, {place: Lit("cyan", "pick") for place in sorted(filter(None, places))[:4]})


def _shoot(app: DeskApp, page: Any, language: str) -> None:
    app.sign_in(page, "/", language=language)
    page.locator(".plan .person").first.wait_for()
    _take(page, "floor", language)
    for path in ("queue", "work", "people", "journal"):
        app.go(page, f"/{path}")
        _take(page, path, language)
    app.go(page, f"/orders/{_most_told(app).id}")
    page.locator(".replay-bar input").fill(IN_THE_WALK)
    _take(page, "order", language)


def _shoot_store(app: DeskApp, page: Any, language: str) -> None:
    page.context.clear_cookies()
    app.sign_in(page, "/setup", MANAGER, language)
    for path in ("setup", "templates", "settings"):
        app.go(page, f"/{path}")
        if path == "settings":
            page.locator("input[type=search]").fill("floor.")  # those every store looks at
        _take(page, path, language)


def _take(page: Any, name: str, language: str) -> None:
    photograph(page, f"desk-{name}", language, still_ms=LONG_MS)


def _most_told(app: DeskApp) -> Order:
    """Give the order of which most was picked: it has the most to tell."""
    picked = [line.order_id for line in app.all(PickLine, state=PickLineState.PICKED)]
    return max(app.all(Order), key=lambda order: picked.count(order.id))


if __name__ == "__main__":
    main()
