"""Office printers: a sheet is printed when its job is complete, and long ones go on as many pages as they need."""

import pytest
from PIL import Image

from device_drivers.driver import SettingError
from device_drivers.messages import CannotDoError, Condition, Feed, PrintDocument, Printed, PrintOutcome, Send, Text
from device_drivers.printers.ipp import IppPrinter
from device_drivers.printers.ipp_words import IppError, read
from device_drivers.printers.pages import pages_of
from device_drivers.simulated.office_printer import IPP_SETTINGS, SimulatedOfficePrinter

WALK = PrintDocument("walk", tuple(Text(f"{line}. C-{line:02d}-01", size=2) for line in range(120)), copies=1)
SHEET = PrintDocument("sheet", (Text("A07"), Feed(2)), copies=2)


class Desk:
    """A printer and its driver, with a wire between."""

    def __init__(self, **settings) -> None:
        self.driver, self.device, self.now = IppPrinter({**IPP_SETTINGS, **settings}), SimulatedOfficePrinter(), 0.0
        self.device.connect()

    def wait(self, seconds):
        """Let time pass; give what was reported."""
        found = []
        for _ in range(int(seconds * 10)):
            self.now += 0.1
            for report in [*self.driver.tick(self.now), *self.driver.feed(self.device.sent(0) or b"", self.now)]:
                if isinstance(report, Send):
                    self.device.hear(report.data)
                else:
                    found.append(report)
        return found


def test_a_sheet_is_printed_when_its_job_is_complete():
    """That it was taken proves nothing."""
    desk = Desk()
    desk.driver.command(SHEET, 0)

    assert desk.wait(5) == [Printed("sheet", PrintOutcome.PRINTED)]
    assert desk.device.do("read", {}) == {"documents": [{"starts": "%PDF", "copies": 2}]}


def test_a_printer_without_paper_refuses_the_next_and_keeps_the_present():
    """The job waits in the printer; it comes out once."""
    desk = Desk(poll_seconds=1)
    desk.device.do("paper_out", {})
    desk.driver.command(SHEET, 0)
    waiting = desk.wait(300)

    with pytest.raises(CannotDoError) as refused:
        desk.driver.command(WALK, desk.now)
    desk.device.do("paper_in", {})
    after = desk.wait(10)

    assert (waiting, refused.value.code) == ([Condition("paper-out")], "paper-out")
    assert sorted(after, key=repr) == [Condition(None), Printed("sheet", PrintOutcome.PRINTED)]


def test_a_printer_that_falls_silent_leaves_the_job_unknown():
    """Perhaps it is on paper: somebody must look."""
    desk = Desk(job_seconds_max=20)
    desk.driver.command(SHEET, 0)
    desk.device.do("unplug", {})

    assert desk.wait(40) == [Condition("no-answer"), Printed("sheet", PrintOutcome.UNKNOWN, "no-answer")]


def test_a_long_walk_goes_on_several_pages_cut_between_lines():
    """Half a line on each page can be read on neither."""
    drawing = Image.new("L", (100, 1000), 255)
    for top in range(0, 1000, 50):
        drawing.paste(0, (0, top, 100, top + 40))

    pages = pages_of(drawing, 330)

    assert len(pages) == 4
    black = [sum(page.get_flattened_data()[::100][row] == 0 for row in range(330)) for page in pages]
    assert [rows % 40 for rows in black] == [0, 0, 0, 0]


def test_a_walk_of_two_pages_is_no_jpeg():
    """A second page that nobody sees is a lost half of the walk."""
    with pytest.raises(CannotDoError) as refused:
        IppPrinter({**IPP_SETTINGS, "format": "jpeg"}).command(WALK, 0)

    assert refused.value.code == "too-long"


@pytest.mark.parametrize("uri", ["", "http://printer/", "ipp:///x"])
def test_an_address_that_is_none_is_refused(uri):
    """Found at the start, with an example of one."""
    with pytest.raises(SettingError, match="ipp://"):
        IppPrinter({"uri": uri})


@pytest.mark.parametrize(
    "data", [b"", b"\x02\x00\x00\x00\x00\x00\x00\x01", b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x47\xff\xff"]
)
def test_what_is_no_ipp_is_refused(data):
    """A web page on that port is no printer."""
    with pytest.raises(IppError):
        read(data)
