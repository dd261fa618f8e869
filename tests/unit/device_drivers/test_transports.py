"""Lines: what is written arrives, what is gone is said, and a port that cannot be is refused."""

import os
import socket
import tty

import pytest

from device_drivers.driver import SettingError
from device_drivers.simulated.scanner import SimulatedScanner
from device_drivers.simulated.simulator import UnknownDeedError
from device_drivers.transports.character_device import CharacterDevice, InputDevice
from device_drivers.transports.loopback import Loopback
from device_drivers.transports.ports import transport_for
from device_drivers.transports.serial_line import SerialLine
from device_drivers.transports.tcp import TcpLine
from device_drivers.transports.transport import TransportError


@pytest.fixture
def pty():
    """A pseudo terminal: our end, and the name of the other."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


@pytest.fixture
def listener():
    """A listening loopback socket."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found


def test_a_serial_port_carries_bytes_both_ways(pty):
    """The oldest line is still the commonest."""
    ours, name = pty
    line = SerialLine(name, {})
    line.open()

    os.write(ours, b"123\r\n")
    heard = line.read(1)
    line.write(b"W")

    assert (heard, os.read(ours, 9), line.read(0.01)) == (b"123\r\n", b"W", b"")
    line.close()


def test_a_serial_port_is_held_exclusively(pty):
    """Two readers halve each frame."""
    line, other = SerialLine(pty[1], {}), SerialLine(pty[1], {})
    line.open()

    with pytest.raises(TransportError) as refused:
        other.open()

    assert refused.value.code == "unplugged"
    line.close()


def test_a_port_that_is_not_there_is_unplugged():
    """The supervisor tries again until it is."""
    with pytest.raises(TransportError) as refused:
        SerialLine("/dev/serial/by-id/none", {}).open()

    assert refused.value.code == "unplugged"


def test_a_name_with_a_star_finds_the_one_that_is_plugged_in(pty, tmp_path):
    """A replaced adapter has another serial number, and the shop no other one."""
    adapter = tmp_path / "usb-FTDI_FT232R_A9-if00-port0"
    adapter.symlink_to(pty[1])
    line = SerialLine(str(tmp_path / "usb-FTDI_*"), {})

    line.open()
    os.write(pty[0], b"123\r")

    assert line.read(1) == b"123\r"
    line.close()


def test_a_name_with_a_star_does_not_choose_between_two(tmp_path):
    """The scale's cable must not become the scanner's."""
    for name in ("usb-FTDI_1", "usb-FTDI_2"):
        (tmp_path / name).symlink_to("/dev/null")

    with pytest.raises(TransportError) as refused:
        SerialLine(str(tmp_path / "usb-FTDI_*"), {}).open()

    assert refused.value.code == "bad-port"


def test_a_usb_printer_is_read_and_written_as_a_file(pty):
    """No driver of the system stands between, so its answers reach us."""
    ours, name = pty
    line = CharacterDevice(name)
    line.open()

    os.write(ours, b"\x12")
    heard = line.read(1)
    line.write(b"\x10\x04\x02")

    assert (heard, os.read(ours, 9), line.read(0.01)) == (b"\x12", b"\x10\x04\x02", b"")
    line.close()


def test_what_is_no_input_device_is_not_listened_to(pty):
    """Keys that reach a window as well as us would be scanned twice."""
    with pytest.raises(TransportError) as refused:
        InputDevice(pty[1]).open()

    assert refused.value.code == "bad-port"


@pytest.mark.parametrize(
    ("port", "wanted"), [("/dev/usb/lp0", CharacterDevice), ("/dev/input/by-id/usb-x-event-kbd", InputDevice)]
)
def test_a_port_that_is_not_plugged_in_says_so(port, wanted):
    """The supervisor tries again until it is."""
    line = transport_for(port, {}, SimulatedScanner)

    with pytest.raises(TransportError) as refused:
        line.open()

    assert type(line) is wanted
    assert refused.value.code == "unplugged"


@pytest.mark.parametrize("scheme", ["socket", "tcp"])
def test_a_network_line_carries_bytes_and_says_when_it_is_gone(listener, scheme):
    """A printer that was switched off must not look well."""
    line = transport_for(f"{scheme}://127.0.0.1:{listener.getsockname()[1]}", {}, SimulatedScanner)
    line.open()
    peer, _ = listener.accept()

    peer.sendall(b"123\r")
    heard = line.read(2)
    line.write(b"W")
    asked = peer.recv(9)
    peer.close()

    assert (heard, asked) == (b"123\r", b"W")
    with pytest.raises(TransportError) as gone:
        line.read(2)
    assert gone.value.code == "unplugged"
    line.close()


def test_small_frames_go_out_at_once(listener):
    """A status question must not wait for Nagle."""
    line = TcpLine(*listener.getsockname())
    line.open()

    assert line._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    line.close()


def test_a_refused_connection_is_named():
    """Wrong address or printer off: people look at both."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        address = gone.getsockname()

    with pytest.raises(TransportError) as refused:
        TcpLine(*address).open()

    assert refused.value.code == "refused"


def test_a_closed_line_says_so():
    """Writing to nowhere is not writing."""
    for line in (TcpLine("127.0.0.1", 9), SerialLine("/dev/null", {})):
        with pytest.raises(TransportError):
            line.write(b"x")
        line.close()


@pytest.mark.parametrize("port", ["usb", "tcp://", "tcp://host", "tcp://host:x", "tcp://[::1"])
def test_a_port_of_no_known_form_is_refused(port):
    """The message shows the forms there are."""
    with pytest.raises(SettingError) as refused:
        transport_for(port, {}, SimulatedScanner)

    assert refused.value.key == "port"


def test_a_simulated_plug_behaves_like_a_real_one():
    """A demonstration must be able to pull it."""
    scanner = SimulatedScanner()
    line = Loopback(scanner)
    with pytest.raises(UnknownDeedError):
        scanner.do("scan", {"text": "0"})
    line.open()
    scanner.do("scan", {"text": "1"})
    heard = line.read(0)

    scanner.do("unplug", {})

    assert heard == b"1\r\n"
    for deed in (lambda: line.read(0), lambda: line.write(b"x"), line.open):
        with pytest.raises(TransportError):
            deed()
