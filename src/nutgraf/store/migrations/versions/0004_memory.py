"""What was told is found by what it said and by its captures; captures can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TOLD = (
    ("sentence", sa.String(length=16), ""),
    ("subject", sa.Text(), ""),
    ("lead", sa.Text(), ""),
    ("figures", sa.Text(), "[]"),
    ("strength", sa.String(length=16), "stated"),
    ("made_by", sa.String(length=64), ""),
)


def upgrade() -> None:
    for name, kind, otherwise in _TOLD:
        op.add_column("told", sa.Column(name, kind, server_default=otherwise, nullable=False))
    op.create_index(op.f("ix_told_audience_capture"), "told", ["audience", "capture"], unique=False)
    for key in ("subject", "lead"):
        op.create_index(
            op.f(f"ix_told_audience_{key}_date"), "told", ["audience", key, "date"], unique=False
        )
    op.create_index(op.f("ix_told_made_by"), "told", ["made_by"], unique=False)
    _revocations()
    _withdrawn()


def _revocations() -> None:
    op.create_table(
        "revocations",
        sa.Column("capture", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name=op.f("fk_revocations_capture")),
        sa.PrimaryKeyConstraint("capture", name=op.f("pk_revocations")),
    )
    op.create_index(op.f("ix_revocations_at"), "revocations", ["at"], unique=False)


def _withdrawn() -> None:
    op.create_table(
        "withdrawn",
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("capture", sa.String(length=64), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("sentence", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name=op.f("fk_withdrawn_capture")),
        sa.PrimaryKeyConstraint("audience", "edition", "capture", name=op.f("pk_withdrawn")),
    )
