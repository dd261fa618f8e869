"""Looks a thousand times a second at where a program is.

cProfile measures calls that return in the order they were made; greenlets do not, so its figures of a gevent server
are wrong. Samples count what stands still, too: a commit that waits for the disk.
"""

import signal
import sysconfig
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

PERIOD_SECONDS = 0.001
PATHS = sysconfig.get_paths()
ROOTS = ((f"{PATHS['purelib']}/", ""), (f"{PATHS['stdlib']}/", "Python/"), (f"{Path(__file__).parents[3]}/", ""))
IDLE = "gevent/hub.py:run"
# The database itself is C: it is known by its callers.
DATABASE = frozenset({"do_execute", "do_commit", "do_executemany", "do_rollback", "begin"})


OURS = ("picking/", "web_handheld/", "gateway/")
ASKS = " for "


class Sampler:
    """Counts, from `start` to `stop`, where the program is: a function (C code it calls included), for one of ours."""

    def __init__(self) -> None:
        self.samples: Counter[str] = Counter()

    def start(self) -> None:
        """Look from now on; the main thread's signals must be free."""
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, PERIOD_SECONDS, PERIOD_SECONDS)

    def stop(self) -> None:
        """Look no more."""
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _look(self, _: int, frame: FrameType | None) -> None:
        if frame is not None and (place := _place(frame)) != IDLE:
            self.samples[f"{place}{ASKS}{_ours(frame)}"] += 1


def where_time_goes(samples: Mapping[str, int], scans: int, top: int = 8) -> None:
    """Print in milliseconds a scan: packages, the functions with the most own time, and those of ours they serve."""
    own, ours, owners = Counter[str](), Counter[str](), Counter[str]()
    for sample, count in samples.items():
        place, _, asked_by = sample.partition(ASKS)
        own[place] += count
        ours[asked_by] += count
        owners[_owner(place)] += count
    each = PERIOD_SECONDS * 1000 / scans
    print(f"where the time goes, by samples during {scans} scans: {own.total() * each:.2f} ms a scan")
    print("  by package: " + ", ".join(f"{owner} {count * each:.2f}" for owner, count in owners.most_common(top)))
    for title, counts in (("the functions themselves", own), ("on behalf of our own", ours)):
        print(f"  {title}:")
        for place, count in counts.most_common(top):
            print(f"    {count * each:6.2f} ms  {place}")


def _place(frame: FrameType) -> str:
    path = frame.f_code.co_filename
    for root, name in ROOTS:
        if path.startswith(root):
            return f"{name}{path.removeprefix(root)}:{frame.f_code.co_name}"
    return f"{path}:{frame.f_code.co_name}"


def _ours(frame: FrameType | None) -> str:
    while frame is not None:
        place = _place(frame)
        if place.startswith(OURS):
            return place
        frame = frame.f_back
    return "the server and the libraries' own threads"


def _owner(place: str) -> str:
    path, _, function = place.rpartition(":")
    if path == "sqlalchemy/engine/default.py" and function in DATABASE:
        return "SQLite"
    return "Python" if path.startswith("<") else path.partition("/")[0].removesuffix(".py")  # <string>: made classes
