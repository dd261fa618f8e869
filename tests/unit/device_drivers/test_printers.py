"""Printers: on paper is only what the printer says is on paper."""

import base64
import io
import re

import pytest
import zxingcpp
from PIL import Image

from device_drivers.driver import Driver
from device_drivers.messages import (
    Barcode,
    CannotDoError,
    Condition,
    OpenDrawer,
    PrintDocument,
    Printed,
    PrintOutcome,
    Report,
    Send,
    Text,
)
from device_drivers.printers.escpos import EscposPrinter
from device_drivers.printers.escpos_status import StatusReader
from device_drivers.printers.tspl import TsplPrinter
from device_drivers.printers.zpl import ZplPrinter, escape
from device_drivers.simulated.label_printer import SimulatedLabelPrinter
from device_drivers.simulated.receipt_printer import SimulatedReceiptPrinter
from device_drivers.simulated.simulator import Simulator
from device_drivers.simulated.tspl_printer import SimulatedTsplPrinter

PAIRS = [
    (EscposPrinter, SimulatedReceiptPrinter, "papers"),
    (ZplPrinter, SimulatedLabelPrinter, "labels"),
    (TsplPrinter, SimulatedTsplPrinter, "labels"),
]
both = pytest.mark.parametrize(("driver_class", "simulator_class", "pages"), PAIRS)


def paper(job: str = "job-1", text: str = "A07 牛奶") -> PrintDocument:
    """Give a small document."""
    return PrintDocument(job, (Text(text), Barcode("code128", "P:4521-1/2-1-7")))


def codes_on(pages) -> list[str]:
    """Give the codes of pages: from a drawn page by reading it as a scanner does, from a written one by its words."""
    found = []
    for page in pages:
        if str(page).startswith("iVBOR"):  # a PNG in base64
            picture = Image.open(io.BytesIO(base64.b64decode(page)))
            found += [code.text for code in zxingcpp.read_barcodes(picture)]
        else:
            found += re.findall(r"P:[\d/-]+", str(page))
    return found


class Line:
    """A driver and a simulated printer with a wire between them."""

    def __init__(self, driver: Driver, printer: Simulator) -> None:
        self.driver, self.printer, self.now = driver, printer, 0.0
        self.reports: list[Report] = []
        printer.connect()

    def wait(self, seconds: float) -> list[Report]:
        """Let time pass in steps of a quarter second; give what was reported meanwhile."""
        self.reports = []
        for _ in range(int(seconds * 4)):
            self.now += 0.25
            self._take(self.driver.tick(self.now))
            self._take(self.driver.feed(self.printer.sent(0) or b"", self.now))
        return self.reports

    def _take(self, reports) -> None:
        for report in reports:
            if isinstance(report, Send):
                self.printer.hear(report.data)
            else:
                self.reports.append(report)

    def print(self, document: PrintDocument) -> None:
        """Write a document to the printer."""
        self.printer.hear(self.driver.command(document, self.now))


@both
def test_a_job_is_printed_when_the_printer_says_so(driver_class, simulator_class, pages):
    """A write that succeeded proves nothing."""
    line = Line(driver_class({}), simulator_class())
    line.wait(1)

    line.print(paper())
    said = line.wait(2)

    assert Printed("job-1", PrintOutcome.PRINTED) in said
    assert codes_on(line.printer.do("read", {})[pages]) == ["P:4521-1/2-1-7"]


@both
def test_paper_out_is_told_and_a_new_job_is_refused_untouched(driver_class, simulator_class, pages):
    """Behaviour 50: paper out holds the job."""
    line = Line(driver_class({}), simulator_class())
    line.wait(1)
    line.printer.do("paper_out", {})
    said = line.wait(6)

    with pytest.raises(CannotDoError) as refused:
        line.print(paper())

    assert Condition("paper-out") in said
    assert refused.value.code == "paper-out"
    assert line.printer.do("read", {})[pages] == []


@both
def test_a_job_caught_by_paper_out_is_printed_once_when_paper_is_back(driver_class, simulator_class, pages):
    """Neither lost nor doubled, though minutes pass."""
    line = Line(driver_class({}), simulator_class())
    line.wait(1)
    line.printer.do("paper_out", {})
    line.print(paper())  # written before the printer could say that it has no paper
    waiting = line.wait(60)

    line.printer.do("paper_in", {})
    said = line.wait(10)

    assert not [report for report in waiting if isinstance(report, Printed)]
    assert [report for report in said if isinstance(report, Printed)] == [Printed("job-1", PrintOutcome.PRINTED)]
    assert len(line.printer.do("read", {})[pages]) == 1


@both
def test_a_silent_printer_leaves_the_job_unknown(driver_class, simulator_class, pages):
    """Printing a label twice is worse than asking a person."""
    line = Line(driver_class({}), simulator_class())
    line.wait(1)
    line.driver.command(paper(), line.now)  # the bytes are lost on the way

    line.printer.do("unplug", {})
    said = line.wait(30)

    assert Printed("job-1", PrintOutcome.UNKNOWN, "no-answer") in said


def test_no_name_becomes_a_zpl_command():
    """A product called ^XZ must not end the label."""
    label = ZplPrinter({}).command(paper(text="^XZ~JA\\&_5E"), 0).decode()

    assert escape("^~\\_") == "_5E_7E_5C_5F"
    assert label.count("^XZ") == 1
    assert "~" not in label


def test_a_text_the_printer_cannot_write_is_refused():
    """A question mark for a product's name helps nobody."""
    with pytest.raises(CannotDoError) as refused:
        EscposPrinter({"chinese": "refuse"}).command(paper(), 0)

    assert refused.value.code == "no-font"


def test_a_barcode_the_printer_would_not_draw_is_refused():
    """A label without its code stops the next person."""
    with pytest.raises(CannotDoError) as refused:
        EscposPrinter({}).command(PrintDocument("job", (Barcode("ean13", "12"),)), 0)

    assert refused.value.code == "bad-barcode"


def test_chinese_is_drawn_where_the_printer_has_no_letters_for_it():
    """A printer made for elsewhere prints the name all the same, not rows of question marks."""
    printer = SimulatedReceiptPrinter()
    printer.connect()

    printer.hear(EscposPrinter({"chinese": "raster"}).command(paper(), 0))

    data = EscposPrinter({"chinese": "raster"}).command(paper(), 0)
    assert b"\x1dv0" in data
    assert "牛奶".encode("gb18030") not in data
    assert "P:4521-1/2-1-7" in str(printer.do("read", {})["papers"])


def test_what_the_font_for_china_lacks_is_drawn():
    """GB 18030 writes everything, but the printer's own font ends at two bytes a letter."""
    assert b"\x1dv0" in EscposPrinter({}).command(paper(text="piñón"), 0)
    assert b"\x1dv0" not in EscposPrinter({}).command(paper(text="牛奶"), 0)


@pytest.mark.parametrize(("setting", "cut"), [("yes", b"\x1dV\x00"), ("partial", b"\x1dV\x01"), ("no", None)])
def test_paper_is_cut_as_it_is_set(setting, cut):
    """A tear bar needs no cutter, and a cutter that is not there must not be driven."""
    data = EscposPrinter({"cut": setting}).command(paper(), 0)

    assert (b"\x1dV" in data) is (cut is not None)
    assert cut is None or cut in data


def test_a_drawer_opens_only_where_one_hangs_on_the_printer():
    """A pulse into nothing would look like an open drawer."""
    printer = SimulatedReceiptPrinter()
    printer.connect()

    printer.hear(EscposPrinter({"drawer": "pin-2"}).command(OpenDrawer(), 0))
    with pytest.raises(CannotDoError):
        EscposPrinter({}).command(OpenDrawer(), 0)

    assert printer.do("drawer", {}) == {"opened": 1}


def test_little_paper_is_a_warning_and_holds_nothing():
    """The roll still prints a hundred receipts."""
    line = Line(EscposPrinter({}), SimulatedReceiptPrinter())
    line.wait(1)
    line.printer.do("paper_low", {})
    said = line.wait(1)

    line.print(paper())

    assert said == [Condition("paper-low")]
    assert Printed("job-1", PrintOutcome.PRINTED) in line.wait(2)


def test_an_automatic_status_between_two_answers_is_told_apart():
    """Both come in one stream: four bytes of a group, one byte of an answer, seven of a process id."""
    reader = StatusReader()
    reader.asked()

    found = reader.feed(b"\x12" + b"\x18\x00\x0c\x00" + b"\x72" + b"\x37\x220001\x00")

    assert found == [Condition("paper-out"), "0001"]


def test_a_printer_that_answers_nothing_is_neither_well_nor_without_paper():
    """No answer within a second is a state of its own."""
    printer = EscposPrinter({})
    printer.tick(0)

    assert [report for report in printer.tick(1.1) if not isinstance(report, Send)] == [Condition("no-answer")]


def test_a_label_longer_than_its_paper_is_refused():
    """Half a label on the next one helps nobody."""
    with pytest.raises(CannotDoError) as refused:
        TsplPrinter({"height_mm": 10}).command(paper(), 0)

    assert refused.value.code == "too-long"


def test_bytes_nobody_asked_for_are_no_proof_of_a_label():
    """One zero byte of noise looks like a printer at rest."""
    printer = TsplPrinter({})
    printer.tick(0)
    printer.feed(b"\x00", 0.1)
    printer.command(paper(), 0.2)
    said = []
    for step in range(100):
        now = 0.3 + step / 10
        said += [*printer.tick(now), *printer.feed(b"\x00\x55\x00", now)]

    assert not [report for report in said if isinstance(report, Printed)]


def test_a_label_that_was_printed_between_two_questions_is_out_when_the_printer_has_rested():
    """A short label is quicker than we ask; two seconds of rest stand for it."""
    printer, found = TsplPrinter({}), 0.0
    printer.command(paper(), 0)
    for step in range(100):
        asked = printer.tick(step / 10)
        said = printer.feed(b"\x00", step / 10) if asked else ()
        if Printed("job-1", PrintOutcome.PRINTED) in said:
            found = step / 10
            break

    assert found >= 2
