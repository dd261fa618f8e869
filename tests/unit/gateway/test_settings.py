"""Settings: what cannot be is refused at the start, by key and reason."""

import pytest

from gateway.settings import SettingsError, load, read

GOOD = {"store": "s01", "gateway": "gw1", "folder": "var/gateway"}
SCANNER = {"kind": "scanner.framed", "port": "simulated"}


def test_few_words_are_enough():
    """A gateway on this machine needs its name and a folder."""
    found = read({**GOOD, "devices": {"scan-02": SCANNER}})

    assert (found.broker.host, found.broker.port, found.simulators_port) == ("127.0.0.1", 1883, None)
    assert found.devices[0].settings["tone_right"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"store": "S 1"}, "store"),
        ({"store": None}, "store"),
        ({"gateway": "host"}, "gateway"),
        ({"colour": "red"}, "colour"),
        ({"broker": {"port": "1883"}}, "broker.port"),
        ({"broker": {"tls": {}}}, "broker.tls.ca"),
        ({"broker": {"tls": {"ca": "/nowhere/ca.pem"}}}, "broker.tls.ca"),
        ({"spool": {"facts_max": 0}}, "spool.facts_max"),
        ({"simulators": {"port": -1}}, "simulators.port"),
        ({"devices": {"Scan": SCANNER}}, "devices.Scan"),
        ({"devices": {"scan-02": 3}}, "devices.scan-02"),
        ({"devices": {"scan-02": {**SCANNER, "kind": "scanner.magic"}}}, "devices.scan-02.kind"),
        ({"devices": {"scan-02": {**SCANNER, "port": "usb"}}}, "devices.scan-02.port"),
        ({"devices": {"scan-02": {**SCANNER, "port": "tcp://nowhere"}}}, "devices.scan-02.port"),
        ({"devices": {"scan-02": {**SCANNER, "settings": {"end": "x"}}}}, "devices.scan-02.settings.end"),
        (
            {"devices": {"scan-02": {**SCANNER, "port": "/dev/ttyS0", "line": {"baud": 1}}}},
            "devices.scan-02.line.baud",
        ),
    ],
)
def test_a_setting_that_cannot_be_names_its_key(change, key):
    """People read the key, not a traceback."""
    with pytest.raises(SettingsError) as refused:
        read({**GOOD, **change})

    assert refused.value.key == key
    assert refused.value.reason


def test_a_file_that_is_not_there_or_not_toml_is_named(tmp_path):
    """The first thing that goes wrong at a store."""
    bad = tmp_path / "bad.toml"
    bad.write_text("store = ")

    for path in (tmp_path / "none.toml", bad):
        with pytest.raises(SettingsError, match=path.name):
            load(path)


def test_a_password_is_not_shown():
    """Settings end up in logs."""
    assert "secret" not in repr(read({**GOOD, "broker": {"password": "secret"}}))
