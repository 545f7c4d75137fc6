"""Alembic's entry: run the revisions on the connection that `agent.record.migrate` hands over."""

from alembic import context

from agent.record.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
