"""Everything that can be set as a table: key, unit, range, what holds and who said so; secrets stay secret."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from picking.foundation.own_settings import OwnSetting
from picking.foundation.settings import most_of, settable, unit_of
from picking.foundation.tables import Json
from web_handheld.settings import PORT_MAX, PREFIX, WORDS, Settings, read_settings

FLOOR = "floor"  # the section of what a store may set for itself
SECRETS = frozenset({"service.secret_key", "broker.password", "database.url", "live.message_queue", "limits.storage"})
OWN_PORTS = frozenset({"service.http_port", "broker.port"})
PORTS = OWN_PORTS | {"broker.gateways_port"}


def settings_table(settings: Settings, own: Iterable[OwnSetting]) -> list[Json]:
    """Give a row for each setting, in the order of the file; `own` is what the store has set for itself.

    `value` is what holds, `service` what holds where the store sets nothing. What is not `settable` by a store is the
    service's alone and holds from its next start.
    """
    defaults = asdict(read_settings())
    of_store = {f"{FLOOR}.{each.key}": each for each in own if each.key in settable()}
    return [
        {**_row(section, name, value, defaults[section][name]), **_own(section, name, of_store)}
        for section, values in asdict(settings).items()
        for name, value in values.items()
    ]


def _row(section: str, name: str, value: object, default: object) -> Json:
    key = f"{section}.{name}"
    secret = key in SECRETS
    whole = isinstance(value, int) and not isinstance(value, bool)
    return {
        "key": key,
        "section": section,
        "unit": unit_of(name) if whole else None,
        "least": (1 if key in OWN_PORTS else 0) if whole else None,
        "most": (PORT_MAX if key in PORTS else most_of(name)) if whole else None,
        "words": list(WORDS.get(key, ())),
        "default": None if secret else _shown(default),
        "service": None if secret else _shown(value),
        "value": None if secret else _shown(value),
        "secret": secret,
        "is_set": bool(value),
        "differs": value != default,
        "variable": f"{PREFIX}{section}_{name}".upper(),
    }


def _own(section: str, name: str, of_store: Mapping[str, OwnSetting]) -> Json:
    """Say whether a store may set this, and what it has set; its value goes over the service's."""
    known = of_store.get(f"{section}.{name}")
    if known is None:
        return {"settable": section == FLOOR and name in settable(), "own": False, "set_at": None, "set_by": None}
    return {
        "settable": True, "own": True, "value": known.value, "set_at": known.set_at.isoformat(), "set_by": known.set_by
    }  # fmt: skip


def _shown(value: object) -> object:
    return str(value) if isinstance(value, Path) else value
