"""The planner process: `python -m web_handheld.planning.worker`; it reads the books, thinks, and changes nothing.

It ends when its questions do: whoever started it is gone then.
"""

import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TextIO

from sqlalchemy.orm import Session

from picking.foundation.database import open_engine
from picking.foundation.own_settings import settings_in_books
from picking.planning import Distances, Floor, MeasuredLayouts
from picking.planning.warming import warm
from picking.tasks.decisions import Decision, decide
from picking.tasks.standing import standing
from web_handheld.planning.words import READY, Begin, decided, failed, read_question

POLITENESS = 5  # whoever answers people goes first
Decide = Callable[[str, datetime], Decision | None]


def run(questions: TextIO, answers: TextIO) -> None:
    """Answer questions until there are no more."""
    begin = Begin.read(questions.readline())
    engine = open_engine(begin.database_url)
    layouts = MeasuredLayouts()

    def measured(digest: str, floor: Floor) -> Distances:
        return layouts.of(digest, lambda: floor)

    def decided_for(store_id: str, at: datetime) -> Decision | None:
        with Session(engine) as books:
            how = standing(books, store_id, at, settings_in_books(books, store_id, begin.floor))
        if how.problem is None:
            return None
        return decide(how, how.problem, seed=begin.seed, budget_ms=begin.budget_ms, measured=measured)

    warm()
    _say(answers, READY)
    for line in questions:
        _say(answers, _answer(decided_for, line))
    engine.dispose()


def _answer(decide_for: Decide, line: str) -> str:
    """Answer one question; a question that breaks us is answered with what broke, and the next one is heard."""
    try:
        return decided(decide_for(*read_question(line)))
    except Exception as broken:  # noqa: BLE001 - the service decides what becomes of us
        traceback.print_exc(file=sys.stderr)
        return failed(f"{type(broken).__name__}: {broken}")


def _say(answers: TextIO, line: str) -> None:
    answers.write(line + "\n")
    answers.flush()


if __name__ == "__main__":
    os.nice(POLITENESS)
    with suppress(BrokenPipeError):  # nobody hears the answer any more
        run(sys.stdin, sys.stdout)
