"""The one catalogue of sentences: a code, its facts, a language; nothing else in the product speaks to people."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = ("en", "zh", "es")
NAMED = ("thing", "colour")  # facts whose values are words themselves; each word is a sentence `thing_…`, `colour_…`


class Messages:
    """Sentences by code and language, read from `config/messages/*.toml` (a file a room, a table a code)."""

    def __init__(self, sentences: Mapping[str, Mapping[str, str]]) -> None:
        self._sentences = sentences

    @classmethod
    def load(cls, folder: Path) -> "Messages":
        """Read all files of a folder; a code that stands twice is a bug and raises `ValueError`."""
        sentences: dict[str, Mapping[str, str]] = {}
        for path in sorted(folder.glob("*.toml")):
            for code, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
                if code in sentences:
                    raise ValueError(f"message {code} stands twice, last in {path.name}")
                sentences[code] = texts
        return cls(sentences)

    def text(self, code: str, language: str, facts: Mapping[str, object]) -> str:
        """Say a code in a language; English where the language is not ours, the bare code where nobody wrote it."""
        texts = self._sentences.get(code, {})
        template = texts.get(language) or texts.get("en")
        return template.format_map(_Forgiving(self._named(facts, language))) if template else code

    def _named(self, facts: Mapping[str, object], language: str) -> Mapping[str, object]:
        """Call things and colours by their words in the language, whatever the code calls them (OutboundSlot, red)."""
        named = dict(facts)
        for fact in NAMED:
            name = facts.get(fact)
            if isinstance(name, str):
                words = self._sentences.get(f"{fact}_{_snake(name)}", {})
                named[fact] = words.get(language) or words.get("en") or name
        return named

    def codes(self) -> frozenset[str]:
        """Give all codes there are."""
        return frozenset(self._sentences)

    def translations(self, code: str) -> Mapping[str, str]:
        """Give a code's sentences by language."""
        return self._sentences[code]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[ -]", "_", name).lower()


class _Forgiving(dict[str, object]):
    """A missing fact must not take the sentence away from a person who waits for it."""

    def __missing__(self, key: str) -> str:
        return "…"
