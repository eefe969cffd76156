"""Alembic's environment: migrates over the connection that `api.database` hands in, else over its own."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, DateTime, String
from sqlmodel import AutoString, SQLModel

from api.database import make_engine
from api.directory.models import UtcDateTime
from api.settings import Settings


def _write_type(kind: str, column_type: Any, _: Any) -> str | Literal[False]:  # noqa: ANN401  (Alembic's hook)
    """Write SQLAlchemy's own types into a revision, so that it does not change its meaning with our code."""
    if kind == "type" and isinstance(column_type, AutoString | String):
        return "sa.String()"
    if kind == "type" and isinstance(column_type, UtcDateTime | DateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,  # SQLite alters tables by copying them
        render_item=_write_type,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    engine = make_engine(Settings().database_url)
    with engine.connect() as own:
        _run(own)
    engine.dispose()
