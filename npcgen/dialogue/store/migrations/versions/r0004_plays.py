"""Quests while they are played: each play as it was, and what was told of it since."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "plays",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("world", sa.Text, nullable=False),
        sa.Column("save", sa.LargeBinary, nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_plays"),
    )
    op.create_table(
        "play_lots",
        sa.Column("play_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("lot", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("play_id", "number", name="pk_play_lots"),
        sa.ForeignKeyConstraint(
            ["play_id"], ["plays.id"], name="fk_play_lots_play_id", ondelete="CASCADE"
        ),
    )
