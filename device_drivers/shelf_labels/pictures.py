"""What a shelf label shall show, as the picture its access point takes: baseline JPEG of exactly the panel's size."""

import io
from collections.abc import Mapping

from device_drivers.messages import CannotDoError
from label_drawing.shelf import draw_panel

DEFAULT_PANEL = (296, 128)


def jpeg(state: Mapping[str, object], panel: tuple[int, int] | None) -> bytes:
    """Draw a wished state; one that is drawn for another panel is refused, one that is only words is laid out here."""
    drawn = state if "marks" in state else _laid_out(state, panel or DEFAULT_PANEL)
    try:
        picture = draw_panel(drawn)
    except (KeyError, TypeError, ValueError) as no:
        raise CannotDoError("bad-picture", f"this state cannot be drawn: {no!r}") from no
    if panel is not None and picture.size != panel:
        raise CannotDoError("wrong-size", f"drawn for {picture.size}, the panel is {panel}")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, subsampling=0, progressive=False)
    return out.getvalue()


def _laid_out(state: Mapping[str, object], panel: tuple[int, int]) -> dict[str, object]:
    """Name on top, price below it, unit beside: for a state that brings no layout of its own."""
    price = "" if state.get("sold_out") else str(state.get("price") or "")
    marks = [
        {"mark": "text", "text": str(state.get("title") or ""), "at": (2, 2, 96, 36), "lines": 2, "bold": True},
        {"mark": "text", "text": price or "—", "at": (2, 42, 66, 54), "bold": True},
        {"mark": "text", "text": str(state.get("per") or ""), "at": (70, 62, 28, 32)},
    ]
    width, height = panel
    return {"panel": {"width": width, "height": height, "colours": ["black", "white"]}, "marks": marks}
