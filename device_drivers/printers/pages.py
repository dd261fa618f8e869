"""A long drawing on pages of an office printer: cut where nothing is printed, and written as PDF or JPEG."""

import io

from PIL import Image

DOTS_PER_MM = 8
PAPERS = {"a4": (210, 297), "letter": (216, 279)}
MARGIN_MM = 12
WHITE = 255


def pages_of(drawing: Image.Image, height: int) -> list[Image.Image]:
    """Cut a drawing into pages, between lines where that is possible."""
    pages, at = [], 0
    while at < drawing.height:
        end = min(at + height, drawing.height)
        if end < drawing.height:
            end = _gap(drawing, at, end)
        page = Image.new("L", (drawing.width, height), WHITE)
        page.paste(drawing.crop((0, at, drawing.width, end)))
        pages.append(page)
        at = end
    return pages


def written(pages: list[Image.Image], form: str) -> bytes:
    """Write pages as PDF, or one page as JPEG."""
    out, resolution = io.BytesIO(), DOTS_PER_MM * 25.4
    if form == "jpeg":
        pages[0].save(out, "JPEG", quality=95, dpi=(resolution, resolution))
    else:
        first, *rest = [page.convert("1", dither=Image.Dither.NONE) for page in pages]
        first.save(out, "PDF", save_all=True, append_images=rest, resolution=resolution)
    return out.getvalue()


def _gap(drawing: Image.Image, begin: int, end: int) -> int:
    """Find the last white row of a page's lower half; cut through where there is none."""
    rows = drawing.crop((0, begin, drawing.width, end)).resize((1, end - begin), Image.Resampling.BOX).tobytes()
    white = rows.rfind(bytes([WHITE]) * 4, len(rows) // 2)
    return begin + white + 2 if white >= 0 else end
