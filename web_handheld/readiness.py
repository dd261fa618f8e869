"""Whether the service can do its work now, and what is missing if not."""

from collections.abc import Callable, Mapping

Check = Callable[[], str | None]


class Readiness:
    """Named checks; each gives None when all is well and else the reason in words."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}
        self._remarks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        """Look at one more thing."""
        self._checks[name] = check

    def remark(self, name: str, check: Check) -> None:
        """Say something more that a person should know, although the service does its work without."""
        self._remarks[name] = check

    def look(self) -> Mapping[str, str]:
        """Give what is missing, by name; empty when the service is ready."""
        return _said(self._checks)

    def remarks(self) -> Mapping[str, str]:
        """Give what is not as good as it could be, by name."""
        return _said(self._remarks)


def _said(checks: Mapping[str, Check]) -> Mapping[str, str]:
    found = {name: check() for name, check in checks.items()}
    return {name: reason for name, reason in found.items() if reason is not None}
