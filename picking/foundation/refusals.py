"""What the floor says when it will not: a stable code, the true reason, the way on."""

from enum import StrEnum


class Kind(StrEnum):
    """Why it was refused, in the words the doors turn into their own (HTTP status, tone)."""

    INVALID = "invalid"  # the request itself is wrong
    UNKNOWN = "unknown"  # it names something nobody knows
    FORBIDDEN = "forbidden"  # this person or machine may not
    CONFLICT = "conflict"  # right in itself, but not now or not here
    TOO_LATE = "too_late"  # it was possible once
    BUSY = "busy"  # the same call may go through later


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a failure of the program
    """A command that a person or machine may not or cannot do now.

    `code` is stable and has its sentence in `config/messages`; `facts` fill that sentence and are JSON values.
    """

    def __init__(self, code: str, kind: Kind = Kind.CONFLICT, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.kind = kind
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


def unknown(thing: str, key: str) -> Refusal:
    """Say that nobody knows this key."""
    return Refusal("unknown_thing", Kind.UNKNOWN, thing=thing, key=key)


def invalid(field: str, reason: str) -> Refusal:
    """Say which field of a request is wrong and why."""
    return Refusal("invalid_field", Kind.INVALID, field=field, reason=reason)
