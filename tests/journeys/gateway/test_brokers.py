"""The brokers a gateway meets: Mosquitto as we configure it, with users and ACLs, and the embedded one."""

import threading

import pytest
from real_parts import free_port, listens, path_of, running

from gateway.contract import EVACK, GATEWAY_STATE
from gateway.contract.states import EvAck
from gateway.embedded_broker import run_broker
from gateway.mosquitto import (
    GatewayUser,
    Listener,
    MosquittoError,
    ServiceUser,
    acl,
    configuration,
    password_hash,
    passwords,
    start,
)


@pytest.fixture
def guarded_port(tmp_path, store):
    """A Mosquitto with the users and rights we generate."""
    port, folder = free_port(), tmp_path / "broker"
    folder.mkdir()
    devices = ("scan-02", "scale-01", "print-01", "zebra-01", "label-07")
    users = [GatewayUser("gw1", store, "gw1", devices), ServiceUser("web", store, "web")]
    (folder / "acl").write_text(acl([*users, GatewayUser("thief", store, "gw2", ())]))
    words = {"gw1": "one", "web": "two", "thief": "three"}
    (folder / "passwords").write_text(passwords({name: password_hash(word) for name, word in words.items()}))
    text = configuration(Listener(port), folder, password_file=folder / "passwords", acl_file=folder / "acl")
    (folder / "mosquitto.conf").write_text(f"user root\n{text}")
    command = [path_of("mosquitto"), "-c", str(folder / "mosquitto.conf")]
    with running(command, lambda: listens(port), folder / "log"):
        yield port


@pytest.mark.needs("mosquitto")
def test_the_generated_rights_are_enough_and_not_more(guarded_port, make_gateway, make_service, store):
    """A stolen gateway must not empty another's spool."""
    service = make_service(guarded_port, user="web", password="two")
    gateway = make_gateway(guarded_port, 'user = "gw1"\npassword = "one"')
    service.wait_for(lambda heard: [m for m in heard.of(GATEWAY_STATE) if m.state.value == "ready"], "the gateway")
    gateway.do("scan-02", "scan", text="123")
    [scan] = service.wait_for(lambda heard: heard.reports(), "the scan")
    thief = make_service(guarded_port, user="thief", password="three")
    thief.publish(EVACK.topic(store=store, gateway="gw1"), EvAck(scan.boot, scan.seq))

    gateway.kill()
    gateway.start()
    gateway.do("scan-02", "scan", text="456")
    service.wait_for(lambda heard: len(heard.reports()) == 2, "the second scan")

    assert [m.data.text for _, m in service.listen() if getattr(m, "id", "") == scan.id] == ["123", "123"]
    assert thief.listen() == []


@pytest.mark.needs("mosquitto")
def test_mosquitto_is_started_as_a_child_and_a_taken_port_is_named(tmp_path):
    """`storefloor up` must say what is wrong, in Mosquitto's own words."""
    port = free_port()
    child = start(tmp_path / "one", Listener(port))

    try:
        with pytest.raises(MosquittoError, match="in use"):
            start(tmp_path / "two", Listener(port))
    finally:
        child.stop()

    assert not listens(port)


@pytest.fixture
def embedded_port():
    """An embedded broker, which ends after its clients."""
    port, stop, ready = free_port(), threading.Event(), threading.Event()
    broker = threading.Thread(target=run_broker, args=("127.0.0.1", port, stop, ready))
    broker.start()
    assert ready.wait(20)
    yield port
    stop.set()
    broker.join()


def test_the_embedded_broker_carries_a_scan(embedded_port, make_gateway, make_service):
    """One command on one machine, nothing installed."""
    service, gateway = make_service(embedded_port), make_gateway(embedded_port)

    gateway.do("scan-02", "scan", text="123")

    assert service.wait_for(lambda heard: heard.reports(), "the scan")[0].data.text == "123"
