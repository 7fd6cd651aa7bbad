"""The first tables, and the full-text index of SQLite or PostgreSQL beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _conversations()
    _memories()
    _lore()
    _reports()
    statements = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    for statement in statements:
        op.execute(statement)


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("seq", sa.Integer, nullable=False),
        *_texts("id", "npc_id", "player_id", "player_name"),
        sa.Column("persona", sa.JSON, nullable=False),
        *_texts("world_id", "model", "scene"),
        sa.Column("turns_begun", sa.Integer, nullable=False),
        sa.Column("trimmed_turns", sa.Integer, nullable=False),
        sa.Column("request_id", sa.Text),
        sa.Column("request_digest", sa.Text),
        *_doubles("created_at", "used_at"),
        sa.PrimaryKeyConstraint("seq", name="pk_conversations"),
        sa.UniqueConstraint("id", name="uq_conversations_id"),
        sa.UniqueConstraint("request_id", name="uq_conversations_request_id"),
    )
    op.create_index("ix_conversations_npc_id_player_id", "conversations", ["npc_id", "player_id"])
    op.create_index("ix_conversations_player_id", "conversations", ["player_id"])
    op.create_table(
        "turns",
        *_texts("conversation_id"),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("turn_id", "kind", "player_text", "player_name", "scene", "npc_text"),
        sa.Column("heard_text", sa.Text),
        *_texts("finish_reason"),
        sa.Column("actions", sa.JSON, nullable=False),
        *_doubles("created_at"),
        sa.PrimaryKeyConstraint("conversation_id", "number", name="pk_turns"),
        sa.UniqueConstraint("turn_id", name="uq_turns_turn_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_turns_conversation_id",
            ondelete="CASCADE",
        ),
    )


def _memories() -> None:
    op.create_table(
        "memories",
        sa.Column("seq", sa.Integer, nullable=False),
        *_texts("id", "npc_id", "player_id", "kind", "text"),
        *_doubles("importance", "created_at"),
        sa.Column("recalled_at", sa.Double),
        *_texts("source_turn", "subject"),
        sa.Column("embedding", sa.LargeBinary),
        *_texts("embedding_model"),
        sa.PrimaryKeyConstraint("seq", name="pk_memories"),
        sa.UniqueConstraint("id", name="uq_memories_id"),
    )
    op.create_index(
        "ix_memories_npc_id_player_id_subject", "memories", ["npc_id", "player_id", "subject"]
    )
    op.create_index("ix_memories_player_id", "memories", ["player_id"])
    op.create_table(
        "relationships",
        *_texts("npc_id", "player_id"),
        *_doubles("trust", "respect", "familiarity", "affection", "fear"),
        *_texts("emotion"),
        *_doubles("intensity", "updated_at"),
        sa.PrimaryKeyConstraint("npc_id", "player_id", name="pk_relationships"),
    )
    op.create_index("ix_relationships_player_id", "relationships", ["player_id"])


def _lore() -> None:
    op.create_table(
        "worlds",
        *_texts("id", "name", "description", "era"),
        sa.Column("extensions", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worlds"),
    )
    op.create_table(
        "lore",
        sa.Column("seq", sa.Integer, nullable=False),
        *_texts("world_id", "id", "title", "text"),
        sa.Column("keys", sa.JSON, nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("extensions", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_lore"),
        sa.UniqueConstraint("world_id", "id", name="uq_lore_world_id_id"),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("seq", sa.Integer, nullable=False),
        *_texts("turn_id", "reason", "comment"),
        *_doubles("created_at"),
        sa.PrimaryKeyConstraint("seq", name="pk_reports"),
    )
    op.create_index("ix_reports_turn_id", "reports", ["turn_id"])


def _texts(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, sa.Text, nullable=False) for name in names)


def _doubles(*names: str) -> tuple[sa.Column[float], ...]:
    return tuple(sa.Column(name, sa.Double, nullable=False) for name in names)


# The trigger follows deletions wherever they come from; what is added needs Python's words.
_SQLITE = (
    "CREATE VIRTUAL TABLE memories_words USING fts5(owner, body, detail=column, "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER memories_words_deleted AFTER DELETE ON memories BEGIN "
    "DELETE FROM memories_words WHERE rowid = old.seq; END",
)
_POSTGRESQL = (
    "CREATE TABLE memories_words ("
    "seq INTEGER PRIMARY KEY REFERENCES memories (seq) ON DELETE CASCADE, "
    "owner TEXT NOT NULL, body TSVECTOR NOT NULL)",
    "CREATE INDEX ix_memories_words_owner ON memories_words (owner, seq)",
    "CREATE INDEX ix_memories_words_body ON memories_words USING gin (body)",
)
