"""Makes one report in a process of its own: `python -m web_handheld.reporting.child FILE`, the question on stdin."""

import json
import os
import sys
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from picking.floor.model import Store
from picking.foundation.clock import SystemClock
from picking.foundation.database import open_engine
from picking.foundation.messages import Messages
from picking.foundation.own_settings import settings_in_books
from picking.foundation.refusals import Refusal, unknown
from picking.foundation.settings import FloorSettings
from picking.foundation.tables import Json
from picking.reports.asking import Asked
from picking.reports.registry import report_named, rows_of, usual_days
from web_handheld.reporting.pages import write_pages
from web_handheld.reporting.writing import FileKind, write

DATABASE = "STOREFLOOR_DATABASE_URL"
REFUSED = 3
POLITE = 10  # the floor's own processes come first


def main(path: Path) -> int:
    """Write the report the question on stdin asks for; a refusal goes to stdout."""
    os.nice(POLITE)
    question: Json = json.loads(sys.stdin.read())
    try:
        make(question, os.environ[DATABASE], path)
    except Refusal as no:
        sys.stdout.write(json.dumps({"code": no.code, "kind": no.kind, "facts": no.facts}))
        return REFUSED
    return 0


def make(question: Json, database_url: str, path: Path) -> None:
    """Make a report by `name`, `store`, `kind`, `language`; where said `first`, `last`, `now`, `person`, `floor`."""
    report = report_named(question["name"])
    messages = Messages.load(Path(question["messages"]))
    engine = open_engine(database_url)
    try:
        with Session(engine) as session:
            asked = _asked(session, question)
            rows = rows_of(report, asked)
            if question["kind"] is None:
                write_pages(report, asked, rows, path, messages)
                return
            with path.open("wb") as file:
                write(FileKind(question["kind"]), report, rows, file, messages, asked.language)
    finally:
        engine.dispose()


def _asked(session: Session, question: Json) -> Asked:
    now = datetime.fromisoformat(question["now"]) if "now" in question else SystemClock().now()
    store = session.get(Store, question["store"])
    if store is None:
        raise unknown("Store", question["store"])
    first, last = usual_days(report_named(question["name"]), store.day(now))
    return Asked(
        session=session,
        store_id=store.id,
        first=date.fromisoformat(question["first"]) if question.get("first") else first,
        last=date.fromisoformat(question["last"]) if question.get("last") else last,
        now=now,
        settings=settings_in_books(session, store.id, FloorSettings(**question.get("floor", {}))),
        language=question["language"],
        person_id=question.get("person"),
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
