"""Money and books that disagree: refunds that failed, channels that were not told, orders whose counts do not close."""

from collections.abc import Iterator

from sqlalchemy import select

from picking.floor.model import Store
from picking.foundation.records import Webhook, WebhookState
from picking.orders.lifecycle import RefundState
from picking.orders.model import Order, Refund
from picking.reports.asking import Asked
from picking.reports.concerns.concern import SEEN_MAX, Concern, Kind, Looking
from picking.reports.reconciling import orders_left


def failed_refunds(at: Looking) -> Iterator[Concern]:
    """Money the channel could not pay back."""
    rows = (
        select(Refund, Order)
        .join(Order, Order.id == Refund.order_id)
        .where(Refund.store_id == at.store_id, Refund.state == RefundState.FAILED)
        .order_by(Refund.state_since, Refund.id)
        .limit(SEEN_MAX)
    )
    for refund, order in at.books.execute(rows):
        facts = {"amount": (refund.amount_minor, order.currency), "reason": refund.detail or "?"}
        yield Concern(
            Kind.REFUND_FAILED, refund.id, refund.state_since, facts, order.id, order.number, steps=("retry",)
        )


def untold_channels(at: Looking) -> Iterator[Concern]:
    """State changes a channel did not take, however often it was asked."""
    rows = (
        select(Webhook, Order.number)
        .outerjoin(Order, Order.id == Webhook.order_id)
        .where(Webhook.store_id == at.store_id, Webhook.state == WebhookState.GIVEN_UP)
        .order_by(Webhook.id)
        .limit(SEEN_MAX)
    )
    for webhook, number in at.books.execute(rows):
        facts = {"channel": webhook.channel, "what": webhook.kind, "error": webhook.last_error or "?"}
        yield Concern(
            Kind.WEBHOOK_GIVEN_UP, webhook.id, webhook.state_since, facts, webhook.order_id, number, steps=("retry",)
        )


def open_books(at: Looking) -> Iterator[Concern]:
    """Orders that left today and of which ledger, scans, papers and refunds do not say the same."""
    today = at.books.get_one(Store, at.store_id).day(at.now)
    asked = Asked(at.books, at.store_id, today, today, at.now, at.settings)
    wrong = (left for left in orders_left(asked) if left.difference)
    for left, _ in zip(wrong, range(SEEN_MAX), strict=False):
        facts = {"out": left.out, "scanned": left.scanned, "issued": left.issued - left.refunded + left.given}
        order = left.order
        yield Concern(Kind.BOOKS_DISAGREE, order.id, order.state_since, facts, order.id, order.number)
