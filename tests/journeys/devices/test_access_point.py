"""Hundreds of shelf labels behind one access point, over real connections, with the gateway's own line."""

import time
from contextlib import suppress
from queue import Empty

from plugs import on_tcp_port

from device_drivers.messages import ShowLabel, Shown
from device_drivers.shelf_labels.openepaperlink import OpenEPaperLink
from device_drivers.simulated.access_point import SimulatedAccessPoint
from device_drivers.transports.ports import transport_for
from gateway.device_line import DeviceLine
from gateway.inbox import DeviceSaid, Order, new_inbox

TAGS, BUSY_AFTER, BUSY_TIMES = 600, 100, 3
WAIT_SECONDS_MAX = 400


def test_every_label_of_a_store_shows_its_new_price_and_each_picture_goes_out_once():
    """A promotion begins: eight bits of position, busy answers and waiting pictures must not lose a price."""
    access_point, inbox, shown = SimulatedAccessPoint(), new_inbox(), []
    access_point.do("add_tags", {"number": str(TAGS)})
    names = {f"label-{n:04d}": {"mac": f"0000021E{n:08X}"} for n in range(TAGS)}
    waiting = [Order(name, "", ShowLabel(7, {"title": name, "price": "1.29"})) for name in names]
    with on_tcp_port(access_point, "http") as port:
        line = DeviceLine(
            "label-0000",
            lambda: OpenEPaperLink(names),
            lambda: transport_for(port, {}, SimulatedAccessPoint),
            inbox,
            list(names),
        )
        line.start()
        limit = time.monotonic() + WAIT_SECONDS_MAX
        while len(shown) < TAGS and time.monotonic() < limit:
            while waiting and line.hand(waiting[-1]):
                waiting.pop()
            with suppress(Empty):
                event = inbox.get(timeout=0.1)
                if isinstance(event, DeviceSaid) and isinstance(event.report, Shown):
                    shown.append((event.device, event.report.ver))
                    if len(shown) == BUSY_AFTER:
                        access_point.do("busy", {"times": str(BUSY_TIMES)})
        line.stop()

    assert sorted(shown) == [(name, 7) for name in names]
    assert access_point.do("asked", {})["asked"]["/imgupload"] <= TAGS + BUSY_TIMES
