"""What channels send about orders, and how it becomes a draft."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from picking.foundation.kinds import Mode, StockPolicy, Substitution
from picking.foundation.tables import Json
from picking.orders.drafts import LineDraft, OrderDraft
from web_handheld.forms.base import Form, text, time, whole

LINES_MAX = 200
GRAMS_MAX = 1_000_000
PIECES_MAX = 10_000
MINOR_MAX = 100_000_000


class CustomerForm(Form):
    """What the floor may know of a customer: a name, the end of a number, a risk."""

    name = text(80)
    phone_tail = fields.String(validate=validate.Regexp(r"\A[0-9]{4}\Z", error="Four digits are wanted."))
    risk = text(20)


class LineForm(Form):
    """One line: pieces in `quantity`, or grams in `weight_grams` of what is sold by weight."""

    line_no = whole(1, 9999, required=True)
    sku = text(32, required=True)
    quantity = whole(1, PIECES_MAX)
    weight_grams = whole(1, GRAMS_MAX)
    unit_price_minor = whole(0, MINOR_MAX, required=True, metadata={"description": "per piece or per kilogram"})
    options = fields.List(text(40), load_default=list, validate=validate.Length(0, 20))
    note = text(200, load_default=None, allow_none=True)
    substitution = fields.Enum(Substitution, by_value=True, load_default=Substitution.NONE)
    listed = fields.List(text(32), load_default=list, validate=validate.Length(0, 10))

    @validates_schema
    def check_one_quantity(self, form: Json, **_: Any) -> None:
        """Refuse a line with both or neither."""
        if ("quantity" in form) == ("weight_grams" in form):
            raise ValidationError("Either quantity or weight_grams is wanted.", "quantity")


class OrderForm(Form):
    """A whole order."""

    channel = text(64, required=True)
    external_id = text(80, required=True)
    store = text(64, required=True)
    mode = fields.Enum(Mode, by_value=True, required=True)
    placed_at = time(required=True)
    promised_at = time()
    not_before = time()
    customer = fields.Nested(CustomerForm, load_default=dict)
    lines = fields.List(fields.Nested(LineForm), required=True, validate=validate.Length(1, LINES_MAX))
    stock_policy = fields.Enum(StockPolicy, by_value=True, load_default=StockPolicy.LOCK)
    priority = whole(0, 9, load_default=0)


class PaymentForm(Form):
    """A payment of the whole amount."""

    amount_minor = whole(0, 2**31 - 1, required=True)
    paid_at = time(required=True)
    reference = text(80, required=True)


class CancellationForm(Form):
    """Why, and who wants it."""

    reason = text(200, required=True)
    requested_by = text(40, required=True)


class ReasonForm(Form):
    """A reason that a customer may hear."""

    reason = text(200, required=True)


class RiskForm(Form):
    """What somebody found who looked at a held order; a rejection has its reason."""

    cleared = fields.Boolean(required=True)
    reason = text(200)

    @validates_schema
    def check_reason(self, form: Json, **_: Any) -> None:
        """Refuse a rejection without reason."""
        if not form["cleared"] and "reason" not in form:
            raise ValidationError("A rejection wants its reason.", "reason")


class RefundForm(Form):
    """What the channel says of a refund."""

    confirmed = fields.Boolean(required=True)
    detail = text(200, load_default="")


def order_draft(form: Json) -> OrderDraft:
    """Make the draft of a loaded form."""
    return OrderDraft(
        channel=form["channel"],
        external_id=form["external_id"],
        mode=form["mode"],
        placed_at=form["placed_at"],
        lines=tuple(_line_draft(line) for line in form["lines"]),
        promised_at=form.get("promised_at"),
        not_before=form.get("not_before"),
        customer=form["customer"],
        stock_policy=form["stock_policy"],
        priority=form["priority"],
    )


def _line_draft(form: Json) -> LineDraft:
    return LineDraft(
        line_no=form["line_no"],
        sku=form["sku"],
        quantity=form["quantity"] if "quantity" in form else form["weight_grams"],
        unit_price_minor=form["unit_price_minor"],
        options=tuple(form["options"]),
        note=form["note"],
        substitution=form["substitution"],
        listed=tuple(form["listed"]),
    )
