"""Every table of the store. Migrations make them; a test compares what they make with this.

Times are unix seconds. Ids of npcs and players are the game's own; "" is a player without one.
"""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _double(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False)


conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    _text("npc_id"),
    _text("player_id"),
    _text("player_name"),
    # The whole persona as it was when the conversation began, which an edit must not change.
    sa.Column("persona", sa.JSON, nullable=False),
    _text("world_id"),
    _text("model"),
    _text("scene"),
    _integer("turns_begun"),
    _integer("trimmed_turns"),
    sa.Column("request_id", sa.Text, unique=True),
    sa.Column("request_digest", sa.Text),
    _double("created_at"),
    _double("used_at"),
    sa.Column("noticed", sa.JSON, nullable=False),
    sa.Column("game_state", sa.JSON, nullable=False),
    sa.Column("unanswered", sa.JSON, nullable=False),
    sa.Column("noted_turns", sa.Integer),
    sa.Index(None, "npc_id", "player_id"),
    sa.Index(None, "player_id"),
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column(
        "conversation_id",
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("turn_id", sa.Text, nullable=False, unique=True),
    _text("kind"),
    _text("player_text"),
    _text("player_name"),
    _text("scene"),
    _text("npc_text"),
    sa.Column("heard_text", sa.Text),
    _text("finish_reason"),
    sa.Column("actions", sa.JSON, nullable=False),
    _double("created_at"),
    sa.Column("noticed", sa.JSON, nullable=False),
    sa.Column("whispered", sa.Boolean, nullable=False),
)

memories = sa.Table(
    "memories",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    _text("npc_id"),
    _text("player_id"),
    _text("kind"),
    _text("text"),
    _double("importance"),
    _double("created_at"),
    sa.Column("recalled_at", sa.Double),
    _text("source_turn"),
    _text("subject"),
    sa.Column("embedding", sa.LargeBinary),
    _text("embedding_model"),
    sa.Index(None, "npc_id", "player_id", "subject"),
    sa.Index(None, "player_id"),
)

relationships = sa.Table(
    "relationships",
    metadata,
    sa.Column("npc_id", sa.Text, primary_key=True),
    sa.Column("player_id", sa.Text, primary_key=True),
    *(_double(axis) for axis in ("trust", "respect", "familiarity", "affection", "fear")),
    _text("emotion"),
    _double("intensity"),
    _double("updated_at"),
    sa.Index(None, "player_id"),
)

worlds = sa.Table(
    "worlds",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _text("name"),
    _text("description"),
    _text("era"),
    sa.Column("extensions", sa.JSON, nullable=False),
)

lore = sa.Table(
    "lore",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    _text("world_id"),
    _text("id"),
    _text("title"),
    _text("text"),
    sa.Column("keys", sa.JSON, nullable=False),
    sa.Column("scope", sa.JSON, nullable=False),
    _integer("priority"),
    sa.Column("enabled", sa.Boolean, nullable=False),
    _integer("version"),
    sa.Column("extensions", sa.JSON, nullable=False),
    sa.UniqueConstraint("world_id", "id"),
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    _text("turn_id"),
    _text("reason"),
    _text("comment"),
    _double("created_at"),
    sa.Index(None, "turn_id"),
)

plays = sa.Table(
    "plays",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    # As it was given: the id of a bundled one, or YAML.
    _text("world"),
    sa.Column("save", sa.LargeBinary, nullable=False),
    # Lots that were ever told, those that the save holds included.
    _integer("told"),
)

play_lots = sa.Table(
    "play_lots",
    metadata,
    sa.Column("play_id", sa.ForeignKey("plays.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("lot", sa.LargeBinary, nullable=False),
)
