"""Nothing that was accepted is lost: kills, outages, absent services, with a real Mosquitto."""

import random

import pytest
from real_parts import free_port, running_mosquitto, wait_for

from gateway.contract import GATEWAY_STATE, METRICS

pytestmark = pytest.mark.needs("mosquitto")


def codes(reports):
    """Give the codes of scans."""
    return [each.data.text for each in reports]


@pytest.mark.parametrize("seed", range(3))
def test_a_gateway_killed_and_started_again_loses_no_accepted_scan(mosquitto, make_gateway, make_service, seed):
    """SF-EVT-01: what the service has not committed stands on the gateway's disk, whatever happens."""
    service, gateway = make_service(mosquitto), make_gateway(mosquitto)
    made = [f"{seed}{number:05d}" for number in range(60)]
    kill_after = random.Random(seed).randrange(10, 60)  # noqa: S311 - chooses a moment, guards nothing
    for code in made[:kill_after]:
        gateway.do("scan-02", "scan", text=code)
    service.wait_for(lambda heard: heard.reports(), "the first scan")

    gateway.kill()
    before = codes(service.reports())
    gateway.start()
    gateway.do("scan-02", "scan", text="last")
    service.wait_for(lambda heard: "last" in codes(heard.reports()), "the last scan")

    after = codes(service.reports())
    assert after[:-1] == made[: len(after) - 1]
    assert after[: len(before)] == before


def test_scans_of_an_outage_arrive_in_order_and_marked(tmp_path, make_gateway, make_service):
    """Behaviour 12: in the order they were made, also after an outage."""
    port = free_port()
    folder = tmp_path / "broker"
    folder.mkdir()
    with running_mosquitto(folder, port):
        gateway = make_gateway(port)
        make_service(port).wait_for(lambda heard: heard.of(GATEWAY_STATE), "the gateway")
    wait_for(lambda: "the broker is gone" in gateway.log())
    made = [f"{number:05d}" for number in range(20)]
    for code in made:
        gateway.do("scan-02", "scan", text=code)

    with running_mosquitto(folder, port):
        service = make_service(port)
        service.wait_for(lambda heard: len(heard.reports()) >= len(made), "all scans")
        found = service.reports()
        gateway.stop()

    assert codes(found) == made
    assert {each.hist for each in found} == {True}


def test_the_spool_empties_when_the_service_has_committed(mosquitto, make_gateway, make_service):
    """SF-EVT-04."""
    service, gateway = make_service(mosquitto), make_gateway(mosquitto)
    for number in range(10):
        gateway.do("scan-02", "scan", text=f"{number}")
    service.wait_for(lambda heard: len(heard.reports()) == 10, "ten scans")

    service.acknowledge(service.reports()[-1])

    service.wait_for(lambda heard: heard.of(METRICS) and heard.of(METRICS)[-1].spool_depth == 0, "an empty spool")


def test_a_service_that_comes_anew_gets_what_it_has_not_committed(mosquitto, make_gateway, make_service):
    """The broker had acknowledged it all; nobody had committed it."""
    first, gateway = make_service(mosquitto), make_gateway(mosquitto)
    first.come(boot=1)
    gateway.do("scan-02", "scan", text="123")
    first.wait_for(lambda heard: heard.reports(), "the scan")

    second = make_service(mosquitto)
    second.come(boot=2)

    assert codes(second.wait_for(lambda heard: heard.reports(), "the scan again")) == ["123"]


def test_sf_lif_02_a_clean_end_and_a_kill_are_told_apart(mosquitto, make_gateway, make_service):
    """`disconnected` is nobody's worry; `lost` is."""
    service, gateway = make_service(mosquitto), make_gateway(mosquitto)
    phases = lambda heard: [state.state.value for state in heard.of(GATEWAY_STATE)]  # noqa: E731 - said three times
    service.wait_for(lambda heard: phases(heard)[-1:] == ["ready"], "ready")

    gateway.stop()
    service.wait_for(lambda heard: phases(heard)[-1:] == ["disconnected"], "the farewell")
    gateway.start()
    service.wait_for(lambda heard: phases(heard)[-1:] == ["ready"], "ready again")
    gateway.kill()

    service.wait_for(lambda heard: phases(heard)[-1:] == ["lost"], "the last will")
    assert phases(service) == ["init", "ready", "disconnected", "init", "ready", "lost"]
