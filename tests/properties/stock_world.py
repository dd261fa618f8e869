"""A small store to try stock on: the books beside what really lies in the bins, which nobody in the store knows."""

import shutil
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from floor import STORE, Floor
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from picking import story
from picking.floor.model import Bin, BinKind, Store
from picking.foundation.actor import Actor
from picking.foundation.database import open_engine
from picking.foundation.refusals import Refusal
from picking.receiving.commands import begin_blind
from picking.replenishing.commands import FillDraft, keep_limits, keep_plan
from picking.stock.commands import receive
from picking.stock.lifecycle import ReservationState
from picking.stock.model import Lot, OnHand, Reservation, StockLevel

SKUS, SAFETY, PRICE, KEEPS_DAYS = ("milk", "rice"), 2, 500, 20
BINS = {"A-1": BinKind.FACE, "A-2": BinKind.FACE, "R-1": BinKind.RESERVE}
FACES = ("A-1", "A-2")
HELD_BACK = (ReservationState.LOCKED, ReservationState.COMMITTED, ReservationState.ALLOCATED)
DOOR = Actor(STORE, person_id="p", name="p", rights=frozenset({"receive"}))
DESK = Actor(STORE, person_id="l", name="l", rights=frozenset({"desk"}))
TILL = Actor(STORE, name="t", rights=frozenset({"pos"}))
skus, bins, faces = st.sampled_from(SKUS), st.sampled_from(sorted(BINS)), st.sampled_from(FACES)
pieces, few = st.integers(1, 8), st.integers(1, 6)
picks = st.integers(0, 1_000_000)  # chooses one of whatever there is
dates = st.one_of(st.none(), st.integers(0, 3), st.integers(8, 20))  # days from today


class StockWorld(RuleBasedStateMachine):
    """Milk and rice in two faces and a reserve. `lying` is what is really there, `astray` what came or went unseen.

    Whatever is booked as carried, sold or brought moves what lies with what is written; only what people write about a
    bin without touching it (a count, "it is empty") changes the books alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="storefloor-stock-"))
        self.engine = open_engine(f"sqlite:///{self.folder / 'stock.db'}")
        self.floor = Floor(self.engine, reactions=story.REACTIONS, time_outs=story.TIME_OUTS)
        self.floor.way(nodes=3)
        for bin_id, kind in BINS.items():
            self.floor.bin(bin_id, kind=kind)
        for sku in SKUS:
            self.floor.item(sku, price=PRICE, safety=SAFETY, shelf_life_days=KEEPS_DAYS if sku == "milk" else None)
        for person in ("ana", "bob", "lea"):
            self.floor.person(person)
        self.floor.put(Store(id="s2", names={"en": "Sister"}, currency="CNY", timezone="Asia/Shanghai", settings={}))
        self.delivery = self.floor.run(begin_blind, "Wholesaler", by=DOOR).id
        self.floor.run(keep_plan, FillDraft(every_minutes=24 * 60, closing_at="00:01"))
        self.floor.run(keep_limits, [("A-1", "milk", 3, 9), ("A-2", "milk", 2, 6), ("A-1", "rice", 2, 9)])
        self.orders: list[str] = []
        self.lying: Counter[tuple[str, str]] = Counter()
        self.astray: Counter[tuple[str, str]] = Counter()
        for bin_id, sku, quantity, days in (("A-1", "milk", 6, 9), ("A-2", "milk", 6, 12), ("A-1", "rice", 9, None)):
            self.attempt(receive, STORE, sku, bin_id, quantity, lot_code="", expires_on=self.day(days))

    def teardown(self) -> None:
        """Throw the store away."""
        self.engine.dispose()
        shutil.rmtree(self.folder)

    # -- doing ------------------------------------------------------------------------------------------------------

    def attempt(self, command: Any, *args: Any, may_refuse: Any = (), **options: Any) -> Any:
        """Do something with goods; a refusal it may give is an answer, any other is a failure of the test."""
        before = self.books()
        done = self.say(command, *args, may_refuse=may_refuse, **options)
        self._carried(before)
        return done

    def say(self, command: Any, *args: Any, may_refuse: Any = (), **options: Any) -> Any:
        """Write something about goods nobody touches."""
        try:
            return self.floor.run(command, *args, **options)
        except Refusal as no:
            if no.code not in may_refuse:
                raise
            return None

    def _carried(self, before: Counter[tuple[str, str]]) -> None:
        after = self.books()
        for at in {*before, *after}:
            self.lying[at] += after[at] - before[at]
            turned_up = max(0, -self.lying[at])  # it was carried, so it was there: it had come unseen
            self.lying[at] += turned_up
            self.astray[at] -= turned_up

    def settled(self, at: tuple[str, str], *, true: bool = True) -> None:
        """Hold the books of a bin to what lies there and what came or went unseen since it was looked at."""
        if true:
            assert self.books()[at] == self.lying[at] + self.astray[at]
        else:
            self.astray[at] = self.books()[at] - self.lying[at]

    # -- looking ----------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The store's day."""
        return self.floor.get(Store, STORE).day(self.floor.clock.now())

    def day(self, days: int | None) -> date | None:
        """Give the day so many days from now."""
        return None if days is None else self.today + timedelta(days=days)

    def books(self) -> Counter[tuple[str, str]]:
        """Read what the books say lies in each bin of each item."""
        found: Counter[tuple[str, str]] = Counter()
        for row in self.floor.all(OnHand, store_id=STORE):
            if row.place in BINS:
                found[row.place, row.sku] += row.quantity
        return found

    def any_of(self, kind: Any, pick: int, **columns: Any) -> Any:
        """Choose one of the rows there are."""
        rows = self.floor.all(kind, **columns)
        return rows[pick % len(rows)] if rows else None

    def order(self, pick: int) -> str:
        """Choose one of the orders there are."""
        return self.orders[pick % len(self.orders)]

    def sellable(self, sku: str) -> int:
        """Say what can be sold in the plainest words, to hold the one clever statement against."""
        blocked = {row.id for row in self.floor.all(Bin, blocked=True)}
        fit = {lot.id for lot in self.floor.all(Lot, sku=sku) if not lot.is_expired(self.today)}
        lying = [row for row in self.floor.all(OnHand, sku=sku) if row.place in BINS and row.place not in blocked]
        reserved = [row.rest for row in self.floor.all(Reservation, sku=sku) if row.state in HELD_BACK]
        levels = [row.withheld for row in self.floor.all(StockLevel, store_id=STORE, sku=sku)]
        return sum(row.quantity for row in lying if row.lot_id in fit) - sum(reserved) - sum(levels) - SAFETY
