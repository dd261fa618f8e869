"""Every screen stands in the catalogue of sentences, and its tables name what exists."""

import re
from pathlib import Path

import pytest

from picking.foundation.messages import LANGUAGES, Messages
from picking.handheld.interpret import REFUSED_BECAUSE, Kind
from picking.handheld.screens import ALL

ROOT = Path(__file__).parents[4]
MESSAGES = Messages.load(ROOT / "config" / "messages")
SAID = re.compile(r'(?:Refusal|right|attention|finished|word|expect_again|finish)\(\s*(?:at,\s*)?"([a-z_]+)"')


@pytest.mark.parametrize("screen", ALL, ids=lambda screen: screen.name)
def test_every_screen_says_what_it_wants(screen):
    """A wrong scan ends with the way on, in each language."""
    texts = MESSAGES.translations(f"wants_{screen.name}")

    assert all(texts[language] for language in LANGUAGES)


def test_no_two_screens_share_a_name():
    """The app draws a screen by its name."""
    names = [screen.name for screen in ALL]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.UNKNOWN])
def test_every_kind_of_code_says_what_it_is(kind):
    """A known code of the wrong kind is never "not found"."""
    assert f"this_is_{kind}" in MESSAGES.codes()


def test_every_sentence_of_the_room_is_in_the_catalogue():
    """A bare code on a screen helps nobody."""
    source = "\n".join(path.read_text() for path in (ROOT / "picking" / "handheld").rglob("*.py"))
    said = set(SAID.findall(source)) | set(REFUSED_BECAUSE.values())

    assert said - MESSAGES.codes() == set()
    for code in said:
        assert set(MESSAGES.translations(code)) == set(LANGUAGES), code
