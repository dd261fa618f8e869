"""The programs `storefloor up` starts: each with a log of its own, watched, and ended in the right order."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from web_handheld.cli.stopping import PARENT

STOP_SECONDS_MAX = 20
LAST_LINES = 15


@dataclass(frozen=True)
class Child:
    """One running program."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    may_end: bool

    def last_words(self) -> str:
        """Give the end of its log."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(f"  {line}" for line in lines[-LAST_LINES:])


class Children:
    """Started one after the other; ended in the opposite order, so that nobody talks to somebody who is gone."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._children: list[Child] = []

    def start(self, name: str, arguments: Sequence[str], more: Mapping[str, str], *, may_end: bool = False) -> Child:
        """Start a command of ours. Ctrl-C reaches only us: a session of its own keeps the terminal's signals away."""
        self._logs.mkdir(parents=True, exist_ok=True)
        log = self._logs / f"{name}.log"
        environment = {**os.environ, **more, PARENT: str(os.getpid()), "PYTHONUNBUFFERED": "1"}
        with log.open("wb") as words:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "web_handheld.cli", *arguments],
                stdin=subprocess.DEVNULL, stdout=words, stderr=words, env=environment, start_new_session=True,
            )  # fmt: skip
        child = Child(name, process, log, may_end)
        self._children.append(child)
        return child

    def ended(self) -> list[Child]:
        """Give those that have ended since the last look."""
        gone = [child for child in self._children if child.process.poll() is not None]
        self._children = [child for child in self._children if child not in gone]
        return gone

    def stop(self) -> list[Child]:
        """End all, the last one first, and give them."""
        stopped = list(reversed(self._children))
        for child in stopped:
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
            try:
                child.process.wait(STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
        self._children = []
        return stopped
