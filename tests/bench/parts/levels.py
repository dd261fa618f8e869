"""Both HTTP and MQTT benches: at each number of open lines the service beside the bare floor, then the load."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from busy_floor import BusyFloor
from figures import LOAD_A_SECOND, LOAD_P99_MAX, SCANS_A_SECOND_MIN, Figures, percentile, row
from machine import machine
from paces import flat_out, in_turns, one_by_one, steady
from real_parts import free_port, running_mosquitto
from sampler import where_time_goes
from served import Served, served

LEVELS = (10, 1_000, 10_000)
PICKERS = 10
SCANS = 500
WARM_UP = 20
LOAD_SECONDS = 10
FLAT_OUT_SECONDS = 5
PROFILED = 300
MakeDoor = Callable[[Served, int, BusyFloor], Any]


class Bench:
    """One way to scan, measured on a broker and books of this run's own."""

    def __init__(self, name: str, people: int, make_door: MakeDoor) -> None:
        self._name = name
        self._people = people
        self._make_door = make_door
        self._figures = Figures()

    def run(self) -> None:
        """Measure and print everything; where an aim is missed, print where the time goes."""
        print(f"{self._name}: {machine()}")
        with tempfile.TemporaryDirectory() as name:
            busy = BusyFloor(Path(name), PICKERS, self._people)
            self._compare(busy)
            with self._door(busy, "service") as (_, door):
                self._load(door)
            if self._figures.missed:
                self._explain(busy)
            busy.close()

    def _compare(self, busy: BusyFloor) -> None:
        """Let the floor and the service at every level take turns, so that all see the same machine."""
        with ExitStack() as running:
            doors = [running.enter_context(self._door(busy, "bare"))[1]]
            for open_lines in LEVELS:
                busy.grow_to(open_lines)
                doors.append(running.enter_context(self._door(busy, "service"))[1])
            ways = [partial(one_by_one, door) for door in doors]
            in_turns(ways, WARM_UP, turns=1)
            bare, *scans = in_turns(ways, SCANS)
            bare_rate = flat_out(doors[0], FLAT_OUT_SECONDS)
        self._figures.against_bare(self._name, bare, dict(zip(LEVELS, scans, strict=True)))
        print(f"bare floor, sustained: {bare_rate:.0f} scans/s")

    def _load(self, door: Any) -> None:
        one_by_one(door, WARM_UP)
        rate = flat_out(door, FLAT_OUT_SECONDS)
        self._figures.at_least("sustained, in one process", rate, SCANS_A_SECOND_MIN, "scans/s")
        # Beyond what it can do the queue only grows: a second of that says enough.
        seconds = steady(door, LOAD_A_SECOND, LOAD_SECONDS if rate > LOAD_A_SECOND else 1)
        print(row(f"{self._name}, {LOAD_A_SECOND} scans/s", seconds))
        self._figures.at_most(f"  p99 at {LOAD_A_SECOND} scans/s", percentile(seconds, 0.99), LOAD_P99_MAX, "ms")

    def _explain(self, busy: BusyFloor) -> None:
        profile = busy.file.with_name("profile")  # written when the server ends
        with self._door(busy, "service", profile) as (server, door):
            one_by_one(door, WARM_UP)
            server.sample()
            one_by_one(door, PROFILED)
        where_time_goes(json.loads(profile.read_text()), PROFILED)

    @contextmanager
    def _door(self, busy: BusyFloor, kind: str, profile: Path | None = None) -> Iterator[tuple[Served, Any]]:
        """Serve a copy of the books with a broker of its own: two servers of one store would share its scans."""
        with tempfile.TemporaryDirectory() as name, ExitStack() as running:
            folder, port = Path(name), free_port()
            running.enter_context(running_mosquitto(folder, port))
            if kind == "service":
                busy.rest()
                shutil.copy(busy.file, folder)
            server = running.enter_context(served(kind, folder, port, profile))
            yield server, running.enter_context(closing(self._make_door(server, port, busy)))
