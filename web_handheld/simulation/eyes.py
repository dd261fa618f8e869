"""What somebody sees in a bin: what really lies there is what the books say, and now and then a little less or more."""

from random import Random
from uuid import uuid4

from web_handheld.simulation.dice import happens
from web_handheld.simulation.doors.http import Http

ASTRAY = 0.15
PIECE_GRAMS = 100


class Eyes:
    """A look into a bin, through the door of a handheld that belongs to nobody who picks."""

    def __init__(self, http: Http, dice: Random) -> None:
        self._http = http
        self._dice = dice

    def see(self, bin_id: str) -> dict[str, int]:
        """Give pieces or grams of each item in a bin; a stolen, broken or misplaced one is not where the books say."""
        scan = {"id": str(uuid4()), "text": f"B:{bin_id}"}
        reply = self._http.post("/handheld/scans", scan)
        about = reply.body.get("screen", {}).get("facts", {}).get("about", {}) if reply.is_good else {}
        seen: dict[str, int] = {}
        for lot in about.get("lots", ()):
            seen[lot["sku"]] = seen.get(lot["sku"], 0) + self._really(lot["quantity"], lot["unit"])
        return seen

    def _really(self, quantity: int, unit: str) -> int:
        if not happens(self._dice, ASTRAY):
            return quantity
        step = PIECE_GRAMS if unit == "gram" else 1
        return max(0, quantity + self._dice.choice((-2, -1, -1, 1)) * step)
