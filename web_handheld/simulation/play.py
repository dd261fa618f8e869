"""What all players of a run share."""

from dataclasses import dataclass

from web_handheld.simulation.dice import Dice
from web_handheld.simulation.options import Odds
from web_handheld.simulation.pace import Pace
from web_handheld.simulation.store_file import StoreFile
from web_handheld.simulation.witness import Witness


@dataclass(frozen=True)
class Play:
    """The store they play in, their pace, their dice, and who writes down what they saw; `run` is the run's name."""

    run: str
    store: StoreFile
    pace: Pace
    dice: Dice
    odds: Odds
    witness: Witness
