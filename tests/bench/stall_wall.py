"""How smooth a stall's wall of 300 tickets is: a touch until it is painted, and frames while pushes come.

Run it as `python tests/bench/stall_wall.py`. Chromium is slowed to a quarter, as a wall's cheap computer is; the
service is a real one on loopback. Aims: a page turned and a ticket chosen are painted within 100 ms (p99); while
tickets change elsewhere, 99 of 100 frames come within 50 ms.
"""

import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "parts"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.floor_store import FloorStore, floor_store_up
from browser.shown_store import page_of
from figures import Figures, percentile, row
from floor import Floor
from machine import machine
from playwright.sync_api import Page
from real_parts import path_of

from picking.foundation.database import open_engine
from picking.stations import commands as stations

TICKETS, SLOWER, TIMES, ELSEWHERE, BETWEEN_MS = 300, 4, 60, 40, 150
PAINTED_MS, FRAME_MS = 100, 50
TURN, HEAD = "nav .big", ".ticket .head"
# Touches one after the other, as often as wanted; gives, in milliseconds, how long each took to be painted.
TOUCH = """async ([wanted, times]) => {
  const took = [];
  for (let n = 0; n < times; n += 1) {
    const touched = document.querySelectorAll(wanted)[n % 2];
    const began = performance.now();
    touched.click();
    await new Promise((painted) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = painted;
      channel.port2.postMessage(0);
    }));
    took.push(performance.now() - began);
    await new Promise((go) => setTimeout(go, 50));
  }
  return took;
}"""
# From now on, what lies between two frames.
FRAMES = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const next = (now) => { frames_ms.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""


def main() -> None:
    """Measure and print."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, wall(Path(folder)) as (store, page):
        print(machine())
        figures = Figures()
        tell(figures, "a page turned there and back", page.evaluate(TOUCH, [TURN, TIMES]), PAINTED_MS)
        tell(figures, "another ticket chosen", page.evaluate(TOUCH, [HEAD, TIMES]), PAINTED_MS)
        tell(figures, "frames while tickets change elsewhere", while_others_work(store, page), FRAME_MS)


@contextmanager
def wall(folder: Path) -> Iterator[tuple[FloorStore, Page]]:
    """Give a page that shows the kitchen's wall with all tickets, slowed."""
    engine = open_engine(f"sqlite:///{folder}/books.db")

    def make_floor(**options: Any) -> Floor:
        return Floor(engine, **options)

    with floor_store_up(make_floor, folder) as store, page_of(path_of("chromium"), 1920, 1080) as page:
        store.person("chen", "Chen", "stall", stalls=("kitchen",))
        store.many_tickets(TICKETS)
        store.sign_in(page, "stall", "chen")
        page.get_by_role("button", name="Hot kitchen").click()
        page.get_by_role("button", name="Show the wall").click()
        page.get_by_text(f"{TICKETS} on the wall").wait_for()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield store, page


def while_others_work(store: FloorStore, page: Page) -> list[float]:
    """Let tickets be begun elsewhere, one after the other, and give what lay between two frames meanwhile."""
    page.evaluate(FRAMES)
    for n in range(ELSEWHERE):
        store.floor.run(stations.claim, f"many-{n:04d}", by=store.floor.actor("chen", "stall"))
        page.wait_for_timeout(BETWEEN_MS)
    return list(page.evaluate("() => frames_ms"))


def tell(figures: Figures, name: str, milliseconds: list[float], aim: float) -> None:
    """Print a row and judge its p99."""
    seconds = [each / 1000 for each in milliseconds]
    print(row(name, seconds), flush=True)
    figures.at_most("  p99", percentile(seconds, 0.99), aim, "ms")


if __name__ == "__main__":
    main()
