"""Dice that fall the same way for the same seed, one for each player, so that a run can be played again."""

from random import Random


class Dice:
    """Gives each player dice of their own: what one does never changes what falls for another."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def of(self, player: str) -> Random:
        """Give a player's dice."""
        return Random(f"{self._seed}:{player}")


def happens(dice: Random, share: float) -> bool:
    """Throw once: True in `share` of all throws."""
    return dice.random() < share
