"""A page as a picture of README and docs: few colours, so that hundreds of them stay small."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

PICTURES = Path(__file__).parents[2] / "docs/pictures"
COLOURS = 64  # the pages have few


def photograph(page: Page, name: str, language: str, *, still_ms: int = 0, folder: Path = PICTURES) -> None:
    """Photograph the page as it stands after so long; a picture's name ends in its language."""
    page.wait_for_timeout(still_ms)
    path = folder / f"{name}-{language}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
