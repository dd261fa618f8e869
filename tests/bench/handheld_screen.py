"""From the end of a scan to the painted answer in the handheld's page, its memory over 2,000 scans, and its download.

Run it as `python tests/bench/handheld_screen.py`. The page runs in Chromium with the processor slowed to a quarter, as
an old handheld is; the service is the program that a store runs, on loopback with SQLite. A scan ends with the Enter
that a wedge scanner types 5 ms after the last character; the time from that character is shown beside it, with the
bench's own keys in it. Aims: p50 under 60 ms, p99 under 150 ms; memory flat; the first screen under 150 kB.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.first_screen import FIRST_SCREEN_BYTES_MAX, first_screen_bytes
from browser.handheld_store import KEY_MS
from browser.shown_store import browser_of
from busy_floor import GTIN, BusyFloor
from figures import Figures, percentile, row
from machine import machine
from playwright.sync_api import Browser, CDPSession, Page
from real_parts import free_port, path_of, running_mosquitto
from served import Served, served

SLOWER = 4
WARM_UP, KEYED, STEP, STEPS = 10, 200, 500, 4
P50_MS, P99_MS, GROWTH_MAX = 60, 150, 1.1
QUIET_MS = 3000  # until the walk is taken along anew, and what was done since the last time is let go
PERSON = "p0"
PHONE = {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
# Before the page's own ears are there, for a scanner's Enter is heard by the first one only.
HEAR = """
  window.keyed = {last: 0, ended: 0};
  window.painted = [];
  addEventListener('keydown', (event) => { keyed[event.key === 'Enter' ? 'ended' : 'last'] = event.timeStamp; }, true);
"""
# To the first frame that is painted after what the page says has changed.
WATCH = """() => new MutationObserver(() => {
    if (!keyed.ended) return;
    const {last, ended} = keyed;
    keyed.ended = 0;
    requestAnimationFrame(() => { const channel = new MessageChannel();
      channel.port1.onmessage = () => painted.push([performance.now() - ended, performance.now() - last]);
      channel.port2.postMessage(0); });
  }).observe(document.querySelector('.handheld'), {childList: true, subtree: true, characterData: true})"""
# Scans one after the other without leaving the page, each when the one before is painted.
SCAN_ON = """async ([code, times]) => {
  for (let n = 0; n < times; n += 1) {
    const before = painted.length;
    for (const key of [...code, 'Enter']) dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
    while (painted.length === before) await new Promise((go) => setTimeout(go, 2));
  }
  painted.length = 0;
}"""


def main() -> None:
    """Measure and print."""
    print(machine())
    figures = Figures()
    figures.at_most("first screen, gzipped", first_screen_bytes() / 1000, FIRST_SCREEN_BYTES_MAX / 1000, "kB")
    with (
        tempfile.TemporaryDirectory() as folder,
        store_served(Path(folder)) as server,
        browser_of(path_of("chromium")) as browser,
    ):
        page = picking_page(browser, server)
        tell_times(figures, times_keyed(page))
        tell_memory(figures, memory(page))


@contextmanager
def store_served(folder: Path) -> Iterator[Served]:
    """Serve a floor on which one person stands before a line that never ends."""
    busy = BusyFloor(folder)
    busy.rest()
    mqtt = free_port()
    with running_mosquitto(folder, mqtt), served("service", folder, mqtt) as server:
        yield server


def picking_page(browser: Browser, server: Served) -> Page:
    """Open the handheld's page as that person, and slow it down once it stands."""
    context = browser.new_context(**PHONE)
    name, _, seat = server.cookie(PERSON).partition("=")
    context.add_cookies([{"name": name, "value": seat, "url": f"http://127.0.0.1:{server.port}"}])
    page = context.new_page()
    page.add_init_script(HEAR)
    page.goto(f"http://127.0.0.1:{server.port}/app/handheld?lang=en")
    page.wait_for_selector(".pick")
    page.wait_for_load_state("networkidle")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.evaluate(WATCH)
    return page


def times_keyed(page: Page) -> list[tuple[float, float]]:
    """Scan by keys as a wedge types; gives the milliseconds of each from its Enter and from its last character."""
    for n in range(WARM_UP + KEYED):
        page.keyboard.type(GTIN, delay=KEY_MS)
        page.keyboard.press("Enter")
        page.wait_for_function("(n) => painted.length > n", arg=n)
    return [(ended, last) for ended, last in page.evaluate("() => painted.splice(0)")][WARM_UP:]


def memory(page: Page) -> list[float]:
    """Scan on; gives the page's megabytes after every so many, each after everything that can go has gone."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    found = []
    for _ in range(STEPS):
        page.evaluate(SCAN_ON, [GTIN, STEP])
        page.wait_for_timeout(QUIET_MS)
        found.append(heap(cdp))
    return found


def heap(cdp: CDPSession) -> float:
    """Give the page's memory in megabytes once the collector has been through."""
    cdp.send("HeapProfiler.collectGarbage")
    return float(cdp.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def tell_times(figures: Figures, milliseconds: list[tuple[float, float]]) -> None:
    """Print what a scan takes to the eye."""
    ended = [each / 1000 for each, _ in milliseconds]
    print(row(f"Enter to painted answer, processor at 1/{SLOWER}", ended), flush=True)
    print(row("  from the last character", [each / 1000 for _, each in milliseconds]), flush=True)
    figures.at_most("p50", percentile(ended, 0.5), P50_MS, "ms")
    figures.at_most("p99", percentile(ended, 0.99), P99_MS, "ms")


def tell_memory(figures: Figures, megabytes: list[float]) -> None:
    """Print what scans leave behind."""
    scans = [STEP * (n + 1) for n in range(STEPS)]
    shown = ", ".join(f"{at:.2f} MB after {count:,}" for count, at in zip(scans, megabytes, strict=True))
    slope = (megabytes[-1] - megabytes[0]) * 1e6 / (scans[-1] - scans[0])
    print(f"memory of the page: {shown} scans; {slope:+.0f} bytes a scan")
    figures.at_most(f"  growth from {scans[0]:,} to {scans[-1]:,}", megabytes[-1] / megabytes[0], GROWTH_MAX, "times")


if __name__ == "__main__":
    main()
