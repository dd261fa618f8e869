"""One transaction as a command sees it: get, add, step, tell, push; everything it leaves is committed together."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from picking.foundation.actor import Actor
from picking.foundation.events import Event
from picking.foundation.ids import Ids
from picking.foundation.lifecycle import StepNotPossible
from picking.foundation.locking import LOCK
from picking.foundation.records import Instruction, Webhook
from picking.foundation.refusals import Refusal, unknown
from picking.foundation.settings import FloorSettings
from picking.foundation.tables import Base, Json, Living

RowT = TypeVar("RowT", bound=Base)


@dataclass(frozen=True)
class Told:
    """A push to a room, before it has its sequence number."""

    room: str
    name: str
    body: Json


@dataclass
class UnitOfWork:
    """What a command works with: the open session, the time, who asks, and what will be told after the commit.

    `settings` are those of the asker's store, `of_service` what holds where a store sets nothing itself.
    `one_writer` says that the database has let nobody else write since this unit began, so that no lock is needed.
    """

    session: Session
    now: datetime
    by: Actor
    ids: Ids
    settings: FloorSettings
    of_service: FloorSettings
    events: deque[Event] = field(default_factory=deque)
    told: list[Told] = field(default_factory=list)
    webhooks: list[Webhook] = field(default_factory=list)
    journal: list[Json] = field(default_factory=list)
    instructed: bool = False
    one_writer: bool = False
    react: Callable[["UnitOfWork", Event], None] = lambda _work, _event: None
    _locked: set[tuple[object, ...]] = field(default_factory=set)
    _opened: set[Base] = field(default_factory=set)

    def get(self, kind: type[RowT], key: Any, *, lock: bool = False) -> RowT:
        """Open a row by its key; refuses a key nobody knows. `lock` keeps others out until the commit."""
        row = self.find(kind, key, lock=lock)
        if row is None:
            raise unknown(kind.__name__, str(key))
        return row

    def find(self, kind: type[RowT], key: Any, *, lock: bool = False) -> RowT | None:
        """Open a row by its key, or give None."""
        first = lock and self.must_lock(kind, key)
        row = self.session.get(kind, key, with_for_update={**LOCK} if first else None, populate_existing=first)
        if row is None:
            self._locked.discard((kind, key))
        else:
            self._opened.add(row)  # the session forgets what nobody holds, and would read it again
        return row

    def must_lock(self, *what: object) -> bool:
        """Tell whether this still has to be locked, and count on it from now on: a lock lasts until the commit."""
        if self.one_writer or what in self._locked:
            return False
        self._locked.add(what)
        return True

    def add(self, row: RowT) -> RowT:
        """Put a new row into the books; a living one stands at its start and leaves a journal row."""
        thing: object = row
        if isinstance(thing, Living):
            thing.begin(self.now)
            self.note(thing, "create", after=str(thing.state))
        self.session.add(row)
        return row

    def step(self, thing: Living, step: StrEnum, patience: timedelta | None = None, **facts: object) -> None:
        """Take a thing one step on; refuses what its lifecycle has no row for.

        `patience` replaces the lifecycle's own limit for the new state; `facts` go into the journal.
        """
        before = thing.state
        try:
            after = thing.lifecycle.after(before, step, thing.previous())
        except StepNotPossible as no:
            code = "already_done" if no.already_done else "step_not_possible"
            raise Refusal(code, thing=thing.lifecycle.name, state=str(before), step=str(step)) from no
        thing.enter(after, self.now, patience)
        self.note(thing, str(step), before=str(before), after=str(after), **facts)

    def note(
        self, thing: Any, step: str, *, before: str | None = None, after: str | None = None, **facts: object
    ) -> None:
        """Leave a journal row about a thing; all of a transaction's are written together, at its end."""
        self._write(
            store_id=getattr(thing, "store_id", None) or self.by.store_id,
            thing=thing.lifecycle.name if isinstance(thing, Living) else thing.__tablename__,
            thing_id=str(thing.id), order_id=getattr(thing, "order_id", None),
            step=step, before=before, after=after, facts=facts,
        )  # fmt: skip

    def note_refusal(self, once_id: str, refusal: Refusal) -> None:
        """Leave a journal row about a message that was refused."""
        self._write(
            store_id=self.by.store_id, thing="command", thing_id=once_id[-64:], order_id=None,
            step="refused", before=None, after=refusal.code, facts={"code": refusal.code, **refusal.facts},
        )  # fmt: skip

    def _write(self, **row: object) -> None:
        by = self.by
        who = {"person_id": by.person_id, "actor": by.name, "device_id": by.device_id, "said_at": by.said_at}
        self.journal.append({**row, **who, "at": self.now})

    def tell(self, event: Event) -> None:
        """Say what has happened; the story's reactions run in this same transaction."""
        self.events.append(event)

    def follow(self) -> None:
        """Let everything told so far have its consequences now; what is asked afterwards sees them."""
        while self.events:
            self.react(self, self.events.popleft())

    def push(self, room: str, name: str, body: Json) -> None:
        """Tell a room of handhelds, stalls or desks after the commit.

        Rooms: `person:…`, `zone:…`, `station:…`, `outbound:STORE`, `store:STORE`.
        Names: screen, task, ticket, slot, alert, device, stock.
        """
        self.told.append(Told(room, name, body))

    def webhook(
        self, channel: str, kind: str, body: Json, order_id: str | None = None, *, store_id: str | None = None
    ) -> None:
        """Queue a state change for a channel; it goes out in order, signed, until taken.

        The channel is that of the asker's store, or of the store that is named.
        """
        row = Webhook(
            id=self.ids.new(), store_id=store_id or self.by.store_id, channel=channel, order_id=order_id,
            kind=kind, body=body, due_at=self.now,
        )  # fmt: skip
        row.begin(self.now)
        self.webhooks.append(row)

    def instruct(self, device_id: str, kind: str, body: Json, patience: timedelta | None = None) -> Instruction:
        """Queue something a device is to do once: print, beep, zero, answer."""
        row = Instruction(id=self.ids.new(), store_id=self.by.store_id, device_id=device_id, kind=kind, body=body)
        row.begin(self.now)
        if patience is not None:
            row.deadline_at = self.now + patience
        self.session.add(row)
        self.instructed = True
        return row
