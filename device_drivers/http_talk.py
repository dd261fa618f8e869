"""One question at a time to a device that speaks HTTP: the next is asked when the last is answered, or was not."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from device_drivers.http_words import Answer, AnswerReader
from device_drivers.messages import Fault, Send

WAITING_MAX = 10_000
Topic = TypeVar("Topic")


@dataclass(frozen=True, slots=True)
class Asked(Generic[Topic]):
    """A question: `topic` is what the driver calls it."""

    topic: Topic
    data: bytes


class Talk(Generic[Topic]):
    """Questions that wait, and the one that is under way. `urgent` ones go before the others."""

    def __init__(self, answer_seconds_max: float) -> None:
        self._patience = answer_seconds_max
        self._waiting: deque[Asked[Topic]] = deque()
        self._asked: Asked[Topic] | None = None
        self._asked_at = 0.0
        self._reader = AnswerReader()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way and nothing waits."""
        return self._asked is None and not self._waiting

    def ask(self, topic: Topic, data: bytes, *, urgent: bool = False) -> bool:
        """Put a question at the end, or the beginning; False when too many wait."""
        if len(self._waiting) >= WAITING_MAX:
            return False
        (self._waiting.appendleft if urgent else self._waiting.append)(Asked(topic, data))
        return True

    def drop(self, is_to_go: Callable[[Topic], bool]) -> None:
        """Take questions back that wait."""
        self._waiting = deque(each for each in self._waiting if not is_to_go(each.topic))

    def next(self, now: float) -> list[Send]:
        """Give the next question's bytes, if the last one is done with."""
        if self._asked is not None or not self._waiting:
            return []
        self._asked, self._asked_at = self._waiting.popleft(), now
        self._reader.forget()
        return [Send(self._asked.data)]

    def feed(self, data: bytes) -> list[tuple[Topic, Answer] | Fault]:
        """Take bytes in; an answer nobody waits for is a fault."""
        found: list[tuple[Topic, Answer] | Fault] = []
        for each in self._reader.feed(data):
            if isinstance(each, Fault):
                found.append(each)
            elif self._asked is None:
                found.append(Fault("garbage", "an answer to no question"))
            else:
                topic, self._asked = self._asked.topic, None
                found.append((topic, each))
        return found

    def late(self, now: float) -> list[Topic]:
        """Give the topic of a question that got no answer in its time; it is not asked again by itself."""
        if self._asked is None or now - self._asked_at < self._patience:
            return []
        topic, self._asked = self._asked.topic, None
        self._reader.forget()
        return [topic]
