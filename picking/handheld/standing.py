"""Where a person stands: the open unit of work, the screen's row, and what the books say is in hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from picking.floor.model import Store
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld import confirm
from picking.handheld.bags import Bags, read_bags
from picking.handheld.duty import Duty, duty_of
from picking.handheld.model import Screen
from picking.handheld.walk import Walk, WalkLine

ResultT = TypeVar("ResultT")


@dataclass
class Standing:
    """One person's place for the time of one command.

    `text` is the code just scanned (empty for a step), `typed` whether fingers entered it. Duty and walk are
    read from the books again after each deed, so no screen can show yesterday's state.
    """

    work: UnitOfWork
    row: Screen
    text: str = ""
    typed: bool = False
    duty: Duty = field(default_factory=Duty)
    _walk: Walk | None = None
    _bags: Bags | None = None
    _known: dict[str, WalkLine] = field(default_factory=dict)
    _reckoned: dict[str, Any] = field(default_factory=dict)

    def look(self) -> None:
        """Read from the books what this person has in hand, after everything the deed has set off."""
        self.work.follow()
        self.work.session.flush()
        self.duty = duty_of(self.work.session, self.row.person_id)
        self._walk = None
        self._bags = None

    @property
    def walk(self) -> Walk:
        """The lines of the tasks being picked; read when first asked for."""
        if self._walk is None:
            self._walk = Walk(self.work.session, self.walking_ids, self.facts.get("line_id"), self._known)
        return self._walk

    @property
    def bags(self) -> Bags:
        """The bags of the task at the packing bench; read when first asked for."""
        if self._bags is None:
            assert self.duty.packing is not None
            self._bags = read_bags(self.work.session, self.duty.packing)
        return self._bags

    @property
    def today(self) -> date:
        """The day in this store."""
        zone = ZoneInfo(self.work.get(Store, self.store_id).timezone)
        return self.work.now.astimezone(zone).date()

    @property
    def walking_ids(self) -> list[str]:
        """The ids of the tasks being picked."""
        return [task.id for task in self.duty.walking]

    @property
    def facts(self) -> Json:
        """What the screen remembers between two scans."""
        return self.row.facts

    @property
    def person_id(self) -> str:
        """Who stands here."""
        return self.row.person_id

    @property
    def store_id(self) -> str:
        """The store this person works in."""
        return self.row.store_id

    @property
    def language(self) -> str:
        """The person's language."""
        return self.work.by.language

    def once(self, key: str, reckon: Callable[[], ResultT]) -> ResultT:
        """Reckon something once in this command, though both its sentence and its screen need it."""
        if key not in self._reckoned:
            self._reckoned[key] = reckon()
        found: ResultT = self._reckoned[key]
        return found

    def go(self, screen: str, **facts: object) -> None:
        """Stand at another screen with these facts and no others."""
        self.row.name = screen
        self.row.facts = facts

    def remember(self, **facts: object) -> None:
        """Keep facts for the next scan."""
        self.row.facts = {**self.row.facts, **facts}

    def forget(self, *keys: str) -> None:
        """Drop facts."""
        self.row.facts = {key: fact for key, fact in self.row.facts.items() if key not in keys}

    def expect_again(self, why: str, **facts: object) -> None:
        """Warn about this scan unless it is the same code again, which means it."""
        if not confirm.is_same_again(self.row.facts, self.text, why):
            raise confirm.Unexpected(why, Kind.CONFLICT, **facts)


def stand(work: UnitOfWork, text: str = "", *, typed: bool = False, person_id: str | None = None) -> Standing:
    """Open the screen of whoever asks, or of the person named; a person's first one is home."""
    person_id = person_id or work.by.person_id
    if person_id is None:
        raise Refusal("nobody_signed_in", Kind.FORBIDDEN)
    row = work.find(Screen, person_id, lock=True)
    if row is None:
        row = work.add(
            Screen(person_id=person_id, store_id=work.by.store_id, name="home", facts={}, version=0, at=work.now)
        )
    at = Standing(work, row, text, typed)
    at.look()
    return at
