"""What answers at a port: found by asking, over real serial and TCP lines."""

import pytest
from plugs import on_serial_port, on_tcp_port

from device_drivers.simulated.access_point import SimulatedAccessPoint
from device_drivers.simulated.asked_scales import SimulatedCasEcr, SimulatedSma
from device_drivers.simulated.label_printer import SimulatedLabelPrinter
from device_drivers.simulated.office_printer import SimulatedOfficePrinter
from device_drivers.simulated.receipt_printer import SimulatedReceiptPrinter
from device_drivers.simulated.scale import SimulatedScale
from device_drivers.simulated.simulator import Simulator
from device_drivers.simulated.talking_scales import SimulatedCasStream, SimulatedToledo
from device_drivers.transports.plugged_in import Plugged, plugged_in
from gateway.ports import PortError, probed


@pytest.mark.parametrize(
    ("simulator", "name"),
    [
        (SimulatedScale, "scale.mettler-8217"),
        (SimulatedCasEcr, "scale.cas-ecr"),
        (SimulatedSma, "scale.sma"),
        (SimulatedCasStream, "scale.cas-stream"),
        (SimulatedToledo, "scale.toledo"),
    ],
)
def test_a_scale_is_found_by_its_language(simulator, name):
    """Nobody knows what was bought; the scale does."""
    with on_serial_port(simulator()) as port:
        assert name in list(probed(port, 9600, 0.4))


@pytest.mark.parametrize(
    ("simulator", "scheme", "name"),
    [
        (SimulatedReceiptPrinter, "tcp", "printer.escpos"),
        (SimulatedLabelPrinter, "tcp", "printer.zpl"),
        (SimulatedOfficePrinter, "http", "printer.ipp"),
        (SimulatedAccessPoint, "http", "shelf-label.openepaperlink"),
    ],
)
def test_a_network_device_is_found_by_its_language(simulator, scheme, name):
    """An address and a hope are all that stands on the box."""
    with on_tcp_port(simulator(), scheme) as port:
        assert name in list(probed(port, 9600, 0.4))


def test_who_says_nothing_is_nobody():
    """A scanner speaks only when somebody scans; nothing may be guessed."""
    with on_serial_port(Simulator()) as port:
        assert list(probed(port, 9600, 0.1)) == []


@pytest.mark.parametrize("port", ["/dev/serial/by-id/none", "tcp://127.0.0.1:1", "usb"])
def test_a_port_that_cannot_be_asked_says_why(port):
    """Held by a gateway, unplugged, or no port at all."""
    with pytest.raises(PortError):
        list(probed(port, 9600, 0.1))


def test_ports_are_named_by_what_stays(tmp_path, monkeypatch):
    """ttyUSB0 is whoever was plugged in first this morning."""
    monkeypatch.setattr("device_drivers.transports.plugged_in.list_ports.comports", list)
    for place in ("serial/by-id", "usb", "input/by-id"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "ttyUSB0").touch()
    (tmp_path / "serial/by-id/usb-FTDI_A9-if00-port0").symlink_to(tmp_path / "ttyUSB0")
    (tmp_path / "usb/lp0").touch()
    (tmp_path / "input/by-id/usb-Zebra-event-kbd").touch()

    assert plugged_in(tmp_path) == [
        Plugged(f"{tmp_path}/serial/by-id/usb-FTDI_A9-if00-port0", "serial port"),
        Plugged(f"{tmp_path}/usb/lp0", "USB printer"),
        Plugged(f"{tmp_path}/input/by-id/usb-Zebra-event-kbd", "keyboard, or a scanner that plays one"),
    ]
