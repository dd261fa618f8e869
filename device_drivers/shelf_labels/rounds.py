"""When the tags of an access point are asked for, all of them in turn, and which were heard of in this round."""

from collections.abc import Iterable

from device_drivers.shelf_labels.access_point import Tag

POLL_SECONDS, QUIET_SECONDS = 5.0, 60.0  # while a picture is under way, and otherwise
SHARE = 2  # a round may take a third of the time: pictures need the access point as well


class Rounds:
    """Knows the newest sight of any tag, by the access point's clock, too."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.newest = 0
        self.was_complete = False
        self._next = float("-inf")
        self._began: float | None = None
        self._seconds = 0.0

    def is_due(self, now: float) -> bool:
        """Tell whether a round may begin."""
        return self._began is None and now >= self._next

    def begin(self, now: float) -> None:
        """Begin a round."""
        self._began = now
        self.seen.clear()

    def end(self, now: float, *, is_waited_for: bool) -> None:
        """End the round, if there is one, when its last question was answered."""
        if self._began is None:
            return
        self._seconds, self._began = now - self._began, None
        self.was_complete = True
        self._next = now + max(POLL_SECONDS if is_waited_for else QUIET_SECONDS, SHARE * self._seconds)

    def hurry(self, now: float) -> None:
        """Look soon: a picture was handed over."""
        self._next = min(self._next, now + max(POLL_SECONDS, SHARE * self._seconds))

    def give_up(self, until: float) -> None:
        """Drop the round, and begin anew then."""
        self._began, self._next = None, until

    def news(self, tags: Iterable[Tag]) -> dict[str, Tag]:
        """Give the tags that were not heard of in this round, by address."""
        found = {tag.mac: tag for tag in tags if tag.mac not in self.seen}
        self.seen |= set(found)
        self.newest = max([self.newest, *(tag.seen_at for tag in found.values())])
        return found
