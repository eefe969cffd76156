"""The database: engine, sessions, migrations, and the one way to write.

`WriteSession`'s rule holds for every writer: one transaction, one generation, and what was committed is there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError as SqliteOperationalError
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlmodel import Session, select

from api.directory import models
from api.directory.editing import advance_generation

MIGRATIONS_FOLDER = Path(__file__).parent / "migrations"
WRITER_LOCK = 7_001_100  # any fixed number: the advisory lock of PostgreSQL that writers take turns by
BUSY_TIMEOUT_SECONDS = 10  # how long a SQLite writer waits for another
CONNECT_TIMEOUT_SECONDS = 5


def make_engine(database_url: str) -> Engine:
    """An engine for a SQLite file (whose folder is made) or for PostgreSQL; nothing is connected yet."""
    url = make_url(database_url)
    if url.drivername != "sqlite":
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_TIMEOUT_SECONDS})
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS})
    # The driver opens transactions late and leaves some statements outside them, so we say BEGIN ourselves.
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def read_session(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the database from its first query to its last."""
    isolated = (
        engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="REPEATABLE READ")
    )
    with Session(isolated) as session:
        yield session


@contextmanager
def write_session(engine: Engine, at: Callable[[], datetime]) -> Iterator[Session]:
    """One transaction: all of it with a new generation, or nothing. Writers take turns.

    `at` tells the moment of the commit. A transaction that changed nothing advances nothing.
    """
    with Session(engine.execution_options(writes=True)) as session, session.begin():
        _take_turn(session.connection())
        changes = _Changes(session)
        yield session
        session.flush()
        if changes.were_made:
            advance_generation(session, at())


def read_generation(engine: Engine) -> int:
    """The generation of the last committed change; 0 before the first."""
    with Session(engine) as session:
        return session.exec(select(models.Publication.generation)).first() or 0


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest form; safe to call by several processes at once."""
    with engine.execution_options(writes=True).begin() as connection:
        _take_turn(connection)
        command.upgrade(alembic_config(connection), "head")


def is_migrated(engine: Engine) -> bool:
    """Whether the tables have the newest form."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        return current == ScriptDirectory.from_config(alembic_config(connection)).get_current_head()


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration for an open connection; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER))
    config.attributes["connection"] = connection
    return config


class _Changes:
    """Whether a session has flushed anything."""

    def __init__(self, session: Session) -> None:
        self.were_made = False
        event.listen(session, "after_flush", self._note_flush)
        event.listen(session, "do_orm_execute", self._note_statement)

    def _note_flush(self, *_: Any) -> None:  # noqa: ANN401  (SQLAlchemy's event arguments)
        self.were_made = True

    def _note_statement(self, state: Any) -> None:  # noqa: ANN401
        self.were_made = self.were_made or not state.is_select


def _take_turn(connection: Connection) -> None:
    """Wait until no other writer is in its transaction (SQLite does it by BEGIN IMMEDIATE)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})


def _prepare_sqlite(connection: SqliteConnection, _: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    with suppress(SqliteOperationalError):  # locked: whoever prepares the file at this moment sets it, for good
        connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
