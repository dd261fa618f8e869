"""A gateway is told other devices while it runs: from afar by the service, and by its own file at SIGHUP."""

import signal

from gateway.contract import BIRTH, CONFIG_DESIRED, CONFIG_REPORTED, DEVICE_INFO
from gateway.contract.states import ConfigDesired


def born(service):
    """Give the devices of the last birth."""
    return {device.dev for birth in service.of(BIRTH)[-1:] for device in birth.devices}


def test_devices_wished_from_afar_work_and_those_removed_leave_no_ghost(mosquitto, make_gateway, make_service, store):
    """The box under the counter is not visited for a new scanner."""
    service, gateway = make_service(mosquitto), make_gateway(mosquitto)
    service.wait_for(lambda heard: "scan-02" in born(heard), "birth")
    doc = {"devices": {"scan-09": {"kind": "scanner.framed", "port": "simulated"}}}
    service.publish(CONFIG_DESIRED.topic(store=store, gateway="gw1"), ConfigDesired(1, doc), retain=True)

    service.wait_for(lambda heard: born(heard) == {"scan-09"}, "a birth with the new scanner alone")
    gateway.do("scan-09", "scan", text="4006381333931")

    [scan] = service.wait_for(lambda heard: heard.reports(), "its scan")
    assert scan.data.text == "4006381333931"
    assert service.of(CONFIG_REPORTED)[-1].ver == 1
    infos = [(place.device, message) for place, message in service.listen() if place.channel is DEVICE_INFO]
    assert {name for name, message in infos if message is None} >= {"scan-02", "print-01"}


def test_the_own_file_is_read_again_at_sighup_and_a_bad_one_changes_nothing(
    mosquitto, make_gateway, make_service, tmp_path
):
    """Whoever edits it by hand sees at once in the log whether it can be."""
    service, gateway = make_service(mosquitto), make_gateway(mosquitto)
    service.wait_for(lambda heard: "scan-02" in born(heard), "birth")
    file = tmp_path / "gateway.toml"
    good = file.read_text() + '[devices.scan-09]\nkind = "scanner.framed"\nport = "simulated"\n'

    file.write_text(good.replace("scanner.framed", "scanner.none"))
    gateway.process.send_signal(signal.SIGHUP)
    service.wait_for(lambda _: "the old ones stay" in gateway.log(), "the refusal in the log")
    file.write_text(good)
    gateway.process.send_signal(signal.SIGHUP)

    service.wait_for(lambda heard: "scan-09" in born(heard), "a birth with the new scanner")
    assert gateway.process.poll() is None
