"""What Alembic runs a migration in: the connection, and the transaction, that it was given."""

from alembic import context

from npcgen.dialogue.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
