"""Planning instances from files a caller has: `*.jsonl.gz`, a problem a line with `name` and `best_known`."""

import gzip
import json
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from own_families import Instance

from picking.planning import read_problem

VARIABLE = "STOREFLOOR_PLANNING_INSTANCES"  # a folder of such files, or files with ":" between


def files(named: Sequence[str]) -> list[Path]:
    """Give the files that are named, or that the environment names."""
    words = named or [word for word in os.environ.get(VARIABLE, "").split(os.pathsep) if word]
    found = (sorted(path.glob("*.jsonl.gz")) if path.is_dir() else [path] for path in map(Path, words))
    return [path for paths in found for path in paths]


def instances(path: Path, most: int | None = None) -> Iterator[Instance]:
    """Read a file's instances, the first `most` of them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, most):
            document = json.loads(line)
            yield Instance(document["name"], read_problem(line), document.get("best_known"))
