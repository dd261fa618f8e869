"""Reports that were made a while ago, kept for whoever turns their pages; any process of this machine can show them."""

import hashlib
import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from picking.foundation.ids import TimeOrderedIds
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.reports.asking import Cell
from web_handheld.reporting.pages import HEAD, read_head, read_page
from web_handheld.reporting.running import Question, make
from web_handheld.settings import Settings

FRESH_SECONDS = 30  # whoever goes back to the first page, or asks twice, gets what was just made
KEPT_SECONDS = 3600
KEPT_MAX = 40
CURSOR = re.compile(r"([0-9a-f-]{1,80})\.(\d{1,12})")


class KeptReports:
    """The kept reports of one store, a folder each; its name begins with the question's own hash."""

    def __init__(self, settings: Settings, store_id: str, now: datetime) -> None:
        # A store's id may be any text, a folder's name may not.
        name = hashlib.sha256(store_id.encode()).hexdigest()[:16]
        self._settings, self._now = settings, now
        self._root = settings.service.data_dir / "reports" / name

    def ask(self, question: Question, limit: int) -> Json:
        """Make a report, or take the one just made, and give its head and first page."""
        asked = hashlib.sha256(json.dumps(asdict(question)).encode()).hexdigest()[:16]
        folder = next(self._fresh(asked), None) or self._made(question, asked)
        return {**(read_head(folder) or {}), **self._page(folder, 0, limit)}

    def turn(self, cursor: str, limit: int) -> Json:
        """Give another page of a kept report; refuses one that is kept no longer."""
        known = CURSOR.fullmatch(cursor)
        folder = self._root / known[1] if known else None
        if known is None or folder is None or not (folder / HEAD).is_file():
            raise Refusal("report_gone")
        return self._page(folder, int(known[2]), limit)

    def _page(self, folder: Path, offset: int, limit: int) -> Json:
        rows: list[list[Cell]]
        rows, following = read_page(folder, offset, limit)
        return {"items": rows, "next": None if following is None else f"{folder.name}.{following}"}

    def _made(self, question: Question, asked: str) -> Path:
        self._forget_old()
        folder = self._root / f"{asked}-{TimeOrderedIds().new()}"
        folder.mkdir(mode=0o700, parents=True)
        try:
            make(question, self._settings, self._now, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return folder

    def _fresh(self, asked: str) -> Iterator[Path]:
        now = time.time()
        for folder in self._root.glob(f"{asked}-*"):
            if 0 <= now - _made_at(folder) < FRESH_SECONDS:
                yield folder

    def _forget_old(self) -> None:
        kept = sorted(self._root.glob("*-*"), key=lambda folder: folder.name.partition("-")[2], reverse=True)
        now = time.time()
        for place, folder in enumerate(kept):
            if place >= KEPT_MAX or now - _begun_at(folder, now) > KEPT_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _begun_at(folder: Path, now: float) -> float:
    """Give when a folder was made; one that another process has just removed is none to think about."""
    try:
        return folder.stat().st_mtime
    except OSError:
        return now


def _made_at(folder: Path) -> float:
    try:
        return (folder / HEAD).stat().st_mtime
    except OSError:
        return 0.0
