"""The sample in config/mosquitto is what the code writes."""

from pathlib import Path

import pytest

from gateway.mosquitto import GatewayUser, Listener, ServiceUser, acl, configuration

FOLDER = Path(__file__).parents[3] / "config" / "mosquitto"
ETC = Path("/etc/storefloor")
FILES = {
    "example.conf": configuration(
        Listener(8883, "10.0.0.2", ETC / "broker.pem", ETC / "broker.key", ETC / "ca.pem", client_certificates=True),
        Path("/var/lib/storefloor/broker"),
        password_file=ETC / "passwords",
        acl_file=ETC / "acl",
    ),
    "example.acl": acl(
        [ServiceUser("web", "s01", "web"), GatewayUser("gw1", "s01", "gw1", ("scan-02", "print-01"))],
    ),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_sample_equals_what_is_written(name):
    """A person reads the sample before trusting the command."""
    assert (FOLDER / name).read_text(encoding="utf-8") == FILES[name]
