"""Records a device at work: its driver and line are those of the gateway, and each call is written down."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from device_drivers.driver import Driver
from device_drivers.recording import Recorded, head
from device_drivers.simulated.simulator import Simulator
from device_drivers.transports.ports import SIMULATED, transport_for
from device_drivers.transports.transport import Transport
from device_drivers.trials import TRIALS
from gateway.device_line import DeviceLine
from gateway.inbox import DeviceSaid, Inbox, LineDown, LineUp, Order, OrderEnded, new_inbox
from gateway.settings import DeviceSettings

START_SECONDS = 1.0  # before the first instruction: the driver asks how the device is
WAIT_SECONDS = 0.1
INSTRUCTIONS = tuple(TRIALS)

Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is recorded: for how long, and which of the trial instructions the device gets on the way."""

    seconds: float
    trials: Sequence[str] = ()


def record(device: DeviceSettings, path: Path, wanted: Wanted, say: Say, stop: threading.Event) -> str | None:
    """Record one connection into a file, until the time is up or `stop` is set; give why it ended early, or None."""
    inbox, began, ended = new_inbox(), time.monotonic(), None
    source = "simulator" if device.port == SIMULATED else "device"
    with path.open("w", encoding="utf-8", buffering=1) as file:
        file.write(head(device.kind.name, device.settings, source))
        shared = [device.name] if device.kind.shared else []

        def driver() -> Driver:
            return Recorded(device.kind.make({device.name: device.settings}), file.write, began)

        def transport() -> Transport:
            return transport_for(device.port, device.line, device.kind.simulator or Simulator)

        line = DeviceLine(device.name, driver, transport, inbox, shared)
        trials = [(began + START_SECONDS + place, trial) for place, trial in enumerate(wanted.trials)]
        line.start()
        while ended is None and time.monotonic() < began + wanted.seconds and not stop.is_set():
            while trials and time.monotonic() >= trials[0][0]:
                line.hand(Order(device.name, "", TRIALS[trials.pop(0)[1]]))
            ended = _listen(inbox, say)
        line.stop()
    return ended


def _listen(inbox: Inbox, say: Say) -> str | None:
    try:
        event = inbox.get(timeout=WAIT_SECONDS)
    except queue.Empty:
        return None
    match event:
        case LineUp():
            say("connected")
        case LineDown(_, cause, detail):  # the next connection has a driver of its own, and is no part of this
            return f"{cause}: {detail}" if detail else cause
        case DeviceSaid(_, report):
            say(repr(report))
        case OrderEnded(order, code, detail):
            name = next(name for name, trial in TRIALS.items() if trial == order.instruction)
            say(f"{name}: {'done' if code is None else code} {detail}".rstrip())
    return None
