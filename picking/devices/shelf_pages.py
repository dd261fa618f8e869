"""Draws up a shelf label: a page's template, facts and a panel become marks in boxes; pure but for `load`."""

import base64
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from picking.devices.sheets import IMAGES, Template, Voice
from picking.devices.template_check import SYMBOLOGIES, TemplateError, text_faults
from picking.foundation.tables import Json

FOLDER = "shelf"
PANELS = "panels"
PAGES = ("normal", "promotion", "sold_out", "day_fresh", "staff", "unbound")
COLOURS = ("black", "white", "red", "yellow")
_KINDS = ("text", "fill", "strike", "image")
_SIZE = re.compile(r"([1-9]\d{1,3})x([1-9]\d{1,3})")
_STYLE = ("at", "colour", "align", "bold", "lines")


@dataclass(frozen=True)
class ShelfPages:
    """All pages of `config/labels/shelf` by name, and the panels they are drawn on."""

    pages: Mapping[str, Template]
    panels: Mapping[str, Mapping[str, Any]]

    @classmethod
    def load(cls, labels: Path) -> "ShelfPages":
        """Read the pages under a folder of templates; one that cannot be, or is missing, raises `TemplateError`."""
        folder = labels / FOLDER
        files = {path.stem: path for path in sorted(folder.glob("*.toml"))}
        panels = tomllib.loads(files.pop(PANELS).read_text(encoding="utf-8"))
        pages = {name: _page(name, path) for name, path in files.items()}
        for missing in set(PAGES) - set(pages):
            raise TemplateError(f"{FOLDER}/{missing}.toml is missing")
        return cls(pages, panels)

    def state(self, facts: Json, language: str, timezone: str) -> Json:
        """Give what a label is sent: its facts, the panel it is `drawn_for`, and the marks to draw.

        `picture` is the hash of panel and marks: what looks the same has the same. `light` is no part of it.
        """
        page = self.pages[facts["page"]]
        voice = Voice(language, ZoneInfo(timezone), page.get("words", {}))
        looks = {"panel": self._panel(facts.get("drawn_for", "")), "marks": list(_marks(page, facts, voice))}
        return {**facts, **looks, "picture": content_hash(looks)}

    def _panel(self, name: str) -> Json:
        """Give a panel by its name; one of a size nobody listed has no colours, one that says nothing is the first."""
        known = self.panels.get(name)
        size = _SIZE.fullmatch(name)
        if known is None and size is not None:
            return {"width": int(size[1]), "height": int(size[2]), "colours": ["black", "white"]}
        return dict(known or next(iter(self.panels.values())))

    def sample(self, name: str, language: str, panel: str | None = None) -> Json:
        """Draw a page up with the facts it brings along to be looked at."""
        facts = {"page": name, "drawn_for": panel or "", **self.pages[name].get("sample", {})}
        return self.state(facts, language, "UTC")


def content_hash(content: Json) -> str:
    """Give the same short text for the same content, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _marks(page: Template, facts: Json, voice: Voice) -> Iterator[Json]:
    for mark in page["marks"]:
        if "when" in mark and not facts.get(mark["when"]):
            continue
        style = {key: mark[key] for key in _STYLE if key in mark}
        if "code" in mark:
            yield {"mark": "code", "symbology": mark["code"], "text": voice.say(mark["text"], facts), **style}
        elif "text" in mark:
            yield {"mark": "text", "text": voice.say(mark["text"], facts), **style}
        elif "image" in mark:
            yield {"mark": "image", "png": mark["png"], **style}
        else:
            yield {"mark": "fill" if "fill" in mark else "strike", **style}


def _page(name: str, path: Path) -> Template:
    try:
        page = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise TemplateError(f"{FOLDER}/{name}: {wrong}") from wrong
    for fault in page_faults(page):
        raise TemplateError(f"{FOLDER}/{name}: {fault}")
    return {**page, "marks": [_with_picture(name, mark, path.parent.parent) for mark in page["marks"]]}


def _with_picture(name: str, mark: Template, labels: Path) -> Template:
    if "image" not in mark:
        return mark
    file = labels / IMAGES / f"{Path(mark['image']).name}.png"
    if not file.is_file():
        raise TemplateError(f"{FOLDER}/{name}: there is no picture {file.name} in {IMAGES}/")
    return {**mark, "png": base64.b64encode(file.read_bytes()).decode("ascii")}


def page_faults(page: Template) -> list[str]:
    """Find what is wrong with a page: boxes beyond the panel, colours nobody has, texts without a language."""
    if not page.get("marks"):
        return ["marks: a page has at least one"]
    return [f"marks[{n}]{fault}" for n, mark in enumerate(page["marks"]) for fault in _mark_faults(mark)]


def _mark_faults(mark: Template) -> Iterator[str]:
    if sum(kind in mark for kind in _KINDS) != 1:
        yield f": is one of {', '.join(_KINDS)}"
    if not _is_box(mark.get("at", ())):
        yield ".at: left, top, width and height in percent, within the panel"
    if mark.get("colour", COLOURS[0]) not in COLOURS:
        yield f".colour: one of {', '.join(COLOURS)}"
    if mark.get("align", "left") not in ("left", "center", "right"):
        yield ".align: left, center or right"
    if mark.get("code", SYMBOLOGIES[0]) not in SYMBOLOGIES:
        yield f".code: one of {', '.join(SYMBOLOGIES)}"
    if "text" in mark:
        yield from (f".text: {fault}" for fault in text_faults(mark["text"]))


def _is_box(at: Sequence[float]) -> bool:
    if len(at) != 4 or any(isinstance(each, bool) or not isinstance(each, int | float) for each in at):  # noqa: PLR2004 - a box's
        return False
    left, top, width, height = at
    return min(left, top) >= 0 and min(width, height) > 0 and max(left + width, top + height) <= 100  # noqa: PLR2004 - percent
