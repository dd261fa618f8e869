"""What is done with goods: taken in, put away, filled, sent, ordered, picked, cancelled, sold, brought back."""
# ruff: noqa: D102 - the name of a rule is its sentence

from datetime import timedelta

from floor import STORE
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from properties.stock_world import (
    BINS,
    DESK,
    DOOR,
    FACES,
    SKUS,
    TILL,
    StockWorld,
    bins,
    dates,
    faces,
    picks,
    pieces,
    skus,
)

from picking.floor.model import Bin
from picking.receiving.commands import Came, Loaded, put_away, send_transfer, take_in
from picking.receiving.queries import in_bay
from picking.replenishing.commands import (
    DisplayDraft,
    brought,
    build_up,
    look_at_faces,
    plan_display,
    take_down,
    wish,
    wish_back,
)
from picking.replenishing.lifecycle import DisplayState
from picking.replenishing.model import Cause, Display, FillPlan, Replenishment
from picking.replenishing.queries import OPEN
from picking.stock.commands import (
    allocate,
    book_receipt,
    close_out,
    commit,
    give_up,
    give_up_unallocated,
    held,
    move,
    put_back,
    reallocate,
    receive as store_receives,
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
from picking.stock.model import DAMAGED, HOLD, IN_HAND, OUT, STAGED, Allocation, OnHand, Reservation
from picking.stock.till import TillKind, TillSale


class GoodsRules(StockWorld):
    """Orders, pickers, runners, the door, the till and the counter, all doing what they may do."""

    # -- goods come and lie around ----------------------------------------------------------------------------------

    @rule(sku=skus, bin_id=bins, quantity=st.integers(1, 20), days=dates)
    def receive(self, sku, bin_id, quantity, days):
        self.attempt(store_receives, STORE, sku, bin_id, quantity, lot_code="", expires_on=self.day(days))

    @rule(pick=picks, bin_id=bins, quantity=pieces)
    def carry_to_another_bin(self, pick, bin_id, quantity):
        share = self.any_of(OnHand, pick)
        if share and share.place in BINS and share.place != bin_id:
            arguments = (share.sku, share.lot_id, quantity, share.place, bin_id, "replenish")
            self.attempt(move, *arguments, may_refuse=("not_there",))

    @rule(bin_id=bins, blocked=st.booleans())
    def block_or_open_a_bin(self, bin_id, blocked):
        self.floor.run(lambda work: setattr(work.get(Bin, bin_id), "blocked", blocked))

    # -- deliveries, sister stores, and goods from behind -------------------------------------------------------------

    @rule(sku=skus, quantity=st.integers(1, 20), days=dates)
    def goods_are_taken_in(self, sku, quantity, days):
        came = Came(sku, quantity, "d", self.day(days))
        self.attempt(take_in, self.delivery, came, by=DOOR, may_refuse=("date_needed", "life_too_short"))

    @rule(pick=picks, quantity=pieces, bin_id=bins)
    def goods_are_put_away(self, pick, quantity, bin_id):
        waiting = self.floor.ask(in_bay, STORE)
        if waiting:
            share = waiting[pick % len(waiting)][0]
            refusals = ("not_in_bay", "bin_blocked", "bin_full", "lot_expired")
            self.attempt(put_away, share.delivery_id, share.lot_id, quantity, bin_id, by=DOOR, may_refuse=refusals)

    @rule(sku=skus, bin_id=bins, quantity=pieces)
    def goods_go_to_a_sister_store(self, sku, bin_id, quantity):
        before = self.sellable(sku)
        loaded = [Loaded(bin_id, sku, quantity)]
        sent = self.attempt(
            send_transfer, "s2", loaded, self.floor.clock.now(), by=DESK, may_refuse=("not_enough_to_send", "not_there")
        )
        assert sent is None or self.sellable(sku) >= min(before, 0)

    @rule(sku=skus, face=faces, quantity=pieces, brings=pieces)
    def face_is_filled(self, sku, face, quantity, brings):
        wished = self.attempt(wish, face, sku, quantity, Cause.LEAD, self.floor.clock.now())
        if wished:
            self.attempt(
                brought,
                wished.id,
                brings,
                "R-1",
                "as found",
                may_refuse=("not_there_to_bring", "lot_expired", "bin_full"),
            )

    @rule(sku=skus, face=faces, quantity=pieces)
    def face_is_relieved(self, sku, face, quantity):
        """Only what no order holds is asked for."""
        free = self.free_in(face, sku)
        asked = self.attempt(wish_back, face, sku, quantity, Cause.OVERFULL, self.floor.clock.now())
        assert sum(each.quantity for each in asked) <= free

    @rule(pick=picks, brings=pieces)
    def what_is_wished_is_carried(self, pick, brings):
        wished = [each for each in self.floor.all(Replenishment) if each.state in OPEN]
        if wished:
            each = wished[pick % len(wished)]
            refusals = ("not_there_to_bring", "lot_expired", "bin_full")
            arguments = (each.id, brings, each.from_bin, "as found")
            promised = self.claims()
            self.attempt(brought, *arguments, may_refuse=refusals)
            assert each.bin_id in FACES or self.claims() == promised  # what goes back is nobody's

    @rule(sku=skus, face=faces, quantity=pieces, days=st.integers(1, 3))
    def display_is_planned(self, sku, face, quantity, days):
        now = self.floor.clock.now()
        draft = DisplayDraft(face, sku, quantity, now, now + timedelta(days=days))
        self.attempt(plan_display, draft, may_refuse=("display_stands",))

    @rule(pick=picks)
    def display_goes_up_or_comes_down(self, pick):
        standing = [each for each in self.floor.all(Display) if each.state is not DisplayState.DOWN]
        if standing:
            display = standing[pick % len(standing)]
            deed = build_up if display.state is DisplayState.PLANNED else take_down
            self.attempt(lambda work: deed(work, work.get(Display, display.id)))

    @rule(capacity=st.integers(0, 12), face=faces)
    def store_closes(self, capacity, face):
        self.floor.run(lambda work: setattr(work.get(Bin, face), "capacity", capacity))
        self.floor.run(lambda work: setattr(work.get(FillPlan, STORE), "closed_on", None))
        self.attempt(lambda work: look_at_faces(work, work.get(FillPlan, STORE)))

    def free_in(self, bin_id, sku):
        return sum(max(0, row.quantity - row.allocated) for row in self.floor.all(OnHand, place=bin_id, sku=sku))

    def claims(self):
        return {(row.place, row.lot_id): row.allocated for row in self.floor.all(OnHand) if row.allocated}

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
