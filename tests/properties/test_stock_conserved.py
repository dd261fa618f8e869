"""Whatever is done with stock, in whatever order: the books agree, nothing is made of nothing, nothing is oversold."""
# ruff: noqa: D102 - the name of a rule is its sentence

from floor import STORE
from hypothesis import settings
from hypothesis.stateful import invariant
from properties.goods_rules import GoodsRules
from properties.looking_rules import LookingRules
from properties.stock_world import BINS, PRICE, SKUS
from sqlalchemy import func, select

from picking.catalogue.model import Listing
from picking.counting.model import BinTruth, StockCount
from picking.freshness.lifecycle import MarkdownState
from picking.freshness.model import Markdown, WriteOff
from picking.stock.model import DIFFERENCE, WORLD, OnHand, StockLevel
from picking.stock.queries import availability, conservation_errors


class WholeStore(GoodsRules, LookingRules):
    """Counts, receiving, filling, returns, transfers, the till, picking and cancelling, all in one store."""

    @invariant()
    def the_books_agree(self):
        assert self.floor.ask(conservation_errors, STORE) == []

    @invariant()
    def the_sellable_figure_is_the_plain_one(self):
        shown = self.floor.ask(availability, STORE, SKUS, today=self.today)
        assert shown == {sku: max(0, self.sellable(sku)) for sku in SKUS}

    @invariant()
    def nothing_in_bins_is_negative(self):
        with self.floor.transactions.reading() as session:
            below = select(OnHand).where(OnHand.quantity < 0, OnHand.place.not_in((WORLD, DIFFERENCE)))
            assert session.scalars(below).all() == []
            figures = select(func.min(StockLevel.on_hand), func.min(StockLevel.locked), func.min(StockLevel.committed))
            assert min(figure or 0 for figure in session.execute(figures).one()) >= 0

    @invariant()
    def no_more_is_held_back_than_lies_in_the_books(self):
        assert all(0 <= level.withheld <= level.on_hand for level in self.floor.all(StockLevel))

    @invariant()
    def one_score_a_bin_and_what_waits_has_its_count(self):
        rows = self.floor.all(BinTruth)
        assert len(rows) <= len(BINS) * len(SKUS)
        waiting = {row.id for row in self.floor.all(StockCount) if not row.is_final}
        assert {row.pending_id for row in rows if row.pending_id} <= waiting

    @invariant()
    def a_price_is_low_only_while_a_markdown_runs(self):
        running = {row.sku: row.price_minor for row in self.floor.all(Markdown, state=MarkdownState.RUNNING)}
        prices = {row.sku: row.price_minor for row in self.floor.all(Listing, store_id=STORE)}
        assert prices == {sku: running.get(sku, PRICE) for sku in SKUS}

    @invariant()
    def what_is_written_off_is_written_down(self):
        assert all(row.worth_minor == row.quantity * PRICE for row in self.floor.all(WriteOff))


TestStockIsConserved = WholeStore.TestCase
TestStockIsConserved.settings = settings(max_examples=22, stateful_step_count=40, deadline=None)
