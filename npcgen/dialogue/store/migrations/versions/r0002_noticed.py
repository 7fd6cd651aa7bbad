"""What an NPC noticed besides its player's words, and which of them were whispered."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("conversations", _noticed())
    op.add_column("turns", _noticed())
    op.add_column(
        "turns", sa.Column("whispered", sa.Boolean, nullable=False, server_default=sa.false())
    )


def _noticed() -> sa.Column[list[object]]:
    return sa.Column("noticed", sa.JSON, nullable=False, server_default=sa.text("'[]'"))
