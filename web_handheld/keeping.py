"""Keeps files that not everybody may read: written as a whole or not at all, never open for a moment."""

import os
from pathlib import Path

OWNER_ONLY, OWNER_AND_GROUP = 0o600, 0o640


def keep(path: Path, content: str | bytes, mode: int = OWNER_ONLY) -> None:
    """Write a file beside its place and put it there; OSError where that cannot be."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)  # what a crash has left may have another mode
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        os.fchmod(file.fileno(), mode)  # whatever the umask is
        file.write(content.encode() if isinstance(content, str) else content)
    fresh.replace(path)
