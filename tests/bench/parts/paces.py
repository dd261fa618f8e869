"""How fast a bench scans: one after the other, at a steady rate, or as fast as the server goes."""

import time
from collections.abc import Callable, Sequence

from doors import PATIENCE_SECONDS, Door

AT_ONCE = 16


def measured(scan: Callable[[], object], count: int) -> list[float]:
    """Give the seconds of each of so many calls."""
    seconds = []
    for _ in range(count):
        began = time.perf_counter()
        scan()
        seconds.append(time.perf_counter() - began)
    return seconds


def one_by_one(door: Door, count: int) -> list[float]:
    """Scan, wait for the answer, scan again."""

    def scan() -> None:
        key = door.scan()
        while key not in door.pump(PATIENCE_SECONDS):
            pass

    return measured(scan, count)


def in_turns(scans: Sequence[Callable[[int], list[float]]], count: int, turns: int = 20) -> list[list[float]]:
    """Measure several ways in turns, so that all see the same machine; give each way's seconds."""
    found: list[list[float]] = [[] for _ in scans]
    for _ in range(turns):
        for scan, seconds in zip(scans, found, strict=True):
            seconds.extend(scan(count // turns))
    return found


def steady(door: Door, a_second: int, seconds: int) -> list[float]:
    """Scan at a steady rate, whether answers come or not; each is counted from when it was due."""
    due: dict[str, float] = {}
    found: list[float] = []
    began = time.perf_counter()
    for number in range(a_second * seconds):
        moment = began + number / a_second
        while (left := moment - time.perf_counter()) > 0:
            _note(door, left, due, found)
        due[door.scan()] = moment
    _wait_for_all(door, due, found)
    return found


def flat_out(door: Door, seconds: float) -> float:
    """Keep `AT_ONCE` scans under way; give how many were answered a second."""
    due: dict[str, float] = {}
    found: list[float] = []
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        while len(due) < AT_ONCE:
            due[door.scan()] = time.perf_counter()
        _note(door, PATIENCE_SECONDS, due, found)
    _wait_for_all(door, due, found)
    return len(found) / (time.perf_counter() - began)


def _note(door: Door, seconds: float, due: dict[str, float], found: list[float]) -> None:
    answered = door.pump(seconds)
    now = time.perf_counter()
    found += [now - due.pop(key) for key in answered]


def _wait_for_all(door: Door, due: dict[str, float], found: list[float]) -> None:
    limit = time.perf_counter() + PATIENCE_SECONDS
    while due:
        assert time.perf_counter() < limit, f"{len(due)} scans were never answered"
        _note(door, 1.0, due, found)
