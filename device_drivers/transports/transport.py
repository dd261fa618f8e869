"""What every line to a device promises: open, read for a while, write, close; and one error for all of them."""

from typing import Protocol


class TransportError(Exception):
    """The line is gone or was never there. `code` is stable: unplugged, refused, busy, bad-port."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Transport(Protocol):
    """One line. Reading and writing may happen in two threads at once; opening and closing in one."""

    def open(self) -> None:
        """Open the line; raise TransportError."""
        ...

    def read(self, seconds: float) -> bytes:
        """Wait at most so long and give what has come, perhaps nothing; raise TransportError when the line is gone."""
        ...

    def write(self, data: bytes) -> None:
        """Write everything; raise TransportError when the line is gone."""
        ...

    def close(self) -> None:
        """Close the line; never raises."""
        ...
