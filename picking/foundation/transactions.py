"""Runs commands: one transaction each, reactions inside it, once-ids, tries on conflict, pushes after the commit."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Engine, Row, Table, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from picking.foundation.actor import Actor
from picking.foundation.clock import Clock
from picking.foundation.events import Event
from picking.foundation.ids import Ids
from picking.foundation.own_settings import SettingsByStore
from picking.foundation.records import JournalRow, OnceAnswer, Push, PushRoom
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.settings import FloorSettings
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import Told, UnitOfWork

log = logging.getLogger(__name__)
ResultT = TypeVar("ResultT")
Reaction = Callable[[UnitOfWork, Any], None]
Reactions = Mapping[type[Event], Sequence[Reaction]]
TRIES_MAX = 6
SETTING = "setting"  # as the journal calls it
CHANGED_MEANWHILE = (StaleDataError, OperationalError, IntegrityError)

# Made once: putting a statement together takes longer than the database needs to answer it.
_ONCE, _ROOMS, _JOURNAL, _PUSHES = (cast("Table", row.__table__) for row in (OnceAnswer, PushRoom, JournalRow, Push))
_KNOWN = select(_ONCE.c.fingerprint, _ONCE.c.answer).where(_ONCE.c.id == bindparam("id"))
_REMEMBER = insert(_ONCE)
_WRITE_DOWN = insert(_JOURNAL)
_PUSH = insert(_PUSHES)
_TAKE_NUMBERS = {
    dialect: upsert(_ROOMS)
    .values(room=bindparam("room"), seq=bindparam("count"))
    .on_conflict_do_update(index_elements=["room"], set_={"seq": _ROOMS.c.seq + bindparam("count")})
    .returning(_ROOMS.c.seq)
    for dialect, upsert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True)
class Pushed:
    """A push with its number, as it goes to the room."""

    room: str
    seq: int
    name: str
    body: Json
    at: datetime


@dataclass(frozen=True)
class Committed:
    """What a transaction left: pushes to be sent at once, whether the outbox has something new, which steps it took.

    `steps` are (thing, step) as the journal names them, all of them in `store_id`.
    """

    pushes: tuple[Pushed, ...]
    outbox: bool
    store_id: str = ""
    steps: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Answered:
    """A command's answer and whether it had been given before."""

    answer: Json
    repeated: bool


class _TakenBackError(Exception):
    """Ends a transaction that was only tried, with what its command gave."""

    def __init__(self, result: object) -> None:
        super().__init__()
        self.result = result


class Transactions:
    """The only way to change the floor. Safe to share between threads; a session never is."""

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Clock,
        ids: Ids,
        settings: FloorSettings,
        reactions: Reactions,
        on_commit: Callable[[Committed], None] = lambda _: None,
    ) -> None:
        self.clock = clock
        self._settings = SettingsByStore(settings)
        self._ids = ids
        self._reactions = reactions
        self._on_commit = on_commit
        self._writes = sessionmaker(engine.execution_options(storefloor_write=True), expire_on_commit=False)
        self._reads = sessionmaker(engine, expire_on_commit=False)
        # SQLite has one writer; waiting here in turn is faster and fairer than its busy handler's sleeps.
        self._one_writer = engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[Any] = threading.Lock() if self._one_writer else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for questions; nothing it does is kept."""
        with self._reads() as session:
            yield session

    def settings_of(self, store_id: str) -> FloorSettings:
        """Give a store's settings: what the service was told, and over it what the store has set itself."""
        with self._reads() as session:
            return self._settings.of(store_id, session)

    def read_settings(self) -> None:
        """Read what stores have set, perhaps through another process of the service."""
        with self._reads() as session:
            self._settings.read(session)

    def run(self, actor: Actor, command: Callable[[UnitOfWork], ResultT]) -> ResultT:
        """Run a command in one transaction; what changed meanwhile is read again, up to six times."""
        result, committed = self._try(lambda session: self._work(session, actor, command))
        self._follow(committed)
        return result

    def try_out(self, actor: Actor, command: Callable[[UnitOfWork], ResultT]) -> ResultT:
        """Run a command to see what it would do, and take everything back: nothing is kept and nobody is told."""

        def attempt(session: Session) -> tuple[ResultT, Committed]:
            raise _TakenBackError(self._work(session, actor, command)[0])

        try:
            self._try(attempt)
        except _TakenBackError as seen:
            return cast("ResultT", seen.result)
        raise AssertionError("a try ends by being taken back")

    def run_once(
        self,
        actor: Actor,
        once_id: str,
        command: Callable[[UnitOfWork], Json],
        *,
        refused: Callable[[UnitOfWork, Refusal], Json],
        fingerprint: str | None = None,
    ) -> Answered:
        """Run a command whose message may come again: the second time gets the first answer.

        A refusal is an answer too: `refused` makes it, in a transaction of its own that keeps nothing else
        of the command. The same id with another `fingerprint` of its content is refused as `once_id_reused`.
        """

        def first_time(session: Session) -> tuple[Answered, Committed]:
            known = session.execute(_KNOWN, {"id": once_id}).first()
            if known is not None:
                return _repeat(known, fingerprint), Committed((), outbox=False)
            answer, committed = self._work(
                session, actor, lambda work: self._remember(work, once_id, fingerprint, command)
            )
            return Answered(answer, repeated=False), committed

        try:
            answered, committed = self._try(first_time)
        except Refusal as no:
            if no.code == "once_id_reused":
                raise
            refusal = no
            answered, committed = self._try(
                lambda session: self._keep_refusal(
                    session, actor, once_id, fingerprint, lambda work: refused(work, refusal), refusal
                )
            )
        self._follow(committed)
        return answered

    def _follow(self, committed: Committed) -> None:
        """Let what was set hold from now on, and tell whoever hears commits."""
        if any(thing == SETTING for thing, _ in committed.steps):
            self.read_settings()
        self._on_commit(committed)

    def _keep_refusal(
        self,
        session: Session,
        actor: Actor,
        once_id: str,
        fingerprint: str | None,
        answer_with: Callable[[UnitOfWork], Json],
        refusal: Refusal,
    ) -> tuple[Answered, Committed]:
        known = session.execute(_KNOWN, {"id": once_id}).first()
        if known is not None:
            return _repeat(known, fingerprint), Committed((), outbox=False)

        def keep(work: UnitOfWork) -> Json:
            work.note_refusal(once_id, refusal)
            return self._remember(work, once_id, fingerprint, answer_with)

        answer, committed = self._work(session, actor, keep)
        return Answered(answer, repeated=False), committed

    def _remember(
        self, work: UnitOfWork, once_id: str, fingerprint: str | None, command: Callable[[UnitOfWork], Json]
    ) -> Json:
        answer = command(work)
        work.session.execute(_REMEMBER, {"id": once_id, "fingerprint": fingerprint, "answer": answer, "at": work.now})
        return answer

    def _work(
        self, session: Session, actor: Actor, command: Callable[[UnitOfWork], ResultT]
    ) -> tuple[ResultT, Committed]:
        settings = self._settings
        work = UnitOfWork(
            session, self.clock.now(), actor, self._ids, settings.of(actor.store_id, session), settings.of_service,
            one_writer=self._one_writer, react=self._react,
        )  # fmt: skip
        result = command(work)
        work.follow()
        outbox = work.instructed or bool(work.webhooks)
        _number_webhooks(work)
        session.flush()
        if work.journal:
            session.execute(_WRITE_DOWN, work.journal)
        steps = frozenset((row["thing"], row["step"]) for row in work.journal)
        return result, Committed(_number_pushes(work), outbox, actor.store_id, steps)

    def _react(self, work: UnitOfWork, happened: Event) -> None:
        for react in self._reactions.get(type(happened), ()):
            react(work, happened)

    def _try(self, attempt: Callable[[Session], tuple[ResultT, Committed]]) -> tuple[ResultT, Committed]:
        for tries in range(1, TRIES_MAX + 1):
            try:
                with self._turn, self._writes.begin() as session:
                    return attempt(session)
            except CHANGED_MEANWHILE as changed:
                if not _worth_another_try(changed) or tries == TRIES_MAX:
                    raise
                log.info("changed meanwhile, reading again (try %d): %s", tries, changed)
        raise Refusal("changed_meanwhile", Kind.BUSY)


def _worth_another_try(changed: Exception) -> bool:
    """A broken connection or a full disk is not cured by trying at once; a lost race is.

    Nor is a locked SQLite: it was waited for long enough already (`busy_timeout`).
    """
    if isinstance(changed, StaleDataError | IntegrityError):
        return True
    words = str(changed).lower()
    return any(word in words for word in ("deadlock", "serializ"))


def _repeat(known: Row[Any, Any], fingerprint: str | None) -> Answered:
    if fingerprint is not None and known.fingerprint not in (None, fingerprint):
        raise Refusal("once_id_reused", Kind.INVALID)
    return Answered(known.answer, repeated=True)


def _number_pushes(work: UnitOfWork) -> tuple[Pushed, ...]:
    """Give each push its room's next number; rooms are taken in order of name so that no two wait for each other."""
    by_room: dict[str, list[Told]] = {}
    for told in work.told:
        by_room.setdefault(told.room, []).append(told)
    pushed: list[Pushed] = []
    for room in sorted(by_room):
        last = _take_numbers(work.session, room, len(by_room[room]))
        first = last - len(by_room[room]) + 1
        pushed += [Pushed(room, first + i, t.name, t.body, work.now) for i, t in enumerate(by_room[room])]
    if pushed:
        work.session.execute(_PUSH, [vars(p) for p in pushed])
    return tuple(pushed)


def _number_webhooks(work: UnitOfWork) -> None:
    """Give each webhook its channel's next number: the order in which the channel will get them."""
    for hook in sorted(work.webhooks, key=lambda row: row.channel):
        hook.seq = _take_numbers(work.session, f"channel:{hook.store_id}:{hook.channel}", 1)
        work.session.add(hook)


def _take_numbers(session: Session, room: str, count: int) -> int:
    statement = _TAKE_NUMBERS[session.get_bind().dialect.name]
    return int(session.execute(statement, {"room": room, "count": count}).scalar_one())
