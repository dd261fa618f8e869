"""What a sheet looks like, as PNG: drawn from the very document that a printer is sent."""

from typing import Any

from label_drawing.codes import CodeError
from label_drawing.images import PictureError, png
from label_drawing.sheets import PAPERS, draw_sheet
from picking.devices.sheets import Sheets, Template
from picking.foundation.refusals import invalid


def picture_of_sample(sheets: Sheets, name: str, language: str, banner: dict[str, Any] | None = None) -> bytes:
    """Draw a template with its own sample."""
    return picture(sheets.sample(name, language, banner), sheets.templates[name])


def picture(document: dict[str, Any], template: Template) -> bytes:
    """Draw a document on its template's paper; refuses a barcode that cannot be."""
    try:
        return png(draw_sheet(document["blocks"], PAPERS[template.get("paper", "receipt")]))
    except (CodeError, PictureError) as no:
        raise invalid("facts", str(no)) from no
