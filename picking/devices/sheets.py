"""Draws a sheet: a template, facts and a language become the document a printer is sent; pure but for `load`."""

import base64
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from picking.devices.template_check import TemplateError, TemplateFault, template_faults

Template = Mapping[str, Any]
Block = dict[str, Any]
Facts = Mapping[str, Any]
BANNERS = "banners"
IMAGES = "images"
NOT_DRAWN = (ValueError, LookupError, TypeError, AttributeError)  # what a template does to facts of another shape
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_STYLE = ("size", "bold", "align")


@dataclass(frozen=True)
class Sheets:
    """All templates of `config/labels` by name, and the banners that head copies and rerouted sheets.

    `folder` is where they stand, with their pictures.
    """

    templates: Mapping[str, Template]
    banners: Mapping[str, Mapping[str, str]]
    folder: Path = Path()

    @classmethod
    def load(cls, folder: Path) -> "Sheets":
        """Read a folder of templates; one that cannot be raises `TemplateError`."""
        files = {path.stem: read_template(path) for path in sorted(folder.glob("*.toml")) if path.stem != BANNERS}
        banners = folder / f"{BANNERS}.toml"
        return cls(files, tomllib.loads(banners.read_text(encoding="utf-8")) if banners.exists() else {}, folder)

    def sample(self, name: str, language: str, banner: Facts | None = None) -> dict[str, Any]:
        """Draw a template with the facts it brings along to be looked at."""
        facts = self.templates[name].get("sample", {})
        return self.document({"template": name, "facts": facts, "language": language, "banner": banner})

    def document(self, instruction: Facts) -> dict[str, Any]:
        """Draw what a print instruction says: its `template`, `facts`, `language`, `timezone` and `banner`."""
        voice = Voice(instruction["language"], ZoneInfo(instruction.get("timezone") or "UTC"))
        banner = instruction.get("banner") or {}
        heading = [voice.say(self.banners[word], banner) for word in banner]
        return render(self.templates[instruction["template"]], instruction["facts"], voice, heading)


def read_template(path: Path) -> dict[str, Any]:
    """Read one template and the pictures it names; what cannot be raises `TemplateError` with the place."""
    return parse_template(path.stem, path.read_text(encoding="utf-8"), path.parent)


def parse_template(name: str, source: str, folder: Path) -> dict[str, Any]:
    """Read a template from TOML; its pictures stand in `images/` of the folder. Raises as above."""
    try:
        template = tomllib.loads(source)
    except tomllib.TOMLDecodeError as wrong:
        raise TemplateError(name, TemplateFault("", "template_toml", {"why": str(wrong)})) from wrong
    faults = template_faults(template)
    if faults:
        raise TemplateError(name, *faults)
    return {**template, "lines": [_with_picture(name, line, folder) for line in template["lines"]]}


def _with_picture(name: str, line: Template, folder: Path) -> dict[str, Any]:
    if "lines" in line:
        return {**line, "lines": [_with_picture(name, inner, folder) for inner in line["lines"]]}
    if "image" not in line:
        return dict(line)
    file = folder / IMAGES / f"{Path(line['image']).name}.png"
    if not file.is_file():
        raise TemplateError(name, TemplateFault("image", "template_image", {"picture": file.name}))
    return {**line, "png": base64.b64encode(file.read_bytes()).decode("ascii")}


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
        return wording.format_map(_Facts(facts, self.spoken))

    def spoken(self, name: str, value: object) -> object:
        """Give a fact as it is said."""
        if isinstance(value, str):
            return self._spoken_text(name, value)
        if isinstance(value, Mapping) and "en" in value:
            return value.get(self.language) or value["en"]
        if isinstance(value, list):
            return ", ".join(str(self.spoken(name, each)) for each in value)
        return "" if value is None else value

    def _spoken_text(self, name: str, value: str) -> object:
        if value in self.words.get(name, {}):
            return self.spoken(name, self.words[name][value])
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
    elif "image" in line:
        yield {"block": "image", "png": line["png"], "align": line.get("align", "center")}
    elif "code" in line:
        align = {"align": line["align"]} if "align" in line else {}
        yield {"block": "code", "symbology": line["code"], "text": voice.say(line["text"], facts), **align}
    else:
        yield _text(voice.say(line["text"], facts), line)


def _text(text: str, style: Template) -> Block:
    return {"block": "text", "text": text, **{key: style[key] for key in _STYLE if key in style}}


class _Facts(dict[str, object]):
    """Says a fact when it is asked for; a missing one must not keep a label from being printed, and shows itself."""

    def __init__(self, facts: Facts, spoken: Callable[[str, object], object]) -> None:
        super().__init__()
        self._facts, self._spoken = facts, spoken

    def __missing__(self, key: str) -> object:
        return self._spoken(key, self._facts[key]) if key in self._facts else "…"
