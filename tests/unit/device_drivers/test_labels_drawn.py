"""What the label printer is told is drawn by somebody else's ZPL interpreter, and read by somebody else's reader."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from device_drivers.messages import Barcode, PrintDocument, Rule, Text
from device_drivers.printers.zpl import ZplPrinter
from gateway.contract.codec import from_tree
from gateway.contract.commands import PrintPaper
from gateway.translation import instruction
from picking.devices.sheets import Sheets

pytestmark = pytest.mark.needs("zpl-renderer")
ROOT = Path(__file__).parents[3]
SHEETS = Sheets.load(ROOT / "config/labels")
LABELS = [name for name, template in SHEETS.templates.items() if template["paper"] == "label"]


def drawn(document: PrintDocument) -> Image.Image:
    """Give the picture of what the driver sends."""
    node = shutil.which("node") or "node"
    zpl = ZplPrinter({}).command(document, 0)
    png = subprocess.run([node, ROOT / "tests/node/draw_zpl.cjs"], input=zpl, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(png)).convert("L")


def codes(picture: Image.Image) -> list[str]:
    """Read all barcodes."""
    return sorted(found.text for found in zxingcpp.read_barcodes(picture))


def sample(name: str, language: str) -> PrintDocument:
    """Give a template's sample as the driver is handed it."""
    document = instruction("job", from_tree(PrintPaper, SHEETS.sample(name, language)))
    assert isinstance(document, PrintDocument)
    return document


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", LABELS)
def test_every_label_comes_out_with_codes_that_are_read(name, language):
    """The code on a bag is the bag."""
    document = sample(name, language)

    assert codes(drawn(document)) == sorted(block.text for block in document.blocks if isinstance(block, Barcode))


@pytest.mark.parametrize("name", ["^XZ^FDx~JA~HS_5E^FO9,9>:", "\\&^XZ\\\\"])
def test_no_name_changes_the_label_it_stands_on(name):
    """A product called ^XZ or ~JA is printed as it is called."""
    code = Barcode("code128", "B:01-C-03-02")
    plain = drawn(PrintDocument("job", (Text("x"), Rule(), code)))
    wild = drawn(PrintDocument("job", (Text(name), Rule(), code)))

    assert codes(wild) == codes(plain) == ["B:01-C-03-02"]
    below = (0, 60, plain.width, plain.height)
    assert wild.crop(below).getbbox() is not None
    assert wild.crop((0, 0, wild.width, 46)).getcolors() != plain.crop((0, 0, plain.width, 46)).getcolors()


def test_a_name_longer_than_the_label_goes_on_in_the_next_line():
    """Printed over itself it could not be read."""
    one = drawn(PrintDocument("job", (Text("Milk", size=2), Barcode("code128", "K:000001"))))
    three = drawn(PrintDocument("job", (Text("Milk of contented cows " * 5, size=2), Barcode("code128", "K:000001"))))

    tops = [zxingcpp.read_barcodes(each)[0].position.top_left.y for each in (one, three)]
    assert tops[1] - tops[0] >= 2 * 48
