"""A million random bytes into each driver: no crash, no reading, and every fault counted.

Run it as `python tests/bench/driver_noise.py [KIND…] [--seed N]`.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from conformance.kit import KINDS
from conformance.noise import counted, listen
from machine import machine

BYTES = 1_000_000


def main() -> int:
    """Print a row a driver; the exit says whether one of them read something or miscounted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    asked, bad = parser.parse_args(), False
    print(machine())
    for kind in [kind for kind in KINDS if not asked.kinds or kind.name in asked.kinds]:
        began = time.perf_counter()
        heard = listen(kind, BYTES, asked.seed)
        seconds = time.perf_counter() - began
        said, told = counted(kind, BYTES, asked.seed)
        is_bad = heard.readings > 0 or said != told
        bad |= is_bad
        print(
            f"{kind.name:<28} {heard.size / seconds / 1e6:6.2f} MB/s  {heard.readings} readings  "
            f"{heard.faults:>7} faults  {said:>7} said at work, {told:>7} counted  {'BAD' if is_bad else 'good'}"
        )
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
