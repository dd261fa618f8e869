"""Three ways to hold a handheld: over HTTP, over the websocket, or with a scanner that only speaks MQTT."""

from datetime import UTC, datetime
from random import Random
from typing import Any, Protocol
from uuid import uuid4

from web_handheld.simulation.actions import Answer, Press, Scan
from web_handheld.simulation.dice import happens
from web_handheld.simulation.doors.bench import Bench
from web_handheld.simulation.doors.http import Http, Reply, ServiceAwayError
from web_handheld.simulation.doors.live import Live
from web_handheld.simulation.options import Odds
from web_handheld.simulation.witness import Witness

SCREEN_SECONDS_MAX = 20


class HandheldDoor(Protocol):
    """What a handheld can send, and what it is answered."""

    def look(self) -> Answer:
        """Ask for the screen as it stands."""

    def scan(self, scan: Scan) -> Answer:
        """Send a scan."""

    def press(self, press: Press) -> Answer:
        """Send a step."""


class RefusedError(RuntimeError):
    """The door itself refused: nobody signed in, or a form that it does not know."""


class HttpHandheld:
    """A handheld over HTTP; sends some messages twice and loses some lines on purpose, always with the same id."""

    def __init__(self, http: Http, dice: Random, odds: Odds, witness: Witness) -> None:
        self._http = http
        self._dice = dice
        self._odds = odds
        self._witness = witness

    def look(self) -> Answer:
        """Ask for the screen as it stands."""
        return _answer(self._http.get("/handheld/screen"))

    def scan(self, scan: Scan) -> Answer:
        """Send a scan."""
        return _answer(self._send("/handheld/scans", scan_body(scan)))

    def press(self, press: Press) -> Answer:
        """Send a step."""
        return _answer(self._send("/handheld/steps", step_body(press)))

    def _send(self, path: str, body: dict[str, Any]) -> Reply:
        first = self._http.post(path, body)
        doubled = happens(self._dice, self._odds.doubled_scan)
        lost = happens(self._dice, self._odds.lost_connection)
        if not (doubled or lost):
            return first
        self._witness.count("lost connections" if lost else "messages sent twice")
        if lost:
            self._http.hang_up()
        second = self._http.post(path, body)
        self._witness.same_answer(_without_outcome(first), _without_outcome(second), f"{path} {body['id']}")
        return first


class LiveHandheld:
    """A handheld over the websocket; what the line loses is sent again over a new one, by its id."""

    def __init__(self, live: Live, http: Http, dice: Random, odds: Odds, witness: Witness) -> None:
        self._live = live
        self._http = http
        self._dice = dice
        self._odds = odds
        self._witness = witness

    def look(self) -> Answer:
        """Ask for the screen as it stands; a page does so over HTTP."""
        return _answer(self._http.get("/handheld/screen"))

    def scan(self, scan: Scan) -> Answer:
        """Send a scan."""
        return self._ask("scan", scan_body(scan))

    def press(self, press: Press) -> Answer:
        """Send a step."""
        return self._ask("step", step_body(press))

    def _ask(self, event: str, body: dict[str, Any]) -> Answer:
        first = self._live.ask(event, body)
        if happens(self._dice, self._odds.lost_connection):
            self._witness.count("lost connections")
            self._live.hang_up()
            self._live.open()
            second = self._live.ask(event, body)
            self._witness.same_answer({**first, "outcome": ""}, {**second, "outcome": ""}, f"{event} {body['id']}")
        return _answer(Reply(200, first))


class ScannerOnly:
    """A scanner that only speaks MQTT: scans go through the gateway, the answer is pushed to the person's screen.

    Buttons are pressed on whatever shows that screen.
    """

    def __init__(self, bench: Bench, scanner: str, live: Live, http: Http) -> None:
        self._bench = bench
        self._scanner = scanner
        self._live = live
        self._http = http
        self._own: set[str] = set()

    def look(self) -> Answer:
        """Look at the screen."""
        return _answer(self._http.get("/handheld/screen"))

    def scan(self, scan: Scan) -> Answer:
        """Pull the trigger and wait for the answer on the screen; what is typed is typed on the screen's keys."""
        if scan.typed:
            return self._ask("scan", scan_body(scan))
        self._live.forget_pushes()
        self._bench.scan(self._scanner, scan.text, scan.aim or "")
        while pushed := self._live.next_push(SCREEN_SECONDS_MAX):
            if pushed[1].get("request") not in self._own:  # what was typed or pressed is pushed, too
                return _answer(Reply(200, pushed[1]["answer"]))
        raise ServiceAwayError(f"{self._scanner}: no answer to {scan.text!r} came to the screen")

    def press(self, press: Press) -> Answer:
        """Press a button on the screen."""
        return self._ask("step", step_body(press))

    def _ask(self, event: str, body: dict[str, Any]) -> Answer:
        self._own.add(body["id"])
        return _answer(Reply(200, self._live.ask(event, body)))


def scan_body(scan: Scan) -> dict[str, Any]:
    """Write a scan as `POST /handheld/scans` wants it."""
    body: dict[str, Any] = {"id": str(uuid4()), "text": scan.text, "at": _now()}
    if scan.aim:
        body["aim"] = scan.aim
    if scan.typed:
        body["mode"] = "typed"
    return body


def step_body(press: Press) -> dict[str, Any]:
    """Write a step as `POST /handheld/steps` wants it."""
    return {"id": str(uuid4()), "step": press.step, "facts": dict(press.facts)}


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def _without_outcome(reply: Reply) -> tuple[int, dict[str, Any]]:
    return reply.status, {**reply.body, "outcome": ""}


def _answer(reply: Reply) -> Answer:
    if "screen" not in reply.body:
        raise RefusedError(f"{reply.code}: {reply.body.get('detail', '')}")
    return Answer.read(reply.body)
