"""The sample store behind a real service, orders of its day on the floor, its people at work by the store's clock.

Nothing here takes real time: people do in turn what their screens say, and the clock moves on to the next of them.
"""

import heapq
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

from browser.shown_store import go_to, open_desk, served
from sqlalchemy import select

from picking.catalogue.barcodes import bag_code
from picking.foundation.actor import Actor, system
from picking.foundation.clock import ManualClock
from picking.foundation.sweeps import Sweeper
from picking.foundation.tables import Base
from picking.handheld.commands import ScanRequest, StepRequest
from picking.imports import import_store
from picking.orders import commands as orders
from picking.orders.model import Order
from picking.outbound.model import Bag
from picking.people.model import Badge, Person
from picking.people.queries import actor_for
from picking.people.secrets import hash_token
from picking.stations import commands as stations
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket, TicketItem
from picking.story import TIME_OUTS
from web_handheld.forms.orders import OrderForm, order_draft
from web_handheld.settings import read_settings
from web_handheld.simulation.actions import Answer, Rest, Scan
from web_handheld.simulation.dice import Dice
from web_handheld.simulation.options import NOTHING_WRONG
from web_handheld.simulation.people.hands import Hands
from web_handheld.simulation.people.table import next_action
from web_handheld.simulation.store_file import StoreFile
from web_handheld.wiring import Service, build, make_transactions, open_books

STORE = "01"
BEGIN = datetime(2026, 1, 14, 23, 30, tzinfo=UTC)  # half past seven in the store
STORES = Path(__file__).parents[2] / "config/stores"
LEAD, MANAGER, CLERK = ("U-0015", "9384"), ("U-0018", "5092"), ("U-0016", "6527")
PICKERS = ("U-0004", "U-0007", "U-0002", "U-0005")
STALL_SECONDS = 150
TICK_SECONDS = 30
REST_SECONDS = 20
RowT = TypeVar("RowT", bound=Base)


class DeskApp:
    """Short words for a day at work; what is done goes through the service, so that open pages hear of it."""

    def __init__(self, service: Service, clock: ManualClock, url: str) -> None:
        self.service, self.clock, self.url = service, clock, url
        self._file = StoreFile.read(STORES / "front-warehouse.json")
        self._day = iter(_day())
        self._dice = Dice(1)
        self._hands: dict[str, Hands] = {}
        self._turns: list[tuple[datetime, str]] = []
        self._answers: dict[str, Answer] = {}
        self._sent = 0
        self._sweeper = Sweeper(service.transactions, TIME_OUTS)

    # -- doing and looking ------------------------------------------------------------------------------------------

    def run(self, command: Callable[..., Any], *args: Any, by: Actor | None = None, **options: Any) -> Any:
        """Run a command as the service does."""
        return self.service.transactions.run(by or system(STORE), lambda work: command(work, *args, **options))

    def ask(self, query: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Ask a query."""
        with self.service.transactions.reading() as books:
            return query(books, *args, **options)

    def all(self, kind: type[RowT], /, **columns: Any) -> list[RowT]:
        """Read all rows of a kind whose columns have these values."""
        return list(self.ask(lambda books: books.scalars(select(kind).filter_by(**columns)).all()))

    def put(self, row: RowT) -> RowT:
        """Put a row into the books as it is."""

        def keep(work: Any) -> RowT:
            work.session.add(row)
            return row

        return self.run(keep)

    def person(self, badge: str) -> Person:
        """Give whose badge it is."""
        (row,) = self.all(Badge, token_hash=hash_token(badge))
        (person,) = self.all(Person, id=row.person_id)
        return person

    # -- the day ----------------------------------------------------------------------------------------------------

    def order(self, *, minutes: float = 30, skip: int = 0, **changed: Any) -> Order:
        """Take in and pay the next order of the day, promised in so many minutes; `skip` leaves some out."""
        for _ in range(skip):
            next(self._day)
        tree = {**next(self._day), **changed, "placed_at": self.clock.now().isoformat(), "stock_policy": "lock"}
        tree.pop("not_before", None)
        tree["promised_at"] = (self.clock.now() + timedelta(minutes=minutes)).isoformat()
        taken = self.run(orders.submit_order, order_draft(OrderForm().load(tree)))
        paid = self.run(orders.pay_order, taken.id, taken.total_minor, self.clock.now(), f"paid-{taken.number}")
        return self.all(Order, id=paid.id)[0]

    def begin(self, *badges: str, odds: Any = NOTHING_WRONG) -> None:
        """Let people come to work with their handhelds; `odds` says how often something goes wrong for them."""
        for badge in badges:
            hands = Hands(self._file, self._dice.of(badge), odds, self._label, lambda _: None)
            self._hands[self.person(badge).id] = hands
            heapq.heappush(self._turns, (self.clock.now(), self.person(badge).id))

    def minutes(self, minutes: float) -> None:
        """Let so much of the day go by: people do what their screens say, stalls cook, what is due happens."""
        end = self.clock.now() + timedelta(minutes=minutes)
        while (now := self.clock.now()) < end:
            self._sweeper.sweep()
            self._cook(now)
            until = min(end, now + timedelta(seconds=TICK_SECONDS))
            while self._turns and self._turns[0][0] < until:
                at, person_id = heapq.heappop(self._turns)
                self.clock.advance(seconds=max(0.0, (at - self.clock.now()).total_seconds()))
                heapq.heappush(self._turns, (self.clock.now() + self._turn(person_id), person_id))
            self.clock.advance(seconds=max(0.0, (until - self.clock.now()).total_seconds()))

    def _turn(self, person_id: str) -> timedelta:
        """Let somebody look at their screen and do what it says; gives how long they are busy."""
        door, by = self.service.parts.handheld, self.ask(actor_for, person_id)
        answer = self._answers.pop(person_id, None) or Answer.read(door.screen(by))
        action = next_action(self._hands[person_id], answer)
        if isinstance(action, Rest):
            return timedelta(seconds=max(REST_SECONDS, action.seconds))
        self._sent += 1
        request = (
            ScanRequest(f"turn-{self._sent}", action.text, mode="typed" if action.typed else None)
            if isinstance(action, Scan)
            else StepRequest(f"turn-{self._sent}", action.step, dict(action.facts))
        )
        self._answers[person_id] = Answer.read(door.answer(by, request))
        return timedelta(seconds=action.seconds)

    def _cook(self, now: datetime) -> None:
        for ticket in self.all(Ticket, store_id=STORE):
            if ticket.state is TicketState.QUEUED:
                self.run(stations.claim, ticket.id)
            elif ticket.state is TicketState.IN_PREP and now - ticket.state_since > timedelta(seconds=STALL_SECONDS):
                self._finish(ticket)

    def _finish(self, ticket: Ticket) -> None:
        for item in self.all(TicketItem, ticket_id=ticket.id):
            if item.wants_weight:
                self.run(stations.weigh_item, item.id, item.quantity)
        [after] = self.all(Ticket, id=ticket.id)
        if after.state is TicketState.IN_PREP:
            self.run(stations.finish, ticket.id)

    def _label(self, number: str, n: int, version: int) -> str | None:
        bag = next((each for each in self.all(Bag, order_number=number) if each.n == n), None)
        return bag_code(number, n, bag.total, version) if bag else None

    # -- the page ---------------------------------------------------------------------------------------------------

    def sign_in(self, page: Any, path: str = "/", who: tuple[str, str] = LEAD, language: str = "en") -> None:
        """Open a page of the desk as the lead, in a language."""
        badge, pin = who
        self.run(_speak, self.person(badge).id, language)
        open_desk(page, self.url, path, language, badge=badge, pin=pin)

    def go(self, page: Any, path: str) -> None:
        """Go to another page of the desk, as by a link."""
        go_to(page, path)


@contextmanager
def desk_app_up(folder: Path) -> Iterator[DeskApp]:
    """Serve the sample store until the block ends; nobody is at work yet, nothing was ordered."""
    books = folder / "books.db"
    shutil.copy(_fresh_books(), books)
    clock = ManualClock(BEGIN)
    settings = read_settings(flags={"service.data_dir": folder / "data", "database.url": f"sqlite:///{books}"})
    service = build(settings, clock=clock, async_mode="threading")
    with served(service) as url:
        yield DeskApp(service, clock, url)


def busy(app: DeskApp, minutes: float = 6, number: int = 8) -> list[Order]:
    """Give the floor orders of all ages: some are packed, some walked, some late, some that nobody has begun."""
    app.begin(*PICKERS)
    taken = []
    for turn in range(number):
        taken.append(app.order(minutes=6 if turn % 4 == 0 else 30))
        app.minutes(minutes / number)
    return taken


@cache
def _fresh_books() -> Path:
    """Import the sample store once a run; a copy of its file is much quicker."""
    folder = Path(mkdtemp(prefix="storefloor-desk-"))
    settings = read_settings(flags={"service.data_dir": folder, "database.url": f"sqlite:///{folder}/books.db"})
    engine = open_books(settings)
    Base.metadata.create_all(engine)
    transactions = make_transactions(engine, settings, ManualClock(BEGIN))
    tree = json.loads((STORES / "front-warehouse.json").read_text(encoding="utf-8"))
    transactions.run(system(STORE), lambda work: import_store(work, tree, with_stock=True))
    engine.dispose()
    return folder / "books.db"


@cache
def _day() -> list[dict[str, Any]]:
    lines = (STORES / "front-warehouse-day.jsonl").read_text(encoding="utf-8").splitlines()
    return [tree for tree in map(json.loads, lines) if tree["mode"] == "delivery" and "not_before" not in tree]


def _speak(work: Any, person_id: str, language: str) -> None:
    work.get(Person, person_id).language = language
