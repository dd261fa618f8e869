"""The small typed parts all messages are made of: ids, counters, times and texts with their limits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import uuid_utils

from gateway.contract.scalars import Between, Length, Pattern

ID_FORM = r"[a-z0-9-]{1,64}"

Id = Annotated[str, Pattern(ID_FORM)]
Uuid7 = Annotated[str, Pattern(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
Correlation = Annotated[str, Pattern(r"[A-Za-z0-9_.:-]{1,64}")]
Source = Annotated[str, Pattern(rf"{ID_FORM}(/{ID_FORM})?")]
Code = Annotated[str, Pattern(r"[a-z0-9][a-z0-9_.-]{0,63}")]
Word = Annotated[str, Length(1, 200)]
Line = Annotated[str, Length(0, 4000)]
Count = Annotated[int, Between(0)]
Positive = Annotated[int, Between(1)]
Document = Mapping[str, object]
Time = datetime


def new_id() -> str:
    """Make a UUIDv7: ids sort by the millisecond they were made in (RFC 9562, section 5.7)."""
    return str(uuid_utils.uuid7())
