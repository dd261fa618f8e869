"""A player: somebody who does one thing after the other in a thread of their own until the run is over."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from web_handheld.simulation.doors.http import ServiceAwayError
from web_handheld.simulation.pace import Pace
from web_handheld.simulation.witness import Witness

log = logging.getLogger(__name__)
AWAY_SECONDS = 1.0


class Player(Protocol):
    """One part in the play."""

    name: str

    def play(self) -> None:
        """Do the next thing, waiting as long as it takes; called again and again until the run is over."""


class Cast:
    """All players in their threads."""

    def __init__(self, pace: Pace, witness: Witness) -> None:
        self._pace = pace
        self._witness = witness
        self._threads: list[threading.Thread] = []

    def start(self, player: Player) -> None:
        """Let a player begin."""
        self.run(player.name, self._again_and_again(player))

    def run(self, name: str, play: Callable[[], None]) -> None:
        """Let one part be played once, from its beginning to its end."""
        thread = threading.Thread(target=self._watched, args=(name, play), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def join(self, seconds: float) -> None:
        """Wait for all to leave the stage."""
        for thread in self._threads:
            thread.join(seconds)

    def _again_and_again(self, player: Player) -> Callable[[], None]:
        def play() -> None:
            while not self._pace.is_over:
                try:
                    player.play()
                except ServiceAwayError as away:
                    self._witness.count("times the service was away")
                    log.warning("%s: %s", player.name, away)
                    self._pace.wait(AWAY_SECONDS)

        return play

    def _watched(self, name: str, play: Callable[[], None]) -> None:
        """A player who trips must not end silently: the run fails with the reason."""
        try:
            play()
        except ServiceAwayError as away:
            self._witness.broken(f"{name} gave up: {away}")
        except Exception as error:
            log.exception("%s tripped", name)
            self._witness.broken(f"{name} tripped: {error!r}")
