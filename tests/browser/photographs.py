"""A page as a picture of README and docs, small enough for hundreds of them; run, it lists them all side by side."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

PICTURES = Path(__file__).parents[2] / "docs/pictures"
COLOURS = 64  # the pages have few
LANGUAGES = ("en", "zh", "es")
PARTS = {"handheld": "The handheld", "stock": "The handheld: stock", ".": "Desk, stalls, door, board"}
WIDTHS = {"handheld": 180, "stock": 180, ".": 280}  # pixels


def photograph(page: Page, name: str, language: str, *, still_ms: int = 0, folder: Path = PICTURES) -> None:
    """Photograph the page as it stands after so long; a picture's name ends in its language."""
    page.wait_for_timeout(still_ms)
    path = folder / f"{name}-{language}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def main() -> None:
    """Write the list of all pictures that exist in each language."""
    lines = ["# Every screen in three languages", "", "Made by `make pictures`.", ""]
    for part, title in PARTS.items():
        lines += [f"## {title}", "", f"| | {' | '.join(LANGUAGES)} |", "|---|---|---|---|", *_rows(part), ""]
    (PICTURES / "README.md").write_text("\n".join(lines), encoding="utf-8")


def _rows(part: str) -> Iterator[str]:
    folder = PICTURES / part
    for name in sorted(path.name.removesuffix("-en.png") for path in folder.glob("*-en.png")):
        at = "" if part == "." else f"{part}/"
        shown = [f'<img src="{at}{name}-{language}.png" width="{WIDTHS[part]}">' for language in LANGUAGES]
        yield f"| {name.replace('-', ' ')} | {' | '.join(shown)} |"


if __name__ == "__main__":
    main()
