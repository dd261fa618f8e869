"""Makes a kept plan again in a process of its own, no scan waits for it: `python -m web_handheld.planning.again ID`."""

import json
import os
import subprocess
import sys
from threading import BoundedSemaphore

from sqlalchemy.orm import Session

from picking.foundation.database import open_engine
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from picking.tasks.decisions import is_same, replay
from picking.tasks.plan_queries import plan_of

DATABASE = "STOREFLOOR_DATABASE_URL"
SECONDS_MAX = 60
POLITE = 10  # the floor's own processes come first
_free = BoundedSemaphore(1)


def made_again(plan_id: str, database_url: str) -> Json:
    """Let a child make a plan again and give whether the same came out; refuses while another one is being made."""
    if not _free.acquire(blocking=False):
        raise Refusal("replay_busy", Kind.BUSY)
    words = [sys.executable, "-m", "web_handheld.planning.again", plan_id]
    environment = {**os.environ, DATABASE: database_url}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with words of our own
            words, stdout=subprocess.PIPE, text=True, check=True, timeout=SECONDS_MAX, env=environment
        )
    except subprocess.TimeoutExpired as late:
        raise Refusal("replay_busy", Kind.BUSY) from late
    finally:
        _free.release()
    again: Json = json.loads(done.stdout)
    return again


def main(plan_id: str) -> None:
    """Say on stdout what comes out of a kept plan's question."""
    os.nice(POLITE)
    engine = open_engine(os.environ[DATABASE])
    with Session(engine) as books:
        plan, floor = plan_of(books, plan_id)
        again = replay(floor.floor, plan.question, seed=plan.seed, budget_ms=plan.budget_ms)
        said = {"is_same": is_same(plan.answer, again), "walks": len(again["trips"]), "late": again["late"]}
    engine.dispose()
    sys.stdout.write(json.dumps({**said, "metres": round(again["metres"])}))


if __name__ == "__main__":
    main(sys.argv[1])
