"""The websocket of a handheld: scans and steps with their answers, and the pushes of its rooms."""

import queue
from typing import Any

import socketio
from socketio.exceptions import SocketIOError

from web_handheld.simulation.doors.http import ServiceAwayError

ANSWER_SECONDS_MAX = 20
NAMESPACE = "/handheld"


class Live:
    """One person's websocket; not shared between threads."""

    def __init__(self, url: str, cookie: str) -> None:
        self._url = url
        self._headers = {"Cookie": cookie}
        self._screens: queue.Queue[dict[str, Any]] = queue.Queue()
        self._client = socketio.Client(reconnection=True, reconnection_delay=0.2, reconnection_delay_max=2)
        self._client.on("screen", self._screen_came, namespace=NAMESPACE)

    def open(self) -> None:
        """Connect; raises ServiceAwayError."""
        try:
            self._client.connect(self._url, headers=self._headers, namespaces=[NAMESPACE], transports=["websocket"])
        except SocketIOError as error:
            raise ServiceAwayError(f"no websocket: {error}") from error

    def ask(self, event: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send a scan or a step and give its answer; raises ServiceAwayError."""
        try:
            answer = self._client.call(event, body, namespace=NAMESPACE, timeout=ANSWER_SECONDS_MAX)
        except SocketIOError as error:
            raise ServiceAwayError(f"{event} was not answered: {error}") from error
        return dict(answer)

    def hang_up(self) -> None:
        """Lose the line; the next message opens it again."""
        self._client.disconnect()

    @property
    def is_open(self) -> bool:
        """Tell whether the line is there."""
        return bool(self._client.connected)

    def forget_screens(self) -> None:
        """Throw away what was pushed before."""
        while not self._screens.empty():
            self._screens.get_nowait()

    def next_screen(self, seconds: float) -> dict[str, Any] | None:
        """Wait for the answer that is pushed to this person; None when none came."""
        try:
            return self._screens.get(timeout=seconds)
        except queue.Empty:
            return None

    def _screen_came(self, body: dict[str, Any]) -> None:
        self._screens.put(body)
