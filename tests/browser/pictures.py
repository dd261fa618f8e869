"""Takes the pictures of README and docs from a store at work: `make pictures`."""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.shown_store import page_of, store_up
from real_parts import path_of

PICTURES = Path(__file__).parents[2] / "docs/pictures"
WORK_SECONDS = 100


def main() -> None:
    """Let a day run for a while, then photograph the board in three languages."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, store_up(Path(folder), "--simulate", "60") as url:
        time.sleep(WORK_SECONDS)
        with page_of(path_of("chromium")) as page:
            for language in ("en", "zh", "es"):
                page.goto(f"{url}/?lang={language}")
                page.wait_for_selector("#line:not(.away)")
                page.wait_for_timeout(1500)
                page.screenshot(path=PICTURES / f"board-{language}.png")


if __name__ == "__main__":
    main()
