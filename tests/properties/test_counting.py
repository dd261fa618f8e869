"""Shelves and books drift apart; whatever happens between a look and its booking, no piece is lost or invented."""
# ruff: noqa: D102 - the name of a rule is its sentence

import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

from floor import STORE, Floor
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from picking import story
from picking.catalogue.model import Listing
from picking.counting import commands as counting
from picking.counting.lifecycle import CountState
from picking.counting.model import BinTruth, CountCause, CountLine, StockCount
from picking.floor.model import Store
from picking.foundation.database import open_engine
from picking.foundation.refusals import Refusal
from picking.freshness import commands as freshness
from picking.freshness.lifecycle import MarkdownState
from picking.freshness.model import Gone, Markdown, WriteOff
from picking.stock.commands import allocate, commit, declare_empty, reserve, take
from picking.stock.model import Allocation, OnHand, StockLevel
from picking.stock.queries import availability, conservation_errors

BINS, PRICE = ("A-1", "A-2"), 500
bins, few, picks = st.sampled_from(BINS), st.integers(1, 6), st.integers(0, 1_000_000)
COUNTERS = ("ana", "bob")


class ShelfMachine(RuleBasedStateMachine):
    """Milk in two bins: `lying` is what is really there, `astray` what came or went unseen since an open look."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="storefloor-count-"))
        self.engine = open_engine(f"sqlite:///{self.folder / 'count.db'}")
        self.floor = Floor(self.engine, reactions=story.REACTIONS, time_outs=story.TIME_OUTS)
        self.floor.way(nodes=3)
        for person in (*COUNTERS, "lea"):
            self.floor.person(person)
        self.floor.item("milk", price=PRICE, shelf_life_days=20)
        self.lying: Counter[str] = Counter()
        self.astray: Counter[str] = Counter()
        self.orders = 0
        for bin_id in BINS:
            self.deliver(bin_id, 6, 3)

    def teardown(self):
        self.engine.dispose()
        shutil.rmtree(self.folder)

    # -- helpers ----------------------------------------------------------------------------------------------------

    def attempt(self, command, *args, may_refuse, **options):
        """Run a command and tell whether it was done; a refusal it may give is an answer, any other a failure."""
        try:
            self.floor.run(command, *args, **options)
        except Refusal as no:
            if no.code not in may_refuse:
                raise
            return False
        return True

    def books(self, bin_id):
        return sum(row.quantity for row in self.floor.all(OnHand, place=bin_id))

    def open_count(self, bin_id):
        rows = [row for row in self.floor.all(StockCount, bin_id=bin_id) if not row.is_final]
        return rows[0] if rows else None

    def deliver(self, bin_id, quantity, days):
        today = self.floor.get(Store, STORE).day(self.floor.clock.now())
        self.floor.stock("milk", quantity, bin_id, expires=today + timedelta(days=days))
        self.lying[bin_id] += quantity

    def settled(self, count):
        """Hold a count that was booked against what really lies there."""
        count = self.floor.get(StockCount, count.id)
        if count.state is not CountState.BOOKED:
            return
        line = max(self.floor.all(CountLine, count_id=count.id), key=lambda row: row.round)
        if not line.overtaken:
            assert self.books(count.bin_id) == self.lying[count.bin_id] + self.astray[count.bin_id]
            assert line.booked == line.difference

    # -- what happens on the floor ----------------------------------------------------------------------------------

    @rule(bin_id=bins, quantity=few, days=st.integers(0, 6))
    def goods_come(self, bin_id, quantity, days):
        self.deliver(bin_id, quantity, days)

    @rule(bin_id=bins, quantity=few)
    def some_go_unseen(self, bin_id, quantity):
        gone = min(quantity, self.lying[bin_id])
        self.lying[bin_id] -= gone
        self.astray[bin_id] += gone

    @rule(bin_id=bins, quantity=few)
    def some_turn_up_unseen(self, bin_id, quantity):
        self.lying[bin_id] += quantity
        self.astray[bin_id] -= quantity

    @rule(quantity=few)
    def an_order_comes(self, quantity):
        self.orders += 1
        name = f"o{self.orders}"
        if self.attempt(reserve, name, [(f"{name}-1", "milk", quantity)], may_refuse=("stock_short",)):
            self.floor.run(commit, name)
            self.floor.run(allocate, name)

    @rule(pick=picks)
    def a_picker_takes_what_is_there(self, pick):
        rows = self.floor.all(Allocation, open=True)
        if not rows:
            return
        allocation = rows[pick % len(rows)]
        quantity = min(allocation.rest, self.lying[allocation.bin_id])
        if quantity and self.attempt(take, allocation.id, quantity, may_refuse=("lot_expired",)):
            self.lying[allocation.bin_id] -= quantity

    @rule(bin_id=bins)
    def a_picker_finds_nothing(self, bin_id):
        if not self.lying[bin_id]:
            self.floor.run(declare_empty, bin_id, "milk", "missing")
            self.astray[bin_id] = 0

    @rule(bin_id=bins, quantity=few, gone=st.sampled_from(Gone))
    def some_is_written_off(self, bin_id, quantity, gone):
        shares = [row for row in self.floor.all(OnHand, place=bin_id) if row.quantity]
        if not shares:
            return
        part = min(quantity, shares[0].quantity, self.lying[bin_id])
        lead = self.floor.actor("lea", "count", "counts")
        off = (freshness.write_off, bin_id, shares[0].lot_id, part, "dented")
        if part and self.attempt(*off, gone=gone, by=lead, may_refuse=("expired_is_no_gift",)):
            self.lying[bin_id] -= part

    @rule()
    def a_day_passes(self):
        self.floor.clock.advance(days=1)
        self.floor.sweep()
        self.floor.run(counting.refresh_offers, STORE)

    # -- who looks --------------------------------------------------------------------------------------------------

    @rule(bin_id=bins, who=st.sampled_from(COUNTERS))
    def somebody_counts(self, bin_id, who):
        count = self.open_count(bin_id) or self.floor.run(counting.schedule, bin_id, "milk", CountCause.LEAD)
        hand = self.floor.actor(who, "count")
        self.floor.clock.advance(seconds=40)
        look = (counting.note_line, count.id, "milk", self.lying[bin_id])
        if self.attempt(*look, by=hand, may_refuse=("count_by_other", "count_closed")):
            self.astray[bin_id] = 0
            self.floor.clock.advance(seconds=40)
            self.floor.run(counting.complete_count, count.id, by=hand)
            self.settled(count)

    @rule(bin_id=bins)
    def somebody_glances(self, bin_id):
        self.floor.clock.advance(seconds=40)
        glanced = self.floor.run(
            counting.glance, bin_id, "milk", self.lying[bin_id], by=self.floor.actor("ana", "pick", "count")
        )
        if glanced is not None:
            self.astray[bin_id] = 0
            self.settled(glanced)

    @precondition(lambda self: self.floor.all(StockCount, state=CountState.APPROVAL_SCHEDULED))
    @rule(pick=picks, believes=st.booleans())
    def a_lead_decides(self, pick, believes):
        rows = self.floor.all(StockCount, state=CountState.APPROVAL_SCHEDULED)
        count = rows[pick % len(rows)]
        command = counting.approve_count if believes else counting.refuse_count
        self.floor.run(command, count.id, by=self.floor.actor("lea", "counts"))
        self.settled(count)

    @rule()
    def the_morning_marks_down(self):
        self.floor.run(freshness.propose_markdowns, by_itself=True)
        self.floor.sweep()

    # -- what is always true ----------------------------------------------------------------------------------------

    @invariant()
    def the_books_agree(self):
        assert self.floor.ask(conservation_errors, STORE) == []

    @invariant()
    def no_more_is_held_back_than_lies_in_the_books(self):
        level = self.floor.get(StockLevel, (STORE, "milk"))
        assert 0 <= level.withheld <= level.on_hand
        assert self.floor.ask(availability, STORE)["milk"] <= max(0, level.on_hand - level.withheld)

    @invariant()
    def one_score_a_bin_and_what_waits_has_its_count(self):
        rows = self.floor.all(BinTruth)
        assert len(rows) <= len(BINS)
        waiting = {row.id for row in self.floor.all(StockCount) if not row.is_final}
        assert {row.pending_id for row in rows if row.pending_id} <= waiting

    @invariant()
    def a_price_is_low_only_while_a_markdown_runs(self):
        running = self.floor.all(Markdown, state=MarkdownState.RUNNING)
        assert len(running) <= 1
        price = self.floor.get(Listing, (STORE, "milk")).price_minor
        assert price == (running[0].price_minor if running else PRICE)

    @invariant()
    def what_is_written_off_is_written_down(self):
        assert all(row.worth_minor == row.quantity * PRICE for row in self.floor.all(WriteOff))


TestNoPieceIsLostOrInvented = ShelfMachine.TestCase
TestNoPieceIsLostOrInvented.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
