"""Whatever is done with stock, in whatever order: the books agree, nothing is made of nothing, nothing is oversold."""
# ruff: noqa: D102 - the name of a rule is its sentence

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from floor import STORE, Floor
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select

from picking.floor.model import Bin, BinKind, Store
from picking.foundation.actor import Actor
from picking.foundation.database import open_engine
from picking.foundation.refusals import Refusal
from picking.receiving.commands import Came, Loaded, begin_blind, put_away, send_transfer, take_in
from picking.receiving.queries import in_bay
from picking.replenishing.commands import brought, wish
from picking.replenishing.model import Cause
from picking.stock.commands import (
    allocate,
    book_receipt,
    close_out,
    commit,
    declare_empty,
    give_up,
    give_up_unallocated,
    held,
    move,
    put_back,
    reallocate,
    release,
    reserve,
    reserve_extra,
    settle_hold,
    take,
    take_back,
    untake,
    write_off,
)
from picking.stock.commands.till_sales import TillDraft, TillLine
from picking.stock.lifecycle import ReservationState
from picking.stock.model import (
    DAMAGED,
    DIFFERENCE,
    HOLD,
    IN_HAND,
    OUT,
    STAGED,
    WORLD,
    Allocation,
    Lot,
    OnHand,
    Reservation,
    StockLevel,
)
from picking.stock.queries import availability, conservation_errors
from picking.stock.till import TillKind, TillSale

SKUS = ("milk", "rice")
BINS = {"A-1": BinKind.FACE, "A-2": BinKind.FACE, "R-1": BinKind.RESERVE}
SAFETY = 2
DOOR = Actor(STORE, person_id="p", name="p", rights=frozenset({"receive"}))
DESK = Actor(STORE, person_id="l", name="l", rights=frozenset({"desk"}))
TILL = Actor(STORE, name="t", rights=frozenset({"pos"}))
skus, bins, pieces = st.sampled_from(SKUS), st.sampled_from(sorted(BINS)), st.integers(1, 8)
picks = st.integers(0, 1_000_000)  # chooses one of whatever there is


class StockMachine(RuleBasedStateMachine):
    """Orders, pickers, runners and the calendar, all doing what they may do."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="storefloor-stock-"))
        self.engine = open_engine(f"sqlite:///{self.folder / 'stock.db'}")
        self.floor = Floor(self.engine)
        for bin_id, kind in BINS.items():
            self.floor.bin(bin_id, kind=kind)
        for sku in SKUS:
            self.floor.item(sku, safety=SAFETY)
        self.floor.put(Store(id="s2", names={"en": "Sister"}, currency="CNY", timezone="Asia/Shanghai", settings={}))
        self.delivery = self.floor.run(begin_blind, "Wholesaler", by=DOOR).id
        self.orders: list[str] = []

    def teardown(self):
        self.engine.dispose()
        shutil.rmtree(self.folder)

    # -- helpers ----------------------------------------------------------------------------------------------------

    def attempt(self, command, *args, may_refuse=(), **options):
        """Run a command; a refusal it may give is an answer, any other is a failure of the test."""
        try:
            return self.floor.run(command, *args, **options)
        except Refusal as no:
            if no.code not in may_refuse:
                raise
            return None

    def any_of(self, kind, pick, **columns):
        rows = self.floor.all(kind, **columns)
        return rows[pick % len(rows)] if rows else None

    def order(self, pick):
        return self.orders[pick % len(self.orders)]

    def sellable(self, sku):
        """Say what can be sold in the plainest words, to hold the one clever statement against."""
        today = self.floor.get(Store, STORE).day(self.floor.clock.now())
        blocked = {row.id for row in self.floor.all(Bin, blocked=True)}
        fit = {lot.id for lot in self.floor.all(Lot, sku=sku) if not lot.is_expired(today)}
        lying = [row for row in self.floor.all(OnHand, sku=sku) if row.place in BINS and row.place not in blocked]
        reserved = [
            row.rest
            for row in self.floor.all(Reservation, sku=sku)
            if row.state in (ReservationState.LOCKED, ReservationState.COMMITTED, ReservationState.ALLOCATED)
        ]
        return sum(row.quantity for row in lying if row.lot_id in fit) - sum(reserved) - SAFETY

    # -- goods come and lie around ----------------------------------------------------------------------------------

    @rule(sku=skus, bin_id=bins, quantity=st.integers(1, 20), days=st.one_of(st.none(), st.integers(0, 3)))
    def receive(self, sku, bin_id, quantity, days):
        today = self.floor.get(Store, STORE).day(self.floor.clock.now())
        self.floor.stock(sku, quantity, bin_id, expires=None if days is None else today + timedelta(days=days))

    @rule(pick=picks, bin_id=bins, quantity=pieces)
    def carry_to_another_bin(self, pick, bin_id, quantity):
        share = self.any_of(OnHand, pick)
        if share and share.place in BINS and share.place != bin_id:
            arguments = (share.sku, share.lot_id, quantity, share.place, bin_id, "replenish")
            self.attempt(move, *arguments, may_refuse=("not_there",))

    @rule(sku=skus, bin_id=bins)
    def find_a_bin_empty(self, sku, bin_id):
        self.attempt(declare_empty, bin_id, sku, "count")

    @rule(bin_id=bins, blocked=st.booleans())
    def block_or_open_a_bin(self, bin_id, blocked):
        self.floor.run(lambda work: setattr(work.get(Bin, bin_id), "blocked", blocked))

    @rule()
    def a_day_passes(self):
        self.floor.clock.advance(days=1)

    # -- deliveries, sister stores, and goods from behind -------------------------------------------------------------

    @rule(sku=skus, quantity=st.integers(1, 20), days=st.one_of(st.none(), st.integers(0, 3)))
    def goods_are_taken_in(self, sku, quantity, days):
        today = self.floor.get(Store, STORE).day(self.floor.clock.now())
        came = Came(sku, quantity, "d", None if days is None else today + timedelta(days=days))
        self.attempt(take_in, self.delivery, came, by=DOOR)

    @rule(pick=picks, quantity=pieces, bin_id=bins)
    def goods_are_put_away(self, pick, quantity, bin_id):
        waiting = self.floor.ask(in_bay, STORE)
        if waiting:
            share = waiting[pick % len(waiting)][0]
            refusals = ("not_in_bay", "bin_blocked", "lot_expired")
            self.attempt(put_away, share.delivery_id, share.lot_id, quantity, bin_id, by=DOOR, may_refuse=refusals)

    @rule(sku=skus, bin_id=bins, quantity=pieces)
    def goods_go_to_a_sister_store(self, sku, bin_id, quantity):
        before = self.sellable(sku)
        loaded = [Loaded(bin_id, sku, quantity)]
        sent = self.attempt(
            send_transfer, "s2", loaded, self.floor.clock.now(), by=DESK, may_refuse=("not_enough_to_send", "not_there")
        )
        assert sent is None or self.sellable(sku) >= min(before, 0)

    @rule(sku=skus, face=st.sampled_from(["A-1", "A-2"]), quantity=pieces, brings=pieces)
    def face_is_filled(self, sku, face, quantity, brings):
        wished = self.attempt(wish, face, sku, quantity, Cause.LEAD, self.floor.clock.now())
        if wished:
            self.attempt(
                brought, wished.id, brings, "R-1", "as found", may_refuse=("not_there_to_bring", "lot_expired")
            )

    # -- orders -----------------------------------------------------------------------------------------------------

    @rule(wanted=st.dictionaries(skus, pieces, min_size=1))
    def order_is_placed(self, wanted):
        order_id = f"o{len(self.orders)}"
        before = {sku: self.sellable(sku) for sku in SKUS}
        lines = [(f"{order_id}-{sku}", sku, quantity) for sku, quantity in wanted.items()]

        reserved = self.attempt(reserve, order_id, lines, may_refuse=("stock_short",))

        enough = all(before[sku] >= quantity for sku, quantity in wanted.items())
        assert (reserved is not None) == enough, (before, wanted)
        taken = wanted if reserved else {}
        assert {sku: self.sellable(sku) for sku in SKUS} == {sku: before[sku] - taken.get(sku, 0) for sku in SKUS}
        if reserved:
            self.orders.append(order_id)

    @precondition(lambda self: self.orders)
    @rule(pick=picks)
    def order_is_paid_and_released(self, pick):
        self.attempt(commit, self.order(pick))
        self.attempt(allocate, self.order(pick))

    @precondition(lambda self: self.orders)
    @rule(pick=picks, expired=st.booleans())
    def order_is_cancelled(self, pick, expired):
        self.attempt(release, self.order(pick), expired=expired)

    @precondition(lambda self: self.orders)
    @rule(pick=picks)
    def order_leaves(self, pick):
        order_id = self.order(pick)
        self.attempt(close_out, order_id)
        assert self.floor.run(held, order_id) == {}

    @precondition(lambda self: self.orders)
    @rule(pick=picks, sku=skus, quantity=pieces)
    def substitute_is_reserved(self, pick, sku, quantity):
        order_id = self.order(pick)
        self.attempt(reserve_extra, order_id, f"{order_id}-extra", sku, quantity, may_refuse=("stock_short",))

    # -- the till and the returns counter -----------------------------------------------------------------------------

    @rule(sku=skus, quantity=st.integers(1, 12), number=st.integers(0, 40))
    def till_sells(self, sku, quantity, number):
        """A sale is a fact: it is never refused for want of stock, and the same receipt is booked once."""
        draft = TillDraft("t", f"S-{sku}-{quantity}-{number}", self.floor.clock.now(), (TillLine(1, sku, quantity, 1),))
        known = self.floor.all(TillSale, receipt=draft.receipt)
        sold = self.outside(sku)

        self.attempt(book_receipt, draft, by=TILL, may_refuse=("receipt_reused",))

        assert self.outside(sku) == sold + (0 if known else quantity)

    @rule(sku=skus, quantity=pieces, number=st.integers(0, 1_000_000))
    def till_takes_back(self, sku, quantity, number):
        lines = (TillLine(1, sku, quantity, 1),)
        draft = TillDraft("t", f"B-{number}", self.floor.clock.now(), lines, TillKind.RETURN)
        self.attempt(book_receipt, draft, by=TILL, may_refuse=("receipt_reused",))

    @rule(pick=picks, quantity=pieces, place=st.sampled_from([*sorted(BINS), DAMAGED, HOLD]))
    def customer_brings_back(self, pick, quantity, place):
        """Also more than the order had: another store's goods, a dish, come from the world."""
        order_id = self.order(pick) if self.orders else None
        sku = SKUS[pick % len(SKUS)]
        options = {"order_id": order_id, "may_refuse": ("lot_expired",)}
        self.attempt(take_back, sku, quantity, place, "return", "SR-1", **options)

    @rule(pick=picks, restocked=st.integers(0, 4), damaged=st.integers(0, 4), bin_id=bins)
    def held_goods_are_decided(self, pick, restocked, damaged, bin_id):
        shares = [share for share in self.floor.all(OnHand, place=HOLD) if share.quantity]
        if shares:
            share = shares[pick % len(shares)]
            refusals = ("lot_expired", "not_there", "quantity_zero")
            self.attempt(settle_hold, share.sku, share.lot_id, restocked, damaged, bin_id, "torn", may_refuse=refusals)

    def outside(self, sku):
        return sum(row.quantity for row in self.floor.all(OnHand, sku=sku, place=OUT))

    # -- picking ----------------------------------------------------------------------------------------------------

    @rule(pick=picks, quantity=st.integers(0, 8))
    def picker_takes(self, pick, quantity):
        allocation = self.any_of(Allocation, pick, open=True)
        if allocation is None:
            return
        refusals = ["lot_expired"]
        refusals += ["quantity_zero"] if quantity == 0 else []
        refusals += ["quantity_over"] if quantity > allocation.rest else []

        lot = self.attempt(take, allocation.id, quantity, may_refuse=refusals)

        taken = self.floor.get(Allocation, allocation.id).taken
        assert taken == allocation.taken + (quantity if lot else 0)

    @rule(pick=picks, quantity=pieces)
    def lead_takes_back(self, pick, quantity):
        allocation = self.any_of(Allocation, pick)
        if allocation is None:
            return
        reservation = self.floor.get(Reservation, allocation.reservation_id)
        if reservation.state in (ReservationState.ALLOCATED, ReservationState.CONSUMED):
            self.attempt(untake, allocation.id, quantity, may_refuse=("quantity_over", "not_there"))

    @rule(pick=picks)
    def second_bin_is_used(self, pick):
        allocation = self.any_of(Allocation, pick, open=True)
        if allocation:
            self.attempt(reallocate, allocation.id)

    @rule(pick=picks)
    def line_is_short(self, pick):
        allocation = self.any_of(Allocation, pick, open=True)
        if allocation:
            assert self.floor.run(give_up, allocation.id) == allocation.rest

    @rule(pick=picks)
    def nowhere_means_short(self, pick):
        reservation = self.any_of(Reservation, pick)
        if reservation:
            self.attempt(give_up_unallocated, reservation.line_id)

    # -- after picking ----------------------------------------------------------------------------------------------

    def something_held(self, pick):
        goods = [(order_id, *at, quantity) for order_id in self.orders for at, quantity in self.holding(order_id)]
        return goods[pick % len(goods)] if goods else None

    def holding(self, order_id):
        return self.floor.run(held, order_id).items()

    @rule(pick=picks)
    def bag_goes_to_the_slot(self, pick):
        goods = self.something_held(pick)
        if goods and goods[3] == IN_HAND:
            order_id, sku, lot_id, _, quantity = goods
            self.attempt(move, sku, lot_id, quantity, IN_HAND, STAGED, "slot", order_id=order_id)

    @rule(pick=picks, bin_id=bins)
    def goods_are_put_back(self, pick, bin_id):
        goods = self.something_held(pick)
        if goods:
            order_id, sku, lot_id, place, quantity = goods
            self.attempt(put_back, sku, lot_id, quantity, place, bin_id, order_id)

    @rule(pick=picks)
    def goods_are_spoilt(self, pick):
        goods = self.something_held(pick)
        if goods:
            order_id, sku, lot_id, place, quantity = goods
            self.attempt(write_off, sku, lot_id, quantity, place, "dropped", order_id)

    # -- what is always true ----------------------------------------------------------------------------------------

    @invariant()
    def the_books_agree(self):
        assert self.floor.ask(conservation_errors, STORE) == []

    @invariant()
    def the_sellable_figure_is_the_plain_one(self):
        today = self.floor.get(Store, STORE).day(self.floor.clock.now())
        shown = self.floor.ask(availability, STORE, SKUS, today=today)
        assert shown == {sku: max(0, self.sellable(sku)) for sku in SKUS}

    @invariant()
    def nothing_in_bins_is_negative(self):
        with self.floor.transactions.reading() as session:
            below = select(OnHand).where(OnHand.quantity < 0, OnHand.place.not_in((WORLD, DIFFERENCE)))
            assert session.scalars(below).all() == []
            figures = select(func.min(StockLevel.on_hand), func.min(StockLevel.locked), func.min(StockLevel.committed))
            assert min(figure or 0 for figure in session.execute(figures).one()) >= 0


TestStockIsConserved = StockMachine.TestCase
TestStockIsConserved.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
