"""The tables of a desk: one SQLAlchemy Core schema, nothing in it that Postgres lacks.

Instants are integer microseconds since 1970 UTC, so that they compare the same everywhere. What is
made for readers carries `audience`; see `nutgraf.access`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

sources = Table(
    "sources",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("address", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("readers", Text, nullable=False, server_default="[]"),
)

raw_objects = Table(
    "raw_objects",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("packed_sha256", String(64), nullable=False),
    Column("stored", BigInteger, nullable=False),
)

looks = Table(
    "looks",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("source", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("raw", String(64)),
    Column("outcome", String(16), nullable=False),
    Column("items", Integer, nullable=False, server_default="0"),
    Column("rule", String(64), nullable=False, server_default=""),
    Column("happened", Text, nullable=False, server_default=""),
    Column("next_step", Text, nullable=False, server_default=""),
    Index(None, "source", "at"),
    Index(None, "at"),
)

captures = Table(
    "captures",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("source", String(64), ForeignKey("sources.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("canonicaliser", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("layout", LargeBinary, nullable=False),
    Column("raw", String(64), ForeignKey("raw_objects.sha256"), nullable=False),
    Column("raw_start", BigInteger),
    Column("raw_end", BigInteger),
    Column("address", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("published_at", BigInteger),
    Column("fetched_at", BigInteger, nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("lang", String(35), nullable=False),
    Column("links", Text, nullable=False),
    Column("engagement", Text, nullable=False),
    Column("dropped", Text, nullable=False),
    Column("marks", Text, nullable=False, server_default="[]"),
    # The page behind the address, whatever copy of it (AMP, mobile) the address leads to.
    Column("page", Text, nullable=False, server_default=""),
    Column("previous", String(64)),
    Column("last_seen", BigInteger, nullable=False),
    # Counts captures as this desk took them in, whatever time they carry.
    Column("came", BigInteger, nullable=False, server_default="0"),
    Index(None, "source", "key"),
    Index(None, "source", "text_sha256"),
    Index(None, "source", "address"),
    Index(None, "source", "page"),
    Index(None, "fetched_at", "id"),
    Index(None, "previous"),
    Index(None, "came"),
)

# How each source stands, and where it has moved to.
standings = Table(
    "standings",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("value", LargeBinary, nullable=False),
    Column("next_look", BigInteger),
    Index(None, "next_look"),
)

moves = Table(
    "moves",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("at", BigInteger, primary_key=True),
    Column("was", Text, primary_key=True),
    Column("now", Text, nullable=False),
    Column("status", Integer, nullable=False),
)

# What a server gave to ask again with, verbatim, for each address that is asked more than once.
validators = Table(
    "validators",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("address", Text, primary_key=True),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

hosts = Table(
    "hosts",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("robots", LargeBinary, nullable=False),
    Column("robots_status", Integer, nullable=False),
    Column("robots_at", BigInteger),
    Column("not_before", BigInteger),
)

leads = Table(
    "leads",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("address", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("state", String(16), nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("found_at", BigInteger, nullable=False),
    # When its thing was published or last changed, as far as was said: the newest goes first.
    Column("stands_at", BigInteger, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("tried_at", BigInteger),
    Column("next_try", BigInteger),
    Column("said", Text, nullable=False, server_default=""),
    Index(None, "state", "next_try"),
    Index(None, "source", "state"),
)

# Feeds that are pushed to us (W3C WebSub): what was asked of a hub, and until when it holds.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("source", String(64), nullable=False),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("secret", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("until", BigInteger),
    Index(None, "source"),
)

# When a text came back after its item had another one: page A, then B, then A again.
returns = Table(
    "returns",
    metadata,
    Column("capture", String(64), ForeignKey("captures.id"), primary_key=True),
    Column("at", BigInteger, primary_key=True),
)

# Counts of likes, points and replies as a later look found them; the first stand with the capture.
engagements = Table(
    "engagements",
    metadata,
    Column("capture", String(64), ForeignKey("captures.id"), primary_key=True),
    Column("at", BigInteger, primary_key=True),
    Column("counts", Text, nullable=False),
)

results = Table(
    "results",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("step", String(32), nullable=False),
    Column("value", LargeBinary, nullable=False),
)

# Every place a capture was ever given: a split or a merge replaces a place, it does not change it.
# `decided` and `until` are ordinals of the captures whose arrival made and ended it, `decided_at` and
# `until_at` when those were fetched; a place that stands has neither of the latter two.
placements = Table(
    "placements",
    metadata,
    Column("audience", String(16), primary_key=True),
    Column("capture", String(64), ForeignKey("captures.id"), primary_key=True),
    Column("decided", String(128), primary_key=True),
    Column("decided_at", BigInteger, nullable=False),
    Column("until", String(128)),
    Column("until_at", BigInteger),
    Column("story", String(64), nullable=False),
    Column("ordinal", String(128), nullable=False),
    Column("fetched_at", BigInteger, nullable=False),
    Column("copy_of", String(64)),
    Column("copy", String(8), nullable=False),
    Column("similarity", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(64), nullable=False, server_default=""),
    Index(None, "audience", "story"),
    Index(None, "audience", "fetched_at"),
    Index(None, "audience", "ordinal"),
    Index(None, "audience", "decided"),
    Index(None, "audience", "until"),
)

# Up to which capture, as they came, every one has its place: what is still to be placed is looked for
# above it, so that looking costs what came, not what is kept.
gathered = Table(
    "gathered",
    metadata,
    Column("audience", String(16), primary_key=True),
    Column("came", BigInteger, nullable=False),
)

rulings = Table(
    "rulings",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("audience", String(16), nullable=False),
    Column("story", String(64), nullable=False),
    Column("verb", String(16), nullable=False),
    Column("argument", Text, nullable=False, server_default=""),
    Column("who", Text, nullable=False, server_default=""),
    Column("at", BigInteger, nullable=False),
    Index(None, "audience", "story"),
)

editions = Table(
    "editions",
    metadata,
    Column("audience", String(16), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("date", String(10), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("now", BigInteger, nullable=False),
    Column("released_by", Text, nullable=False, server_default=""),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index(None, "audience", "date", "revision"),
)

told = Table(
    "told",
    metadata,
    Column("audience", String(16), primary_key=True),
    Column("edition", String(64), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("date", String(10), nullable=False),
    Column("story", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("capture", String(64), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index(None, "audience", "story"),
    Index(None, "audience", "date"),
)
