"""A gateway on a bench: its real disk and parts, with a clock that is moved and a list in place of the broker."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.bridge import Bridge
from gateway.configuring import Configuring
from gateway.contract import (
    DESIRED,
    DEVICE_COMMAND,
    EVACK,
    GATEWAY_COMMAND,
    HOST_STATE,
    Command,
    decode,
    encode,
    new_id,
)
from gateway.contract.states import Desired, EvAck, HostState
from gateway.disk import Disk
from gateway.inbox import Arrived, BrokerDown, BrokerUp, DeviceSaid, new_inbox
from gateway.instructing import Instructing
from gateway.presence import Presence
from gateway.publishing import Publishing
from gateway.settings import read
from gateway.spool import Bounds, Spool
from gateway.voice import Clock, Voice
from gateway.wishing import Wishing

IDS = {"store": "s01", "gateway": "gw1"}
BOUNDS = Bounds()
MORNING = datetime(2026, 11, 22, 5, tzinfo=UTC)
KINDS = {
    "scan-02": "scanner.framed",
    "scale-01": "scale.mettler-8217",
    "print-01": "printer.escpos",
    "label-07": "shelf-label.reference",
    "light-03": "light.reference",
}


class Desk:
    """One boot of a gateway; `again` is the next boot on the same disk, as after a kill."""

    def __init__(self, folder, bounds=BOUNDS, kinds=KINDS, now=MORNING) -> None:
        self.folder, self.bounds, self.kinds = folder, bounds, kinds
        self.now, self.mono = now, 1000.0
        self.published, self.orders = [], []
        settings = read({**IDS, "folder": str(folder), "devices": self._devices()})
        clock = Clock(lambda: self.now, lambda: self.mono)
        self.disk = Disk(folder, 17)
        self.spool = Spool(self.disk, bounds)
        self.voice = Voice("s01", "gw1", self.disk.boot, self.spool, clock)
        devices = {device.name: device for device in settings.devices}
        self.presence = Presence(self.voice, self.disk, devices)
        self.publishing = Publishing(self.voice, self.spool)
        self.publishing.publish = self._publish
        self.configuring = Configuring(self.voice, self.disk, settings)
        self.bridge = Bridge(
            new_inbox(),
            self.disk,
            self.voice,
            self.presence,
            Instructing(self.voice, self.disk, self._hand, frozenset(devices)),
            Wishing(self.voice, self.disk, self._hand, devices),
            self.configuring,
            self.publishing,
        )
        self.bridge.work([], resume=True)

    def _devices(self):
        return {name: {"kind": kind, "port": "simulated"} for name, kind in self.kinds.items()}

    def _publish(self, saying) -> bool:
        self.published.append(saying)
        return True

    def _hand(self, order) -> bool:
        self.orders.append(order)
        return True

    def again(self, **changes) -> "Desk":
        """Give the next boot."""
        self.disk.close()
        return Desk(self.folder, **{"bounds": self.bounds, "kinds": self.kinds, "now": self.now, **changes})

    def wait(self, seconds) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)
        self.mono += seconds
        self.bridge.work([])

    def up(self) -> None:
        """Let the broker take the gateway in."""
        self.bridge.work([BrokerUp()])

    def down(self) -> None:
        """Take the broker away."""
        self.bridge.work([BrokerDown("unplugged")])

    def says(self, device, report) -> None:
        """Let a device report."""
        self.bridge.work([DeviceSaid(device, report)])

    def arrives(self, topic, payload) -> None:
        """Let a message of the broker arrive."""
        self.bridge.work([Arrived(topic, payload)])

    def commands(self, device, data, corr="c-1", seconds=20, ahead=0) -> None:
        """Let the service, whose clock is so many seconds ahead, command a device, or the gateway itself."""
        channel, ids = (DEVICE_COMMAND, {**IDS, "device": device}) if device else (GATEWAY_COMMAND, IDS)
        head = {"id": new_id(), "src": "host/web", "boot": 5, "seq": 1, "mono": 1}
        head |= {"ts": self.now + timedelta(seconds=ahead)}
        deadline = self.now + timedelta(seconds=seconds)
        self.arrives(channel.topic(**ids), encode(Command(**head, corr=corr, deadline=deadline, data=data)))

    def acknowledges(self, upto_seq, boot=None) -> None:
        """Let the service say what it has committed."""
        self.arrives(EVACK.topic(**IDS), encode(EvAck(boot or self.voice.boot, upto_seq)))

    def host(self, *, online, boot=5) -> None:
        """Let a service come or go."""
        self.arrives(HOST_STATE.topic(store="s01", service="web"), encode(HostState(online, boot, self.now)))

    def wishes(self, device, ver, state) -> None:
        """Let the service wish a state."""
        self.arrives(DESIRED.topic(**IDS, device=device), encode(Desired(ver, state)))

    def heard(self, channel=None):
        """Give the published messages, decoded and forgotten; of one channel, if given."""
        found = [decode(each.topic, each.payload) for each in self.published]
        self.published.clear()
        return [message for place, message in found if channel is None or place.channel is channel]


@pytest.fixture
def desk(tmp_path):
    """A gateway at its first boot, the broker away."""
    found = Desk(tmp_path)
    yield found
    found.disk.close()


@pytest.fixture
def make_desk(tmp_path):
    """Make a gateway with other bounds or devices."""
    made = []

    def make(**changes):
        made.append(Desk(tmp_path, **changes))
        return made[-1]

    yield make
    for each in made:
        each.disk.close()
