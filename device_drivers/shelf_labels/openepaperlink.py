"""Shelf labels behind an OpenEPaperLink access point: one line for all of them, one picture at a time.

A label shows its version when the access point has nothing pending for it and names the hash of what was sent. The
settings are those of each device by its name; a shelf label and the light in it may be two devices.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings
from device_drivers.http_talk import Talk
from device_drivers.http_words import Answer
from device_drivers.messages import (
    CannotDoError,
    Condition,
    Fault,
    Instruction,
    Light,
    NotShown,
    Of,
    Report,
    ShowLabel,
    Shown,
    To,
)
from device_drivers.shelf_labels.access_point import (
    OFF,
    digest,
    flash_request,
    page_request,
    pattern,
    read_page,
    tag_request,
    upload_request,
)
from device_drivers.shelf_labels.pictures import jpeg
from device_drivers.shelf_labels.rounds import Rounds
from device_drivers.shelf_labels.tags import TagDevice, devices_of

HOST = "access-point"
OK, BUSY = 200, 409
ROUND = ("page", "tag")  # what a round asks
SINGLES_MAX = 250  # tags that stand on no page, a round
POSITION_MAX = 0xFF  # the access point counts them in eight bits
ANSWER_SECONDS_MAX = 15.0
PAUSE_SECONDS, PAUSE_SECONDS_MAX = 1.0, 30.0


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question to the access point is about: page, tag, picture, light (a device), led (in a label)."""

    kind: str
    request: bytes
    device: str = ""
    number: int = 0  # of a version, or where a page begins


class OpenEPaperLink:
    """Settings of each device: `mac`, and `panel` (as 296x128) where its type is unknown to us."""

    card: ClassVar = Card(
        DeviceClass.SHELF_LABEL,
        "Electronic shelf labels and their LEDs with OpenEPaperLink firmware, behind its access point",
        (Line.HTTP,),
        "OpenEPaperLink access point: get_db, imgupload, led_flash",
        limits="an LED counts as lit when the access point took the order; tags do not confirm it",
    )

    def __init__(self, settings: Settings) -> None:
        self._devices = devices_of(settings)
        self._talk: Talk[Topic] = Talk(ANSWER_SECONDS_MAX)
        self._to_send: deque[str] = deque()  # devices whose picture waits
        self._rounds = Rounds()
        self._not_before = float("-inf")
        self._pause = PAUSE_SECONDS
        self._is_silent = False

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Take answers in."""
        reports: list[Report] = []
        for found in self._talk.feed(data):
            reports += [found] if isinstance(found, Fault) else self._answered(*found, now)
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:
        """Put a picture or a light before the access point; what is shown or under way is not sent again."""
        if not isinstance(instruction, To) or not isinstance(instruction.instruction, ShowLabel | Light):
            raise CannotDoError("unsupported", "a shelf label shows and lights, nothing else")
        device, wish = self._devices.get(instruction.device), instruction.instruction
        if device is None:
            raise CannotDoError("unknown-device", instruction.device)
        if isinstance(wish, Light):
            self._light("light", device, wish.ver, pattern(wish.state))
        else:
            self._wish(device, wish, now)
        return b""

    def tick(self, now: float) -> Sequence[Report]:
        """Send what waits, ask for the tags now and then; an access point that is busy is left alone for a while."""
        reports: list[Report] = []
        for topic in self._talk.late(now):
            reports += self._missed(topic, now)
        settled = [device for device in self._devices.values() if device.settles()]
        reports += [Of(device.name, Shown(device.ver or 0)) for device in settled]
        if now < self._not_before:
            return reports
        if self._talk.is_idle:
            self._ask(now)
        return [*reports, *self._talk.next(now)]

    def _wish(self, device: TagDevice, wish: ShowLabel, now: float) -> None:
        light, picture = wish.state.get("light"), jpeg(wish.state, device.panel)
        lit = pattern(light) if isinstance(light, Mapping) else OFF
        if device.wish(wish.ver, lit, picture, digest(picture), now):
            self._to_send.append(device.name)
        if lit != device.light_taken:
            self._light("led", device, wish.ver, lit)

    def _light(self, kind: str, device: TagDevice, ver: int, lit: str) -> None:
        """Lights go before pictures: somebody stands there and looks for it."""
        device.light_wished = lit
        self._put(Topic(kind, flash_request(HOST, device.mac, lit), device.name, ver), urgent=True)

    def _put(self, topic: Topic, *, urgent: bool = False) -> None:
        self._talk.ask(topic, topic.request, urgent=urgent)

    def _ask(self, now: float) -> None:
        """A round of the tags first: most labels show already what is wished after a restart."""
        is_waited_for = any(device.is_sent for device in self._devices.values())
        self._rounds.end(now, is_waited_for=is_waited_for)
        if self._rounds.is_due(now):
            self._rounds.begin(now)
            self._put(Topic("page", page_request(HOST, 0)))
        elif self._to_send and self._rounds.was_complete:
            self._send(self._devices[self._to_send.popleft()], now)

    def _send(self, device: TagDevice, now: float) -> None:
        """Hand a picture over; a tag that stands on no page is asked first whether it shows it already."""
        if device.picture is None:
            return
        if device.is_new and device.asked_at < 0:
            self._to_send.appendleft(device.name)
            self._ask_for(device, now)
        else:
            request = upload_request(HOST, device.mac, device.picture)
            self._put(Topic("picture", request, device.name, device.ver or 0))

    def _answered(self, topic: Topic, answer: Answer, now: float) -> list[Report]:
        reports = self._heard()
        if answer.status == BUSY:
            self._again(topic, now)
            return reports
        self._pause = PAUSE_SECONDS
        match topic.kind:
            case "page" | "tag":
                return [*reports, *self._tags(topic, answer, now)]
            case "picture":
                return [*reports, *self._handed_over(topic, answer, now)]
        return [*reports, *self._lit(topic, answer)]

    def _handed_over(self, topic: Topic, answer: Answer, now: float) -> list[Report]:
        device = self._devices[topic.device]
        if topic.number != device.ver:  # a newer wish came meanwhile, and waits in the row
            return []
        if answer.status == OK:
            device.sent(now)
            self._rounds.hurry(now)
            return []
        device.refused()
        return [Of(device.name, NotShown(topic.number, f"http-{answer.status}"))]

    def _lit(self, topic: Topic, answer: Answer) -> list[Report]:
        device = self._devices[topic.device]
        if answer.status != OK:
            return [Of(device.name, NotShown(topic.number, f"http-{answer.status}"))]
        device.light_taken = device.light_wished
        return [Of(device.name, Shown(topic.number))] if topic.kind == "light" else []

    def _tags(self, topic: Topic, answer: Answer, now: float) -> list[Report]:
        try:
            tags, following = read_page(answer.body)
        except (ValueError, RecursionError) as error:
            return [Fault("garbage", f"an answer that is no list of tags: {error}")]
        news = self._rounds.news(tags)
        if topic.kind == "page":
            self._turn(topic.number, following, now, has_news=bool(news))
        known = [device for device in self._devices.values() if device.mac in news]
        return [report for device in known for report in device.heard(news[device.mac], self._rounds.newest)]

    def _turn(self, position: int, following: int | None, now: float, *, has_news: bool) -> None:
        """Go on to the next page; behind the 255th tag pages repeat, so of the rest some are asked for one by one."""
        if following is not None and position < following <= POSITION_MAX and has_news:
            self._put(Topic("page", page_request(HOST, following), number=following))
            return
        rest = [device for device in self._devices.values() if device.mac not in self._rounds.seen]
        for device in sorted(rest, key=lambda device: (not device.is_sent, device.asked_at))[:SINGLES_MAX]:
            self._ask_for(device, now)

    def _ask_for(self, device: TagDevice, now: float) -> None:
        device.asked_at = now
        self._put(Topic("tag", tag_request(HOST, device.mac), device.name))

    def _again(self, topic: Topic, now: float) -> None:
        """Put off everything for a while that grows, and begin then with what was refused."""
        self._not_before, self._pause = now + self._pause, min(2 * self._pause, PAUSE_SECONDS_MAX)
        if topic.kind == "picture":
            self._to_send.appendleft(topic.device)
        elif topic.kind in ROUND:
            self._talk.drop(lambda waiting: waiting.kind in ROUND)
            self._rounds.give_up(self._not_before)
        else:
            self._put(topic, urgent=True)

    def _missed(self, topic: Topic, now: float) -> list[Report]:
        self._again(topic, now)
        if self._is_silent:
            return []
        self._is_silent = True
        return [Of(name, Condition("no-answer")) for name in self._devices]

    def _heard(self) -> list[Report]:
        if not self._is_silent:
            return []
        self._is_silent = False
        return [Of(device.name, Condition(device.cause)) for device in self._devices.values()]
