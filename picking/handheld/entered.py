"""What a person entered with a step, taken out of its facts or refused with the field and the reason."""

from picking.foundation.refusals import invalid
from picking.foundation.tables import Json

TEXT_MAX = 200


def text_of(facts: Json, field: str, *, needed: bool = True) -> str:
    """Give a short text; empty when it is not there and not needed."""
    value = facts.get(field)
    if value is None and not needed:
        return ""
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_MAX:
        raise invalid(field, f"a text of 1 to {TEXT_MAX} characters is needed")
    return value.strip()


def whole_number_of(facts: Json, field: str) -> int:
    """Give a whole number, pieces or grams; whether it is too much or zero the room below says."""
    value = facts.get(field)
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(field, "a whole number is needed")
    return value


def optional_number_of(facts: Json, field: str) -> int | None:
    """Give a whole number when there is one."""
    return None if facts.get(field) is None else whole_number_of(facts, field)
