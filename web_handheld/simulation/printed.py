"""What lies in the printers' trays: the codes on bag labels, found by order, number and version."""

import re
import threading
from collections.abc import Sequence

from web_handheld.simulation.doors.bench import Bench

BAG_LABEL = re.compile(r"P:(?P<order>[0-9A-Z]+)-(?P<n>\d+)/\d+-(?P<version>\d+)-[0-9A-Z]")
Label = tuple[str, int, int]


class Printed:
    """The labels as they came out of the simulated printers; safe to share between players."""

    def __init__(self, bench: Bench, label_printers: Sequence[str], receipt_printers: Sequence[str]) -> None:
        self._bench = bench
        self._label_printers = label_printers
        self._receipt_printers = receipt_printers
        self._lock = threading.Lock()
        self._codes: dict[Label, str] = {}

    def bag_label(self, order: str, n: int, version: int) -> str | None:
        """Give the code on this version of a bag's label, or None while it is not printed."""
        with self._lock:
            if (order, n, version) not in self._codes:
                self._empty_trays()
            return self._codes.get((order, n, version))

    def _empty_trays(self) -> None:
        for printer in self._label_printers:
            for fields in self._bench.labels(printer):
                self._codes.update(labels_in(" ".join(fields)))
        for printer in self._receipt_printers:
            for paper in self._bench.papers(printer):
                self._codes.update(labels_in(paper))


def labels_in(text: str) -> dict[Label, str]:
    """Find every bag label's code in a printed text, by order number, n and version."""
    return {(found["order"], int(found["n"]), int(found["version"])): found[0] for found in BAG_LABEL.finditer(text)}
