"""Pages by cursor: stable while rows come and go, and as quick at the end as at the start."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any

from flask import json
from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import Session

from picking.foundation.refusals import invalid
from picking.foundation.tables import Json


def page(
    session: Session,
    statement: Select[Any],
    keys: Sequence[ColumnElement[Any]],
    show: Callable[[Any], Json],
    query: Json,
) -> Json:
    """Give `items` and the `next` cursor (None at the end); `keys` are text columns, the last one unique."""
    if query.get("cursor"):
        statement = statement.where(tuple_(*keys) > tuple_(*read_cursor(query["cursor"], len(keys))))
    rows = session.scalars(statement.order_by(*keys).limit(query["limit"] + 1)).all()
    shown = rows[: query["limit"]]
    last = [getattr(shown[-1], key.key or "") for key in keys] if len(rows) > len(shown) else None
    return {"items": [show(row) for row in shown], "next": write_cursor(last) if last else None}


def write_cursor(values: Sequence[str]) -> str:
    """Write where a list goes on."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> list[str]:
    """Read where a list goes on; refuses what we did not write."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise invalid("cursor", "is none of ours") from error
    if not isinstance(values, list) or len(values) != length or not all(isinstance(value, str) for value in values):
        raise invalid("cursor", "is none of ours")
    return values
