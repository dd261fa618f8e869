"""Writes lifecycles down as tables that people read; the docs are made from the code and never the reverse."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from picking.foundation.lifecycle import PREVIOUS, Lifecycle

HEAD = """# Lifecycles

Made from the tables in `picking/*/lifecycle.py` by `make docs`; do not edit. A step that has no row here is
refused with a reason. A repeat of a step that has been taken answers “already done” and changes nothing.
"""


def document(lifecycles: Iterable[Lifecycle[Any, Any]]) -> str:
    """Write all lifecycles as one Markdown page, sorted by name."""
    return HEAD + "".join(_section(each) for each in sorted(lifecycles, key=lambda each: each.name))


def _section(lifecycle: Lifecycle[Any, Any]) -> str:
    ends = ", ".join(f"`{state}`" for state in sorted(lifecycle.ends)) or "none, it goes round"
    lines = [
        f"\n## {lifecycle.name[0].upper()}{lifecycle.name[1:]}\n",
        f"Starts `{lifecycle.start}`. Ends: {ends}.\n",
        "| in state | on step | becomes | because |",
        "|---|---|---|---|",
        *(_row(*row) for row in lifecycle.rows),
    ]
    waits = [
        f"- `{state}` waits {_words(limit)} at most, then `{step}`."
        for state, (limit, step) in sorted(lifecycle.patience.items())
    ]
    return "\n".join([*lines, *(["", *waits] if waits else [])]) + "\n"


def _row(states: Any, step: str, becomes: Any, reason: str) -> str:
    names = ", ".join(f"`{state}`" for state in (states if isinstance(states, tuple) else (states,)))
    after = "the state before" if becomes is PREVIOUS else f"`{becomes}`"
    return f"| {names} | `{step}` | {after} | {reason} |"


def _words(limit: timedelta) -> str:
    if not limit:
        return "until its own time and no longer"
    seconds = int(limit.total_seconds())
    for size, word in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds % size == 0:
            return f"{seconds // size} {word}"
    return f"{seconds} seconds"
