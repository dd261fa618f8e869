"""One browser for all tests of a file: starting one takes longer than many of them do; pages share nothing."""

from collections.abc import Iterator

import pytest
from browser.shown_store import browser_of
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Give a browser without a window."""
    with browser_of(chromium) as browser:
        yield browser
