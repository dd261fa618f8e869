"""Who may do what: a role's rights, one readable table; nothing else in the product grants a right."""

from collections.abc import Iterable, Mapping

_FLOOR = frozenset({"pick", "move", "count", "put_back", "receive"})

RIGHTS: Mapping[str, frozenset[str]] = {
    # people
    "picker": _FLOOR,
    "runner": _FLOOR,
    "stall": frozenset({"stall"}),
    "lead": _FLOOR
    | {
        "orders.accept",
        "orders.cancel_answer",
        "orders.risk",
        "unpick",
        "take_over",
        "force_complete",
        "reprint",
        "stall",
        "stall.lead",
        "outbound",
        "outbound.override",
        "return_in",
        "desk",
        "devices",
        "counts",
        "setup.night",
    },
    "rider_desk": frozenset({"outbound", "return_in", "reprint"}),
    "service": frozenset({"desk", "orders.cancel_answer", "orders.risk", "return_in"}),
    "admin": frozenset({"desk", "staff", "devices", "settings", "setup", "setup.night", "orders.risk"}),
    # machines
    "channel": frozenset({"channel"}),
    "carrier": frozenset({"carrier"}),
    "pos": frozenset({"pos"}),
}
MACHINE_ROLES = frozenset({"channel", "carrier", "pos"})
STAFF_ROLES = frozenset(RIGHTS) - MACHINE_ROLES


def rights_of(roles: Iterable[str]) -> frozenset[str]:
    """Give the rights of several roles together; a role nobody knows any more gives none."""
    return frozenset().union(*(RIGHTS.get(role, frozenset()) for role in roles))
