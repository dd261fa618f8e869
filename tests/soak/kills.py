"""Kills broker, service and gateway at random moments under load, two hundred times, and judges what came of it.

Run it as `python tests/soak/kills.py [KILLS] [SEED]`. Each part begins with a new store and kills 25 times. What must
be so: every scan that its scanner said was taken stands in the journal once, in order; every label is on paper once, or
its job asks a person. Ends with 1 and the words of what is wrong if anything is; the store's folder is then kept.
"""

import shutil
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from killed_work import Verdict, under_load

KILLS, KILLS_A_PART = 200, 25
WORDS_SECONDS = 90  # a sheet that was too late is asked about, and printed then


def part(seed: int, kills: int) -> Verdict:
    """Run one part and print its figures."""
    folder = Path(tempfile.mkdtemp(prefix="storefloor-kills-"))
    found = under_load(folder, seed, kills, words_seconds=WORDS_SECONDS)
    killed = ", ".join(f"{count} {name}" for name, count in sorted(Counter(found.kills).items()))
    print(
        f"seed {seed}: killed {killed}; {found.pulled} scans, {found.accepted} accepted, {found.applied} applied; "
        f"{found.printed} labels on paper, {found.asks} ask",
        flush=True,
    )
    for words in found.wrong:
        print(f"  WRONG: {words}", flush=True)
    if found.wrong:
        print(f"  see {folder}", flush=True)
    else:
        shutil.rmtree(folder)
    return found


def main(kills: int, seed: int) -> int:
    """Run all parts; gives 1 if anything was wrong."""
    found: list[Verdict] = []
    while (done := sum(len(each.kills) for each in found)) < kills:
        found.append(part(seed + len(found), min(KILLS_A_PART, kills - done)))
    wrong = sum(len(each.wrong) for each in found)
    print(f"{done} kills, {sum(each.accepted for each in found)} scans accepted, {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to stop"))  # what was started is stopped on the way out
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*[*numbers, *(KILLS, 1)[len(numbers) :]]))
