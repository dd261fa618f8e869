"""A scan over HTTP, from the request to its answer, against a bare floor with the same server and durability.

Run it as `python tests/bench/scan_http.py`. Ten pickers stand at their bins; 10, 1,000 and 10,000 lines are open.
Aims: p50 at most 4 times the floor's, at most 1.2 times as much at 10,000 lines as at 10, p99 under 25 ms at
100 scans/s, 300 scans/s in one process. Where one is missed, a profile of the server shows where its time goes.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))

from doors import HttpDoor
from levels import PICKERS, Bench

if __name__ == "__main__":
    Bench("HTTP scan", PICKERS, lambda server, _, busy: HttpDoor(server, busy.pickers)).run()
