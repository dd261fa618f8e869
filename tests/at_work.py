"""Somebody at work in a running store: scans, presses and looks over HTTP, as a handheld's page does."""

import time
from typing import Any
from uuid import uuid4

import requests

from picking.catalogue.barcodes import bag_code
from web_handheld.simulation.doors.http import Http

DONE = "done"
STEPS_MAX = 40
JPEG = b"\xff\xd8\xff\xe0" + b"what is left of the fruit" * 10


class Worker:
    """One person with a handheld; `answer` is what the last scan or press was answered."""

    def __init__(self, http: Http) -> None:
        self.http = http
        self.answer: dict[str, Any] = {}

    def scan(self, text: str, aim: str | None = None) -> dict[str, Any]:
        """Scan a code."""
        body = {"id": str(uuid4()), "text": text, **({"aim": aim} if aim else {})}
        return self._said(self.http.post("/handheld/scans", body).body)

    def press(self, step: str, **facts: Any) -> dict[str, Any]:
        """Press a button of the screen."""
        return self._said(self.http.post("/handheld/steps", {"id": str(uuid4()), "step": step, "facts": facts}).body)

    def _said(self, answer: dict[str, Any]) -> dict[str, Any]:
        self.answer = answer
        return answer

    def look(self) -> dict[str, Any]:
        """Look at the screen."""
        return self.http.get("/handheld/screen").body["screen"]

    @property
    def screen(self) -> str:
        """The name of the screen."""
        return str(self.look()["name"])

    @property
    def facts(self) -> dict[str, Any]:
        """What the screen shows."""
        return dict(self.look()["facts"])

    def photograph(self) -> str:
        """Take a picture and give its name."""
        url, headers = f"{self.http.url}/api/v1/photos", {"Cookie": self.http.cookie, "Content-Type": "image/jpeg"}
        return str(requests.post(url, data=JPEG, headers=headers, timeout=10).json()["photo"])

    def walk(self, basket: str) -> None:
        """Ask for work until there is some, and scan a basket: stand at the first line."""
        for _ in range(STEPS_MAX):
            self.press("next_work")
            if self.scan(f"K:{basket}")["screen"]["name"] == "pick_line":
                return
            self.press("home")
            time.sleep(0.25)  # a line that was just woken is on its way to somebody
        raise AssertionError(self.answer)

    def pick_all(self, codes: dict[str, str]) -> None:
        """Scan what every line of the walk wants, piece by piece."""
        for _ in range(STEPS_MAX):
            if self.screen != "pick_line":
                return
            said = self.scan(codes[self.facts["line"]["sku"]])
            assert said["outcome"] == DONE, said
        raise AssertionError(self.answer)

    def pack_all(self) -> list[str]:
        """Seal every bag of the walk, stick its label on and scan it; gives the labels' codes."""
        labels: list[str] = []
        for _ in range(STEPS_MAX):
            shown = self.look()
            if shown["name"] != "pack":
                return labels
            bag = shown["facts"]["bag"]
            if bag["state"] != "SEALED":
                self.press("seal", seal=f"SL{uuid4().int % 10**9:09d}")
                continue
            labels.append(bag_code(shown["facts"]["order"], bag["n"], bag["of"], bag["label_version"]))
            self.scan(labels[-1])
        raise AssertionError(self.answer)

    def drop_all(self) -> None:
        """Scan every bag in hand into its slot."""
        for _ in range(STEPS_MAX):
            if self.screen != "drop":
                return
            self.scan(f"A:{self.facts['slot']['id']}")
        raise AssertionError(self.answer)
