"""What has happened, told by a room to whoever stands above it; only story.py knows who reacts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """Something that has happened in this transaction; subclasses carry ids, never rows."""
