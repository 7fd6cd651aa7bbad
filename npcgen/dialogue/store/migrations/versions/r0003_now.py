"""What a conversation knows of now, what it heard in vain, and how far memory has followed it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("conversations", _json("game_state", "'{}'"))
    op.add_column("conversations", _json("unanswered", "'[]'"))
    op.add_column("conversations", sa.Column("noted_turns", sa.Integer))


def _json(name: str, default: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON, nullable=False, server_default=sa.text(default))
