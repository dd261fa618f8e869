"""A floor with as many open lines as one asks for, and pickers who each stand before a line that never ends."""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from floor import Floor

from picking.foundation.database import open_engine
from picking.foundation.messages import Messages
from picking.handheld.commands import ScanRequest, StepRequest
from picking.people.queries import actor_for
from picking.story import REACTIONS, TIME_OUTS
from web_handheld.floor.handheld_door import HandheldDoor

MESSAGES = Messages.load(Path(__file__).parents[2] / "config/messages")
ENDLESS = 1_000_000
LINES_AN_ORDER = 20
GTIN = "9520000000127"
BIN = "01-A-01-01-A-01"


class BusyFloor:
    """The store, and one door through which everybody scans."""

    def __init__(self, folder: Path, open_lines: int, pickers: int = 1) -> None:
        engine = open_engine(f"sqlite:///{folder / f'busy-{open_lines}.db'}")
        self.floor = Floor(engine, reactions=REACTIONS, time_outs=TIME_OUTS)
        self.door = HandheldDoor(self.floor.transactions, MESSAGES)
        self.pickers = [f"p{n}" for n in range(pickers)]
        self._ids = 0
        self._stock()
        for n, person in enumerate(self.pickers):
            self._stand_at_the_bin(person, f"{n:06d}")
        self._fill(open_lines)

    def scan(self, person: str, text: str) -> dict[str, Any]:
        """Scan a code in somebody's name, each time with an id of its own."""
        return self._answer(person, ScanRequest(self._new_id(), text))

    def press(self, person: str, step: str, **facts: Any) -> dict[str, Any]:
        """Press a button in somebody's name."""
        return self._answer(person, StepRequest(self._new_id(), step, facts))

    def _answer(self, person: str, request: ScanRequest | StepRequest) -> dict[str, Any]:
        by = self.floor.ask(actor_for, person, f"gw1/{person}")
        return self.door.answer(by, request)

    def _new_id(self) -> str:
        self._ids += 1
        return f"bench-{self._ids}"

    def _stock(self) -> None:
        self.floor.way()
        self.floor.stock("endless", 2 * ENDLESS * len(self.pickers), BIN, weight_grams=0)
        self.floor.code("endless", GTIN)
        for n in range(LINES_AN_ORDER):
            self.floor.stock(f"item-{n}", ENDLESS, f"01-A-02-{n + 1:02d}-A-01")

    def _stand_at_the_bin(self, person: str, basket: str) -> None:
        self.floor.person(person, skills=("A",))
        self.floor.basket(basket)
        self.floor.order({"endless": ENDLESS})
        self.press(person, "start_shift")
        self.press(person, "next_work")
        self.scan(person, f"K:{basket}")
        answer = self.scan(person, f"B:{BIN}")
        assert answer["screen"]["name"] == "pick_line", answer

    def _fill(self, open_lines: int) -> None:
        skus = [f"item-{n}" for n in range(LINES_AN_ORDER)]
        for _ in range(open_lines // LINES_AN_ORDER):
            self.floor.order(dict.fromkeys(skus, 1))
        if open_lines % LINES_AN_ORDER:
            self.floor.order(dict.fromkeys(skus[: open_lines % LINES_AN_ORDER], 1))
