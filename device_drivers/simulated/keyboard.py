"""A simulated scanner that plays keyboard: `scan {text, aim?}` presses and releases each key, and Enter."""

from device_drivers.scanners.keyboard import EVENT
from device_drivers.scanners.keys import CONTROLLED, EV_KEY, EV_MSC, EV_SYN, PLAIN, SHIFTED
from device_drivers.simulated.simulator import Deed, Facts, Simulator, UnknownDeedError, text_fact

SHIFT, CONTROL, ENTER = 42, 29, 28
KEY_SECONDS = 0.001
_PLAIN = {each: code for code, each in PLAIN.items()}
_SHIFTED = {each: code for code, each in SHIFTED.items()}
_CONTROLLED = {each: code for code, each in CONTROLLED.items()}


class SimulatedKeyboardScanner(Simulator):
    """Its clock moves with each key, and by a minute from code to code."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 1_700_000_000.0

    def deeds(self) -> dict[str, Deed]:
        """Scan a code."""
        return {"scan": self._scan}

    def _scan(self, facts: Facts) -> dict[str, object]:
        self.check_listened_to()
        self._now += 60
        for each in text_fact(facts, "aim", "") + text_fact(facts, "text"):
            self._type(each)
        self._key(ENTER)
        return {}

    def _type(self, each: str) -> None:
        for held, codes in ((0, _PLAIN), (SHIFT, _SHIFTED), (CONTROL, _CONTROLLED)):
            if each in codes:
                if held:
                    self._event(EV_KEY, held, 1)
                self._key(codes[each])
                if held:
                    self._event(EV_KEY, held, 0)
                return
        raise UnknownDeedError(f"no key types {each!r}")

    def _key(self, code: int) -> None:
        for value in (1, 0):
            self._event(EV_MSC, 4, code)
            self._event(EV_KEY, code, value)
            self._event(EV_SYN, 0, 0)

    def _event(self, kind: int, code: int, value: int) -> None:
        self._now += KEY_SECONDS
        self.say(EVENT.pack(int(self._now), int(self._now % 1 * 1_000_000), kind, code, value))
