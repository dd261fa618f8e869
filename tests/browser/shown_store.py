"""A whole store started by its one command, and a browser to look at it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from playwright.sync_api import Browser, Page, sync_playwright
from real_parts import end, free_port

READY_SECONDS_MAX = 90
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def store_up(folder: Path, *more: str) -> Iterator[str]:
    """Run `storefloor up` until the block ends, as Ctrl-C ends it; gives the address of the pages."""
    http, mqtt = free_port(), free_port()
    words = ["up", "--data", str(folder / "data"), "--http", str(http), "--mqtt", str(mqtt), *more]
    log = folder / "up.log"
    with log.open("wb") as said:
        program = [sys.executable, "-m", "web_handheld.cli", *words]
        with subprocess.Popen(program, stdout=said, stderr=said, env=os.environ) as process:
            try:
                _wait_until_ready(f"http://127.0.0.1:{http}", process, log)
                yield f"http://127.0.0.1:{http}"
            finally:
                end(process, signal.SIGINT)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + READY_SECONDS_MAX
    while process.poll() is None and time.monotonic() < limit:
        try:
            if requests.get(f"{url}/readyz", timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    raise RuntimeError(f"the store did not come up:\n{log.read_text(errors='replace')}")


@contextmanager
def page_of(chromium: str, width: int = 1280, height: int = 800) -> Iterator[Page]:
    """Open a page in a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        try:
            yield browser.new_page(viewport={"width": width, "height": height})
        finally:
            browser.close()


@contextmanager
def browser_of(chromium: str) -> Iterator[Browser]:
    """Open a browser without a window, for pages of several people."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        try:
            yield browser
        finally:
            browser.close()
