"""Gathers everybody who works in the store: signs them in, gives each a door and a job."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle
from uuid import uuid4

from web_handheld.simulation.doors.bench import Bench
from web_handheld.simulation.doors.handheld import HandheldDoor, HttpHandheld, LiveHandheld, ScannerOnly
from web_handheld.simulation.doors.http import Http, ServiceAwayError
from web_handheld.simulation.doors.live import DESK, Live
from web_handheld.simulation.eyes import Eyes
from web_handheld.simulation.handheld_player import Act, HandheldPlayer
from web_handheld.simulation.lead import Lead
from web_handheld.simulation.people.counter import Clerk
from web_handheld.simulation.people.hands import Hands
from web_handheld.simulation.people.table import next_action
from web_handheld.simulation.play import Play
from web_handheld.simulation.player import Player
from web_handheld.simulation.printed import Printed
from web_handheld.simulation.stall import Staging, StallPlayer
from web_handheld.simulation.store_file import Staff
from web_handheld.simulation.visits import Counter

HTTP, LIVE, MQTT = "over HTTP", "over the websocket", "with a scanner over MQTT"
SIGN_ON_TRIES_MAX = 40
SIGN_ON_SECONDS = 0.5  # real ones: the gateway reports its devices at its own pace


class Company:
    """All staff of the store at their work; what they open is closed with `doors`."""

    def __init__(self, url: str, play: Play, bench: Bench | None, counter: Counter, doors: ExitStack) -> None:
        self._url = url
        self._play = play
        self._bench = bench
        self._counter = counter
        self._doors = doors
        self._scanners = iter(play.store.devices("scanner") if bench else [])
        self._printed = Printed(bench, _ids(play, "label_printer"), _ids(play, "receipt_printer"))

    def gather(self) -> Iterator[Player]:
        """Sign in one after the other and give each as soon as they can begin; the lead and the counter come first."""
        staff = self._play.store.staff
        yield self._lead(self._play.store.somebody("lead"))
        doors = cycle([HTTP, LIVE, MQTT])
        for one in sorted(staff, key=lambda one: "picker" in one.roles and "lead" not in one.roles, reverse=True):
            if "rider_desk" in one.roles:
                yield self._clerk(one)
            elif "stall" in one.roles and one.stall is not None:
                yield from self._stall(one, one.stall)
            elif one.roles & {"picker", "runner"} and "lead" not in one.roles:
                yield self._picker(one, next(doors))

    def _sign_in(self, one: Staff) -> Http:
        http = Http(self._url, self._play.pace)
        reply = http.post("/session", {"badge": f"U:{one.badge}", "pin": one.pin})
        if not reply.is_good:
            raise ServiceAwayError(f"{one.badge} cannot sign in: {reply.code}")
        return http

    def _hands(self, name: str) -> Hands:
        play = self._play
        return Hands(play.store, play.dice.of(name), play.odds, self._printed.bag_label, play.witness.count)

    def _picker(self, one: Staff, how: str) -> Player:
        http, play = self._sign_in(one), self._play
        hands = self._hands(one.badge)
        hands.see = Eyes(self._sign_in(play.store.somebody("service")), play.dice.of(f"eyes of {one.badge}")).see
        door = self._door(one, http, how)
        return HandheldPlayer(
            one.badge, lambda answer: next_action(hands, answer), hands, door, play.pace, play.witness
        )  # fmt: skip

    def _door(self, one: Staff, http: Http, how: str) -> HandheldDoor:
        play, dice = self._play, self._play.dice.of(f"door of {one.badge}")
        if how == HTTP:
            return HttpHandheld(http, dice, play.odds, play.witness)
        live = self._open(Live(self._url, http.cookie))
        scanner = next(self._scanners, None) if how == MQTT else None
        if scanner is None or self._bench is None:
            return LiveHandheld(live, http, dice, play.odds, play.witness)
        if not self._sign_on(http, f"{scanner['gateway']}/{scanner['id']}"):
            return LiveHandheld(live, http, dice, play.odds, play.witness)
        return ScannerOnly(self._bench, scanner["id"], live, http)

    def _open(self, live: Live) -> Live:
        live.open()
        self._doors.callback(live.hang_up)
        return live

    def _sign_on(self, http: Http, device: str) -> bool:
        """Badge on at a scanner; one that has not reported itself yet is tried again, as a person would."""
        for _ in range(SIGN_ON_TRIES_MAX):
            if http.post("/session/device", {"device": device, "take_over": True}).is_good:
                return True
            if not self._play.pace.wait(SIGN_ON_SECONDS):
                break
        return False

    def _stall(self, one: Staff, stall: str) -> Iterator[Player]:
        """A stall's screen and the handheld beside it are two windows of one person."""
        play, hands = self._play, self._hands(f"stall {one.badge}")
        screen = StallPlayer(stall, self._sign_in(one), hands, play)
        yield screen
        yield self._at_handheld(one, Staging(hands, [screen]).next_action, hands)

    def _clerk(self, one: Staff) -> Player:
        hands = self._hands(one.badge)
        return self._at_handheld(one, Clerk(hands, self._counter, self._printed.bag_labels).next_action, hands)

    def _at_handheld(self, one: Staff, act: Act, hands: Hands) -> Player:
        door = self._door(one, self._sign_in(one), HTTP)
        return HandheldPlayer(one.badge, act, hands, door, self._play.pace, self._play.witness)

    def _lead(self, one: Staff) -> Player:
        """A lead at the desk is not on the floor: whoever is on shift is offered picking work."""
        http = self._sign_in(one)
        http.post("/handheld/steps", {"id": str(uuid4()), "step": "end_shift"})
        live = self._open(Live(self._url, http.cookie, DESK, ("task", "alert")))
        return Lead(http, live, self._hands(one.badge), self._play)


def _ids(play: Play, device_class: str) -> Sequence[str]:
    return [device["id"] for device in play.store.devices(device_class)]
