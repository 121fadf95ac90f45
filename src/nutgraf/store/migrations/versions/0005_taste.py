"""Lessons of an editor's rulings; what the records of sources and owners are counted by."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lessons",
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("audience", "number", name=op.f("pk_lessons")),
    )
    op.create_index(
        op.f("ix_captures_owner_fetched_at"), "captures", ["owner", "fetched_at"], unique=False
    )
