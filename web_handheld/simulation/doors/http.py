"""HTTP as a channel, a carrier or a person's browser speaks it: repeats by id until it is answered."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import requests

from web_handheld.simulation.pace import Pace

ANSWER_SECONDS_MAX = 20
TRIES_MAX = 8
WAIT_SECONDS = 0.25
BAD_REQUEST, TOO_MANY, AWAY = 400, 429, 503
Body = Mapping[str, Any]


class ServiceAwayError(RuntimeError):
    """The service did not answer, however often it was asked."""


@dataclass(frozen=True)
class Reply:
    """What the service answered."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Tell whether it was done."""
        return self.status < BAD_REQUEST

    @property
    def code(self) -> str:
        """The stable code of a refusal."""
        return str(self.body.get("code", self.status))


class Http:
    """One machine's or one browser's HTTP; not shared between threads."""

    def __init__(self, url: str, pace: Pace, *, token: str | None = None) -> None:
        self.url = url.rstrip("/")
        self._pace = pace
        self._session = requests.Session()
        if token is not None:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: Any) -> Reply:
        """Ask."""
        return self._until_answered("GET", path, params=query)

    def post(self, path: str, body: Body | None = None, *, key: str | None = None) -> Reply:
        """Have something done; the same key is the same message, however often it is sent."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self._until_answered("POST", path, json=dict(body or {}), headers=headers)

    def put(self, path: str, body: Body) -> Reply:
        """Have something kept as it is written."""
        return self._until_answered("PUT", path, json=dict(body), headers={"Idempotency-Key": str(uuid4())})

    def delete(self, path: str) -> Reply:
        """Have something taken away."""
        return self._until_answered("DELETE", path)

    def hang_up(self) -> None:
        """Drop the line, as a lift or a cold room does; the next message opens a new one."""
        self._session.close()

    @property
    def cookie(self) -> str:
        """The session as a Cookie header."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._session.cookies)

    def _until_answered(self, method: str, path: str, **more: Any) -> Reply:
        why = "the run is over"
        for tries in range(TRIES_MAX):
            try:
                response = self._session.request(
                    method, f"{self.url}/api/v1{path}", timeout=ANSWER_SECONDS_MAX, **more
                )  # fmt: skip
            except requests.RequestException as error:
                why, wait = str(error), WAIT_SECONDS * 2**tries
            else:
                if response.status_code not in (TOO_MANY, AWAY):
                    return Reply(response.status_code, _tree(response))
                why = f"answered {response.status_code}"
                wait = float(response.headers.get("Retry-After", WAIT_SECONDS * 2**tries))
            if not self._pace.wait(wait):
                break
        raise ServiceAwayError(f"{method} {path}: {why}")


def _tree(response: requests.Response) -> dict[str, Any]:
    try:
        tree = response.json() if response.content else {}
    except requests.JSONDecodeError:
        return {"code": f"no_json_{response.status_code}", "detail": response.text[:200]}
    return tree if isinstance(tree, dict) else {"items": tree}


def wait_until_up(url: str, pace: Pace, seconds: float) -> None:
    """Wait until the service says that it is ready; raises ServiceAwayError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if requests.get(f"{url.rstrip('/')}/readyz", timeout=ANSWER_SECONDS_MAX).ok:
                return
        except requests.RequestException:
            pass  # not there yet: asked again below
        if not pace.wait(WAIT_SECONDS):
            break
    raise ServiceAwayError(f"nothing at {url} became ready within {seconds:.0f} s")
