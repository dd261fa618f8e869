"""A simulated shelf label or light of the reference language: shows, fails when told to, has a button."""

from device_drivers.json_lines import LineReader, line
from device_drivers.simulated.simulator import Deed, Facts, Simulator, text_fact

VITALS = ("battery_percent", "signal_dbm", "panel")


class SimulatedLevel(Simulator):
    """Deeds: `look` (version and state shown), `press {button, press?}`, `battery_out`, `battery_in`.

    `measure {battery_percent?, signal_dbm?, panel?}` lets it say its figures.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines = LineReader()
        self._shown: dict[str, object] = {"ver": None, "state": None}
        self._works = True

    def deeds(self) -> dict[str, Deed]:
        """What a person sees and does at the shelf."""
        return {
            "look": lambda _: dict(self._shown),
            "press": self._press,
            "measure": self._measure,
            "battery_out": lambda _: self._become(works=False),
            "battery_in": lambda _: self._become(works=True),
        }

    def connected(self) -> None:
        """A new connection begins with a new line."""
        self._lines = LineReader()

    def heard(self, data: bytes) -> None:
        """Show what is asked for, or say that it cannot be."""
        for found in self._lines.feed(data):
            wish = (found or {}).get("show")
            if isinstance(wish, dict):
                self._show(wish)

    def _show(self, wish: dict[str, object]) -> None:
        if self._works:
            self._shown = {"ver": wish.get("ver"), "state": wish.get("state")}
            self.say(line({"shown": wish.get("ver")}))
        else:
            self.say(line({"failed": wish.get("ver"), "code": "battery-out"}))

    def _press(self, facts: Facts) -> dict[str, object]:
        self.check_listened_to()
        self.say(line({"pressed": text_fact(facts, "button", "confirm"), "press": text_fact(facts, "press", "short")}))
        return {}

    def _measure(self, facts: Facts) -> dict[str, object]:
        self.say(line({"vitals": {key: value for key, value in facts.items() if key in VITALS}}))
        return {}

    def _become(self, *, works: bool) -> dict[str, object]:
        self._works = works
        self.say(line({"condition": None if works else "battery-out"}))
        return {}


class SimulatedShelfLabel(SimulatedLevel):
    """A shelf label."""


class SimulatedLight(SimulatedLevel):
    """A light."""
