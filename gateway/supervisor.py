"""Keeps every device of the gateway at work, each on its own line."""

from collections.abc import Iterable

from device_drivers.driver import Driver
from device_drivers.simulated.control import Bench
from device_drivers.simulated.simulator import Simulator
from device_drivers.transports.ports import SIMULATED, transport_for
from device_drivers.transports.transport import Transport
from gateway.device_line import DeviceLine
from gateway.inbox import Inbox, Order
from gateway.settings import DeviceSettings


class Supervisor:
    """Starts and stops the lines and hands orders to them; simulated devices stand on the `bench`."""

    def __init__(self, devices: Iterable[DeviceSettings], inbox: Inbox, bench: Bench) -> None:
        self._bench = bench
        self._lines = {
            device.name: line for group in groups(devices) for line in [self._line(group, inbox)] for device in group
        }

    def start(self) -> None:
        """Begin with all devices."""
        for line in self._all():
            line.start()

    def hand(self, order: Order) -> bool:
        """Put an order before its device; False when it cannot be taken now."""
        line = self._lines.get(order.device)
        return line is not None and line.hand(order)

    def stop(self) -> None:
        """Stop all lines, side by side: two hundred devices end as quickly as the slowest of them."""
        for line in self._all():
            line.ask_to_stop()
        for line in self._all():
            line.stop()

    def _all(self) -> Iterable[DeviceLine]:
        return dict.fromkeys(self._lines.values())

    def _line(self, group: list[DeviceSettings], inbox: Inbox) -> DeviceLine:
        first, settings = group[0], {device.name: device.settings for device in group}

        def driver() -> Driver:
            return first.kind.make(settings)

        def simulator() -> Simulator:
            return self._bench.get(first.name, first.kind.simulator or Simulator)

        def transport() -> Transport:
            return transport_for(first.port, first.line, simulator)

        shared = list(settings) if first.kind.shared else []
        return DeviceLine(first.name, driver, transport, inbox, shared)


def groups(devices: Iterable[DeviceSettings]) -> list[list[DeviceSettings]]:
    """Put the devices together that share a line: one driver, one port. A simulated one has its own."""
    found: dict[object, list[DeviceSettings]] = {}
    for device in devices:
        is_shared = device.kind.shared and device.port != SIMULATED
        key = (device.kind.driver, device.port) if is_shared else device.name
        found.setdefault(key, []).append(device)
    return list(found.values())


def set_up(devices: Iterable[DeviceSettings], bench: Bench) -> None:
    """Put the simulated devices on the bench, before anybody asks for one."""
    for device in devices:
        if device.port == SIMULATED and device.kind.simulator is not None:
            bench.get(device.name, device.kind.simulator)
