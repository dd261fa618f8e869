"""Plays somebody with a handheld: looks at the screen, does what it says, and again."""

from collections.abc import Callable, Mapping
from typing import Any

from web_handheld.simulation.actions import Action, Answer, Rest, Scan
from web_handheld.simulation.doors.handheld import HandheldDoor
from web_handheld.simulation.pace import Pace
from web_handheld.simulation.people.hands import Hands
from web_handheld.simulation.witness import Witness

SAME_REFUSAL_MAX = 4
PAUSE_SECONDS, PAUSE_REAL_SECONDS = 10, 0.5

# What a refusal teaches about the line it was said at.
LESSONS = {
    "scan_before_the_pad": "the pad was refused",
    "scan_each_one": "the pad was refused",
    "second_bin": "the second bin has it",
    "weight_out_of_tolerance": "the weight was too far off",
}


Act = Callable[[Answer], Action]


class HandheldPlayer:
    """One person; whatever door the handheld uses and whatever the job is, the play is the same.

    `act` is the job: from the answer to the next action.
    """

    def __init__(self, name: str, act: Act, hands: Hands, door: HandheldDoor, pace: Pace, witness: Witness) -> None:
        self.name = name
        self._act = act
        self._hands = hands
        self._door = door
        self._pace = pace
        self._witness = witness
        self._answer: Answer | None = None
        self._refused = ("", 0)

    def play(self) -> None:
        """Do the next thing."""
        answer, self._answer = self._answer or self._door.look(), None
        self._watch(answer)
        action = self._act(answer)
        if self._pace.take(action.seconds):
            self._answer = self._after(action)

    def _after(self, action: Action) -> Answer | None:
        """Do it; None wants a fresh look."""
        if isinstance(action, Rest):
            self._pace.wait(action.real_seconds_min)
            return None
        answer = self._door.scan(action) if isinstance(action, Scan) else self._door.press(action)
        if answer.is_refused:
            return self._learn(answer)
        self._refused = ("", 0)
        return answer

    def _learn(self, answer: Answer) -> Answer | None:
        """Keep in mind what was refused where; the same refusal again and again means to pause and look anew."""
        self._witness.refused(answer.code)
        line = answer.facts.get("line")
        at = str(line["id"]) if isinstance(line, Mapping) and "id" in line else answer.screen
        if answer.code in LESSONS:
            self._hands.keep_in_mind(LESSONS[answer.code], at)
        code, times = self._refused
        self._refused = (answer.code, times + 1 if code == answer.code else 1)
        if self._refused[1] < SAME_REFUSAL_MAX:
            return answer
        self._pace.take(self._hands.about(PAUSE_SECONDS))
        self._pace.wait(PAUSE_REAL_SECONDS)
        return None

    def _watch(self, answer: Answer) -> None:
        """Hold the store to its word that a line is in one person's hands only."""
        line: Mapping[str, Any] | None = answer.facts.get("line")
        if answer.screen == "pick_line" and line is not None:
            self._witness.has_in_hand(str(line["id"]), self.name)
        elif answer.screen == "home":
            self._witness.has_left(self.name)
