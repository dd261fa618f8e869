"""A configuration from afar: taken whole or not at all, on trial at first, undone when it loses the broker (SF-CFG)."""

import pytest

from gateway.contract import CONFIG_REPORTED, encode
from gateway.contract.states import ConfigDesired, ConfigStatus

TOPIC = "sf/v1/s01/gw1/cfg/desired"


def wish(desk, ver, doc):
    """Let the service wish a configuration and give what the gateway said about it last."""
    desk.heard()
    desk.arrives(TOPIC, encode(ConfigDesired(ver, doc)))
    return said(desk)


def said(desk):
    """Give the last word about the configuration."""
    return desk.heard(CONFIG_REPORTED)[-1]


@pytest.mark.parametrize(
    ("doc", "key"),
    [
        ({"metrics_seconds": 0}, "metrics_seconds"),
        ({"x": 1}, "x"),
        ({"store": "s02"}, "store"),
        ({"broker": {"password": "x"}}, "broker.password"),
        ({"devices": {"scan-02": {"kind": "scanner.none", "port": "simulated"}}}, "devices.scan-02.kind"),
        ({"devices": 5}, "devices"),
        ({"log_level": "loud", "metrics_seconds": 5}, "log_level"),
    ],
)
def test_a_configuration_that_cannot_be_is_refused_whole_and_names_its_key(desk, doc, key):
    """Half a configuration would be one that nobody wished; who the gateway is stays its own affair."""
    desk.up()

    reported = wish(desk, 1, doc)

    assert (reported.ver, reported.status) == (0, ConfigStatus.REJECTED)
    assert reported.errors[0].startswith(f"{key}:")


def test_a_configuration_that_needs_no_new_boot_is_in_force_at_once(desk):
    """How much is said may change while the devices work on."""
    desk.up()

    reported = wish(desk, 1, {"metrics_seconds": 5})

    assert (reported.ver, reported.status) == (1, ConfigStatus.APPLIED)
    assert not desk.bridge.wants_restart


def test_other_devices_take_a_new_boot_that_has_them(desk):
    """Ports are opened and closed between two boots, never under a running device."""
    desk.up()

    reported = wish(desk, 1, {"devices": {"scan-09": {"kind": "scanner.framed", "port": "simulated"}}})
    wanted = desk.bridge.wants_restart
    after = desk.again()

    assert (reported.ver, wanted, after.bridge.wants_restart) == (1, True, False)
    assert [device.name for device in after.configuring.settings.devices] == ["scan-09"]


def test_an_older_wish_is_refused_with_the_version_in_force(desk):
    """A retained message of an old broker must not turn back the time."""
    desk.up()
    wish(desk, 3, {"metrics_seconds": 5})

    reported = wish(desk, 2, {"metrics_seconds": 9})

    assert (reported.ver, reported.status) == (3, ConfigStatus.REJECTED)


def test_sf_cfg_01_a_configuration_that_loses_the_broker_is_undone(desk):
    """Nobody could reach the gateway any more to undo it."""
    desk.up()
    wish(desk, 1, {"metrics_seconds": 5})
    desk.wait(31)
    wish(desk, 2, {"broker": {"host": "192.0.2.1"}})
    moved = desk.again()
    moved.wait(31)

    back = moved.again()
    back.up()
    reported = said(back)

    assert moved.bridge.wants_restart
    assert (back.configuring.settings.broker.host, back.configuring.settings.metrics_seconds) == ("127.0.0.1", 5)
    assert (reported.ver, reported.status) == (1, ConfigStatus.REVERTED)
    assert reported.errors == ("ver 2: lost the broker for 30 s",)


def test_sf_cfg_01_what_was_undone_is_not_tried_again(desk):
    """The broker still keeps the wish; trying it at every return would be a gateway that comes and goes for ever."""
    desk.up()
    wish(desk, 2, {"broker": {"port": 9}})
    moved = desk.again()
    moved.wait(31)
    back = moved.again()
    back.up()

    again = wish(back, 2, {"broker": {"port": 9}})
    newer = wish(back, 3, {"metrics_seconds": 7})

    assert (again.ver, again.status) == (0, ConfigStatus.REVERTED)
    assert (newer.ver, newer.status, newer.errors) == (3, ConfigStatus.APPLIED, ())


def test_sf_cfg_01_a_configuration_the_broker_was_there_with_stays_over_a_later_outage(desk):
    """A broker that is away for an hour next week is no fault of the configuration."""
    desk.up()
    wish(desk, 1, {"metrics_seconds": 5})
    desk.wait(31)
    desk.down()
    desk.wait(3600)

    after = desk.again()

    assert after.configuring.ver == 1
    assert after.configuring.settings.metrics_seconds == 5


def test_a_trial_begins_anew_with_the_boot(desk):
    """A gateway that was off for a night has not lost the broker for a night."""
    desk.up()
    wish(desk, 1, {"metrics_seconds": 5})
    after = desk.again()
    after.wait(20)

    assert after.configuring.ver == 1


def test_a_kept_configuration_that_cannot_be_read_any_more_is_undone(desk):
    """Another version of the program may know other words; it must come up all the same and say so."""
    desk.up()
    wish(desk, 1, {"metrics_seconds": 5})
    desk.wait(31)
    with desk.disk.writing():
        desk.disk.run("UPDATE configurations SET doc = ?", '{"metrics_seconds": 5, "colour": "red"}')

    after = desk.again()
    after.up()

    assert said(after).status is ConfigStatus.REVERTED
    assert after.configuring.settings.metrics_seconds == 30
