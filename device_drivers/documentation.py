"""Writes the table of supported devices into its page: `python -m device_drivers.documentation docs/devices.md`."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from device_drivers.card import DeviceClass
from device_drivers.catalogue import KINDS, Kind

BEGIN, END = "<!-- made by `make docs` from the catalogue: begin -->", "<!-- end -->"


def table() -> str:
    """Give the table, one part a class of devices."""
    return "\n".join(line for device in DeviceClass for line in _part(device))


def written(page: str) -> str:
    """Give a page with the table as it is now between its marks."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


def _part(device: DeviceClass) -> Iterator[str]:
    yield from ("", f"### {device.value.capitalize()}s", "")
    yield "| kind | for | line | certainty | can | limits |"
    yield "|---|---|---|---|---|---|"
    kinds = [kind for kind in KINDS if kind.name.startswith(device.name.lower().replace("_", "-") + ".")]
    yield from map(_row, kinds)
    yield ""
    yield from map(_settings, kinds)


def _row(kind: Kind) -> str:
    card = kind.driver.card
    lines = ", ".join(line.value for line in card.lines)
    check = "; frames have a check" if card.checked else ""
    can = ", ".join(kind.capabilities)
    return f"| `{kind.name}` | {card.supports} | {lines} | {card.certainty.value}{check} | {can} | {card.limits} |"


def _settings(kind: Kind) -> str:
    words = re.sub(r"\s+", " ", kind.driver.__doc__ or "").strip()
    return f"- `{kind.name}`: {words} *Source: {kind.driver.card.manual}.*"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")
