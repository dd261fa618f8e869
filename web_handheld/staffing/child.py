"""Thinks about one question in a process of its own, so that no scan waits for it: `python -m … FOLDER`."""

import json
import logging
import os
import sys
import threading
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from picking.floor.model import Store
from picking.foundation.clock import SystemClock
from picking.foundation.database import open_engine
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.planning.files import PlanFileError, read_problem
from picking.planning.hours import by_hour
from picking.planning.outcome import Plan
from picking.planning.planner import plan, prepared
from picking.planning.problem import Problem
from picking.planning.staffing import Tried, fewest_pickers
from picking.planning.warming import warm
from picking.tasks.past_days import last_such_day
from web_handheld.cli.stopping import PARENT
from web_handheld.keeping import keep
from web_handheld.staffing.folder import ALIVE, ANSWER, CURRENT, FAILURE, QUESTION, TRIED
from web_handheld.staffing.questions import DATABASE

LOOK_SECONDS = 1.0
POLITE = 10  # the floor's own processes come first
log = logging.getLogger(__name__)


def main(folder: Path) -> None:
    """Answer the folder's question, or write down why there is no answer."""
    os.nice(POLITE)
    question: Json = json.loads((folder / QUESTION).read_text(encoding="utf-8"))
    threading.Thread(target=_watch, args=(folder, question["minutes_max"]), daemon=True).start()
    try:
        _put(folder / ANSWER, _think(folder, question))
    except PlanFileError as error:
        _fail(folder, "staffing_file_wrong", path=error.path, reason=error.reason)
    except Refusal as refusal:
        _fail(folder, refusal.code, **refusal.facts)
    except Exception:
        _fail(folder, "staffing_ended")
        raise


def _think(folder: Path, question: Json) -> Json:
    day, problem = _problem(question)
    warm()
    told: list[Json] = []
    distances = prepared(problem)

    def planned(asked: Problem) -> Plan:
        return plan(asked, budget_ms=question["decision_ms"], distances=distances)

    def tell(tried: Tried) -> None:
        told.append({"pickers": tried.pickers, "late": tried.late})
        _put(folder / TRIED, told)

    staffing = fewest_pickers(problem, planned, late_share=question["late_share"], told=tell)
    if staffing.enough is None:
        raise Refusal("staffing_never_enough", **told[-1])
    found = staffing.enough
    return {
        "day": day.isoformat() if day else None,
        "pickers": found.pickers,
        "late": found.late,
        "orders": len(problem.orders),
        "metres": round(found.plan.metres),
        "hours": [asdict(hour) for hour in by_hour(problem, found.plan)],
    }


def _problem(question: Json) -> tuple[date | None, Problem]:
    """Give what is to be planned, and which past day it is where it was one."""
    if question["file"] is not None:
        return None, read_problem(question["file"])
    engine = open_engine(os.environ[DATABASE])
    try:
        with Session(engine) as books:
            store = books.get_one(Store, question["store"])
            like = date.fromisoformat(question["day"]) if question["day"] else store.day(SystemClock().now())
            limits = {"batch_orders_max": question["batch_orders_max"], "weeks_max": question["weeks_max"]}
            past = last_such_day(books, store.id, like, **limits)
    finally:
        engine.dispose()
    if past is None:
        raise Refusal("staffing_no_orders", weeks=question["weeks_max"])
    return past.day, past.problem


def _watch(folder: Path, minutes_max: int) -> None:
    """Say that we live, and end when the question has gone, whoever asked has gone, or it takes too long."""
    parent, ends = int(os.environ.get(PARENT, "0")), time.monotonic() + 60 * minutes_max
    while _is_current(folder) and parent in (0, os.getppid()):
        (folder / ALIVE).touch()
        if time.monotonic() > ends:
            _fail(folder, "staffing_too_long", minutes=minutes_max)
            break
        time.sleep(LOOK_SECONDS)
    os._exit(1)  # the main thread is deep in a plan and hears nothing


def _is_current(folder: Path) -> bool:
    try:
        return (folder.parent / CURRENT).read_text(encoding="utf-8") == folder.name
    except OSError:
        return False


def _fail(folder: Path, code: str, **facts: object) -> None:
    _put(folder / FAILURE, {"code": code, "facts": facts})


def _put(path: Path, content: object) -> None:
    keep(path, json.dumps(content, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
