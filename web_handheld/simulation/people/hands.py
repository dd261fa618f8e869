"""A person at work: what they know by heart, their dice, and the little they remember between two looks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from web_handheld.simulation.dice import happens
from web_handheld.simulation.labels import scale_label
from web_handheld.simulation.options import Odds
from web_handheld.simulation.pace import about
from web_handheld.simulation.store_file import StoreFile

See = Callable[[str], dict[str, int]]
ReadLabel = Callable[[str, int, int], str | None]
WALK_SECONDS, REACH_SECONDS, PACK_SECONDS, LOOK_SECONDS, TAP_SECONDS = 18, 4, 12, 6, 2
BAG_GRAMS = 500
FIRST_SEAL, LAST_SEAL = 10**8, 9 * 10**8


@dataclass
class Hands:
    """One person. `read_label` gives the code of a printed bag label by order number, n and version.

    `kept` holds what went wrong where (on purpose or refused), so that nobody errs twice at the same place.
    `see` gives what lies in a bin, by item.
    """

    store: StoreFile
    dice: Random
    odds: Odds
    read_label: ReadLabel
    count: Callable[[str], None]
    kept: set[tuple[str, str]] = field(default_factory=set)
    seals: int = 0
    see: See | None = None

    def errs(self, what: str, at: str, share: float) -> bool:
        """Throw once whether something goes wrong at a place; the second time it never does."""
        if self.knows(what, at):
            return False
        self.keep_in_mind(what, at)
        wrong = happens(self.dice, share)
        if wrong:
            self.count(what)
        return wrong

    def keep_in_mind(self, what: str, at: str) -> None:
        """Keep in mind what happened at a place."""
        self.kept.add((what, at))

    def knows(self, what: str, at: str) -> bool:
        """Tell whether this was kept in mind."""
        return (what, at) in self.kept

    def next_seal(self) -> str:
        """Take the next seal from the roll; each roll begins somewhere else."""
        self.seals = self.seals + 1 if self.seals else self.dice.randrange(FIRST_SEAL, LAST_SEAL)
        return f"SF-{self.seals}"

    def any_basket(self) -> str:
        """Take some basket from the rack; one that is in use is refused, and another one taken."""
        return self.dice.choice(self.store.baskets)

    def code_of(self, sku: str) -> str:
        """Give what a scanner reads on one of an item: the code on its wrapping, else a label of the scale."""
        plu = self.store.code(sku, "plu")
        if self.store.code(sku, "gtin") or plu is None:
            return self.store.code_on_wrapping(sku, 1)
        return scale_label(self.store.scale_layouts, plu, BAG_GRAMS, self.store.item(sku)["price_minor"])

    def about(self, seconds: float) -> float:
        """Take about so long."""
        return about(self.dice, seconds)
