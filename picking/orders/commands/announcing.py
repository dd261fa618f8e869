"""The one way an order changes its state: the step, then its channel and the store's desk are told."""

from datetime import timedelta

from sqlalchemy import select

from picking.catalogue.events import PlanStepped
from picking.catalogue.model import PricePlan
from picking.floor.queries import stores_selling
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.lifecycle import OrderStep
from picking.orders.model import Channel, Order
from picking.stock.events import BackInStock, SoldOut


def take_step(
    work: UnitOfWork, order: Order, step: OrderStep, patience: timedelta | None = None, **facts: object
) -> None:
    """Take an order one step on; its channel gets a webhook `order.state`, the store's desk a push."""
    before = order.state
    work.step(order, step, patience=patience, **facts)
    if order.state is not before or step is OrderStep.PAY:
        announce(work, order)


def announce(work: UnitOfWork, order: Order) -> None:
    """Tell the channel and the desk where an order stands now."""
    work.webhook(
        order.channel,
        "order.state",
        {
            "order_id": order.id,
            "external_id": order.external_id,
            "number": order.number,
            "state": str(order.state),
            "at": work.now.isoformat(),
            "due_at": order.due_at.isoformat(),
            "paid_minor": order.paid_minor,
            "refunded_minor": order.refunded_minor,
            "currency": order.currency,
            "replaces_order_id": order.replaces_id,
        },
        order_id=order.id,
        store_id=order.store_id,
    )
    tell_desk(work, order, "task")


def tell_desk(work: UnitOfWork, order: Order, name: str, **facts: object) -> None:
    """Push to the store's room where an order stands; `name` is task, or alert with a `code` of the messages."""
    body: Json = {"order_id": order.id, "number": order.number, "state": str(order.state), "version": order.version}
    work.push(f"store:{order.store_id}", name, {**body, **facts})


def tell_sold_out(work: UnitOfWork, event: SoldOut) -> None:
    """React to the last of an item: every channel of the store stops selling it."""
    _tell_stock(work, event.store_id, "stock.sold_out", event.sku)


def tell_back_in_stock(work: UnitOfWork, event: BackInStock) -> None:
    """React to an item's return: every channel of the store may sell it again."""
    _tell_stock(work, event.store_id, "stock.back", event.sku)


def tell_plan(work: UnitOfWork, event: PlanStepped) -> None:
    """React to a price plan's step: every channel gets a webhook `price_plan.state`, EFFECTIVE when shelves show it."""
    plan = work.get(PricePlan, event.plan_id)
    body: Json = {
        "plan": plan.code,
        "version": plan.feed_version,
        "kind": str(plan.kind),
        "state": str(event.state),
        "starts_at": plan.starts_at.isoformat(),
        "ends_at": plan.ends_at.isoformat() if plan.ends_at else None,
        "labels": plan.labels,
        "shown": plan.shown,
    }
    _tell_channels(work, event.store_id, "price_plan.state", body)


def _tell_stock(work: UnitOfWork, store_id: str, kind: str, sku: str) -> None:
    _tell_channels(work, store_id, kind, {"sku": sku})
    work.push(f"store:{store_id}", "stock", {"sku": sku, "sold_out": kind == "stock.sold_out"})


def _tell_channels(work: UnitOfWork, store_id: str, kind: str, facts: Json) -> None:
    """Tell whoever sells this stock: the store's own channels, or those of all stores that share it."""
    selling = stores_selling(work.session, store_id)
    channels = select(Channel.store_id, Channel.id).where(Channel.store_id.in_(selling))
    for seller, channel in work.session.execute(channels.order_by(Channel.store_id, Channel.id)):
        work.webhook(channel, kind, {"store": seller, **facts, "at": work.now.isoformat()}, store_id=seller)
