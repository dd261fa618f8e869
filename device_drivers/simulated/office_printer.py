"""A simulated office printer with IPP: takes documents, tells job and printer states, holds jobs while paper is out."""

import struct

from device_drivers.printers.ipp_words import VERSION, Attribute, IppError, Operation, Tag, encoded, read
from device_drivers.simulated.http_device import Asked, HttpDevice
from device_drivers.simulated.simulator import Deed, Facts, memory

IPP_SETTINGS = {"uri": "ipp://127.0.0.1/ipp/print"}
PROCESSING, COMPLETED, NOT_FOUND = 5, 9, 0x0406
IDLE, STOPPED = 3, 5


class SimulatedOfficePrinter(HttpDevice):
    """Deeds: `paper_out`, `paper_in`; `read` tells and forgets the documents' sizes and copies."""

    def __init__(self) -> None:
        super().__init__()
        self._jobs: dict[int, int] = {}  # number -> state
        self._documents = memory()
        self._has_paper = True

    def deeds(self) -> dict[str, Deed]:
        """What a person does to an office printer."""
        return {
            "paper_out": lambda _: self._become(paper=False),
            "paper_in": lambda _: self._become(paper=True),
            "read": self._read,
        }

    def answer(self, asked: Asked) -> tuple[int, bytes]:
        """Answer one IPP message; a printer has no pages for browsers."""
        try:
            said = read(asked.body)
        except IppError:
            return 400, b"no IPP"
        match said.status:  # in a request, the operation stands where an answer has its status
            case Operation.PRINT_JOB:
                return 200, self._taken(said.number, asked.body, int(said.first("copies") or 1))
            case Operation.GET_JOB:
                return 200, self._job(said.number, int(said.first("job-id") or 0))
        reasons = "none" if self._has_paper else "media-empty-error"
        state = IDLE if self._has_paper else STOPPED
        return 200, _message(0, said.number, [(Tag.ENUM, "printer-state", state),
                                              (Tag.KEYWORD, "printer-state-reasons", reasons)])  # fmt: skip

    def _taken(self, number: int, body: bytes, copies: int) -> bytes:
        job = len(self._jobs) + 1
        self._jobs[job] = PROCESSING
        self._documents.append({"starts": body[body.find(b"%PDF") :][:4].decode("latin-1"), "copies": copies})
        return self._job(number, job)

    def _job(self, number: int, job: int) -> bytes:
        if job not in self._jobs:
            return _message(NOT_FOUND, number, [])
        state = self._jobs[job]
        if self._has_paper:
            self._jobs[job] = COMPLETED
        return _message(0, number, [(Tag.INTEGER, "job-id", job), (Tag.ENUM, "job-state", state)])

    def _become(self, *, paper: bool) -> dict[str, object]:
        self._has_paper = paper
        return {}

    def _read(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - asked without facts
        documents = list(self._documents)
        self._documents.clear()
        return {"documents": documents}


def _message(status: int, number: int, attributes: list[Attribute]) -> bytes:
    first: list[Attribute] = [
        (Tag.CHARSET, "attributes-charset", "utf-8"),
        (Tag.LANGUAGE, "attributes-natural-language", "en"),
    ]
    parts = [VERSION + struct.pack(">HI", status, number), b"\x01", *map(encoded, first), b"\x02"]
    return b"".join([*parts, *map(encoded, attributes), b"\x03"])
