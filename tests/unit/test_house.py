"""The house keeps its own rules: docs made from code, names that belong to us, every sentence in three languages."""

import ast
import configparser
import re
import string
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from picking.foundation.lifecycle_docs import document
from picking.foundation.messages import LANGUAGES, Messages
from picking.foundation.settings import FloorSettings
from picking.handheld import screens
from picking.migrations.lifecycles import all_lifecycles
from picking.planning import Because

ROOT = Path(__file__).parents[2]
PACKAGES = ("device_drivers", "gateway", "label_drawing", "picking", "web_handheld")


def test_no_other_distribution_ships_our_import_names():
    """Pip overwrites silently: two owners of one name would be one broken store."""
    owners = packages_distributions()

    for name in PACKAGES:
        assert set(owners.get(name, ["storefloor"])) == {"storefloor"}, name
    assert "config" not in owners


def test_each_dependency_has_its_reason():
    """What nobody can say a reason for should go."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    wanted = settings["options"]["install_requires"].split("\n")
    names = {re.match(r"[\w-]+", line).group() for line in wanted if line and not line.startswith("#")}
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("| package | what for |")[2]
    explained = set(
        re.findall(r"[\w-]+", " ".join(row.split("|")[1] for row in table.splitlines() if row.count("|") > 2))
    )

    assert names - explained == set()
    assert explained - names - {"---"} == set()


def test_the_page_of_lifecycles_is_made_from_the_tables():
    """Docs that can differ from the code will (mend with `make docs`)."""
    written = (ROOT / "docs/lifecycles.md").read_text(encoding="utf-8")

    assert written == document(all_lifecycles())


def test_each_reason_of_the_planner_has_its_sentence():
    """A decision that is explained by a code is not explained."""
    known = Messages.load(ROOT / "config/messages").codes()

    assert {f"plan_{because.name.lower()}" for because in Because} - known == set()


def _codes_of_refusals() -> set[str]:
    codes = set()
    for path in ROOT.glob("picking/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "Refusal" and node.args:
                first = node.args[0]
                codes |= {each.value for each in ast.walk(first) if isinstance(each, ast.Constant)}
    return codes


def test_every_refusal_has_its_sentence():
    """A bare code on a handheld helps nobody; one that is put together begins like those of the catalogue."""
    codes = Messages.load(ROOT / "config/messages").codes()

    missing = {code for code in _codes_of_refusals() - codes if not code.endswith("_")}
    beginnings = {code for code in _codes_of_refusals() if code.endswith("_")}

    assert missing == set()
    assert {start for start in beginnings if not any(code.startswith(start) for code in codes)} == set()


WORD_OF_A_PAGE = re.compile(r"""["'](app_\w+[a-z0-9])["']""")


def test_every_word_of_the_pages_stands_in_the_catalogue():
    """A bare code on a button helps nobody."""
    pages = (path for path in (ROOT / "web_handheld/app/src").rglob("*") if path.suffix in (".ts", ".vue"))
    said = {code for page in pages for code in WORD_OF_A_PAGE.findall(page.read_text(encoding="utf-8"))}

    assert said - Messages.load(ROOT / "config/messages").codes() == set()


@pytest.mark.parametrize("screen", screens.ALL, ids=lambda screen: screen.name)
def test_every_scan_and_button_of_a_screen_has_its_words(screen):
    """The service may offer a new button tomorrow; `app_scan_…` and `app_step_…` come with it."""
    scans = {screen.unknown if kind.name == "UNKNOWN" else f"scan_{kind}" for kind in screen.scans}
    wanted = {f"app_{scan}" for scan in scans} | {f"app_step_{step}" for step in screen.steps}

    assert wanted - Messages.load(ROOT / "config/messages").codes() == set()


def test_every_reason_that_is_a_button_has_its_word():
    """A code on a button is read by nobody."""
    entered = [ask for screen in screens.ALL for step in screen.steps.values() for ask in step.asks]
    wanted = {f"reason_{each}" for ask in entered for each in ask.reasons}

    assert wanted - Messages.load(ROOT / "config/messages").codes() == set()


@pytest.mark.parametrize("path", sorted((ROOT / "config/messages").glob("*.toml")), ids=lambda path: path.stem)
def test_every_sentence_stands_in_every_language_with_the_same_facts(path):
    """A missing language or a missing fact is found here, not by a picker."""
    for code, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
        assert set(texts) == set(LANGUAGES), code
        facts = {
            language: {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for language, text in texts.items()
        }
        assert facts["zh"] <= facts["en"], code
        assert facts["es"] <= facts["en"], code


def test_the_settings_file_tells_the_truth_about_defaults():
    """What an operator reads in storefloor.toml is what the floor does."""
    written = tomllib.loads((ROOT / "config/storefloor.toml").read_text(encoding="utf-8"))

    assert FloorSettings.read(written["floor"]) == FloorSettings()


def test_config_holds_values_never_code():
    """An importable `config` would collide with other distributions."""
    assert not list((ROOT / "config").rglob("*.py"))
