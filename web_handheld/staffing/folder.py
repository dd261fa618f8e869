"""The files of one store's question: which one is current, how far it is, what came of it."""

import json
import time
from pathlib import Path

from picking.foundation.tables import Json
from web_handheld.keeping import keep

ALIVE_SECONDS_MAX = 30  # who thinks says every second that they do
CURRENT, QUESTION, TRIED, ANSWER, FAILURE, ALIVE = (
    "current", "question.json", "tried.json", "answer.json", "failure.json", "alive",
)  # fmt: skip


class QuestionFolder:
    """A folder with one folder for each question; `current` names the one that counts."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def begin(self, key: str, question: str) -> Path:
        """Make a question the current one and give its folder."""
        folder = self._root / key
        folder.mkdir(parents=True)
        keep(folder / QUESTION, question)
        (folder / ALIVE).touch()
        keep(self._root / CURRENT, key)
        return folder

    def forget(self) -> None:
        """Leave no question current; a child that thinks about one sees it and ends."""
        (self._root / CURRENT).unlink(missing_ok=True)

    def all(self) -> list[Path]:
        """Give the folders of all questions."""
        return [path for path in self._root.glob("*") if path.is_dir()]

    def look(self) -> Json:
        """Give the current question as a page shows it."""
        key = _text(self._root / CURRENT)
        asked = _read(self._root / key / QUESTION) if key else None
        if not key or asked is None:
            return {"state": "none"}
        folder = self._root / key
        answer, failure = _read(folder / ANSWER), _read(folder / FAILURE)
        if answer is None and failure is None and not _is_alive(folder):
            failure = {"code": "staffing_ended", "facts": {}}
        state = "answered" if answer else "failed" if failure else "thinking"
        return {
            "state": state,
            "id": key,
            "like": asked["day"],
            "late_share": asked["late_share"],
            "tried": _read(folder / TRIED) or [],
            "answer": answer,
            "failure": failure,
        }


def _is_alive(folder: Path) -> bool:
    try:
        return time.time() - (folder / ALIVE).stat().st_mtime < ALIVE_SECONDS_MAX
    except OSError:
        return False


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return None


def _read(path: Path) -> Json | None:
    text = _text(path)
    return None if text is None else json.loads(text)
