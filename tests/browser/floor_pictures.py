"""Takes the pictures of the stalls' and the door's screens, each at its size and in each language: `make pictures`."""

import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.floor_scenes import at_the_door, rush
from browser.floor_store import FloorStore, floor_store_up
from browser.photographs import PICTURES, photograph
from browser.shown_store import page_of
from floor import Floor
from real_parts import path_of

from picking.foundation.database import open_engine
from picking.foundation.messages import LANGUAGES
from picking.stations import commands as stations

LONG_MS = 700  # until the last push has been drawn


def main() -> None:
    """Photograph the wall of a stall in the rush, then the door with its riders."""
    PICTURES.mkdir(exist_ok=True)
    for language in LANGUAGES:
        for scene in (stall, scale, door):
            with tempfile.TemporaryDirectory() as folder:
                _shoot(Path(folder), scene, language)


def _shoot(folder: Path, scene: Any, language: str) -> None:
    def make_floor(**options: Any) -> Floor:
        return Floor(open_engine(f"sqlite:///{folder}/books.db"), **options)

    with floor_store_up(make_floor, folder) as store, page_of(path_of("chromium")) as page:
        scene(store, page, language)


def stall(store: FloorStore, page: Any, language: str) -> None:
    """The wall on 10 and on 24 inch, and what each order still misses."""
    rush(store, language)
    store.sign_in(page, "stall", "chen")
    page.locator(".choose li .big:enabled").last.click()
    page.locator(".choose > .main").click()
    page.locator(".ticket").first.wait_for()
    _take(page, "stall", language)
    page.set_viewport_size({"width": 1920, "height": 1080})
    _take(page, "stall-wide", language)
    page.keyboard.press("o")
    _take(page, "stall-orders", language)


def scale(store: FloorStore, page: Any, language: str) -> None:
    """The fish stall with its scale: too little so far of the fish that was begun."""
    store.person("chen", "陈师傅", "stall", language=language, stalls=("fish",))
    store.scale()
    for grams in (600, 500, 850):
        last = store.ticket({"bass": grams, "carp": 1}, "fish")
    store.run(stations.claim, last.id)
    store.sign_in(page, "stall", "chen")
    page.locator(".choose li .big:enabled").first.click()
    page.locator(".choose > .main").click()
    page.locator(".ticket").first.wait_for()
    store.lay(720)
    page.locator(".at-scale.low").wait_for()
    _take(page, "stall-scale", language)


def door(store: FloorStore, page: Any, language: str) -> None:
    """The outbound desk with a rider served, the riders' own screen, and the wall."""
    at_the_door(store, language)
    store.sign_in(page, "outbound", "door")
    page.locator(".waiting[data-tail='0815'] .big").click()
    _take(page, "outbound", language)
    page.set_viewport_size({"width": 720, "height": 1280})
    page.goto(f"{store.url}/app/rider")
    for digit in "0815":
        page.locator(".pad").get_by_role("button", name=digit, exact=True).click()
    page.locator(".pad .main").click()
    page.locator(".at-door").first.wait_for()
    _take(page, "rider", language)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{store.url}/app/display")
    page.locator(".ready li").first.wait_for()
    _take(page, "display", language)


def _take(page: Any, name: str, language: str) -> None:
    photograph(page, name, language, still_ms=LONG_MS)


if __name__ == "__main__":
    main()
