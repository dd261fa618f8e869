"""Finds what is wrong with a template of a sheet: the place, and a reason that each language says its own way; pure."""

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from picking.foundation.messages import LANGUAGES

PAPERS = ("receipt", "label")
SYMBOLOGIES = ("code128", "ean13", "ean8", "qr")
ALIGNS = ("left", "center", "right")
KINDS = ("each", "rule", "feed", "image", "code", "text")
SIZE_MAX = 24
FEED_MAX = 20
COPIES_MAX = 9
# As the catalogue says it in English, for whoever has no catalogue: a command line, a start that fails.
SAID: Mapping[str, str] = {
    "template_toml": "is no TOML: {why}",
    "template_one_of": "one of {words}",
    "template_range": "from {least} to {most}",
    "template_no_text": "must be a text or texts by language",
    "template_no_language": "has no {language}",
    "template_braces": "names no fact between its braces; a brace that is meant is written twice",
    "template_no_lines": "a sheet has at least one",
    "template_no_table": "must be a table of keys",
    "template_kind": "is one of each, rule, feed, image, code or text",
    "template_image": "there is no picture {picture} in images/",
    "template_other_paper": "must be {paper}, for that is what this sheet is printed on",
    "template_not_drawn": "cannot be drawn with its sample: {why}",
}


@dataclass(frozen=True)
class TemplateFault:
    """What is wrong where: `lines[0].size`, and the reason as a sentence of the catalogue with its facts."""

    path: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        reason = SAID[self.code].format_map(self.facts)
        return f"{self.path}: {reason}" if self.path else reason


class TemplateError(ValueError):
    """A template that cannot be; names the file, and every fault with its place."""

    def __init__(self, name: str, *faults: TemplateFault) -> None:
        super().__init__(f"{name}: {'; '.join(map(str, faults))}" if faults else name)
        self.faults = faults


def template_faults(template: Mapping[str, Any]) -> list[TemplateFault]:
    """Find everything: texts without a language, lines of no kind, sizes that do not exist."""
    found = [*_one_of("paper", template.get("paper", PAPERS[0]), PAPERS)]
    found += _text("title", template.get("title"))
    found += _range("copies", template.get("copies", 1), 1, COPIES_MAX)
    for name in ("words", "sample"):
        if not isinstance(template.get(name, {}), Mapping):
            found.append(TemplateFault(name, "template_no_table"))
    lines = template.get("lines")
    if not isinstance(lines, Sequence) or isinstance(lines, str) or not lines:
        return [*found, TemplateFault("lines", "template_no_lines")]
    return [*found, *_lines(lines, "lines")]


def text_faults(text: object) -> list[str]:
    """Find what is wrong with a text: it is none, or a language is missing."""
    return [SAID[fault.code].format_map(fault.facts) for fault in _text("", text)]


def _lines(lines: Sequence[Any], path: str) -> Iterator[TemplateFault]:
    for i, line in enumerate(lines):
        here = f"{path}[{i}]"
        if isinstance(line, Mapping):
            yield from _line(line, here)
        else:
            yield TemplateFault(here, "template_no_table")


def _line(line: Mapping[str, Any], here: str) -> Iterator[TemplateFault]:
    kinds = [kind for kind in KINDS if kind in line]
    if not kinds or (kinds[0] != "code" and len(kinds) > 1):
        yield TemplateFault(here, "template_kind")
    if "text" in line or "code" in line:
        yield from _text(f"{here}.text", line.get("text"))
    yield from _one_of(f"{here}.code", line.get("code", SYMBOLOGIES[0]), SYMBOLOGIES)
    yield from _range(f"{here}.size", line.get("size", 1), 1, SIZE_MAX)
    yield from _range(f"{here}.feed", line.get("feed", 1), 1, FEED_MAX)
    yield from _one_of(f"{here}.align", line.get("align", ALIGNS[0]), ALIGNS)
    inner = line.get("lines", ())
    if isinstance(inner, Sequence) and not isinstance(inner, str):
        yield from _lines(inner, f"{here}.lines")
    if "each" in line and not inner:
        yield TemplateFault(f"{here}.lines", "template_no_lines")


def _text(path: str, text: object) -> Iterator[TemplateFault]:
    if isinstance(text, str):
        yield from _facts_named(path, text)
    elif not isinstance(text, Mapping):
        yield TemplateFault(path, "template_no_text")
    else:
        for language in LANGUAGES:
            if not isinstance(text.get(language), str):
                yield TemplateFault(path, "template_no_language", {"language": language})
            else:
                yield from _facts_named(f"{path}.{language}" if path else language, text[language])


def _facts_named(path: str, text: str) -> Iterator[TemplateFault]:
    """Find braces around what is no fact's name: nothing of a fact but its value is ever printed."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        names = [""]
    if not all(name.isidentifier() for name in names):
        yield TemplateFault(path, "template_braces")


def _one_of(path: str, value: object, words: Sequence[str]) -> Iterator[TemplateFault]:
    if value not in words:
        yield TemplateFault(path, "template_one_of", {"words": ", ".join(words)})


def _range(path: str, value: object, least: int, most: int) -> Iterator[TemplateFault]:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        yield TemplateFault(path, "template_range", {"least": least, "most": most})
