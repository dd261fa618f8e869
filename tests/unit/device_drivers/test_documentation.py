"""The page of devices says what the catalogue says."""

from pathlib import Path

from device_drivers.catalogue import KINDS
from device_drivers.documentation import table, written

PAGE = Path(__file__).parents[3] / "docs/devices.md"


def test_the_table_of_supported_devices_is_made_from_the_catalogue():
    """Docs that can differ from the code will (mend with `make docs`)."""
    page = PAGE.read_text(encoding="utf-8")

    assert page == written(page)


def test_every_kind_stands_in_the_table_with_its_manual_and_its_limits():
    """What nobody can look up, nobody can trust."""
    made = table()

    for kind in KINDS:
        assert f"| `{kind.name}` |" in made
        assert kind.driver.card.manual in made
        assert kind.driver.card.supports in made
