from dataclasses import fields
from pathlib import Path

import pytest

from picking.foundation.settings import FloorSettings, SettingsError
from web_handheld.settings import read_settings


def test_the_defaults_in_the_file_are_the_floors_own():
    """A default that stands in two places must not say two things."""
    settings = read_settings()

    assert settings.floor == FloorSettings()
    assert {field.name for field in fields(FloorSettings)} == set(vars(settings.floor))


def test_a_flag_beats_the_environment_which_beats_the_file(tmp_path):
    """Whoever types a flag means it."""
    file = tmp_path / "own.toml"
    file.write_text('[service]\nhttp_port = 1\nname = "file"\nhttp_host = "file"\n')
    environment = {"STOREFLOOR_SERVICE_HTTP_PORT": "2", "STOREFLOOR_SERVICE_NAME": "environment"}

    settings = read_settings(file, environment, {"service.http_port": 3, "service.name": None})

    assert (settings.service.http_port, settings.service.name, settings.service.http_host) == (3, "environment", "file")


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("[service]\nhttp_prot = 1\n", "service.http_prot", "nobody knows this key"),
        ("[servise]\n", "servise", "nobody knows this section"),
        ("service = 1\n", "service", "must be a table"),
        ('[service]\nhttp_port = "80"\n', "service.http_port", "must be a whole number"),
        ("[service]\nhttp_port = 70000\n", "service.http_port", "must be a port"),
        ("[live]\nmissed_max = -1\n", "live.missed_max", "must not be negative"),
        ('[broker]\nmqtt = "4"\n', "broker.mqtt", "must be one of 3.1.1, 5"),
        ("[floor]\nhold_minutes_max = true\n", "floor.hold_minutes_max", "must be a whole number"),
        ("[service", "own.toml", "is no TOML"),
    ],
)
def test_a_wrong_setting_names_its_key_and_the_reason(tmp_path, text, key, reason):
    """Somebody has to find the line at three in the morning."""
    file = tmp_path / "own.toml"
    file.write_text(text)

    with pytest.raises(SettingsError) as refused:
        read_settings(file)

    assert refused.value.key.endswith(key)
    assert reason in refused.value.reason


def test_a_wrong_variable_names_its_key_too():
    """The environment is read by the same rules."""
    with pytest.raises(SettingsError, match=r"service\.secure_cookie: must be true or false, not 'yes'"):
        read_settings(environment={"STOREFLOOR_SERVICE_SECURE_COOKIE": "yes"})


def test_a_missing_file_is_told_by_name():
    """A path with a typo is no empty file."""
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(Path("/nowhere/own.toml"))
