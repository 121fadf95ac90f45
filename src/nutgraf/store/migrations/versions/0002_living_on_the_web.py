"""What is remembered of sources and hosts between looks, leads, subscriptions, marks of captures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("captures", sa.Column("marks", sa.Text(), server_default="[]", nullable=False))
    op.add_column("captures", sa.Column("page", sa.Text(), server_default="", nullable=False))
    for name in ("text_sha256", "address", "page"):
        op.create_index(
            op.f(f"ix_captures_source_{name}"), "captures", ["source", name], unique=False
        )
    _standings()
    _moves()
    _validators()
    _hosts()
    _leads()
    _subscriptions()
    _engagements()


def _standings() -> None:
    op.create_table(
        "standings",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("next_look", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_standings")),
    )
    op.create_index(op.f("ix_standings_next_look"), "standings", ["next_look"], unique=False)


def _moves() -> None:
    op.create_table(
        "moves",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "at", "was", name=op.f("pk_moves")),
    )


def _validators() -> None:
    op.create_table(
        "validators",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", "address", name=op.f("pk_validators")),
    )


def _hosts() -> None:
    op.create_table(
        "hosts",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("robots", sa.LargeBinary(), nullable=False),
        sa.Column("robots_status", sa.Integer(), nullable=False),
        sa.Column("robots_at", sa.BigInteger(), nullable=True),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_hosts")),
    )


def _leads() -> None:
    op.create_table(
        "leads",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("stands_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=True),
        sa.Column("next_try", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("source", "address", name=op.f("pk_leads")),
    )
    op.create_index(op.f("ix_leads_state_next_try"), "leads", ["state", "next_try"], unique=False)
    op.create_index(op.f("ix_leads_source_state"), "leads", ["source", "state"], unique=False)


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_source"), "subscriptions", ["source"], unique=False)


def _engagements() -> None:
    op.create_table(
        "engagements",
        sa.Column("capture", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name=op.f("fk_engagements_capture")),
        sa.PrimaryKeyConstraint("capture", "at", name=op.f("pk_engagements")),
    )
