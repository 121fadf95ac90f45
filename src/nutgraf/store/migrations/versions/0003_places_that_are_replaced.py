"""Places of captures in stories keep their history: what decided each, and what ended it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEPT = "audience, capture, story, ordinal, fetched_at, copy_of, copy, similarity, reason"


def upgrade() -> None:
    _placements()
    _counted()


def _counted() -> None:
    """Captures counted as they came, and the line below which all have their place."""
    op.add_column(
        "captures", sa.Column("came", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.execute("UPDATE captures SET came = rowid")
    op.create_index(op.f("ix_captures_came"), "captures", ["came"], unique=False)
    op.create_table(
        "gathered",
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("came", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("audience", name=op.f("pk_gathered")),
    )


def _placements() -> None:
    op.execute(f"CREATE TABLE placements_before AS SELECT {_KEPT} FROM placements")  # noqa: S608
    op.drop_table("placements")
    op.create_table(
        "placements",
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("capture", sa.String(length=64), nullable=False),
        sa.Column("decided", sa.String(length=128), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.String(length=128), nullable=True),
        sa.Column("until_at", sa.BigInteger(), nullable=True),
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.String(length=128), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.Column("copy_of", sa.String(length=64), nullable=True),
        sa.Column("copy", sa.String(length=8), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["capture"], ["captures.id"], name=op.f("fk_placements_capture_captures")
        ),
        sa.PrimaryKeyConstraint("audience", "capture", "decided", name=op.f("pk_placements")),
    )
    op.execute(
        f"INSERT INTO placements ({_KEPT}, decided, decided_at) "  # noqa: S608
        f"SELECT {_KEPT}, ordinal, fetched_at FROM placements_before"
    )
    op.drop_table("placements_before")
    for name in ("story", "fetched_at", "ordinal", "decided", "until"):
        op.create_index(
            op.f(f"ix_placements_audience_{name}"), "placements", ["audience", name], unique=False
        )
