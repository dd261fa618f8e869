"""Keeps a store's question how many people a day needs: asked, thought through by a child, answered or given up.

All of it lies in a folder of the data, so that any process on this machine can show it and a restart forgets nothing.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from picking.foundation.ids import TimeOrderedIds
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from web_handheld.cli.stopping import PARENT
from web_handheld.staffing.folder import QuestionFolder

DATABASE = "STOREFLOOR_DATABASE_URL"


@dataclass(frozen=True)
class Question:
    """What is asked: `file` is the text of a planning file, or the last day like `day` of the store's own orders."""

    store: str
    late_share: float
    decision_ms: int
    minutes_max: int
    weeks_max: int
    batch_orders_max: int
    day: str | None = None
    file: str | None = None


class Questions:
    """The questions of all stores, one open at a time in each."""

    def __init__(self, data_dir: Path, environment: Mapping[str, str]) -> None:
        self._folder = data_dir / "staffing"
        self._environment = environment  # where the child finds the books; not on its command line, all read that
        self._ids = TimeOrderedIds()
        self._children: list[subprocess.Popen[bytes]] = []

    def ask(self, question: Question) -> Json:
        """Begin to think about a question; refuses while another one of the store is being thought about."""
        store = self._of(question.store)
        if store.look()["state"] == "thinking":
            raise Refusal("staffing_busy", Kind.BUSY)
        for old in store.all():
            shutil.rmtree(old, ignore_errors=True)
        folder = store.begin(self._ids.new(), json.dumps(asdict(question)))
        self._children.append(self._child(folder))
        return store.look()

    def look(self, store_id: str) -> Json:
        """Give the store's question: its state (none, thinking, answered, failed), counts tried, and the answer."""
        self._children = [child for child in self._children if child.poll() is None]
        return self._of(store_id).look()

    def stop(self, store_id: str) -> Json:
        """Forget the question; who thinks about it ends within a second."""
        self._of(store_id).forget()
        return self.look(store_id)

    def _of(self, store_id: str) -> QuestionFolder:
        # A store's id may be any text, a folder's name may not.
        return QuestionFolder(self._folder / hashlib.sha256(store_id.encode()).hexdigest()[:16])

    def _child(self, folder: Path) -> subprocess.Popen[bytes]:
        environment = {**os.environ, **self._environment, PARENT: str(os.getpid())}
        with (folder / "child.log").open("wb") as words:
            return subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "web_handheld.staffing.child", str(folder)],
                stdin=subprocess.DEVNULL, stdout=words, stderr=words, env=environment, start_new_session=True,
            )  # fmt: skip
