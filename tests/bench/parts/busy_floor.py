"""A floor with as many open lines as one asks for, and pickers who each stand before a line that never ends."""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from copied_orders import CopiedOrders
from floor import STORE, Floor

from picking import migrations
from picking.devices.commands import enrol, hello, sign_on
from picking.devices.model import DeviceClass
from picking.foundation.clock import SystemClock
from picking.foundation.database import open_engine
from picking.foundation.messages import Messages
from picking.handheld.commands import ScanRequest, StepRequest
from picking.people.queries import actor_for
from picking.stock.queries import conservation_errors
from picking.story import REACTIONS, TIME_OUTS
from web_handheld.floor.handheld_door import HandheldDoor
from web_handheld.settings import MESSAGES

ENDLESS = 1_000_000
LINES_AN_ORDER = 20
GTIN = "9520000000127"
BIN = "01-A-01-01-A-01"


class BusyFloor:
    """The store in `folder/storefloor.db`, and one door through which everybody scans.

    The first people of `people` are pickers: each holds scanner `gw1/PERSON` and stands at the bin. The others are
    on the staff, with the zone's skill, and have nothing to do. All begin with one open line for each picker.
    """

    def __init__(self, folder: Path, pickers: int = 1, people: int = 0) -> None:
        self.file = folder / "storefloor.db"
        self.engine = open_engine(f"sqlite:///{self.file}")
        migrations.upgrade(self.engine)
        self.floor = Floor(self.engine, reactions=REACTIONS, time_outs=TIME_OUTS)
        self.floor.clock = SystemClock()  # a real service goes on with these books, by its own clock
        self.floor.restart()
        self.door = HandheldDoor(self.floor.transactions, Messages.load(MESSAGES))
        self.people = [f"p{n}" for n in range(max(pickers, people))]
        self.pickers = self.people[:pickers]
        self.open_lines = 0
        self._ids = 0
        self._copied: CopiedOrders | None = None
        self._stock()
        for n, person in enumerate(self.people):
            self.floor.person(person, skills=("A",))
            if n < pickers:
                self._stand_at_the_bin(person, f"{n:06d}")

    def grow_to(self, open_lines: int) -> None:
        """Bring in orders until so many lines are open: one of each size by the front door, the rest as its copies."""
        missing = open_lines - self.open_lines
        if missing % LINES_AN_ORDER:
            self._order(missing % LINES_AN_ORDER)
        whole = missing // LINES_AN_ORDER
        if whole and self._copied is None:
            self._copied = CopiedOrders(self.file, lambda: self._order(LINES_AN_ORDER))
            whole -= 1
        if whole and self._copied is not None:
            self._copied.copy(whole)
        self.open_lines = open_lines
        wrong = self.floor.ask(conservation_errors, STORE)
        assert not wrong, wrong

    def scan(self, person: str, text: str) -> dict[str, Any]:
        """Scan a code in somebody's name, each time with an id of its own."""
        return self._answer(person, ScanRequest(self._new_id(), text))

    def press(self, person: str, step: str, **facts: Any) -> dict[str, Any]:
        """Press a button in somebody's name."""
        return self._answer(person, StepRequest(self._new_id(), step, facts))

    def rest(self) -> None:
        """Write everything into the one file, so that a copy of it is a copy of the books."""
        self.engine.dispose()  # SQLite folds its log into the file when the last connection closes

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _answer(self, person: str, request: ScanRequest | StepRequest) -> dict[str, Any]:
        by = self.floor.ask(actor_for, person, f"gw1/{person}")
        return self.door.answer(by, request)

    def _new_id(self) -> str:
        self._ids += 1
        return f"bench-{self._ids}"

    def _stock(self) -> None:
        self.floor.way()
        self.floor.stock("endless", 2 * ENDLESS * len(self.people), BIN, weight_grams=0)
        self.floor.code("endless", GTIN)
        for n in range(LINES_AN_ORDER):
            self.floor.stock(f"item-{n}", ENDLESS, f"01-A-02-{n + 1:02d}-A-01")

    def _stand_at_the_bin(self, person: str, basket: str) -> None:
        self.floor.basket(basket)
        self.floor.order({"endless": ENDLESS})
        self.open_lines += 1
        self.press(person, "start_shift")
        self.floor.run(enrol, f"gw1/{person}", DeviceClass.SCANNER, f"Scanner of {person}")
        self.floor.run(hello, f"gw1/{person}")
        self.floor.run(sign_on, f"gw1/{person}", person)
        self.press(person, "next_work")
        self.scan(person, f"K:{basket}")
        answer = self.scan(person, f"B:{BIN}")
        assert answer["screen"]["name"] == "pick_line", answer

    def _order(self, lines: int) -> str:
        return self.floor.order({f"item-{n}": 1 for n in range(lines)}).number
