"""The four doors of the websocket: who comes in, what they hear, scans and steps, and what they missed."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request, session
from flask_socketio import ConnectionRefusedError as TurnedAway, Namespace, SocketIO, join_room
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from picking.foundation.actor import Actor
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from picking.foundation.transactions import Transactions
from picking.people.queries import machine_actor
from web_handheld.floor.handheld_door import HandheldDoor, HandheldRequest
from web_handheld.forms.base import wrong_fields
from web_handheld.forms.handheld import ResumeForm, ScanForm, StepForm, scan_request, step_request
from web_handheld.live import rooms
from web_handheld.live.missed import last_numbers, missed
from web_handheld.live.wording import Wording
from web_handheld.parts import Parts, parts
from web_handheld.signing_in import SEAT, Seat, actor_of_seat
from web_handheld.snapshots import SNAPSHOTS

log = logging.getLogger(__name__)
Snapshot = Callable[[Session, Actor], Json]


@dataclass
class Guests:
    """Who sits behind each open websocket: the token or seat, never the rights."""

    _by_sid: dict[str, "Guest"] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._by_sid)

    def welcome(self, sid: str, guest: "Guest") -> None:
        """Remember a guest."""
        self._by_sid[sid] = guest

    def leave(self, sid: str) -> None:
        """Forget a guest."""
        self._by_sid.pop(sid, None)

    def devices(self) -> dict[str, str]:
        """Give the device of each websocket whose person sits at one."""
        seats = ((sid, guest.seat) for sid, guest in list(self._by_sid.items()))
        return {sid: seat.device_id for sid, seat in seats if seat is not None and seat.device_id is not None}

    def who(self, sid: str) -> "Guest":
        """Give the guest of a websocket."""
        guest = self._by_sid.get(sid)
        if guest is None:
            raise Refusal("sign_in_needed", Kind.FORBIDDEN)
        return guest


@dataclass(frozen=True)
class Guest:
    """A machine's token, or a person's seat, and the rooms heard."""

    token: str | None
    seat: Seat | None
    rooms: tuple[str, ...] = ()


class Door(Namespace):  # type: ignore[misc]  # Flask-SocketIO ships no types
    """One namespace. Every event is answered by its acknowledgement, refusals included, never by silence."""

    def __init__(self, namespace: str, wording: Wording) -> None:
        super().__init__(namespace)
        self._wording = wording
        self._guests = Guests()

    def on_connect(self, auth: Any = None) -> None:
        """Let in by the session cookie or by `{"token": …}`; the rooms are decided here and not by the client."""
        guest = Guest(_token(auth), _seat())
        books = parts().transactions
        try:
            with books.reading() as session_:
                by = self._actor(session_, guest, books)
                rooms.require_namespace(by, self.namespace)
                heard = rooms.rooms_of(session_, by, self.namespace)
        except Refusal as refusal:
            raise TurnedAway(refusal.code) from refusal
        for room in heard:
            join_room(room)
        self._guests.welcome(_sid(), Guest(guest.token, guest.seat, tuple(heard)))
        self._wording.forget()
        self._count()

    def on_disconnect(self, reason: Any = None) -> None:
        """Forget who went."""
        log.debug("a websocket of %s closed: %s", self.namespace, reason)
        self._guests.leave(_sid())
        self._count()

    def devices(self) -> frozenset[str]:
        """Give the devices people sit at behind this door."""
        return frozenset(self._guests.devices().values())

    def turn_out(self, devices: Collection[str]) -> None:
        """Close the websockets of these devices."""
        for sid, device in self._guests.devices().items():
            if device in devices:
                log.info("the websocket of %s is closed: it is out of service", device)
                self.socketio.server.disconnect(sid, namespace=self.namespace)

    def on_scan(self, body: Any = None) -> Json:
        """Answer a scan: the same body, function and answer as over HTTP."""
        return self._answer(body, ScanForm(), scan_request)

    def on_step(self, body: Any = None) -> Json:
        """Answer a step."""
        return self._answer(body, StepForm(), step_request)

    def on_resume(self, body: Any = None) -> Json:
        """Give what was missed since `{"rooms": {room: seq}}`, or a snapshot where that cannot be told."""

        def resume(by: Actor, form: Json) -> Json:
            mine = self._guests.who(_sid()).rooms
            books, live = parts().transactions, parts().settings.live
            with books.reading() as session_:
                pushes, complete = missed(session_, mine, form["rooms"], live.missed_max, self._wording)
                answer: Json = {"rooms": last_numbers(session_, mine), "missed": pushes}
                if not complete:
                    answer["snapshot"] = SNAPSHOTS[self.namespace](parts(), session_, by)
            return answer

        return self._asked(body, ResumeForm(), resume)

    def _answer(self, body: Any, form: Any, make: Callable[[Json], HandheldRequest]) -> Json:
        door: HandheldDoor = parts().handheld
        return self._asked(body, form, lambda by, loaded: door.answer(by, make(loaded)))

    def _asked(self, body: Any, form: Any, do: Callable[[Actor, Json], Json]) -> Json:
        try:
            loaded = form.load(body if body is not None else {})
            books = parts().transactions
            with books.reading() as session_:
                by = self._actor(session_, self._guests.who(_sid()), books)
            return do(by, loaded)
        except Refusal as refusal:
            return _problem(parts(), refusal.code, refusal.facts)
        except ValidationError as wrong:
            return _problem(parts(), "invalid_field", next(wrong_fields(wrong.messages)))

    def _actor(self, books: Session, guest: Guest, transactions: Transactions) -> Actor:
        if guest.token is not None:
            return machine_actor(books, guest.token)
        by = actor_of_seat(books, guest.seat, transactions.clock.now())
        if by is None:
            raise Refusal("sign_in_needed", Kind.FORBIDDEN)
        return by

    def _count(self) -> None:
        parts().figures.clients.labels(self.namespace).set(len(self._guests))


class BoardDoor(Namespace):  # type: ignore[misc]  # as above
    """The open namespace of the live board."""

    def on_connect(self, auth: Any = None) -> None:
        """Let everybody in: it is only told that something changed."""


def open_doors(live: SocketIO, wording: Wording) -> Sequence[Door]:
    """Open all namespaces; gives those behind which people sit."""
    live.on_namespace(BoardDoor(rooms.BOARD))
    doors = [Door(namespace, wording) for namespace in rooms.RIGHTS]
    for door in doors:
        live.on_namespace(door)
    return doors


def _problem(with_parts: Parts, code: str, facts: Mapping[str, object]) -> Json:
    text = with_parts.messages.text(code, "en", facts)
    return {"outcome": "refused", "code": code, "message": {"key": code, "text": text, "facts": dict(facts)}}


def _token(auth: Any) -> str | None:
    token = auth.get("token") if isinstance(auth, dict) else None
    return token if isinstance(token, str) and token else None


def _seat() -> Seat | None:
    kept = session.get(SEAT)
    return Seat.from_json(kept) if kept else None


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO adds it to its requests
