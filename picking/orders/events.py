"""What orders tell the rooms above them."""

from dataclasses import dataclass

from picking.foundation.events import Event


@dataclass(frozen=True)
class OrderPaid(Event):
    """The whole amount has come."""

    order_id: str


@dataclass(frozen=True)
class OrderReleased(Event):
    """The order is split and its stock allocated; work may begin when its sub-orders are released."""

    order_id: str


@dataclass(frozen=True)
class OrderHastened(Event):
    """A lead said that everything of the order begins now."""

    order_id: str


@dataclass(frozen=True)
class CartReleased(Event):
    """A shopper's own cart may leave as soon as somebody has looked into it."""

    order_id: str


@dataclass(frozen=True)
class SubOrderReleased(Event):
    """One kind of an order's work may begin now."""

    sub_order_id: str


@dataclass(frozen=True)
class SubOrderStaged(Event):
    """What a stall made for an order is on the staging shelf."""

    order_id: str
    sub_order_id: str


@dataclass(frozen=True)
class OrderReady(Event):
    """Every bag is sealed and in the slot."""

    order_id: str


@dataclass(frozen=True)
class OrderFellBack(Event):
    """An order that was ready is not ready any more."""

    order_id: str


@dataclass(frozen=True)
class OrderLeft(Event):
    """The rider or the customer has the goods."""

    order_id: str


@dataclass(frozen=True)
class OrderArrived(Event):
    """The customer has the goods: delivered, or collected at the counter."""

    order_id: str


@dataclass(frozen=True)
class RefundPaid(Event):
    """The channel has paid a refund back."""

    order_id: str
    refund_id: str


@dataclass(frozen=True)
class CancelAsked(Event):
    """Somebody wants to cancel an order on which work may have begun."""

    order_id: str


@dataclass(frozen=True)
class CancelRefused(Event):
    """A lead refused the cancellation: the order goes on."""

    order_id: str


@dataclass(frozen=True)
class OrderCancelled(Event):
    """The order is cancelled; what was picked must come back."""

    order_id: str


@dataclass(frozen=True)
class OrderReturned(Event):
    """Undelivered goods were scanned in at the counter."""

    order_id: str
