"""A sheet on an office printer: CUPS' own ippeveprinter takes it, over a real connection."""

import time

import pytest
from real_parts import free_port, listens, path_of, running

from device_drivers.messages import Condition, Printed, PrintOutcome
from device_drivers.printers.ipp import IppPrinter
from device_drivers.transports.http_line import HttpLine
from device_drivers.trials import TRIALS
from gateway.device_line import DeviceLine
from gateway.inbox import DeviceSaid, Order, OrderEnded, new_inbox

BUS = """<busconfig><type>session</type><listen>unix:path={socket}</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""
WAIT_SECONDS_MAX = 60
pytestmark = pytest.mark.needs("ippeveprinter")


@pytest.fixture
def printer(tmp_path, monkeypatch):
    """A printer of CUPS that keeps its documents, with a bus of its own; its folder and its port."""
    socket, port = tmp_path / "bus", free_port()
    (tmp_path / "bus.conf").write_text(BUS.format(socket=socket))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={socket}")
    bus = ["dbus-daemon", f"--config-file={tmp_path}/bus.conf", "--nofork"]
    names = ["avahi-daemon", "--no-drop-root", "--no-rlimits", "--no-chroot"]
    kind = ["-f", "application/pdf,image/jpeg", "-s", "600,600"]  # what it takes, pages a minute
    place = ["-d", str(tmp_path), "-r", "off", "-n", "localhost", "-p", str(port)]
    device = [path_of("ippeveprinter"), "-k", *place, *kind, "test"]
    log = tmp_path / "avahi.log"
    with (
        running(bus, socket.exists, tmp_path / "bus.log"),
        running(names, lambda: log.exists() and b"startup complete" in log.read_bytes(), log),
        running(device, lambda: listens(port), tmp_path / "printer.log"),
    ):
        yield tmp_path, port


def test_a_sheet_is_printed_when_the_printer_says_that_its_job_is_complete(printer):
    """Peer of somebody else: what it understands, an office printer does."""
    folder, port = printer
    inbox, found = new_inbox(), []
    settings = {"uri": f"ipp://localhost:{port}/ipp/print", "job_poll_seconds": 0.2}
    line = DeviceLine("office-1", lambda: IppPrinter(settings), lambda: HttpLine("localhost", port), inbox)
    line.start()

    line.hand(Order("office-1", "trial-1", TRIALS["print"]))
    limit = time.monotonic() + WAIT_SECONDS_MAX
    while not any(isinstance(event, DeviceSaid) and isinstance(event.report, Printed) for event in found):
        assert time.monotonic() < limit
        found.append(inbox.get(timeout=WAIT_SECONDS_MAX))
    line.stop()

    assert [event.code for event in found if isinstance(event, OrderEnded)] == [None]
    reports = [event.report for event in found if isinstance(event, DeviceSaid)]
    said = [report for report in reports if not isinstance(report, Condition)]
    assert said == [Printed("trial-1", PrintOutcome.PRINTED)]
    assert [path.read_bytes()[:5] for path in folder.glob("*.pdf")] == [b"%PDF-"]
