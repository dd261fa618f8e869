"""How a gateway gets in with a one-time code, and how the desk tells it what to do."""

import pytest
from floor import STORE

from gateway.mosquitto import password_hash
from picking.devices import commands as devices
from picking.devices.queries import configurations_due
from web_handheld.floor.broker_rights import SERVICES, BrokerRights, RightsError

HASH = password_hash("secret", b"twelve bytes")


@pytest.fixture
def code(signed_in):
    """Give a code that a lead has just made for gateway `gw-2`."""
    return signed_in("lead").post("/api/v1/desk/gateways/gw-2/enrolment").json["code"]


def enrol(client, code, kept=HASH):
    return client.post("/api/v1/gateways/enrolment", json={"code": code, "password_hash": kept})


def test_a_code_lets_its_gateway_in_once(client, code):
    """Whoever finds the note with the code later finds it worth nothing."""
    first, again = enrol(client, f" {code[:5].lower()}-{code[5:]} "), enrol(client, code)

    assert first.status_code == 201
    assert (first.json["store"], first.json["gateway"], first.json["broker"]["user"]) == (
        STORE,
        "gw-2",
        f"{STORE}-gw-2",
    )
    assert (again.status_code, again.json["code"]) == (403, "enrolment_code_wrong")


def test_a_code_ends_after_half_an_hour(client, code, floor):
    """It was read aloud in a shop."""
    floor.clock.advance(minutes=31)

    assert enrol(client, code).json["code"] == "enrolment_code_wrong"


def test_guessing_codes_is_slowed_down(client):
    """Forty-nine bits are many only for who may not try a thousand a second."""
    answers = [enrol(client, f"{number:010d}").status_code for number in range(12)]

    assert answers[0] == 403
    assert answers[-1] == 429


@pytest.mark.parametrize("kept", ["secret", "$7$0$AAAA$BBBB", HASH[:-1], HASH + "x"])
def test_only_a_password_in_mosquittos_form_is_taken(client, code, kept):
    """A line that is not one would lock everybody out of the broker."""
    assert enrol(client, code, kept).status_code == 422


@pytest.mark.parametrize("gateway", ["host", "GW", "a" * 65])
def test_a_gateway_is_named_so_that_topics_can_name_it(signed_in, gateway):
    """`host` is a level of the topics already."""
    assert signed_in("lead").post(f"/api/v1/desk/gateways/{gateway}/enrolment").status_code == 422


def test_who_keeps_no_devices_makes_no_codes(signed_in):
    """A picker's badge opens no way to the broker."""
    assert signed_in("picker").post("/api/v1/desk/gateways/gw-2/enrolment").status_code == 403


def test_rights_follow_the_books(client, code, floor, service, tmp_path):
    """Enrolled is in, revoked is out, and what the services have stays as it is."""
    (tmp_path / f"{SERVICES}.passwords").write_text("web:kept\n")
    (tmp_path / f"{SERVICES}.acl").write_text("user web\n")
    rights = BrokerRights(tmp_path, service.transactions)
    floor.run(devices.enrol, "gw-2/scan-01", "scanner", "Scanner")
    enrol(client, code)

    written, again = rights.renew(), rights.renew()
    inside = (tmp_path / "passwords").read_text(), (tmp_path / "acl").read_text()
    floor.run(devices.revoke_gateway, "gw-2")
    rights.renew()

    assert (written, again) == (True, False)
    assert inside[0] == f"web:kept\n{STORE}-gw-2:{HASH}\n"
    assert f"topic write sf/v1/{STORE}/gw-2/dev/scan-01/evt/scan" in inside[1]
    assert (tmp_path / "passwords").read_text() == "web:kept\n"


@pytest.mark.parametrize("end", [devices.report_lost, devices.retire])
def test_a_device_out_of_service_has_no_topics_any_more(client, code, floor, service, tmp_path, end):
    """Whoever has the stolen scanner and its box may not scan in anybody's name; its neighbour works on."""
    for part in ("passwords", "acl"):
        (tmp_path / f"{SERVICES}.{part}").write_text("")
    rights = BrokerRights(tmp_path, service.transactions)
    for name in ("scan-01", "scan-02"):
        floor.run(devices.enrol, f"gw-2/{name}", "scanner", name)
    enrol(client, code)
    rights.renew()

    floor.run(end, "gw-2/scan-01")
    changed = rights.renew()

    acl = (tmp_path / "acl").read_text()
    assert changed
    assert "/dev/scan-01/" not in acl
    assert f"topic write sf/v1/{STORE}/gw-2/dev/scan-02/evt/scan" in acl


def test_a_folder_that_cannot_be_used_is_named(service, tmp_path):
    """Whoever set it must see which file."""
    with pytest.raises(RightsError, match=r"services\.passwords"):
        BrokerRights(tmp_path / "none", service.transactions).renew()


def test_a_configuration_is_sent_until_it_is_answered(signed_in, floor, service):
    """That an older one is in force answers nothing: the gateway has not heard the wish yet."""
    desk = signed_in("lead")
    told = desk.post("/api/v1/desk/gateways/gw1/configuration", json={"configuration": {"metrics_seconds": 5}}).json

    floor.run(devices.configuration_reported, "gw1", 0, "applied", [])
    with service.transactions.reading() as books:
        before = configurations_due(books, STORE, floor.clock.now())
    floor.run(devices.configuration_reported, "gw1", told["version"], "applied", [])
    with service.transactions.reading() as books:
        after = configurations_due(books, STORE, floor.clock.now())

    assert [row.wished for row in before] == [{"metrics_seconds": 5}]
    assert after == []


def test_a_newer_configuration_has_a_greater_version_also_after_the_books_were_lost(signed_in, floor):
    """A gateway ignores what is older than what it has."""
    desk, url = signed_in("lead"), "/api/v1/desk/gateways/gw1/configuration"

    first, second = (desk.post(url, json={"configuration": {}}).json["version"] for _ in range(2))

    assert second > first >= int(floor.clock.now().timestamp())


def test_a_refusal_is_an_answer(signed_in, floor, service):
    """Sending the same wrong configuration for ever would help nobody."""
    desk = signed_in("lead")
    desk.post("/api/v1/desk/gateways/gw1/configuration", json={"configuration": {"metrics_seconds": 0}})

    floor.run(devices.configuration_reported, "gw1", 0, "rejected", ["metrics_seconds: 0 is too few"])

    with service.transactions.reading() as books:
        assert configurations_due(books, STORE, floor.clock.now()) == []
