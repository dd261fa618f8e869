"""One life of the planner process as the service sees it: started, asked, ended; it says in words why it ended."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from picking.tasks.decisions import Decision
from web_handheld.planning.words import Begin, question, read_decision

END_SECONDS = 3
COMMAND = (sys.executable, "-m", "web_handheld.planning.worker")


class PlannerGone(RuntimeError):  # noqa: N818 - it is gone, that is all
    """The process has ended; says how."""


class PlannerSlow(RuntimeError):  # noqa: N818 - it is slow, that is all
    """No answer within our patience."""


class PlannerFailed(RuntimeError):  # noqa: N818 - it says so itself
    """It answered that it could not; says why."""


class PlannerProcess:
    """A planner process; `woken` is called when it says something or ends."""

    def __init__(self, begin: Begin, woken: Callable[[], None]) -> None:
        self._woken = woken
        self._said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, name="planner", daemon=True)
        self._reader.start()
        self._write(begin.line())

    @property
    def pid(self) -> int:
        """Give its process id."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return self._process.poll() is None

    def wait_ready(self, seconds: float) -> None:
        """Wait until its code is compiled. Raises PlannerSlow and PlannerGone."""
        self._next(seconds)

    def ask(self, store_id: str, at: datetime, seconds: float) -> Decision | None:
        """Ask how to go on in a store; None when there is nothing to decide.

        Raises PlannerSlow after so many seconds, PlannerGone and PlannerFailed.
        """
        self._write(question(store_id, at))
        answer = self._next(seconds)
        if "error" in answer:
            raise PlannerFailed(answer["error"])
        return read_decision(answer)

    def end(self) -> None:
        """End it, whatever it does."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not yet written cannot be read by anybody any more
                if pipe is not None:
                    pipe.close()

    def how_it_ended(self) -> str:
        """Say how it ended."""
        code = self._process.poll()
        return f"killed by signal {-code}" if code is not None and code < 0 else f"ended with exit code {code}"

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(json.loads(line))
            self._woken()
        self._process.wait()
        self._said.put(None)
        self._woken()

    def _write(self, line: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise PlannerGone(self.how_it_ended()) from error

    def _next(self, seconds: float) -> dict[str, Any]:
        try:
            said = self._said.get(timeout=seconds)
        except queue.Empty as error:
            raise PlannerSlow(f"no answer in {seconds:g} seconds") from error
        if said is None:
            raise PlannerGone(self.how_it_ended())
        return said
