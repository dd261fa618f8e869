"""Everything that can be set as a table: key, unit, range, default and present value; secrets stay secret."""

from dataclasses import asdict
from pathlib import Path

from picking.foundation.settings import most_of, unit_of
from picking.foundation.tables import Json
from web_handheld.settings import PORT_MAX, PREFIX, WORDS, Settings, read_settings

SECRETS = frozenset({"service.secret_key", "broker.password", "database.url", "live.message_queue", "limits.storage"})
OWN_PORTS = frozenset({"service.http_port", "broker.port"})
PORTS = OWN_PORTS | {"broker.gateways_port"}


def settings_table(settings: Settings) -> list[Json]:
    """Give a row for each setting, in the order of the file."""
    defaults = asdict(read_settings())
    return [
        _row(section, name, value, defaults[section][name])
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
        "value": None if secret else _shown(value),
        "secret": secret,
        "is_set": bool(value),
        "differs": value != default,
        "variable": f"{PREFIX}{section}_{name}".upper(),
    }


def _shown(value: object) -> object:
    return str(value) if isinstance(value, Path) else value
