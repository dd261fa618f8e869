"""Durable scans a second in one process with no network: the handheld's door against one bare committed row.

Run it as `python tests/bench/scan_rate.py [OPEN_LINES ...]`; at 10, 1,000 and 10,000 open lines if none are named.
Aims: p50 at most 4 times the bare row's, at most 1.2 times as much at the most lines as at the fewest, 300 scans/s.
Where one is missed, a profile shows where the time goes.
"""

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))

from busy_floor import GTIN, BusyFloor
from figures import SCANS_A_SECOND_MIN, Figures
from machine import machine
from paces import in_turns, measured
from sampler import Sampler, where_time_goes
from sqlalchemy import insert

from picking.foundation.actor import system
from picking.foundation.ids import TimeOrderedIds
from picking.foundation.records import OnceAnswer
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork

SCANS = 500
PROFILED = 200


def bare_row(busy: BusyFloor, ids: TimeOrderedIds) -> Json:
    """The same way with no domain: one transaction, one row on the disk, an answer."""

    def keep(work: UnitOfWork) -> Json:
        work.session.execute(insert(OnceAnswer).values(id=ids.new(), answer={"done": True}, at=work.now))
        return {"done": True}

    return busy.floor.transactions.run(system("s1"), keep)


def main(levels: list[int]) -> None:
    """Print p50, p99 and rate for each level, the ratio to the bare row, and the growth over the levels."""
    print(f"scan in one process: {machine()}")
    figures = Figures()
    with tempfile.TemporaryDirectory() as name:
        floors = [_floor(Path(name) / str(open_lines), open_lines) for open_lines in levels]
        scans = [partial(busy.scan, "p0", GTIN) for busy in floors]
        bare_way = partial(bare_row, floors[0], TimeOrderedIds())
        bare, *found = in_turns([partial(measured, way) for way in (bare_way, *scans)], SCANS)
        figures.against_bare("scan through the door", bare, dict(zip(levels, found, strict=True)))
        rate = len(found[-1]) / sum(found[-1])
        figures.at_least("sustained, one after another", rate, SCANS_A_SECOND_MIN, "scans/s")
        if figures.missed:
            _explain(scans[-1])
        for busy in floors:
            busy.close()


def _floor(folder: Path, open_lines: int) -> BusyFloor:
    folder.mkdir()
    busy = BusyFloor(folder)
    busy.grow_to(open_lines)
    return busy


def _explain(scan: Callable[[], object]) -> None:
    sampler = Sampler()
    sampler.start()
    measured(scan, PROFILED)
    sampler.stop()
    where_time_goes(sampler.samples, PROFILED)


if __name__ == "__main__":
    main([int(level) for level in sys.argv[1:]] or [10, 1_000, 10_000])
