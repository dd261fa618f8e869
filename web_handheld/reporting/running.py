"""Lets a child make a report and waits for it; a few at a time, each for so long; the rest are asked to come back."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore

from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from web_handheld.reporting.child import DATABASE, REFUSED
from web_handheld.reporting.writing import FileKind
from web_handheld.settings import MESSAGES, Settings

AT_ONCE_MAX = 2
SECONDS_MAX = 120
TURN_SECONDS_MAX = 20  # most reports take a second or two: soon it is one's turn
_free = BoundedSemaphore(AT_ONCE_MAX)


@dataclass(frozen=True)
class Question:
    """Which report, of which store and days, in which language; about one person where named.

    `kind` is the file that is wanted; None are pages to be turned (see `pages.py`).
    """

    name: str
    store: str
    kind: FileKind | None
    language: str
    first: str | None = None
    last: str | None = None
    person: str | None = None


def run(question: Question, settings: Settings, now: datetime) -> bytes:
    """Give a report's file. Refuses what the report refuses, and `reports_busy` while others are being made."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report"
        make(question, settings, now, path)
        return path.read_bytes()


def make(question: Question, settings: Settings, now: datetime, path: Path) -> None:
    """Let a report be written to a path; refuses as `run` does."""
    if not _free.acquire(timeout=TURN_SECONDS_MAX):
        raise Refusal("reports_busy", Kind.BUSY)
    try:
        _wait(_words(question, settings, now), settings, path)
    finally:
        _free.release()


def _wait(question: Json, settings: Settings, path: Path) -> None:
    words = [sys.executable, "-m", "web_handheld.reporting.child", str(path)]
    environment = {**os.environ, DATABASE: settings.database_url}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with words of our own
            words, input=json.dumps(question), text=True, stdout=subprocess.PIPE, env=environment, check=False,
            timeout=SECONDS_MAX,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise Refusal("reports_busy", Kind.BUSY) from late
    if done.returncode == REFUSED:
        said = json.loads(done.stdout)
        raise Refusal(said["code"], Kind(said["kind"]), **said["facts"])
    if done.returncode:
        raise RuntimeError(f"the report {question['name']} ended with {done.returncode}")


def _words(question: Question, settings: Settings, now: datetime) -> Json:
    return {**asdict(question), "now": now.isoformat(), "messages": str(MESSAGES), "floor": asdict(settings.floor)}
