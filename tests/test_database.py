"""The engine, and the one way to write: one transaction, one generation, all of it or nothing."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Timer

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import col, select

from api.database import is_migrated, make_engine, migrate, read_generation, read_session, write_session
from api.directory import models
from api.directory.editing import save_organization
from api.directory.records import read_organizations, read_records
from tests.conftest import SEEDED_AT
from tests.documents import organization_draft

AT = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


@pytest.fixture
def blank_engine(blank_database_url: str) -> Iterator[Engine]:
    engine = make_engine(blank_database_url)
    yield engine
    engine.dispose()


def add_organization(engine: Engine, organization_id: str) -> None:
    with write_session(engine, lambda: AT) as session:
        save_organization(session, organization_draft(organization_id), AT)


def published_at(engine: Engine) -> datetime | None:
    with read_session(engine) as session:
        return read_records(session).published_at


def organization_ids(engine: Engine) -> list[str]:
    with read_session(engine) as session:
        return [stored.draft.id for stored in read_organizations(session)]


def test_a_change_is_committed_with_a_new_generation(engine: Engine) -> None:
    assert (read_generation(engine), published_at(engine)) == (1, SEEDED_AT)

    add_organization(engine, "one")

    assert (read_generation(engine), published_at(engine)) == (2, AT)
    assert "one" in organization_ids(engine)


def test_a_transaction_that_changes_nothing_advances_nothing(engine: Engine) -> None:
    with write_session(engine, lambda: AT) as session:
        session.exec(select(models.Service)).all()

    assert (read_generation(engine), published_at(engine)) == (1, SEEDED_AT)


def test_a_change_by_a_statement_counts_as_one(engine: Engine) -> None:
    with write_session(engine, lambda: AT) as session:
        session.exec(
            update(models.Organization).where(col(models.Organization.id) == "otit").values(url="https://a.jp")
        )

    assert read_generation(engine) == 2


def test_the_moment_of_the_commit_is_asked_when_it_comes(engine: Engine) -> None:
    asked: list[datetime] = []

    def now() -> datetime:
        asked.append(AT)
        return AT

    with write_session(engine, now) as session:
        save_organization(session, organization_draft("one"), SEEDED_AT)
        assert asked == []

    assert asked == [AT]
    assert published_at(engine) == AT


def test_what_fails_writes_nothing_at_all(engine: Engine) -> None:
    def fail() -> None:
        with write_session(engine, lambda: AT) as session:
            save_organization(session, organization_draft("one"), AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert (read_generation(engine), published_at(engine)) == (1, SEEDED_AT)
    assert "one" not in organization_ids(engine)


def test_references_are_kept_whole_by_the_database(engine: Engine) -> None:
    def remove() -> None:
        with write_session(engine, lambda: AT) as session:
            session.connection().execute(text("DELETE FROM organization WHERE id = 'houterasu'"))

    with pytest.raises(IntegrityError):
        remove()


def test_a_service_takes_what_belongs_to_it_along(engine: Engine) -> None:
    with write_session(engine, lambda: AT) as session:
        session.connection().execute(text("DELETE FROM service WHERE id = 'police-110'"))
        contacts = session.exec(select(models.ContactPoint).where(models.ContactPoint.service_id == "police-110")).all()

    assert contacts == []


def test_writers_take_turns_and_none_is_lost(engine: Engine) -> None:
    writers = 8
    start = Barrier(writers)

    def write(number: int) -> None:
        start.wait()
        add_organization(engine, f"writer-{number}")

    with ThreadPoolExecutor(writers) as threads:
        list(threads.map(write, range(writers)))

    assert read_generation(engine) == 1 + writers
    assert {f"writer-{number}" for number in range(writers)} <= set(organization_ids(engine))


def test_a_reader_sees_one_state_from_the_first_query_to_the_last(engine: Engine) -> None:
    with read_session(engine) as session:
        before = read_records(session)
        add_organization(engine, "one")
        session.expire_all()
        during = read_records(session)

    assert during == before
    assert "one" in organization_ids(engine)


def test_a_writer_does_not_wait_for_readers(engine: Engine) -> None:
    with read_session(engine) as session:
        read_records(session)
        add_organization(engine, "one")

    assert read_generation(engine) == 2


def test_before_the_first_change_there_is_no_generation(blank_engine: Engine) -> None:
    migrate(blank_engine)

    assert read_generation(blank_engine) == 0
    assert published_at(blank_engine) is None


def test_a_database_without_tables_is_not_migrated(blank_engine: Engine) -> None:
    assert not is_migrated(blank_engine)

    migrate(blank_engine)

    assert is_migrated(blank_engine)


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    with read_session(engine) as session:
        before = read_records(session)

    migrate(engine)

    with read_session(engine) as session:
        assert read_records(session) == before
    assert read_generation(engine) == 1


def test_a_sqlite_file_that_another_process_is_just_preparing_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "directory.sqlite3"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = Timer(0.3, other.execute, ["COMMIT"])
    release.start()
    engine = make_engine(f"sqlite:///{path}")

    migrate(engine)

    assert is_migrated(engine)
    engine.dispose()
    release.join()
    other.close()


def test_moments_come_back_as_they_were_wherever_they_were_told(engine: Engine) -> None:
    told = datetime.fromisoformat("2026-11-23T21:30:00.123456+09:00")
    with write_session(engine, lambda: told) as session:
        save_organization(session, organization_draft("one"), told)

    with read_session(engine) as session:
        stored = read_organizations(session, "one")[0].last_modified
    assert (stored, stored.tzinfo) == (told, UTC)
    assert published_at(engine) == told


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/new/deep/directory.sqlite3")
    migrate(engine)
    engine.dispose()

    assert (tmp_path / "new" / "deep" / "directory.sqlite3").is_file()


def test_nothing_is_connected_before_it_is_needed() -> None:
    engine = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    with pytest.raises(OperationalError):
        read_generation(engine)
