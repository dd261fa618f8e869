"""What people see, count and write down about bins, while goods come and go seen and unseen."""
# ruff: noqa: D102 - the name of a rule is its sentence

from floor import STORE
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from properties.stock_world import StockWorld, bins, faces, few, picks, skus

from picking.counting import commands as counting
from picking.counting.lifecycle import CountState
from picking.counting.model import CountCause, CountLine, StockCount
from picking.freshness import commands as freshness
from picking.freshness.model import Gone
from picking.stock.commands import declare_empty
from picking.stock.model import Lot, OnHand

COUNTERS = ("ana", "bob")
LOOK_SECONDS = 40


class LookingRules(StockWorld):
    """Shelves and books drift apart; two people count, pickers glance, a lead decides."""

    def count_of(self, bin_id, sku):
        rows = [row for row in self.floor.all(StockCount, bin_id=bin_id, sku=sku) if not row.is_final]
        return rows[0] if rows else None

    def booked(self, count):
        """Hold a count that was booked against what really lies there."""
        count = self.floor.get(StockCount, count.id)
        if count.state is not CountState.BOOKED:
            return
        line = max(self.floor.all(CountLine, count_id=count.id), key=lambda row: row.round)
        self.settled((count.bin_id, count.sku), true=not line.overtaken)
        assert line.overtaken or line.booked == line.difference

    # -- unseen -----------------------------------------------------------------------------------------------------

    @rule(bin_id=faces, sku=skus, quantity=few)
    def some_go_unseen(self, bin_id, sku, quantity):
        gone = min(quantity, self.lying[bin_id, sku])
        self.lying[bin_id, sku] -= gone
        self.astray[bin_id, sku] += gone

    @rule(bin_id=faces, sku=skus, quantity=few)
    def some_turn_up_unseen(self, bin_id, sku, quantity):
        if self.floor.all(Lot, sku=sku):  # what never came to this store is not found in it
            self.lying[bin_id, sku] += quantity
            self.astray[bin_id, sku] -= quantity

    @rule()
    def a_day_passes(self):
        self.floor.clock.advance(days=1)
        self.floor.sweep()
        self.floor.run(counting.refresh_offers, STORE)

    # -- who looks --------------------------------------------------------------------------------------------------

    @rule(bin_id=faces, sku=skus)
    def somebody_finds_nothing(self, bin_id, sku):
        if not self.lying[bin_id, sku]:
            self.say(declare_empty, bin_id, sku, "missing")
            self.astray[bin_id, sku] = 0

    @rule(bin_id=faces, sku=skus, who=st.sampled_from(COUNTERS))
    def somebody_counts(self, bin_id, sku, who):
        count = self.count_of(bin_id, sku) or self.floor.run(counting.schedule, bin_id, sku, CountCause.LEAD)
        hand = self.floor.actor(who, "count")
        self.floor.clock.advance(seconds=LOOK_SECONDS)
        look = (counting.note_line, count.id, sku, self.lying[bin_id, sku])
        if self.say(*look, by=hand, may_refuse=("count_by_other", "count_closed")) is not None:
            self.astray[bin_id, sku] = 0
            self.floor.clock.advance(seconds=LOOK_SECONDS)
            self.say(counting.complete_count, count.id, by=hand)
            self.booked(count)

    @rule(bin_id=faces, sku=skus)
    def somebody_glances(self, bin_id, sku):
        self.floor.clock.advance(seconds=LOOK_SECONDS)
        hand = self.floor.actor("ana", "pick", "count")
        glanced = self.say(counting.glance, bin_id, sku, self.lying[bin_id, sku], by=hand)
        if glanced is not None:
            self.astray[bin_id, sku] = 0
            self.booked(glanced)

    @rule(bin_id=faces, sku=skus, came=st.integers(5, 12))
    def much_turned_up_and_two_counted_it(self, bin_id, sku, came):
        """Leave something for a lead to decide, hours and a rush later."""
        self.some_turn_up_unseen(bin_id, sku, came)
        for who in COUNTERS:
            self.somebody_counts(bin_id, sku, who)

    @precondition(lambda self: self.waits_for_a_lead())
    @rule(pick=picks)
    def a_lead_approves(self, pick):
        self.decide(pick, counting.approve_count)

    @precondition(lambda self: self.waits_for_a_lead())
    @rule(pick=picks)
    def a_lead_approves_later(self, pick):
        """Two doors to the same deed: what waits is decided in most runs."""
        self.decide(pick, counting.approve_count)

    @precondition(lambda self: self.waits_for_a_lead())
    @rule(pick=picks)
    def a_lead_refuses(self, pick):
        self.decide(pick, counting.refuse_count)

    def waits_for_a_lead(self):
        return self.floor.all(StockCount, state=CountState.APPROVAL_SCHEDULED)

    def decide(self, pick, command):
        count = self.any_of(StockCount, pick, state=CountState.APPROVAL_SCHEDULED)
        self.say(command, count.id, by=self.floor.actor("lea", "counts"))
        self.booked(count)

    # -- what does not keep -----------------------------------------------------------------------------------------

    @rule()
    def the_morning_marks_down(self):
        self.floor.run(freshness.propose_markdowns, by_itself=True)
        self.floor.sweep()

    @rule(bin_id=bins, pick=picks, quantity=few, gone=st.sampled_from(Gone))
    def some_is_written_off(self, bin_id, pick, quantity, gone):
        shares = [row for row in self.floor.all(OnHand, place=bin_id) if row.quantity > 0]
        if shares:
            share = shares[pick % len(shares)]
            part = min(quantity, share.quantity)
            lead = self.floor.actor("lea", "count", "counts")
            off = (freshness.write_off, bin_id, share.lot_id, part, "dented")
            self.attempt(*off, gone=gone, by=lead, may_refuse=("expired_is_no_gift",))
