"""The servers under test, each in a process of its own: the service, and the bare floor with the same parts."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from web_handheld.signing_in import SEAT

PROGRAM = Path(__file__).with_name("server.py")
SECRET = "bench"  # signs the cookies of a server that lives for seconds
START_SECONDS_MAX = 60


@dataclass(frozen=True)
class Served:
    """A server that answers; one with a profile to write begins it when `sample` is called."""

    port: int
    process: subprocess.Popen[bytes]

    def sample(self) -> None:
        """Let the profile begin: what came before, as the opening of connections, is not in it."""
        self.process.send_signal(signal.SIGUSR1)

    def cookie(self, person: str) -> str:
        """Sign a seat as signing in does; signing in itself is slow on purpose and measured nowhere here."""
        app = Flask("bench")
        app.secret_key = SECRET
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        seat = {"person": person, "device": f"gw1/{person}", "until": "2999-01-01T00:00:00+00:00"}
        return f"storefloor-{self.port}={signer.dumps({SEAT: seat, '_permanent': True})}"


@contextmanager
def served(kind: str, folder: Path, mqtt_port: int, profile: Path | None = None) -> Iterator[Served]:
    """Run the `service` or the `bare` floor on a folder's books until the block ends; then `profile` is written."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = {"kind": kind, "folder": str(folder), "http": port, "mqtt": mqtt_port, "profile": str(profile or "")}
    with (folder / f"{kind}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, str(PROGRAM), json.dumps(settings)], stdout=log, stderr=log, env=_environment()
        )
        try:
            _wait_until_ready(process, port, folder / f"{kind}.log")
            yield Served(port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(START_SECONDS_MAX)


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("STOREFLOOR_")}


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    limit = time.monotonic() + START_SECONDS_MAX
    while True:
        try:
            if requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5).ok:
                return
        except requests.ConnectionError:
            pass  # it is still starting
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(f"the server did not come up:\n{log.read_text(errors='replace')}")
        time.sleep(0.1)
