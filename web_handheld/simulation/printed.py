"""What lies in the printers' trays: the codes on bag labels, found by order, number and version."""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from web_handheld.simulation.doors.bench import Bench

BAG_LABEL = re.compile(r"P:(?P<order>[0-9A-Z]+)-(?P<n>\d+)/(?P<total>\d+)-(?P<version>\d+)-[0-9A-Z]")


@dataclass(frozen=True)
class Label:
    """A bag's label as it reads."""

    code: str
    order: str
    n: int
    total: int
    version: int


class Printed:
    """The labels as they came out of the simulated printers; safe to share between players."""

    def __init__(self, bench: Bench | None, label_printers: Sequence[str], receipt_printers: Sequence[str]) -> None:
        self._bench = bench
        self._label_printers = label_printers
        self._receipt_printers = receipt_printers
        self._lock = threading.Lock()
        self._labels: dict[str, list[Label]] = {}

    def bag_label(self, order: str, n: int, version: int) -> str | None:
        """Give the code on this version of a bag's label, or None while it is not printed."""
        return next((each.code for each in self._of(order) if (each.n, each.version) == (n, version)), None)

    def bag_labels(self, order: str) -> list[str]:
        """Give the newest code of each bag of an order, by n; numbers beyond the newest total hang on no bag."""
        labels = self._of(order)
        newest = {label.n: label for label in labels}
        return [newest[n].code for n in sorted(newest) if n <= labels[-1].total]

    def sort(self, text: str) -> None:
        """Keep every label that stands in a printed text."""
        for label in labels_in(text):
            self._labels.setdefault(label.order, []).append(label)

    def _of(self, order: str) -> list[Label]:
        with self._lock:
            if self._bench is not None:
                self._empty_trays(self._bench)
            return list(self._labels.get(order, []))

    def _empty_trays(self, bench: Bench) -> None:
        for printer in self._label_printers:
            for fields in bench.labels(printer):
                self.sort(" ".join(fields))
        for printer in self._receipt_printers:
            for paper in bench.papers(printer):
                self.sort(paper)


def labels_in(text: str) -> list[Label]:
    """Find every bag label's code in a printed text."""
    return [
        Label(found[0], found["order"], int(found["n"]), int(found["total"]), int(found["version"]))
        for found in BAG_LABEL.finditer(text)
    ]
