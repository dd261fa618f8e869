"""Shelf labels behind an access point: shown is what the tag fetched, and a busy access point is left in peace."""

import io

import pytest
from PIL import Image

from device_drivers.driver import SettingError
from device_drivers.messages import (
    CannotDoError,
    Condition,
    Fault,
    Light,
    NotShown,
    Of,
    Send,
    ShowLabel,
    Shown,
    To,
    Vitals,
)
from device_drivers.shelf_labels.access_point import pattern
from device_drivers.shelf_labels.openepaperlink import OpenEPaperLink
from device_drivers.shelf_labels.pictures import jpeg
from device_drivers.simulated.access_point import TAG_SETTINGS, SimulatedAccessPoint

MILK = {"title": "牛奶 1 l", "price": "1.29", "per": "kg"}
RED_MILK = {**MILK, "light": {"colour": "red", "why": "short"}}


class Shelf:
    """An access point with its driver, and a wire between; time moves by tenths of a second."""

    def __init__(self, devices=None, tags=0) -> None:
        self.device, self.now = SimulatedAccessPoint(), 0.0
        self.device.do("add_tags", {"number": str(tags)})
        self.driver = OpenEPaperLink(devices or {"label-1": TAG_SETTINGS})
        self.device.connect()

    def wish(self, name, ver, state) -> None:
        """Wish a label's state."""
        self.driver.command(To(name, ShowLabel(ver, state)), self.now)

    def wait(self, seconds=30):
        """Let time pass; give what was reported beside figures."""
        return [each for each in self.wait_all(seconds) if not isinstance(getattr(each, "report", None), Vitals)]

    def wait_all(self, seconds=30):
        """Let time pass; give what was reported."""
        found = []
        for _ in range(int(seconds * 10)):
            self.now += 0.1
            found += self._carried(self.driver.tick(self.now))
            found += self._carried(self.driver.feed(self.device.sent(0) or b"", self.now))
        return found

    def asked(self):
        """Give how often what was asked since the last time."""
        return self.device.do("asked", {})["asked"]

    def _carried(self, reports):
        for report in reports:
            if isinstance(report, Send):
                self.device.hear(report.data)
        return [report for report in reports if not isinstance(report, Send)]


def test_a_label_shows_a_version_when_its_tag_has_fetched_it():
    """That the access point took a picture proves nothing of the shelf."""
    shelf = Shelf()
    shelf.device.do("hold", {})
    shelf.wish("label-1", 3, MILK)
    before = shelf.wait()

    shelf.device.do("release", {})

    assert before == []
    assert shelf.wait() == [Of("label-1", Shown(3))]


def test_what_a_label_shows_already_is_not_sent_again():
    """A new version of the same looks, and a gateway that starts anew, cost no battery."""
    shelf = Shelf()
    shelf.wish("label-1", 3, MILK)
    shelf.wait()
    shelf.asked()

    shelf.wish("label-1", 4, MILK)
    same = shelf.wait()
    shelf.driver = OpenEPaperLink({"label-1": TAG_SETTINGS})
    shelf.wish("label-1", 4, MILK)
    anew = shelf.wait()

    assert same == anew == [Of("label-1", Shown(4))]
    assert "/imgupload" not in shelf.asked()


def test_a_busy_access_point_is_asked_again_in_growing_pauses():
    """409 is its way to say: not now."""
    shelf = Shelf()
    shelf.wait()
    shelf.asked()
    shelf.device.do("busy", {"times": "4"})

    shelf.wish("label-1", 3, MILK)
    soon = shelf.wait(5)
    asked = shelf.asked()["/imgupload"]

    assert (soon, asked) == ([], 3)
    assert shelf.wait(20) == [Of("label-1", Shown(3))]


def test_tags_behind_the_255th_are_found():
    """Eight bits of position: the pages begin again, and must not be read for ever."""
    names = {f"label-{n}": {"mac": f"0000021E{n:08X}"} for n in range(400)}
    shelf = Shelf(names, tags=400)
    shelf.wish("label-399", 7, MILK)

    said = shelf.wait(120)

    assert said == [Of("label-399", Shown(7))]
    assert shelf.asked()["/get_db"] < 2000


def test_a_tag_in_deep_sleep_is_said_to_be_asleep_and_takes_its_picture_when_it_wakes():
    """The year 2071 is no check-in."""
    shelf = Shelf()
    shelf.device.do("sleep", {})
    shelf.wish("label-1", 3, MILK)
    asleep = shelf.wait()

    shelf.device.do("wake", {})

    assert asleep == [Of("label-1", Condition("asleep"))]
    assert sorted(shelf.wait(), key=repr) == [Of("label-1", Condition(None)), Of("label-1", Shown(3))]


def test_a_weak_battery_is_told():
    """The tag is changed before it goes blank."""
    shelf = Shelf()
    shelf.device.do("battery_low", {})

    assert shelf.wait() == [Of("label-1", Condition("battery-low"))]


def test_battery_and_signal_are_told_when_they_change():
    """The walk with new batteries is planned from these figures; a thousand labels must not repeat theirs all day."""
    shelf = Shelf()
    first = shelf.wait_all(200)
    shelf.device.do("battery_low", {})

    assert first == [Of("label-1", Vitals(93, -62, "296x128"))]
    assert Of("label-1", Vitals(0, -62, "296x128")) in shelf.wait_all(200)


def test_a_picture_the_access_point_refuses_is_not_shown():
    """A tag it does not know must come onto the walk list, not into a loop."""
    shelf = Shelf({"label-9": {"mac": "AAAAAAAAAAAAAAAA"}})

    shelf.wish("label-9", 3, MILK)

    assert shelf.wait() == [Of("label-9", NotShown(3, "http-400"))]


def test_the_led_in_a_label_lights_with_its_wish_and_goes_out_with_it():
    """Pick to light: the picker's colour at the bin, and dark again."""
    shelf = Shelf()
    shelf.wish("label-1", 3, RED_MILK)
    lit = (shelf.wait(), shelf.device.do("look", {})["light"])

    shelf.wish("label-1", 4, MILK)
    dark = (shelf.wait(), shelf.device.do("look", {})["light"])

    assert lit == ([Of("label-1", Shown(3))], pattern({"colour": "red"}))
    assert dark == ([Of("label-1", Shown(4))], "00" * 12)
    assert shelf.device.do("look", {})["fetched"] == 1


def test_a_light_of_its_own_counts_as_lit_when_the_order_was_taken():
    """A tag's LED may stand for a slot lamp."""
    shelf = Shelf({"lamp-1": TAG_SETTINGS})

    shelf.driver.command(To("lamp-1", Light(5, {"colour": "green"})), 0)

    assert shelf.wait() == [Of("lamp-1", Shown(5))]
    assert shelf.device.do("look", {})["light"] == pattern({"colour": "green"})


def test_lights_go_before_pictures():
    """Somebody stands there and looks for it; a price can wait a minute."""
    names = {f"label-{n}": {"mac": f"0000021E{n:08X}"} for n in range(100)}
    shelf = Shelf(names, tags=100)
    shelf.wait(5)
    for name in names:
        shelf.wish(name, 1, MILK)

    shelf.driver.command(To("label-99", Light(5, {"colour": "green"})), shelf.now)

    assert Of("label-99", Shown(5)) in shelf.wait(0.5)


def test_an_access_point_that_is_away_is_told_for_all_and_its_wishes_are_kept():
    """Power back: the labels get what was wished meanwhile."""
    shelf = Shelf({"label-1": TAG_SETTINGS, "label-2": {"mac": "0000021E00000000"}}, tags=1)
    shelf.wait(5)
    shelf.device.do("unplug", {})
    shelf.wish("label-1", 3, MILK)
    away = shelf.wait(60)

    shelf.device.do("plug", {})
    shelf.device.connect()
    back = shelf.wait(120)

    assert away == [Of("label-1", Condition("no-answer")), Of("label-2", Condition("no-answer"))]
    assert back == [Of("label-1", Condition(None)), Of("label-2", Condition(None)), Of("label-1", Shown(3))]


def test_a_picture_is_a_baseline_jpeg_of_exactly_the_panels_size():
    """Anything else is refused by the tag, or blank."""
    picture = Image.open(io.BytesIO(jpeg(MILK, (152, 152))))

    assert (picture.format, picture.size, "progressive" in picture.info) == ("JPEG", (152, 152), False)


def test_a_state_drawn_for_another_panel_is_refused():
    """Half a price is a wrong price."""
    state = {"panel": {"width": 400, "height": 300, "colours": ["black"]}, "marks": []}

    with pytest.raises(CannotDoError) as refused:
        jpeg(state, (296, 128))

    assert refused.value.code == "wrong-size"


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"tags":[1]}', b"<html>", b'{"tags":[{"mac":7}]}'])
def test_an_answer_that_is_no_list_of_tags_is_a_fault(body):
    """A web page of a router is no access point."""
    driver = OpenEPaperLink({"label-1": TAG_SETTINGS})
    driver.tick(0)

    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()

    assert [type(report) for report in driver.feed(head + body, 1)] == [Fault]


@pytest.mark.parametrize("settings", [{"mac": ""}, {"mac": "0000021E5B3C4D01", "panel": "big"}, "0000021E5B3C4D01"])
def test_a_tag_without_its_address_is_refused_at_the_start(settings):
    """Found when it is written, not when the price is wrong."""
    with pytest.raises(SettingError):
        OpenEPaperLink({"label-1": settings})
