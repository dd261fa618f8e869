"""Office printers by IPP: a sheet is drawn here, sent as PDF, and asked after until the printer says its end."""

from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from device_drivers.card import Card, Certainty, DeviceClass, Line
from device_drivers.driver import SettingError, Settings, choice_of, number_of, refuse_unknown, text_of
from device_drivers.http_talk import Talk
from device_drivers.http_words import Answer, request
from device_drivers.messages import (
    CannotDoError,
    Condition,
    Fault,
    Instruction,
    PrintDocument,
    Printed,
    PrintOutcome,
    Report,
)
from device_drivers.printers.drawn_sheet import draw_document
from device_drivers.printers.ipp_words import (
    OK_LAST,
    Attribute,
    IppAnswer,
    IppError,
    Operation,
    Question,
    Tag,
    message,
    read,
)
from device_drivers.printers.pages import DOTS_PER_MM, MARGIN_MM, PAPERS, pages_of, written
from label_drawing.sheets import Paper

HTTP_OK = 200
FORMAT_REFUSED = 0x040A  # client-error-document-format-not-supported, RFC 8011, B.1.4.11
CANCELED, ABORTED, COMPLETED = 7, 8, 9  # job-state, RFC 8011, 5.3.7
STOPPED = 5  # printer-state, RFC 8011, 5.4.11
# printer-state-reasons, RFC 8011, 5.4.12: what people call it, worst first. A suffix tells how bad it is.
REASONS = {
    "media-empty": "paper-out", "media-needed": "paper-out", "cover-open": "cover-open", "door-open": "cover-open",
    "interlock-open": "cover-open", "media-jam": "jam", "toner-empty": "toner-out", "marker-supply-empty": "toner-out",
    "paused": "paused", "shutdown": "offline", "media-low": "paper-low", "toner-low": "toner-low",
    "marker-supply-low": "toner-low",
}  # fmt: skip
WARNINGS = ("paper-low", "toner-low")
MEDIA_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg"}
JOB_ATTRIBUTES: Attribute = (Tag.KEYWORD, "requested-attributes", ("job-id", "job-state", "job-state-reasons"))
PRINTER_ATTRIBUTES: Attribute = (Tag.KEYWORD, "requested-attributes", ("printer-state", "printer-state-reasons"))
SETTINGS = ("uri", "paper", "format", "job_poll_seconds", "poll_seconds", "answer_seconds_max", "job_seconds_max")


class IppPrinter:
    """Settings: `uri` (ipp://printer/ipp/print), `paper` a4|letter, `format` pdf|jpeg, and how often and how long.

    `poll_seconds` and `job_poll_seconds` are between two questions for the printer and for a job, `answer_seconds_max`
    is for an answer, `job_seconds_max` for a job. The port is http://printer:631.
    """

    card: ClassVar = Card(
        DeviceClass.PRINTER,
        "Office printers with IPP (IPP Everywhere, AirPrint) that take PDF or JPEG",
        (Line.HTTP,),
        "RFC 8010 and RFC 8011",
        Certainty.PEER,
        limits="plain HTTP only; JPEG takes one page",
    )

    def __init__(self, settings: Settings) -> None:
        refuse_unknown(settings, SETTINGS)
        self._uri = text_of(settings, "uri", "")
        self._host, self._path = _place(self._uri)
        self._paper = choice_of(settings, "paper", list(PAPERS))
        self._form = choice_of(settings, "format", list(MEDIA_TYPES))
        self._poll = number_of(settings, "poll_seconds", 10, 1, 3600)
        self._job_poll = number_of(settings, "job_poll_seconds", 1, 0.1, 60)
        self._patience = number_of(settings, "job_seconds_max", 120, 5, 3600)
        self._talk: Talk[object] = Talk(number_of(settings, "answer_seconds_max", 10, 0.5, 60))
        self._jobs: dict[str, float] = {}  # our name -> limit
        self._numbers: dict[str, int] = {}  # our name -> the printer's number
        self._number = 0
        self._next_poll = self._next_job_poll = float("-inf")
        self._cause: str | None = None

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Take answers in: of the printer, of a job that was sent, of one that was asked after."""
        reports: list[Report] = []
        for found in self._talk.feed(data):
            if isinstance(found, Fault):
                reports.append(found)
            else:
                reports += self._answered(*found, now)
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:
        """Draw the sheet and put it before the printer; it goes out with the next tick, alone on its connection."""
        if not isinstance(instruction, PrintDocument):
            raise CannotDoError("unsupported", f"a printer has no way to {type(instruction).__name__.lower()}")
        if self._cause is not None and self._cause not in WARNINGS:
            raise CannotDoError(self._cause)
        sheet = self._drawn(instruction)
        more: list[Attribute] = [
            (Tag.NAME, "job-name", instruction.job),
            (Tag.MEDIA_TYPE, "document-format", MEDIA_TYPES[self._form]),
        ]
        copies: list[Attribute] = [(Tag.INTEGER, "copies", instruction.copies)]
        if not self._talk.ask(instruction.job, self._request(Question(Operation.PRINT_JOB, more, copies, sheet))):
            raise CannotDoError("busy")
        self._jobs[instruction.job] = now + self._patience
        return b""

    def tick(self, now: float) -> Sequence[Report]:
        """Ask for the printer now and then, and for jobs often; a job without an end is unknown."""
        reports: list[Report] = []
        for _ in self._talk.late(now):
            reports += self._become("no-answer")
        for job in [job for job, limit in self._jobs.items() if now >= limit]:
            reports.append(self._end(job, PrintOutcome.UNKNOWN, "no-answer"))
        if self._talk.is_idle and now >= self._next_poll:
            self._next_poll = now + self._poll
            question = Question(Operation.GET_PRINTER, [PRINTER_ATTRIBUTES])
            self._talk.ask(Operation.GET_PRINTER, self._request(question))
        if self._talk.is_idle and self._numbers and now >= self._next_job_poll:
            self._next_job_poll = now + self._job_poll
            for job, number in self._numbers.items():
                more: list[Attribute] = [(Tag.INTEGER, "job-id", number), JOB_ATTRIBUTES]
                self._talk.ask((Operation.GET_JOB, job), self._request(Question(Operation.GET_JOB, more)))
        return [*reports, *self._talk.next(now)]

    def _answered(self, topic: object, answer: Answer, now: float) -> list[Report]:
        try:
            said = read(answer.body) if answer.status == HTTP_OK else None
        except IppError as error:
            return [Fault("garbage", f"an answer that is no IPP: {error}")]
        if said is None:
            return [Fault("refused", f"HTTP {answer.status}"), *self._refused(topic)]
        match topic:
            case Operation.GET_PRINTER:
                return self._printer(said, now)
            case (Operation.GET_JOB, str(job)):
                return self._job(job, said)
            case str(job):
                return self._sent(job, said)
        raise AssertionError(topic)

    def _sent(self, job: str, said: IppAnswer) -> list[Report]:
        number = said.first("job-id")
        if said.status > OK_LAST or not isinstance(number, int):
            return self._refused(job, "format-refused" if said.status == FORMAT_REFUSED else "refused")
        if job in self._jobs:
            self._numbers[job] = number
        return self._job(job, said)

    def _refused(self, topic: object, code: str = "refused") -> list[Report]:
        if isinstance(topic, str) and topic in self._jobs:
            return [self._end(topic, PrintOutcome.FAILED, code)]
        return []

    def _job(self, job: str, said: IppAnswer) -> list[Report]:
        state = said.first("job-state")
        if job not in self._jobs or state not in (CANCELED, ABORTED, COMPLETED):
            return []
        if state == COMPLETED:
            return [self._end(job, PrintOutcome.PRINTED)]
        return [self._end(job, PrintOutcome.FAILED, "canceled" if state == CANCELED else "aborted")]

    def _printer(self, said: IppAnswer, now: float) -> list[Report]:
        words = [str(word) for word in said.attributes.get("printer-state-reasons", ())]
        causes = [cause for reason, cause in REASONS.items() if any(word.startswith(reason) for word in words)]
        cause = next(iter(causes), "error" if said.first("printer-state") == STOPPED else None)
        if cause is not None and cause not in WARNINGS:  # the printer holds its jobs, and so do we
            self._jobs = dict.fromkeys(self._jobs, now + self._patience)
        return self._become(cause)

    def _end(self, job: str, outcome: PrintOutcome, code: str | None = None) -> Printed:
        self._jobs.pop(job, None)
        self._numbers.pop(job, None)
        return Printed(job, outcome, code)

    def _become(self, cause: str | None) -> list[Report]:
        if cause == self._cause:
            return []
        self._cause = cause
        return [Condition(cause)]

    def _drawn(self, document: PrintDocument) -> bytes:
        wide, high = (round(mm * DOTS_PER_MM) for mm in PAPERS[self._paper])
        pages = pages_of(draw_document(document, Paper(wide, MARGIN_MM * DOTS_PER_MM)), high)
        if self._form == "jpeg" and len(pages) > 1:
            raise CannotDoError("too-long", f"{len(pages)} pages cannot be one JPEG")
        return written(pages, self._form)

    def _request(self, question: Question) -> bytes:
        self._number += 1
        body = message(question, self._number, self._uri)
        return request("POST", self._path, self._host, {"Content-Type": "application/ipp"}, body)


def _place(uri: str) -> tuple[str, str]:
    parts = urlsplit(uri)
    if parts.scheme != "ipp" or not parts.hostname:
        raise SettingError("uri", f"the printer's address is wanted, as ipp://10.0.0.8/ipp/print, not {uri!r}")
    return parts.netloc, parts.path or "/"
