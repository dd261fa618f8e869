"""Who works a stall's screen: opened by badge, taken over only when asked, locked when nobody touches it."""

from picking.devices.lifecycle import StationSessionState, StationSessionStep
from picking.devices.model import StationSession
from picking.devices.queries import session_at
from picking.floor.model import Stall
from picking.foundation.refusals import Refusal, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person


def open_station(work: UnitOfWork, stall_id: str, person_id: str) -> StationSession:
    """Open a stall's screen for a person, or go on in their own session, locked or not.

    Refuses (`station_taken`) a stall that somebody else works: ask for it with `ask_takeover`.
    """
    stall = work.get(Stall, stall_id, lock=True)  # one screen a stall: two who open it at once come one by one
    running = session_at(work.session, stall_id)
    if running is None:
        return _open(work, stall, person_id)
    if running.person_id != person_id:
        raise Refusal("station_taken", name=work.get(Person, running.person_id).name, stall=stall_id)
    if running.state is StationSessionState.LOCKED:
        work.step(running, StationSessionStep.CONTINUE)
        _tell(work, running)
    return running


def _open(work: UnitOfWork, stall: Stall, person_id: str) -> StationSession:
    person = work.get(Person, person_id)
    opened = StationSession(
        id=work.ids.new(), store_id=stall.store_id, stall_id=stall.id, person_id=person.id, opened_at=work.now
    )
    work.add(opened)
    _tell(work, opened)
    return opened


def ask_takeover(work: UnitOfWork, stall_id: str, person_id: str) -> StationSession:
    """Ask whoever works a stall to hand it over; the screen asks them. A locked screen asks a lead instead.

    Refuses (`station_free`) a stall nobody works: open it.
    """
    work.get(Stall, stall_id, lock=True)
    running = session_at(work.session, stall_id)
    if running is None or running.person_id == person_id:
        raise Refusal("station_free", stall=stall_id)
    if running.state is StationSessionState.LOCKED:
        work.by.require("stall.lead")
        return _replace(work, running, StationSessionStep.CLOSE, person_id)
    work.step(running, StationSessionStep.ASK_TAKEOVER, asked_by=person_id)
    running.asked_by = person_id
    asker = work.get(Person, person_id)
    facts = {"code": "takeover_asked", "session_id": running.id, "stall_id": stall_id, "name": asker.name}
    work.push(f"station:{stall_id}", "alert", facts)
    work.push(f"person:{running.person_id}", "alert", facts)
    return running


def answer_takeover(work: UnitOfWork, session_id: str, *, agree: bool) -> StationSession:
    """Hand a stall over to whoever asked, or keep it; only who works it or a lead may answer.

    Gives the session that is open afterwards.
    """
    running = work.get(StationSession, session_id, lock=True)
    if work.by.person_id != running.person_id:
        work.by.require("stall.lead")
    if agree and running.asked_by is not None:
        return _replace(work, running, StationSessionStep.HAND_OVER, running.asked_by)
    asker, running.asked_by = running.asked_by, None
    work.step(running, StationSessionStep.REFUSE)
    work.push(f"person:{asker}", "alert", {"code": "takeover_refused", "stall_id": running.stall_id})
    return running


def _replace(work: UnitOfWork, running: StationSession, step: StationSessionStep, person_id: str) -> StationSession:
    work.step(running, step)
    work.push(f"person:{running.person_id}", "alert", {"code": "takeover_done", "stall_id": running.stall_id})
    return _open(work, work.get(Stall, running.stall_id), person_id)


def touch_station(work: UnitOfWork, stall_id: str) -> None:
    """Note that somebody touched a stall's screen, so that it does not lock."""
    running = session_at(work.session, stall_id)
    if running is not None and running.state is StationSessionState.OPEN:
        running.deadline_at = work.now + running.lifecycle.patience[StationSessionState.OPEN][0]


def close_station(work: UnitOfWork, stall_id: str) -> StationSession:
    """Sign out of a stall's screen; its tickets stay. Only who works it or a lead may."""
    running = session_at(work.session, stall_id)
    if running is None:
        raise unknown("station session", stall_id)
    if work.by.person_id != running.person_id:
        work.by.require("stall.lead")
    work.step(running, StationSessionStep.CLOSE)
    _tell(work, running)
    return running


def _tell(work: UnitOfWork, session: StationSession) -> None:
    body = {"stall_id": session.stall_id, "session_id": session.id, "state": str(session.state)}
    work.push(f"station:{session.stall_id}", "screen", {**body, "person_id": session.person_id})
