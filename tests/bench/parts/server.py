"""The program of a server under test.

Run as `server.py JSON` with kind (`service` or `bare`), folder, http and mqtt (ports), profile (a file, or nothing).
"""

# gevent must replace the blocking parts of the standard library before anybody has taken hold of them.
from gevent import monkey

monkey.patch_all()

import json  # noqa: E402 - after the patch, as everything here
import signal  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
from pathlib import Path  # noqa: E402

from bare_floor import serve_bare  # noqa: E402
from sampler import Sampler  # noqa: E402
from served import SECRET  # noqa: E402

from web_handheld.cli.common import require_current  # noqa: E402
from web_handheld.cli.stopping import stop_event, wait  # noqa: E402
from web_handheld.server import run_service  # noqa: E402
from web_handheld.settings import Settings, read_settings  # noqa: E402


def settings_of(asked: dict[str, str]) -> Settings:
    """Read the product's own settings, but for the ports, and for limits that a bench would hit."""
    flags = {
        "service.data_dir": asked["folder"],
        "service.http_port": asked["http"],
        "service.secret_key": SECRET,
        "service.name": asked["kind"],
        "service.log_level": "warning",
        "broker.port": asked["mqtt"],
        "limits.person": "1000000 per minute",
    }
    return read_settings(flags=flags)


def main() -> None:
    """Serve until SIGTERM; with a profile asked for, write it at the end."""
    asked = json.loads(sys.argv[1])

    def wait_sampled(stop: threading.Event) -> None:
        sampler = Sampler()
        signal.signal(signal.SIGUSR1, lambda *_: sampler.start())
        wait(stop)
        sampler.stop()
        Path(asked["profile"]).write_text(json.dumps(sampler.samples))

    settings, wait_so = settings_of(asked), wait_sampled if asked["profile"] else wait
    if asked["kind"] == "bare":
        serve_bare(settings, stop_event(), wait_so)
    else:
        run_service(settings, stop_event(), wait_so, require_current)


if __name__ == "__main__":
    main()
