"""Draws a sheet: a template, facts and a language become the document a printer is sent; pure but for `load`."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from picking.foundation.messages import LANGUAGES

Template = Mapping[str, Any]
Block = dict[str, Any]
Facts = Mapping[str, Any]
BANNERS = "banners"
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_STYLE = ("size", "bold", "align")


class TemplateError(ValueError):
    """A template that cannot be; names the file and the place."""


@dataclass(frozen=True)
class Sheets:
    """All templates of `config/labels` by name, and the banners that head copies and rerouted sheets."""

    templates: Mapping[str, Template]
    banners: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path) -> "Sheets":
        """Read a folder of templates; one that cannot be raises `TemplateError`."""
        files = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))}
        banners = files.pop(BANNERS, {})
        for name, template in files.items():
            for fault in template_faults(template):
                raise TemplateError(f"{name}: {fault}")
        return cls(files, banners)

    def document(self, instruction: Facts) -> dict[str, Any]:
        """Draw what a print instruction says: its `template`, `facts`, `language`, `timezone` and `banner`."""
        voice = Voice(instruction["language"], ZoneInfo(instruction.get("timezone") or "UTC"))
        banner = instruction.get("banner") or {}
        heading = [voice.say(self.banners[word], banner) for word in banner]
        return render(self.templates[instruction["template"]], instruction["facts"], voice, heading)


@dataclass(frozen=True)
class Voice:
    """How a sheet says its facts: in which language, and in whose time of day.

    A fact that is a mapping of languages is said in the sheet's; one whose name ends in `_at` or `_by` and that is an
    RFC 3339 time is said as the time of day there; a list is joined; a word of the template's `words` is replaced.
    """

    language: str
    zone: ZoneInfo
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def say(self, text: str | Mapping[str, str], facts: Facts) -> str:
        """Fill a text with facts; one that is missing shows that it is missing."""
        wording = text if isinstance(text, str) else text.get(self.language, text["en"])
        return wording.format_map(_Facts({name: self._spoken(name, value) for name, value in facts.items()}))

    def _spoken(self, name: str, value: object) -> object:
        if isinstance(value, str):
            return self._spoken_text(name, value)
        if isinstance(value, Mapping) and "en" in value:
            return value.get(self.language) or value["en"]
        if isinstance(value, list):
            return ", ".join(str(self._spoken(name, each)) for each in value)
        return "" if value is None else value

    def _spoken_text(self, name: str, value: str) -> object:
        if value in self.words.get(name, {}):
            return self._spoken(name, self.words[name][value])
        if name.endswith(("_at", "_by")) and _TIME.match(value):
            return f"{datetime.fromisoformat(value).astimezone(self.zone):%H:%M}"
        return value


def render(template: Template, facts: Facts, voice: Voice, heading: Sequence[str] = ()) -> dict[str, Any]:
    """Draw a sheet: `{"title", "blocks", "copies"}`, the data of the contract's print command.

    `heading` are lines above everything (COPY 2, FROM …).
    """
    voice = replace(voice, words=template.get("words", {}))
    blocks = [_text(line, {"size": 2, "bold": True, "align": "center"}) for line in heading]
    blocks += [block for line in template["lines"] for block in _blocks(line, facts, voice)]
    return {"title": voice.say(template["title"], facts), "blocks": blocks, "copies": template.get("copies", 1)}


def _blocks(line: Template, facts: Facts, voice: Voice) -> Iterator[Block]:
    if "when" in line and not facts.get(line["when"]):
        return
    if "each" in line:
        for part in facts.get(line["each"]) or ():
            for inner in line["lines"]:
                yield from _blocks(inner, {**facts, **part}, voice)
    elif "rule" in line:
        yield {"block": "rule"}
    elif "feed" in line:
        yield {"block": "feed", "lines": line["feed"]}
    elif "code" in line:
        align = {"align": line["align"]} if "align" in line else {}
        yield {"block": "code", "symbology": line["code"], "text": voice.say(line["text"], facts), **align}
    else:
        yield _text(voice.say(line["text"], facts), line)


def _text(text: str, style: Template) -> Block:
    return {"block": "text", "text": text, **{key: style[key] for key in _STYLE if key in style}}


class _Facts(dict[str, object]):
    """A missing fact must not keep a label from being printed; it shows that it is missing."""

    def __missing__(self, key: str) -> str:
        return "…"


def template_faults(template: Template) -> list[str]:
    """Find what is wrong with a template: texts without a language, lines of no kind, sizes that do not exist."""
    faults = [f"title: {fault}" for fault in _text_faults(template.get("title"))]
    if not template.get("lines"):
        faults.append("lines: a sheet has at least one")
    return faults + list(_line_faults(template.get("lines", ()), "lines"))


def _line_faults(lines: Sequence[Template], path: str) -> Iterator[str]:
    for i, line in enumerate(lines):
        here = f"{path}[{i}]"
        kinds = [kind for kind in ("each", "rule", "feed", "code", "text") if kind in line]
        if not kinds or (kinds[0] != "code" and len(kinds) > 1):
            yield f"{here}: is one of each, rule, feed, code or text"
        if "text" in line:
            yield from (f"{here}.text: {fault}" for fault in _text_faults(line["text"]))
        if not 1 <= line.get("size", 1) <= 8:  # noqa: PLR2004 - what printers can do
            yield f"{here}.size: from 1 to 8"
        if line.get("align", "left") not in ("left", "center", "right"):
            yield f"{here}.align: left, center or right"
        yield from _line_faults(line.get("lines", ()), f"{here}.lines")


def _text_faults(text: object) -> list[str]:
    if isinstance(text, str):
        return []
    if not isinstance(text, Mapping):
        return ["must be a text or texts by language"]
    return [f"has no {language}" for language in LANGUAGES if language not in text]
