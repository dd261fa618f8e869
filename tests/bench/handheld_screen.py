"""From the last character of a scan to the painted answer in the handheld's page, and its memory over 2,000 scans.

Run it as `python tests/bench/handheld_screen.py`. The page runs in Chromium with the processor slowed to a quarter, as
an old handheld is; the service is a real one on loopback with SQLite, in the bench's own process (threads, not gevent).
Aims: p50 under 60 ms, p99 under 150 ms; memory after 2,000 scans not above that after the first 200 by more than 20 %.
"""

import logging
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from behaviours.conftest import Shop
from browser.handheld_store import MILK, HandheldStore, handheld_store
from browser.shown_store import browser_of
from figures import Figures, percentile, row
from floor import Floor
from machine import machine
from playwright.sync_api import CDPSession, Page
from real_parts import path_of

from picking import story
from picking.foundation.database import open_engine

SLOWER = 4
KEYED, SETTLED, SCANS = 200, 200, 2000
P50_MS, P99_MS, GROWTH_MAX = 60, 150, 1.2
PHONE = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
# From a code's last character to the first frame that was painted after what was said has changed.
WATCH = """() => {
  window.painted = [];
  let began = 0;
  addEventListener('keydown', (event) => { if (event.key !== 'Enter') began = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (!began) return;
    const since = began;
    began = 0;
    requestAnimationFrame(() => { const channel = new MessageChannel();
      channel.port1.onmessage = () => painted.push(performance.now() - since);
      channel.port2.postMessage(0); });
  }).observe(document.querySelector('.handheld'), {childList: true, subtree: true, characterData: true});
}"""
# Scans one after the other without leaving the page, each when the one before is painted.
SCAN_ON = """async ([code, times]) => {
  for (let n = 0; n < times; n += 1) {
    const before = painted.length;
    for (const key of [...code, 'Enter']) dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
    while (painted.length === before) await new Promise((go) => setTimeout(go, 2));
  }
}"""


def main() -> None:
    """Measure and print."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, browser_of(path_of("chromium")) as browser:
        engine = open_engine(f"sqlite:///{folder}/books.db")
        shop = Shop(Floor(engine, reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
        with handheld_store(shop, Path(folder)) as store:
            page = browser.new_context(**PHONE).new_page()
            measure(store, page)


def measure(store: HandheldStore, page: Page) -> None:
    """Scan milk after milk: by real keys for the time, inside the page for the memory."""
    store.shop.goods("milk", KEYED + SCANS + SETTLED + 100, "01-A-01-04-B-01")
    store.person("ana", "Ana")
    store.shop.ordered({"milk": KEYED + SCANS + SETTLED + 50})
    hand = store.sign_in(page, "ANA", clock=False)
    hand.press("Next work")
    hand.reads("Take a basket")
    hand.type("K:000001")
    page.wait_for_selector(".pick")
    cdp = page.context.new_cdp_session(page)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.evaluate(WATCH)
    for n in range(KEYED):
        hand.type(MILK)
        page.wait_for_function("(n) => painted.length > n", arg=n)
    figures = Figures()
    tell_times(figures, page.evaluate("() => painted.splice(0)"))
    page.evaluate(SCAN_ON, [MILK, SETTLED])
    first = heap(cdp)
    page.evaluate(SCAN_ON, [MILK, SCANS])
    tell_memory(figures, first, heap(cdp))


def heap(cdp: CDPSession) -> float:
    """Give the page's memory in megabytes after everything that can go has gone."""
    cdp.send("HeapProfiler.collectGarbage")
    return float(cdp.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def tell_times(figures: Figures, milliseconds: list[float]) -> None:
    """Print what a scan takes to the eye."""
    seconds = [each / 1000 for each in milliseconds]
    print(machine())
    print(row(f"key to painted answer, processor at 1/{SLOWER}", seconds), flush=True)
    figures.at_most("p50", percentile(seconds, 0.5), P50_MS, "ms")
    figures.at_most("p99", percentile(seconds, 0.99), P99_MS, "ms")


def tell_memory(figures: Figures, first: float, last: float) -> None:
    """Print what scans leave behind."""
    print(f"memory of the page: {first:.1f} MB after {SETTLED} scans, {last:.1f} MB after {SCANS} more")
    figures.at_most("  growth", last / first, GROWTH_MAX, "times")


if __name__ == "__main__":
    main()
