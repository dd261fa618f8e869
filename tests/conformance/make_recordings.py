"""Writes the recordings of simulated devices: every instruction and every deed, each given a while.

`python tests/conformance/make_recordings.py [KIND…]`; recordings of real devices are made by `storefloor gateway
record`, and are left alone.
"""

import sys
from contextlib import suppress
from pathlib import Path

from device_drivers.catalogue import Kind, kinds
from device_drivers.messages import CannotDoError, Send, To
from device_drivers.recording import Recorded, head, read
from device_drivers.trials import TRIALS

RECORDINGS = Path(__file__).parents[1] / "recordings"
# A deed that needs facts is done once with each of these; all others once without.
FACTS = {
    "scan": [
        {"text": "4006381333931", "aim": "]E0"},
        {"text": "0104006381333931\x1d10A1", "aim": "]d2"},
        {"text": "P:4521-1/2-1-7"},
        {"text": "B:C-03-02 " * 26},
    ],
    "put": [{"kg": "1.250"}, {"kg": "0.005"}, {"kg": "99.000"}],
    "add_tags": [{"number": "3"}],
}
DEVICE = "dev-1"
STEP_SECONDS, STEPS, ROUNDS_MAX = 0.25, 4, 5


def record(kind: Kind, path: Path) -> None:
    """Run one driver against its simulator and write down what happens."""
    assert kind.simulator is not None, kind.name
    simulator = kind.simulator()
    simulator.connect()
    with path.open("w", encoding="utf-8") as file:
        file.write(head(kind.name, kind.simulator_settings, "simulator"))
        driver = Recorded(kind.make({DEVICE: kind.simulator_settings}), file.write, 0.0)
        now = _while(driver, simulator, 0.0)
        for instruction in TRIALS.values():
            with suppress(CannotDoError):
                simulator.hear(driver.command(To(DEVICE, instruction) if kind.shared else instruction, now))
                now = _while(driver, simulator, now)
        for deed in simulator.deeds():
            for facts in FACTS.get(deed, [{}]):
                simulator.do(deed, facts)
                now = _while(driver, simulator, now)


def _while(driver, simulator, now: float) -> float:
    for _ in range(STEPS):
        now += STEP_SECONDS
        _carry(simulator, driver.tick(now))
        for _ in range(ROUNDS_MAX):  # a device that speaks by itself would go on for ever
            if data := simulator.sent(0):
                _carry(simulator, driver.feed(data, now))
    return now


def _carry(simulator, reports) -> None:
    for report in reports:
        if isinstance(report, Send):
            simulator.hear(report.data)


if __name__ == "__main__":
    for name, each in kinds().items():
        target = RECORDINGS / f"{name}.jsonl"
        if (sys.argv[1:] and name not in sys.argv[1:]) or (target.exists() and read(target).source != "simulator"):
            continue
        record(each, target)
