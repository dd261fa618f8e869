"""Which devices share a line: those behind one access point, and nobody else."""

from gateway.settings import read
from gateway.supervisor import groups

TAG = {"kind": "shelf-label.openepaperlink", "settings": {"mac": "0000021E5B3C4D01"}}
LAMP = {"kind": "light.openepaperlink", "settings": {"mac": "0000021E5B3C4D02"}}


def settings(devices):
    """Read a gateway's settings with these devices."""
    return read({"store": "s1", "gateway": "gw1", "folder": "/tmp/x", "devices": devices})  # noqa: S108 - is not opened


def test_labels_and_lights_behind_one_access_point_share_its_line():
    """Two talkers would make it busy for each other."""
    found = groups(
        settings(
            {
                "label-1": {**TAG, "port": "http://10.0.0.9:80"},
                "lamp-1": {**LAMP, "port": "http://10.0.0.9:80"},
                "label-2": {**TAG, "port": "http://10.0.0.10:80"},
                "label-3": {**TAG, "port": "simulated"},
                "label-4": {**TAG, "port": "simulated"},
                "scan-1": {"kind": "scanner.framed", "port": "tcp://10.0.0.9:80"},
            }
        ).devices
    )

    assert [[device.name for device in group] for group in found] == [
        ["label-1", "lamp-1"],
        ["label-2"],
        ["label-3"],
        ["label-4"],
        ["scan-1"],
    ]
