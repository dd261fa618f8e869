"""The generated Mosquitto configuration: fast, kept on disk, and exact about who may say what."""

from pathlib import Path

import pytest

from gateway.embedded_broker import EmbeddedBrokerError, run_broker
from gateway.mosquitto import GatewayUser, Listener, ServiceUser, acl, configuration
from gateway.wiring import filters

GATEWAY = GatewayUser("gw1", "s01", "gw1", ("scan-02",))


def test_the_broker_sends_at_once_and_keeps_what_it_has():
    """Nagle against delayed ACK costs 44 to 88 ms; a kill must not empty the queues."""
    text = configuration(Listener(1883), Path("/var/lib/broker"))

    for line in ("set_tcp_nodelay true", "persistence true", "autosave_interval 1", "autosave_on_changes true"):
        assert line in text.splitlines()


def test_tls_and_client_certificates_are_written_where_given():
    """Stores have other people's machines on their network."""
    files = {name: Path(f"/etc/{name}.pem") for name in ("certificate", "key", "ca")}

    text = configuration(Listener(8883, "0.0.0.0", client_certificates=True, **files), Path("/x"))  # noqa: S104 - a store's network

    assert "tls_version tlsv1.2" in text
    assert "require_certificate true" in text


def test_a_gateway_may_write_only_its_own_leaves():
    """Never `write …/#`: a stolen gateway must not speak for another."""
    rows = acl([GATEWAY]).splitlines()

    writes = [row.removeprefix("topic write ") for row in rows if row.startswith("topic write")]

    assert writes
    assert not [topic for topic in writes if "#" in topic or "+" in topic]
    assert all(topic.startswith("sf/v1/s01/gw1/") for topic in writes)


def test_a_gateway_may_read_all_it_subscribes_to():
    """A subscription the ACL does not name is refused without a word."""
    reads = {row.removeprefix("topic read ") for row in acl([GATEWAY]).splitlines()}

    assert set(filters("s01", "gw1")) <= reads


def test_a_service_may_not_speak_for_a_gateway():
    """Down is down."""
    rows = acl([ServiceUser("web", "s01", "web")]).splitlines()

    assert "topic write sf/v1/s01/+/dev/+/cmd" in rows
    assert "topic read sf/v1/s01/+/dev/+/evt/+" in rows


def test_the_embedded_broker_listens_on_loopback_only():
    """It has no passwords."""
    with pytest.raises(EmbeddedBrokerError):
        run_broker("0.0.0.0", 1883, None)  # noqa: S104 - that is what is refused
