"""What the receipt printer was told is seen as it lies in the tray."""

import base64
import io
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from device_drivers.messages import Barcode, PrintDocument
from device_drivers.printers.escpos import EscposPrinter
from device_drivers.simulated.receipt_drawing import blocks
from device_drivers.simulated.receipt_printer import SimulatedReceiptPrinter
from gateway.contract.codec import from_tree
from gateway.contract.commands import PrintPaper
from gateway.translation import instruction
from label_drawing.images import png, to_text
from picking.devices.sheets import Sheets

SHEETS = Sheets.load(Path(__file__).parents[3] / "config/labels")
RECEIPTS = [name for name, template in SHEETS.templates.items() if template["paper"] == "receipt"]
LOGO = {"block": "image", "png": to_text(png(Image.new("L", (50, 20), 0)))}


def sample(name, language, *more):
    tree = SHEETS.sample(name, language)
    document = instruction("job", from_tree(PrintPaper, {**tree, "blocks": [*tree["blocks"], *more]}))
    assert isinstance(document, PrintDocument)
    return document


def printed(document):
    printer = SimulatedReceiptPrinter()
    printer.connect()
    printer.hear(EscposPrinter({}).command(document, 0))
    return printer


@pytest.mark.parametrize("language", ["en", "zh", "es"])
@pytest.mark.parametrize("name", RECEIPTS)
def test_every_receipt_comes_out_with_codes_that_are_read(name, language):
    """A walk on paper is scanned back code by code."""
    document = sample(name, language)

    seen = printed(document).do("look", {})["picture"]

    picture = Image.open(io.BytesIO(base64.b64decode(str(seen))))
    expected = sorted(block.text for block in document.blocks if isinstance(block, Barcode))
    assert sorted(found.text for found in zxingcpp.read_barcodes(picture)) == expected


def test_a_picture_is_printed_dot_by_dot():
    """A logo is ink where it is black, and moves nothing else."""
    document = sample("kitchen_ticket", "en", LOGO)

    found = list(blocks(EscposPrinter({}).command(document, 0)))

    image = next(block for block in found if block["block"] == "image")
    drawn = Image.open(io.BytesIO(base64.b64decode(image["png"])))
    assert drawn.size == (56, 20)
    assert drawn.convert("L").getbbox() == (50, 0, 56, 20)


def test_a_printer_that_printed_nothing_shows_nothing():
    """An empty tray is no white paper."""
    assert SimulatedReceiptPrinter().do("look", {}) == {"picture": None}
