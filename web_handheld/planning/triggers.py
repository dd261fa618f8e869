"""What makes the floor think again: steps after which another plan may be better."""

from collections.abc import Collection, Mapping

ALL = frozenset({"*"})

# fmt: off
PLANS_AGAIN: Mapping[str, frozenset[str]] = {
    # thing        steps, as the journal names them
    "pick task":   frozenset({
        "release", "decline", "time_out", "take", "pull", "join", "give_back", "take_over", "fall_silent", "park",
        "wake", "finish_lines", "find_empty", "unpick", "put_away", "stop", "confirm_stop", "withdraw_stop", "cancel",
    }),
    "pick line":   frozenset({
        "skip", "park", "find", "report_short", "move_bin", "substitute", "accept_short", "void",
    }),
    "put-back":    ALL,
    "floor task":  ALL,
    "shifts":      ALL,
    "people":      frozenset({"keep"}),
    "aisles":      ALL,
    "setting":     ALL,
}
# fmt: on


def plans_again(steps: Collection[tuple[str, str]]) -> list[str]:
    """Keep, in words, the steps (thing, step) after which a plan may be better."""
    wanted = ((thing, step, PLANS_AGAIN.get(thing, frozenset())) for thing, step in steps)
    return sorted(f"{thing} {step}" for thing, step, known in wanted if known is ALL or step in known)
