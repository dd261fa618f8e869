"""A whole store started by its one command, and a browser to look at it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Browser, Page, sync_playwright
from real_parts import end, free_port
from werkzeug.serving import make_server

from web_handheld.wiring import Service

READY_SECONDS_MAX = 90
TABLET = {"viewport": {"width": 1280, "height": 800}}
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
def served(service: Service) -> Iterator[str]:
    """Serve a service's pages and pushes until the block ends, then let its books go; gives the address."""
    server = make_server("127.0.0.1", 0, service.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    service.publisher.start()
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
        service.publisher.stop()
        service.engine.dispose()


def open_desk(page: Page, url: str, path: str, language: str, *, badge: str, pin: str) -> None:
    """Open a page of the desk and sign in there."""
    page.goto(f"{url}/app/desk?lang={language}#{path}")
    page.locator("input[autocomplete=username]").fill(badge)
    page.locator("input[autocomplete=current-password]").fill(pin)
    page.locator("button[type=submit]").click()
    page.locator(".desk > .pages").wait_for()


def go_to(page: Page, path: str) -> None:
    """Go to another page of the desk, as by a link."""
    page.evaluate("(path) => { location.hash = path; }", path)


@contextmanager
def quiet(page: Page, patience_ms: int) -> Iterator[Page]:
    """Give a page back that must not complain of anything by itself, and waits so long for what it is to show."""
    broken: list[str] = []
    page.set_default_timeout(patience_ms)
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    assert broken == []


@contextmanager
def page_in(browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a page that shares nothing with others of this browser, and close it."""
    context = browser.new_context(**options)
    try:
        yield context.new_page()
    finally:
        context.close()


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
