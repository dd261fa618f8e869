"""Between the words of the drivers and the words of the contract, one to one."""

import base64
import re

from device_drivers import messages as d
from gateway.contract import commands as c, reports as r
from gateway.contract.codec import to_tree
from label_drawing.images import PictureError, dots, from_text

UNNAMED = "other"


def report_data(report: d.Report) -> r.ReportData | None:
    """Give the contract's word for a report; None for what does not go up as an event."""
    match report:
        case d.Scanned(text, aim, raw):
            return r.Scan(text, aim, base64.b64encode(raw).decode() if raw is not None else None)
        case d.Weighed(weight, unit, stable, net, status):
            mode = r.Mode.NET if net else r.Mode.GROSS
            return r.Weight(stable, mode, weight, unit, tuple(code_of(word) for word in status))
        case d.Printed(job, outcome, code):
            return r.Print(job, r.PrintOutcome(outcome.value), code_of(code) if code else None)
        case d.Pressed(button, press):
            return r.Button(button, r.Press(press))
        case d.Fault(code, detail, count):
            return r.Error(code_of(code), detail, {"count": count})
    return None


def code_of(text: str) -> str:
    """Make a stable code of whatever a device calls its trouble."""
    code = re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-_")[:64]
    return code or UNNAMED


def instruction(corr: str, data: c.CommandData) -> d.Instruction | None:
    """Give the drivers' word for a command; None for a command that is not a device's."""
    match data:
        case c.PrintPaper(_, blocks, copies):
            return d.PrintDocument(corr, tuple(_block(block) for block in blocks), copies)
        case c.Beep(tone, text):
            return d.Beep(tone.value, text)
        case c.Zero():
            return d.Zero()
        case c.OpenDrawer():
            return d.OpenDrawer()
        case c.Answer():
            return d.ShowAnswer(to_tree(data))
    return None


def _block(block: c.Block) -> d.Block:
    match block:
        case c.TextBlock(text, size, bold, align):
            return d.Text(text, size, bold, align.value)
        case c.CodeBlock(symbology, text, align):
            return d.Barcode(symbology.value, text, align.value)
        case c.RuleBlock():
            return d.Rule()
        case c.FeedBlock(lines):
            return d.Feed(lines)
        case c.ImageBlock(png, align):
            return _picture(png, align)


def _picture(png: str, align: c.Align) -> d.Picture:
    try:
        width, rows = dots(from_text(png))
    except PictureError as no:
        raise d.CannotDoError("bad-picture", str(no)) from no
    return d.Picture(width, rows, align.value)
