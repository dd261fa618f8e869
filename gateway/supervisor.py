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
        self._lines = {device.name: self._line(device, inbox) for device in devices}

    def start(self) -> None:
        """Begin with all devices."""
        for line in self._lines.values():
            line.start()

    def hand(self, order: Order) -> bool:
        """Put an order before its device; False when it cannot be taken now."""
        line = self._lines.get(order.device)
        return line is not None and line.hand(order)

    def stop(self) -> None:
        """Stop all lines."""
        for line in self._lines.values():
            line.stop()

    def _line(self, device: DeviceSettings, inbox: Inbox) -> DeviceLine:
        def driver() -> Driver:
            return device.kind.driver(device.settings)

        def simulator() -> Simulator:
            return self._bench.get(device.name, device.kind.simulator or Simulator)

        def transport() -> Transport:
            return transport_for(device.port, device.line, simulator)

        return DeviceLine(device.name, driver, transport, inbox)


def set_up(devices: Iterable[DeviceSettings], bench: Bench) -> None:
    """Put the simulated devices on the bench, before anybody asks for one."""
    for device in devices:
        if device.port == SIMULATED and device.kind.simulator is not None:
            bench.get(device.name, device.kind.simulator)
