"""Mosquitto for a store: finds it, writes its configuration, users and exact ACLs, and runs it as a child."""

import base64
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gateway.contract import CHANNELS, Channel, Way

START_SECONDS_MAX = 10
STOP_SECONDS_MAX = 10
QUEUED_MESSAGES_MAX = 100_000
SALT_BYTES = 12
HASH_ROUNDS = 10_000  # passwords are 32 random characters: rounds are for those that are not
PID_FILE = "mosquitto.pid"


class MosquittoError(RuntimeError):
    """Mosquitto is not there, or did not start; carries its own last words."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Where the broker listens. Without `certificate` it speaks plainly, which is for loopback and trying out."""

    port: int
    host: str = "127.0.0.1"
    certificate: Path | None = None
    key: Path | None = None
    ca: Path | None = None
    client_certificates: bool = False


@dataclass(frozen=True, slots=True)
class GatewayUser:
    """The user of one gateway: it may speak on its own leaves and hear its own, nothing else."""

    name: str
    store: str
    gateway: str
    devices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceUser:
    """The user of one service of a store."""

    name: str
    store: str
    service: str


User = GatewayUser | ServiceUser


def find() -> str | None:
    """Find the program; Debian keeps it where a person's PATH does not look."""
    return shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def configuration(
    listener: Listener,
    folder: Path,
    *,
    password_file: Path | None = None,
    acl_file: Path | None = None,
    queued_messages_max: int = QUEUED_MESSAGES_MAX,
) -> str:
    """Write mosquitto.conf (2.0.11 and newer). Set `queued_messages_max` above the store's number of labels.

    `folder` keeps retained messages and queues over a restart. Without a password file anybody may connect.
    """
    lines = [
        "# Written by `storefloor broker config`; change the settings there.",
        "per_listener_settings false",
        f"listener {listener.port} {listener.host}",
        *_tls(listener),
        "set_tcp_nodelay true",
        "persistence true",
        f"persistence_location {folder}/",
        f"pid_file {folder / PID_FILE}",
        "autosave_interval 1",
        "autosave_on_changes true",
        f"max_queued_messages {queued_messages_max}",
        "max_inflight_messages 20",
        f"allow_anonymous {'false' if password_file else 'true'}",
    ]
    lines += [f"password_file {password_file}"] if password_file else []
    lines += [f"acl_file {acl_file}"] if acl_file else []
    return "\n".join([*lines, ""])


def _tls(listener: Listener) -> list[str]:
    if listener.certificate is None:
        return []
    lines = [f"certfile {listener.certificate}", f"keyfile {listener.key}", "tls_version tlsv1.2"]
    lines += [f"cafile {listener.ca}"] if listener.ca else []
    return [*lines, "require_certificate true"] if listener.client_certificates else lines


def acl(users: Iterable[User]) -> str:
    """Write the ACL file: each leaf by itself, never `write …/#`."""
    return "\n".join(_rights(user) for user in users)


def _rights(user: User) -> str:
    if isinstance(user, ServiceUser):
        rows = [f"topic {_right(each, Way.DOWN)} {each.filter(store=user.store)}" for each in CHANNELS[1:]]
        host = CHANNELS[0].topic(store=user.store, service=user.service)
        return "\n".join([f"user {user.name}", f"topic readwrite {host}", *rows, ""])
    ids = {"store": user.store, "gateway": user.gateway}
    rows = [f"topic {_right(each, Way.UP)} {topic}" for each in CHANNELS for topic in _leaves(each, ids, user.devices)]
    return "\n".join([f"user {user.name}", *rows, ""])


def _right(channel: Channel, mine: Way) -> str:
    return "write" if channel.way is mine else "read"


def _leaves(channel: Channel, ids: dict[str, str], devices: tuple[str, ...]) -> list[str]:
    if "{device}" not in channel.pattern:
        return [channel.filter(**ids)]
    if channel.way is Way.DOWN:  # it hears all devices at once: a subscription is checked as a whole
        return [channel.filter(**ids)]
    words = channel.words if "{type}" in channel.pattern else ("",)
    return [
        channel.topic(**ids, device=device, **({"type": word} if word else {})) for device in devices for word in words
    ]


def password_hash(password: str, salt: bytes | None = None) -> str:
    """Hash a password as Mosquitto keeps it: PBKDF2 with HMAC-SHA512."""
    salt = salt or secrets.token_bytes(SALT_BYTES)
    made = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, HASH_ROUNDS)
    return f"$7${HASH_ROUNDS}${base64.b64encode(salt).decode()}${base64.b64encode(made).decode()}"


def passwords(hashes: Mapping[str, str]) -> str:
    """Write the password file: users and their hashes."""
    return "".join(f"{name}:{kept}\n" for name, kept in hashes.items())


@dataclass(slots=True)
class Mosquitto:
    """A running child."""

    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it; it saves what it keeps."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(folder: Path, listener: Listener) -> Mosquitto:
    """Start Mosquitto in its own folder, plainly and for this machine only, and wait until it listens.

    Raises MosquittoError when it is not installed or does not come up (a port taken, a folder it may not write).
    """
    program = find()
    if program is None:
        raise MosquittoError("mosquitto is not installed")
    if _listens(listener):
        raise MosquittoError(f"{listener.host}:{listener.port} is in use by another program")
    folder.mkdir(parents=True, exist_ok=True)
    path, words = folder / "mosquitto.conf", folder / "mosquitto.log"
    path.write_text(_own_user() + configuration(listener, folder), encoding="utf-8")
    with words.open("wb") as log:
        # A session of its own: Ctrl-C must reach the gateway first, which has a farewell to say.
        command = [program, "-c", str(path)]
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)  # noqa: S603 - found above
    _wait_until_it_listens(process, listener, words)
    return Mosquitto(process)


def _own_user() -> str:
    """Started by root, Mosquitto would become another user, who may not write our folder."""
    return "user root\n" if os.geteuid() == 0 else ""


def _wait_until_it_listens(process: subprocess.Popen[bytes], listener: Listener, words: Path) -> None:
    limit = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < limit and process.poll() is None:
        if _listens(listener):
            return
        time.sleep(0.02)
    process.kill()
    process.wait()
    raise MosquittoError(words.read_text(encoding="utf-8", errors="replace").strip() or "it did not come up")


def _listens(listener: Listener) -> bool:
    with suppress(OSError), socket.create_connection((listener.host, listener.port), timeout=1):
        return True
    return False
