"""The websocket of a screen: scans and steps with their answers, and the pushes of its rooms."""

import queue
from collections.abc import Sequence
from functools import partial
from typing import Any

import socketio
from socketio.exceptions import SocketIOError

from web_handheld.simulation.doors.http import ServiceAwayError

ANSWER_SECONDS_MAX = 20
CONNECT_SECONDS_MAX = 10
HANDHELD, DESK = "/handheld", "/desk"
Push = tuple[str, dict[str, Any]]


class Live:
    """One person's websocket; not shared between threads. Only the pushes named in `hears` are kept."""

    def __init__(self, url: str, cookie: str, namespace: str = HANDHELD, hears: Sequence[str] = ("screen",)) -> None:
        self._url = url
        self._headers = {"Cookie": cookie}
        self._namespace = namespace
        self._pushes: queue.Queue[Push] = queue.Queue()
        self._client = socketio.Client(reconnection=True, reconnection_delay=0.2, reconnection_delay_max=2)
        for name in hears:
            self._client.on(name, partial(self._came, name), namespace=namespace)

    def open(self) -> None:
        """Connect; raises ServiceAwayError."""
        try:
            self._client.connect(
                self._url, headers=self._headers, namespaces=[self._namespace], transports=["websocket"],
                wait_timeout=CONNECT_SECONDS_MAX,
            )  # fmt: skip
        except SocketIOError as error:
            raise ServiceAwayError(f"no websocket: {error}") from error

    def ask(self, event: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send a scan or a step and give its answer; raises ServiceAwayError."""
        try:
            answer = self._client.call(event, body, namespace=self._namespace, timeout=ANSWER_SECONDS_MAX)
        except SocketIOError as error:
            raise ServiceAwayError(f"{event} was not answered: {error}") from error
        return dict(answer)

    def hang_up(self) -> None:
        """Lose the line; the next message opens it again."""
        self._client.shutdown()  # also where it is trying to come back

    def forget_pushes(self) -> None:
        """Throw away what was pushed before."""
        while not self._pushes.empty():
            self._pushes.get_nowait()

    def next_push(self, seconds: float) -> Push | None:
        """Wait for a push and give its name and body; None when none came."""
        try:
            return self._pushes.get(timeout=seconds)
        except queue.Empty:
            return None

    def _came(self, name: str, push: dict[str, Any]) -> None:
        self._pushes.put((name, push["body"]))
