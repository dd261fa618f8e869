"""What tills sell is booked."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tills' receipts, and find movements by their time."""
    op.create_table(
        "till_sales",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("store_id", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=40), nullable=False),
        sa.Column("receipt", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("sold_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_till_sales_store_id_stores")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_sales")),
        sa.UniqueConstraint("store_id", "till", "receipt", name=op.f("uq_till_sales_store_id_till_receipt")),
    )
    with op.batch_alter_table("till_sales") as batch_op:
        batch_op.create_index("ix_till_sales_store_id_sold_at", ["store_id", "sold_at"], unique=False)

    op.create_table(
        "till_sale_lines",
        sa.Column("sale_id", sa.String(length=36), nullable=False),
        sa.Column("line_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sku", sa.String(length=32), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("unbooked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sale_id"], ["till_sales.id"], name=op.f("fk_till_sale_lines_sale_id_till_sales")),
        sa.ForeignKeyConstraint(["sku"], ["items.sku"], name=op.f("fk_till_sale_lines_sku_items")),
        sa.PrimaryKeyConstraint("sale_id", "line_no", name=op.f("pk_till_sale_lines")),
    )
    with op.batch_alter_table("till_sale_lines") as batch_op:
        batch_op.create_index(op.f("ix_till_sale_lines_sku"), ["sku"], unique=False)

    with op.batch_alter_table("movements") as batch_op:
        batch_op.create_index("ix_movements_store_id_at", ["store_id", "at"], unique=False)
