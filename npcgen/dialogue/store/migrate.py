"""Brings a store's tables to this version, in one transaction: all of it, or none."""

import logging
from pathlib import Path

import sqlalchemy as sa

from npcgen.errors import FailedPrecondition

logger = logging.getLogger(__name__)

NEWEST = "0004"
"""The latest of `migrations/versions`."""
_LOCK = 0x6E7063
"""Whoever migrates holds it; any number will do."""
_FOLDER = Path(__file__).parent / "migrations"


def migrate(connection: sa.Connection) -> None:
    """Runs the migrations that the store lacks. The caller's transaction holds them.

    Raises FailedPrecondition for a store that a newer npcgen made.
    """
    if connection.dialect.name == "postgresql":
        # SQLite lets one connection write at a time, and this is a write.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    found = version_of(connection)
    if found == NEWEST:
        return
    if found > NEWEST:
        raise FailedPrecondition(
            f"the store has version {found}, and this npcgen knows versions up to {NEWEST}; "
            "install the npcgen that made it, or a newer one",
            reason="STORE_TOO_NEW",
        )
    # Alembic takes longer to import than most starts need: only a new version is worth it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    command.upgrade(config, "head")
    if found:
        logger.info("brought the store from version %s to %s", found, NEWEST)


def version_of(connection: sa.Connection) -> str:
    """As "0001"; "" for a store without tables."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return version or ""
