"""Draws the pictures of docs/printing.md and docs/prices.md from the templates' own samples: `make pictures`."""

import io
from pathlib import Path

from PIL import Image, ImageOps

from label_drawing.sheets import PAPERS, draw_sheet
from label_drawing.shelf import draw_panel
from picking.devices.sheets import Sheets
from picking.devices.shelf_pages import PAGES, ShelfPages

ROOT = Path(__file__).parents[2]
LABELS, PICTURES = ROOT / "config/labels", ROOT / "docs/pictures"
BACKGROUND, GAP = (222, 226, 231), 16
LANGUAGES = ("en", "zh", "es")


def beside(pictures: list[Image.Image]) -> Image.Image:
    """Lay pictures side by side, each with a thin edge."""
    framed = [ImageOps.expand(picture.convert("RGB"), 1, (150, 156, 164)) for picture in pictures]
    width = sum(each.width + GAP for each in framed) + GAP
    page = Image.new("RGB", (width, max(each.height for each in framed) + 2 * GAP), BACKGROUND)
    at = GAP
    for each in framed:
        page.paste(each, (at, GAP))
        at += each.width + GAP
    return page


def below(rows: list[Image.Image]) -> Image.Image:
    """Lay rows one below the other."""
    page = Image.new("RGB", (max(row.width for row in rows), sum(row.height for row in rows)), BACKGROUND)
    at = 0
    for row in rows:
        page.paste(row, (0, at))
        at += row.height
    return page


def keep(name: str, picture: Image.Image, share: float = 1.0) -> None:
    """Write a picture, smaller by a share, in few colours."""
    small = picture.resize((round(picture.width * share), round(picture.height * share)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.quantize(32, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    (PICTURES / f"{name}.png").write_bytes(out.getvalue())


def main() -> None:
    """Draw labels and receipts in three languages, and every page of shelf labels."""
    sheets, pages = Sheets.load(LABELS), ShelfPages.load(LABELS)
    for paper, dots in PAPERS.items():
        names = [name for name, template in sheets.templates.items() if template["paper"] == paper]
        rows = [
            beside([draw_sheet(sheets.sample(name, language)["blocks"], dots) for language in LANGUAGES])
            for name in names
        ]
        keep(f"printed-{paper}", below(rows), 0.4)
    of_panel = [
        beside([draw_panel(pages.sample(name, language, panel)) for name in PAGES])
        for language, panel in zip(("en", "zh"), ("296x128", "296x128"), strict=True)
    ]
    keep("shelf-labels", below(of_panel), 0.75)


if __name__ == "__main__":
    main()
