"""Takes the pictures of README and docs from a store at work: `make pictures`."""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.desk_store import desk_up, devices_in_trouble, prices_in_trouble, sheets_in_trouble
from browser.handheld_pictures import Tour, photograph_tour
from browser.photographs import PICTURES, photograph
from browser.shown_store import page_of, store_up
from browser.stock_pictures import StockTour
from floor import Floor
from real_parts import path_of
from waiting_floor import everything_waits

from picking.foundation.database import open_engine
from picking.foundation.messages import LANGUAGES

WORK_SECONDS = 100
LONG_MS = 1500  # until all of a page has been read and drawn
DESK = {
    "exceptions": lambda store: everything_waits(store.floor),
    "devices": devices_in_trouble,
    "prints": sheets_in_trouble,
    "labels": prices_in_trouble,
}


def main() -> None:
    """Photograph the handheld with its stock screens, the desk's pages in some trouble, and the board at work."""
    PICTURES.mkdir(exist_ok=True)
    photograph_tour(Tour, PICTURES / "handheld", path_of("chromium"))
    photograph_tour(StockTour, PICTURES / "stock", path_of("chromium"))
    for name in DESK:
        desk(name)
    board()


def desk(name: str) -> None:
    """Photograph one page of the desk in each language."""
    with tempfile.TemporaryDirectory() as folder:
        floor = Floor(open_engine(f"sqlite:///{folder}/books.db"))
        with desk_up(floor, Path(folder)) as store:
            DESK[name](store)
            for language in LANGUAGES:
                with page_of(path_of("chromium"), 1366, 768) as page:
                    store.sign_in(page, f"/{name}", language)
                    photograph(page, f"desk-{name}", language, still_ms=LONG_MS)


def board() -> None:
    """Photograph the board."""
    with tempfile.TemporaryDirectory() as folder, store_up(Path(folder), "--simulate", "60") as url:
        time.sleep(WORK_SECONDS)
        with page_of(path_of("chromium")) as page:
            for language in LANGUAGES:
                page.goto(f"{url}/board?lang={language}")
                page.wait_for_selector("#line:not(.away)")
                photograph(page, "board", language, still_ms=LONG_MS)


if __name__ == "__main__":
    main()
