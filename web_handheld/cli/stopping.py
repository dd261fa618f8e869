"""Ends a program cleanly: at Ctrl-C, at SIGTERM, and when whoever started it is gone."""

import os
import signal
import threading
from types import FrameType

PARENT = "STOREFLOOR_PARENT"
LOOK_SECONDS = 1.0


def stop_event() -> threading.Event:
    """Give an event that is set when the program shall end."""
    return event_at(signal.SIGINT, signal.SIGTERM)


def event_at(*signals: signal.Signals) -> threading.Event:
    """Give an event that is set by any of these signals."""
    event = threading.Event()

    def set_it(_: int, __: FrameType | None) -> None:
        event.set()

    for each in signals:
        signal.signal(each, set_it)
    return event


def wait(event: threading.Event) -> None:
    """Wait until the event is set, or until the parent named in the environment is no longer ours."""
    parent = int(os.environ.get(PARENT, "0"))
    while not event.wait(LOOK_SECONDS):
        if parent and os.getppid() != parent:
            event.set()


def watch_parent(event: threading.Event) -> None:
    """Let a thread wait, for programs that wait for something else."""
    threading.Thread(target=wait, args=(event,), name="parent", daemon=True).start()
