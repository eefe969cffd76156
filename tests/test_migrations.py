"""The migrations: one line of them, which gives the tables of the models and can be gone back, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlmodel import SQLModel

from api.database import (
    MIGRATIONS_FOLDER,
    alembic_config,
    is_migrated,
    make_engine,
    migrate,
    read_session,
    write_session,
)
from api.directory import models
from api.directory.records import read_records
from api.seeding.planting import plant
from api.seeding.reading import read_seed
from api.settings import PROJECT_FOLDER
from tests.conftest import SEED_FOLDER

AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def blank_engine(blank_database_url: str) -> Iterator[Engine]:
    engine = make_engine(blank_database_url)
    yield engine
    engine.dispose()


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, SQLModel.metadata))


def table_names(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_there_is_exactly_one_head_and_one_base() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS_FOLDER))

    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_the_newest_migration_gives_the_tables_of_the_models(blank_engine: Engine) -> None:
    migrate(blank_engine)

    with blank_engine.connect() as connection:
        assert differences(connection) == []
    assert table_names(blank_engine) == {*SQLModel.metadata.tables, "alembic_version"}
    assert models.Service.__tablename__ in SQLModel.metadata.tables


def test_every_constraint_has_the_name_that_the_models_give_it(blank_engine: Engine) -> None:
    migrate(blank_engine)
    inspector = inspect(blank_engine)

    for table in SQLModel.metadata.sorted_tables:
        named = {constraint.name for constraint in table.constraints} | {index.name for index in table.indexes}
        there = {inspector.get_pk_constraint(table.name)["name"]}
        there |= {foreign["name"] for foreign in inspector.get_foreign_keys(table.name)}
        there |= {unique["name"] for unique in inspector.get_unique_constraints(table.name)}
        there |= {index["name"] for index in inspector.get_indexes(table.name)}
        assert there == named


def test_every_step_can_be_gone_back_and_forth_again(blank_engine: Engine) -> None:
    migrate(blank_engine)

    with blank_engine.execution_options(writes=True).begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert table_names(blank_engine) <= {"alembic_version"}
    assert not is_migrated(blank_engine)

    migrate(blank_engine)
    with blank_engine.connect() as connection:
        assert differences(connection) == []
    with write_session(blank_engine, lambda: AT) as session:
        plant(session, read_seed(SEED_FOLDER), AT)
    with read_session(blank_engine) as session:
        assert len(read_records(session).services) == len(read_seed(SEED_FOLDER)["services"])


def test_a_migration_that_fails_leaves_nothing_behind(blank_engine: Engine) -> None:
    def fail() -> None:
        with blank_engine.execution_options(writes=True).begin() as connection:
            command.upgrade(alembic_config(connection), "head")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert table_names(blank_engine) == set()


@pytest.fixture
def cli_config(blank_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Alembic as its own command line runs it: by the project's settings, without a connection of ours."""
    monkeypatch.setenv("DATABASE_URL", blank_database_url)
    return Config(toml_file=PROJECT_FOLDER / "pyproject.toml")


def test_alembics_own_command_line_migrates_the_database_of_the_settings(
    cli_config: Config, blank_engine: Engine
) -> None:
    command.upgrade(cli_config, "head")

    assert is_migrated(blank_engine)
    command.check(cli_config)

    command.downgrade(cli_config, "base")
    assert table_names(blank_engine) <= {"alembic_version"}


def test_a_new_revision_is_written_with_types_that_our_code_cannot_change(blank_engine: Engine, tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS_FOLDER))
    config.set_main_option("version_locations", str(tmp_path))
    config.set_main_option("path_separator", "os")
    with blank_engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.revision(config, "first", autogenerate=True, rev_id="0001")

    (written,) = tmp_path.glob("*.py")
    source = written.read_text(encoding="utf-8")
    assert "sa.DateTime(timezone=True)" in source
    assert "sa.String()" in source
    assert "api." not in source
    assert "sqlmodel" not in source
    assert "AutoString" not in source
