"""Complaints about delivered orders are work orders."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add work orders, their lines and decisions, and which order another one replaces."""
    op.create_table(
        "work_orders",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("return_store_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("requested_by", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replacement_id", sa.String(length=36), nullable=True),
        sa.Column("return_document", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.Column("state_before", sa.String(length=24), nullable=True),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_work_orders_order_id_orders")),
        sa.ForeignKeyConstraint(["replacement_id"], ["orders.id"], name=op.f("fk_work_orders_replacement_id_orders")),
        sa.ForeignKeyConstraint(["return_store_id"], ["stores.id"], name=op.f("fk_work_orders_return_store_id_stores")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_work_orders_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_orders")),
        sa.UniqueConstraint(
            "store_id", "channel", "external_id", name=op.f("uq_work_orders_store_id_channel_external_id")
        ),
    )
    with op.batch_alter_table("work_orders") as batch_op:
        batch_op.create_index(op.f("ix_work_orders_deadline_at"), ["deadline_at"], unique=False)
        batch_op.create_index(op.f("ix_work_orders_number"), ["number"], unique=False)
        batch_op.create_index(op.f("ix_work_orders_order_id"), ["order_id"], unique=False)
        batch_op.create_index(op.f("ix_work_orders_replacement_id"), ["replacement_id"], unique=False)
        batch_op.create_index("ix_work_orders_return_store_id_state", ["return_store_id", "state"], unique=False)
        batch_op.create_index(op.f("ix_work_orders_state"), ["state"], unique=False)

    op.create_table(
        "work_order_lines",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("work_order_id", sa.String(length=36), nullable=False),
        sa.Column("order_line_id", sa.String(length=36), nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("wanted_sku", sa.String(length=32), nullable=True),
        sa.Column("wanted_quantity", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.Column("in_stock", sa.Boolean(), nullable=True),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("restocked", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("refund_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_work_order_lines_order_line_id_order_lines")
        ),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name=op.f("fk_work_order_lines_refund_id_refunds")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_work_order_lines_sku_items")),
        sa.ForeignKeyConstraint(["wanted_sku"], ["items.sku"], name=op.f("fk_work_order_lines_wanted_sku_items")),
        sa.ForeignKeyConstraint(
            ["work_order_id"], ["work_orders.id"], name=op.f("fk_work_order_lines_work_order_id_work_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_order_lines")),
    )
    with op.batch_alter_table("work_order_lines") as batch_op:
        batch_op.create_index(op.f("ix_work_order_lines_order_line_id"), ["order_line_id"], unique=False)
        batch_op.create_index(op.f("ix_work_order_lines_work_order_id"), ["work_order_id"], unique=False)

    op.create_table(
        "return_decisions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("line_id", sa.String(length=36), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("bin_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.String(length=80), nullable=True),
        sa.Column("photo", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bin_id"], ["bins.id"], name=op.f("fk_return_decisions_bin_id_bins")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["work_order_lines.id"], name=op.f("fk_return_decisions_line_id_work_order_lines")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_return_decisions_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_decisions")),
    )
    with op.batch_alter_table("return_decisions") as batch_op:
        batch_op.create_index(op.f("ix_return_decisions_line_id"), ["line_id"], unique=False)
        batch_op.create_index(op.f("ix_return_decisions_order_id"), ["order_id"], unique=False)
        batch_op.create_index("ix_return_decisions_store_id_at", ["store_id", "at"], unique=False)

    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(sa.Column("replaces_id", sa.String(length=36), nullable=True))
        batch_op.create_index(op.f("ix_orders_replaces_id"), ["replaces_id"], unique=False)
