"""A simulated scanner: `scan {text, aim?}`; `heard` tells the tones it was given."""

from device_drivers.simulated.simulator import Deed, Facts, Simulator, memory, text_fact

# What the simulated scanner sounds by; its gateway settings say the same (`tone_right = "\\u0011"` …).
TONES = {0x11: "right", 0x12: "wrong", 0x13: "attention", 0x14: "finished"}
TONE_SETTINGS = {f"tone_{tone}": chr(byte) for byte, tone in TONES.items()}


class SimulatedScanner(Simulator):
    """Sends text and CR LF, as most scanners leave the factory."""

    def __init__(self) -> None:
        super().__init__()
        self._tones = memory()

    def deeds(self) -> dict[str, Deed]:
        """Scan a code; tell and forget the tones."""
        return {"scan": self._scan, "heard": self._tell}

    def heard(self, data: bytes) -> None:
        """Remember the tones."""
        self._tones.extend(TONES[byte] for byte in data if byte in TONES)

    def _scan(self, facts: Facts) -> dict[str, object]:
        self.check_listened_to()
        self.say(self.frame(text_fact(facts, "aim", ""), text_fact(facts, "text")))
        return {}

    def frame(self, aim: str, text: str) -> bytes:
        """Put a code into what goes over the line."""
        return f"{aim}{text}\r\n".encode()

    def _tell(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - asked without facts
        tones = list(self._tones)
        self._tones.clear()
        return {"tones": tones}
