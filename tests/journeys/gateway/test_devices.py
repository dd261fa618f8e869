"""From an instruction to paper, light and tone and back, with real broker, real protocols and simulated devices."""

from decimal import Decimal

import pytest

from gateway.contract import ACK, DESIRED, DEVICE_STATE, REPORTED
from gateway.contract.commands import Beep, CodeBlock, PrintPaper, Symbology, TextBlock, Tone
from gateway.contract.states import Desired

pytestmark = pytest.mark.needs("mosquitto")

PAPER = PrintPaper(title="bag", blocks=(TextBlock("A07 牛奶"), CodeBlock(Symbology.CODE128, "P:4521-1/2-1-7")))


@pytest.fixture
def floor(mosquitto, make_gateway, make_service):
    """A gateway whose devices are all ready, and a service that hears them."""
    service, gateway = make_service(mosquitto), make_gateway(mosquitto)
    service.wait_for(lambda heard: len(ready(heard)) == 5, "five ready devices")
    return service, gateway


def ready(service):
    """Give the devices that are ready now."""
    states = {p.device: m.state.value for p, m in service.listen() if p.channel is DEVICE_STATE}
    return [device for device, state in states.items() if state == "ready"]


def statuses(service, corr):
    """Give how far a command has come."""
    return [(each.status.value, each.code) for each in service.of(ACK) if each.corr == corr]


@pytest.mark.parametrize(("printer", "pages"), [("print-01", "papers"), ("zebra-01", "labels")])
def test_a_print_repeated_by_the_service_is_one_paper(floor, printer, pages):
    """SF-CMD-01."""
    service, gateway = floor
    for _ in range(3):
        service.command(printer, PAPER, corr="job-1")
    service.wait_for(lambda heard: ("done", None) in statuses(heard, "job-1"), "the paper")

    assert len(gateway.do(printer, "read")[pages]) == 1


def test_paper_out_is_told_in_words_and_cured(floor):
    """Behaviour 50."""
    service, gateway = floor
    gateway.do("print-01", "paper_out")
    service.wait_for(lambda heard: [m for m in heard.of(DEVICE_STATE) if m.cause == "paper-out"], "the alert")
    service.command("print-01", PAPER, corr="job-1")
    service.wait_for(lambda heard: ("failed", "paper-out") in statuses(heard, "job-1"), "the refusal")

    gateway.do("print-01", "paper_in")
    service.wait_for(lambda heard: "print-01" in ready(heard), "the cure")
    service.command("print-01", PAPER, corr="job-2")

    service.wait_for(lambda heard: ("done", None) in statuses(heard, "job-2"), "the paper")
    assert len(gateway.do("print-01", "read")["papers"]) == 1


def test_a_weight_comes_up_when_it_lies_still(floor):
    """Behaviour 52."""
    service, gateway = floor
    gateway.do("scale-01", "move")
    gateway.do("scale-01", "put", kg="1.25")

    weights = service.wait_for(
        lambda heard: [m.data for m in heard.reports("weight") if m.data.weight == Decimal("1.250")], "1.250 kg"
    )

    assert (weights[0].unit, weights[0].stable) == ("kg", True)


def test_a_tone_reaches_the_hand(floor):
    """The same beep for right and wrong is the trade's first complaint."""
    service, gateway = floor
    service.command("scan-02", Beep(Tone.WRONG), corr="b-1")
    service.wait_for(lambda heard: ("done", None) in statuses(heard, "b-1"), "the tone")

    assert gateway.do("scan-02", "heard") == {"tones": ["wrong"]}


def test_a_label_is_asked_until_it_shows(floor):
    """SF-STA-02, behaviour 51."""
    service, gateway = floor
    gateway.do("label-07", "battery_out")
    topic = DESIRED.topic(store=service.store, gateway="gw1", device="label-07")
    service.publish(topic, Desired(3, {"price": "1.29"}), retain=True)
    service.wait_for(lambda heard: [m for m in heard.of(REPORTED) if m.status.value == "failed"], "the failure")

    gateway.do("label-07", "battery_in")

    service.wait_for(lambda heard: [m for m in heard.of(REPORTED) if m.desired_ver == 3], "the label")
    assert gateway.do("label-07", "look") == {"ver": 3, "state": {"price": "1.29"}}


def test_a_pulled_plug_is_told_and_the_device_comes_back_by_itself(floor):
    """Behaviour 49."""
    service, gateway = floor
    gateway.do("scan-02", "unplug")
    service.wait_for(lambda heard: [m for m in heard.of(DEVICE_STATE) if m.cause == "unplugged"], "the reason")

    gateway.do("scan-02", "plug")
    service.wait_for(lambda heard: "scan-02" in ready(heard), "the scanner")
    gateway.do("scan-02", "scan", text="4006381333931")

    assert service.wait_for(lambda heard: heard.reports(), "the scan")[0].data.text == "4006381333931"
