"""Whether the service can do its work now, and what is missing if not."""

from collections.abc import Callable, Mapping

Check = Callable[[], str | None]


class Readiness:
    """Named checks; each gives None when all is well and else the reason in words."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        """Look at one more thing."""
        self._checks[name] = check

    def look(self) -> Mapping[str, str]:
        """Give what is missing, by name; empty when the service is ready."""
        found = {name: check() for name, check in self._checks.items()}
        return {name: reason for name, reason in found.items() if reason is not None}
