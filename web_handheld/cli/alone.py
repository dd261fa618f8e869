"""Keeps a second Storefloor out of a data folder that is in use; the lock ends with the process, however it ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from web_handheld.cli.terminal import Trouble

LOCK = "storefloor.lock"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; refuses one that another process holds."""
    with _opened(folder) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Trouble(f"another Storefloor runs in {folder}: choose another folder (--data)") from error
        yield


def _opened(folder: Path) -> IO[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / LOCK).open("w")
    except OSError as error:
        raise Trouble(f"the folder {folder} cannot be used: {error.strerror}") from error
