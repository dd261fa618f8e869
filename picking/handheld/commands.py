"""The one scan box: the same functions for HTTP, websocket and MQTT; each gives the whole answer.

The doors run `scan` and `step` through `Transactions.run_once` with the request's id and hand `refused` to it,
so that a repeat gets the first answer and a refusal is kept as an answer too.
"""

from dataclasses import dataclass, field
from datetime import datetime

from picking.devices import commands as devices
from picking.devices.readings import Reading
from picking.foundation.refusals import Kind as RefusalKind, Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld import confirm
from picking.handheld.answer import Outcome, Said, Tone, attention, document, word
from picking.handheld.interpret import Meaning, interpret
from picking.handheld.screens import screen_now
from picking.handheld.screens.kind import ScreenKind
from picking.handheld.screens.scale import Laid
from picking.handheld.standing import Standing, stand
from picking.tasks import commands as tasks


@dataclass(frozen=True)
class ScanRequest:
    """A code as it was read: `aim` is the reader's symbology id, `at` the time there, `mode` is `typed` for fingers."""

    id: str
    text: str
    aim: str | None = None
    at: datetime | None = None
    mode: str | None = None


@dataclass(frozen=True)
class StepRequest:
    """A button: the step's name and what was entered with it."""

    id: str
    step: str
    facts: Json = field(default_factory=dict)


@dataclass(frozen=True)
class WeightRequest:
    """What a scale says of what lies on it."""

    id: str
    device_id: str
    reading: Reading


def scan(work: UnitOfWork, request: ScanRequest) -> Json:
    """Do what this code means on this person's screen and answer with the screen that follows.

    Raises `Refusal` with nothing changed: an unknown code, a known code of the wrong kind, or whatever the
    room that was asked says.
    """
    at = stand(work, request.text, typed=request.mode == "typed")
    screen = screen_now(at)
    meaning = interpret(work, request.text, request.aim)
    handler = screen.scans.get(meaning.kind)
    if handler is None:
        raise _wrong_kind(meaning, screen)
    said = handler(at, meaning)
    at.row.facts = confirm.started_over(at.row.facts)
    return _answer_changed(at, said, request.id)


def step(work: UnitOfWork, request: StepRequest) -> Json:
    """Do a step of this person's screen and answer with the screen that follows.

    Raises `Refusal` with nothing changed.
    """
    at = stand(work)
    screen = screen_now(at)
    known = screen.steps.get(request.step)
    if known is None:
        raise Refusal("step_not_here", step=request.step, wants=_hint(screen))
    at.row.facts = confirm.started_over(at.row.facts)
    said = known.do(at, request.facts)
    return _answer_changed(at, said, request.id)


def weigh(work: UnitOfWork, request: WeightRequest) -> Json:
    """Weigh what is at hand on the screen of whoever weighs at this scale, and answer with the screen that follows.

    Empty where nothing is to be said: it moves, is empty, was weighed already, or nothing is to be weighed here.
    Raises `Refusal` with nothing changed, also for what is no weight, with the true reason.
    """
    is_news = devices.keep_reading(work, request.device_id, request.reading)
    at = stand(work)
    weighing = screen_now(at).weighing
    if not is_news or weighing is None or not weighing.when(at):
        return {}
    source = {"scale": request.device_id, "mode": str(request.reading.mode)}
    said = weighing.do(at, Laid(request.reading.weight(), source))
    return _answer_changed(at, said, request.id)


def weight_refused(work: UnitOfWork, refusal: Refusal, request: WeightRequest) -> Json:
    """Answer a refused weight: the screen stays, and what the scale says is kept."""
    devices.keep_reading(work, request.device_id, request.reading)
    at = stand(work)
    said = Said(refusal.code, Tone.WRONG, refusal.facts, Outcome.REFUSED)
    return _push(at, _answer(at, screen_now(at), said), request.id)


def screen_answer(work: UnitOfWork, person: str | None = None) -> Json:
    """Answer with a person's screen as it stands, without a step; the asker's own when nobody is named."""
    at = stand(work, person_id=person)
    screen = screen_now(at)
    return _answer(at, screen, attention(_hint_code(screen)))


def options_of(work: UnitOfWork, name: str) -> Json:
    """Give what can be chosen now for each field of a step of this person's screen; raises `step_not_here`."""
    at = stand(work)
    screen = screen_now(at)
    known = screen.steps.get(name)
    if known is None:
        raise Refusal("step_not_here", step=name, wants=_hint(screen))
    return {ask.name: ask.options(at) for ask in known.asks if ask.lookup}


def refused(work: UnitOfWork, refusal: Refusal, request: ScanRequest | StepRequest) -> Json:
    """Answer a refusal: the screen stays; what waits for the same code again is kept or dropped."""
    tasks.count_after_refusal(work, refusal)
    at = stand(work)
    text = request.text if isinstance(request, ScanRequest) else ""
    facts = confirm.after_refusal(at.row.facts, text, refusal)
    if facts != at.row.facts:
        at.row.facts = facts
    tone = Tone.ATTENTION if isinstance(refusal, confirm.Unexpected) else Tone.WRONG
    said = Said(refusal.code, tone, refusal.facts, Outcome.REFUSED)
    return _push(at, _answer(at, screen_now(at), said), request.id)


def _answer_changed(at: Standing, said: Said, request_id: str) -> Json:
    at.row.version += 1
    at.row.at = at.work.now
    at.row.device_id = at.work.by.device_id or at.row.device_id
    at.look()
    return _push(at, _answer(at, screen_now(at), said), request_id)


def _answer(at: Standing, screen: ScreenKind, said: Said) -> Json:
    return document(said, screen.name, screen.show(at), screen.possible(at), at.row.version)


def _push(at: Standing, answer: Json, request_id: str) -> Json:
    """A scanner that speaks MQTT has no screen: the person's handheld gets the answer by push."""
    at.work.push(f"person:{at.row.person_id}", "screen", {"request": request_id, "answer": answer})
    return answer


def _wrong_kind(meaning: Meaning, screen: ScreenKind) -> Refusal:
    if meaning.is_unknown:
        return Refusal("code_unknown", RefusalKind.UNKNOWN, text=meaning.name)
    this = word(f"this_is_{meaning.kind}", name=meaning.name)
    return Refusal("code_does_not_fit", this=this, wants=_hint(screen))


def _hint(screen: ScreenKind) -> Json:
    return word(_hint_code(screen))


def _hint_code(screen: ScreenKind) -> str:
    return f"wants_{screen.name}"
