"""What service and planner process say to each other: one JSON document a line, over the process's pipes.

First the service says `Begin`; the planner answers that it is ready once its code is compiled. Then each question
(which store, at what time) gets one answer: a decision, nothing to decide, or what went wrong.
"""

import base64
import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from picking.foundation.settings import FloorSettings
from picking.tasks.decisions import Decision

READY = json.dumps({"ready": True})


@dataclass(frozen=True)
class Begin:
    """What a planner must know before it can be asked."""

    database_url: str
    seed: int
    budget_ms: int
    floor: FloorSettings

    def line(self) -> str:
        """Write it."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, line: str) -> "Begin":
        """Read it."""
        said = json.loads(line)
        return cls(**{**said, "floor": FloorSettings.read(said["floor"])})


def question(store_id: str, at: datetime) -> str:
    """Write a question."""
    return json.dumps({"store": store_id, "at": at.isoformat()})


def read_question(line: str) -> tuple[str, datetime]:
    """Read a question: the store and the time it is asked for."""
    said = json.loads(line)
    return said["store"], datetime.fromisoformat(said["at"])


def decided(decision: Decision | None) -> str:
    """Write a decision, or that there is nothing to decide."""
    if decision is None:
        return json.dumps({"decision": None})
    plain: dict[str, Any] = {field.name: getattr(decision, field.name) for field in fields(decision)}
    said = {**plain, "at": decision.at.isoformat(), "question": base64.b64encode(decision.question).decode()}
    return json.dumps({"decision": said})


def failed(reason: str) -> str:
    """Write what went wrong."""
    return json.dumps({"error": reason})


def read_decision(answer: dict[str, Any]) -> Decision | None:
    """Read a decision; None when there was nothing to decide."""
    said = answer["decision"]
    if said is None:
        return None
    at, asked = datetime.fromisoformat(said["at"]), base64.b64decode(said["question"])
    return Decision(**{**said, "at": at, "question": asked})
