"""The real parts journeys run on: found on this machine, started when first asked for, stopped by their own pid."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

START_SECONDS_MAX = 90
STOP_SECONDS_MAX = 30
WAIT_SECONDS_MAX = 60


def find_mosquitto() -> str | None:
    """Look where Debian keeps daemons, too: a person's PATH often lacks /usr/sbin."""
    return shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


def find_postgresql() -> str | None:
    """Give the folder of the newest server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return str(found[-1].parent) if found else str(Path(on_path).parent) if on_path else None


def find_redis() -> str | None:
    """Redis or its heir."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


def find_chromium() -> str | None:
    """Give any browser of the Chromium family."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def find_zpl_renderer() -> str | None:
    """The interpreter of ZPL that `make parts` installs from npm; it wants Node.js."""
    renderer = Path(__file__).parent / "node/node_modules/zpl-renderer-js"
    return str(renderer) if shutil.which("node") and renderer.is_dir() else None


def find_ippeveprinter() -> str | None:
    """CUPS' office printer, with the two daemons it will not start without; their folders want root."""
    there = all(shutil.which(name) for name in ("ippeveprinter", "avahi-daemon", "dbus-daemon"))
    return shutil.which("ippeveprinter") if there and os.geteuid() == 0 else None


PARTS: dict[str, Callable[[], str | None]] = {
    "mosquitto": find_mosquitto,
    "postgresql": find_postgresql,
    "redis": find_redis,
    "chromium": find_chromium,
    "zpl-renderer": find_zpl_renderer,
    "ippeveprinter": find_ippeveprinter,
}


def missing(part: str) -> str | None:
    """Give the reason why a part cannot be had, or None if it can."""
    return None if PARTS[part]() else f"needs {part}, which is not installed on this machine"


def path_of(part: str) -> str:
    """Give where a part is installed; skip the test with the reason if it is not."""
    reason = missing(part)
    if reason:
        pytest.skip(reason)
    return PARTS[part]() or ""


def skip_what_is_missing(items: list[pytest.Item]) -> None:
    """Skip every test marked `needs(part)` whose part is not installed, and say which."""
    for item in items:
        for marker in item.iter_markers("needs"):
            reasons = [reason for part in marker.args if (reason := missing(part))]
            if reasons:
                item.add_marker(pytest.mark.skip(reason="; ".join(reasons)))


def free_port() -> int:
    """Give a loopback port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody takes connections on this loopback port."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_for(look: Callable[[], object], seconds_max: float = WAIT_SECONDS_MAX) -> object:
    """Wait until something is so; a busy machine gets its time."""
    limit = time.monotonic() + seconds_max
    while not (found := look()):
        assert time.monotonic() < limit, "it did not come to be so"
        time.sleep(0.02)
    return found


@contextmanager
def running(
    command: list[str],
    ready: Callable[[], bool],
    log: Path,
    *,
    user: str | None = None,
    stop: int = signal.SIGTERM,
    environment: dict[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of ours until the block ends; fail with its own words if it does not come up."""
    with (
        log.open("ab") as words,
        subprocess.Popen(command, stdout=words, stderr=words, user=user, env=environment) as process,
    ):
        try:
            _wait_until(ready, process, log)
            yield process
        finally:
            end(process, stop)


def end(process: subprocess.Popen[bytes], how: int = signal.SIGTERM) -> None:
    """Stop one process that we started; kill it when it does not go."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        process.wait(STOP_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + START_SECONDS_MAX
    while not ready():
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError(f"{process.args} did not come up:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)


@contextmanager
def running_mosquitto(folder: Path, port: int, more: str = "") -> Iterator[subprocess.Popen[bytes]]:
    """Run a broker of one's own, for tests that stop it or look at its settings; `more` are lines of configuration."""
    configuration = folder / "mosquitto.conf"
    lines = [f"listener {port} 127.0.0.1", "allow_anonymous true", "set_tcp_nodelay true", "max_queued_messages 100000"]
    configuration.write_text("\n".join([*lines, more, ""]))
    command = [path_of("mosquitto"), "-c", str(configuration)]
    with running(command, lambda: listens(port), folder / "mosquitto.log") as process:
        yield process


@pytest.fixture(scope="session")
def mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Give the port of a broker shared by all tests of this run: take a store id of your own."""
    port = free_port()
    with running_mosquitto(tmp_path_factory.mktemp("mosquitto"), port):
        yield port


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the URL of a Redis that keeps nothing."""
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    command = [path_of("redis"), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with running(command, lambda: listens(port), folder / "redis.log"):
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of a browser."""
    return path_of("chromium")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Give the SQLAlchemy URL of a server of this run's own, with the empty database `postgres`."""
    with running_postgresql() as url:
        yield url


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Run a server of its own; gives the SQLAlchemy URL of its empty database `postgres`."""
    programs = Path(path_of("postgresql"))
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="storefloor-postgresql-"))
    try:
        if user:
            shutil.chown(folder, user)
        yield from _postgresql_in(folder, programs, user)
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def fresh_postgresql(postgresql: str) -> Iterator[str]:
    """Give the SQLAlchemy URL of an empty database for one test."""
    name = f"test_{time.monotonic_ns()}"
    plain = postgresql.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield make_url(postgresql).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root, so root lends it another name."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _postgresql_in(folder: Path, programs: Path, user: str | None) -> Iterator[str]:
    cluster, port = folder / "cluster", free_port()
    make = [str(programs / "initdb"), "-D", str(cluster), "-U", "storefloor", "-A", "trust", "-E", "UTF8", "--no-sync"]
    made = subprocess.run([*make, "--locale=C"], capture_output=True, text=True, user=user, cwd=folder, check=False)
    if made.returncode:
        raise RuntimeError(made.stdout + made.stderr)
    options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "max_connections": "200"}
    settings = [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
    command = [str(programs / "postgres"), "-D", str(cluster), "-p", str(port), *settings]
    url = f"postgresql://storefloor@127.0.0.1:{port}/postgres"
    with running(command, lambda: _answers(url), folder / "postgresql.log", user=user, stop=signal.SIGINT):
        yield url.replace("postgresql:", "postgresql+psycopg:")


def _answers(url: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=1):
        return True
    return False
