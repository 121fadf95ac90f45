"""The first schema of a desk."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _sources()
    _raw_objects()
    _looks()
    _captures()
    _returns()
    _results()
    _placements()
    _rulings()
    _editions()
    _told()


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("readers", sa.Text(), server_default="[]", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )


def _raw_objects() -> None:
    op.create_table(
        "raw_objects",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("packed_sha256", sa.String(length=64), nullable=False),
        sa.Column("stored", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_raw_objects")),
    )


def _looks() -> None:
    op.create_table(
        "looks",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("raw", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("items", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rule", sa.String(length=64), server_default="", nullable=False),
        sa.Column("happened", sa.Text(), server_default="", nullable=False),
        sa.Column("next_step", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
    )
    op.create_index(op.f("ix_looks_at"), "looks", ["at"], unique=False)
    op.create_index(op.f("ix_looks_source_at"), "looks", ["source", "at"], unique=False)


def _captures() -> None:
    op.create_table(
        "captures",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("canonicaliser", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("layout", sa.LargeBinary(), nullable=False),
        sa.Column("raw", sa.String(length=64), nullable=False),
        sa.Column("raw_start", sa.BigInteger(), nullable=True),
        sa.Column("raw_end", sa.BigInteger(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=35), nullable=False),
        sa.Column("links", sa.Text(), nullable=False),
        sa.Column("engagement", sa.Text(), nullable=False),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["raw"], ["raw_objects.sha256"], name=op.f("fk_captures_raw")),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name=op.f("fk_captures_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
    )
    op.create_index(
        op.f("ix_captures_fetched_at_id"), "captures", ["fetched_at", "id"], unique=False
    )
    op.create_index(op.f("ix_captures_previous"), "captures", ["previous"], unique=False)
    op.create_index(op.f("ix_captures_source_key"), "captures", ["source", "key"], unique=False)


def _returns() -> None:
    op.create_table(
        "returns",
        sa.Column("capture", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name=op.f("fk_returns_capture")),
        sa.PrimaryKeyConstraint("capture", "at", name=op.f("pk_returns")),
    )


def _results() -> None:
    op.create_table(
        "results",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_results")),
    )


def _placements() -> None:
    op.create_table(
        "placements",
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("capture", sa.String(length=64), nullable=False),
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.String(length=128), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=False),
        sa.Column("copy_of", sa.String(length=64), nullable=True),
        sa.Column("copy", sa.String(length=8), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["captures.id"], name=op.f("fk_placements_capture")),
        sa.PrimaryKeyConstraint("audience", "capture", name=op.f("pk_placements")),
    )
    op.create_index(
        op.f("ix_placements_audience_fetched_at"),
        "placements",
        ["audience", "fetched_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_placements_audience_ordinal"), "placements", ["audience", "ordinal"], unique=False
    )
    op.create_index(
        op.f("ix_placements_audience_story"), "placements", ["audience", "story"], unique=False
    )


def _rulings() -> None:
    op.create_table(
        "rulings",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("verb", sa.String(length=16), nullable=False),
        sa.Column("argument", sa.Text(), server_default="", nullable=False),
        sa.Column("who", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
    )
    op.create_index(
        op.f("ix_rulings_audience_story"), "rulings", ["audience", "story"], unique=False
    )


def _editions() -> None:
    op.create_table(
        "editions",
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("now", sa.BigInteger(), nullable=False),
        sa.Column("released_by", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("audience", "id", name=op.f("pk_editions")),
    )
    op.create_index(
        op.f("ix_editions_audience_date_revision"),
        "editions",
        ["audience", "date", "revision"],
        unique=False,
    )


def _told() -> None:
    op.create_table(
        "told",
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("capture", sa.String(length=64), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("audience", "edition", "ordinal", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_audience_date"), "told", ["audience", "date"], unique=False)
    op.create_index(op.f("ix_told_audience_story"), "told", ["audience", "story"], unique=False)
