"""The directory in memory follows the database, and goes on being read when the database is gone."""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from api.database import make_engine, write_session
from api.directory.editing import save_need, save_organization, save_service
from api.directory.records import read_services
from api.directory.snapshot import Directory
from api.directory.values import ServiceStatus
from api.publishing import Publisher
from tests.documents import need_draft, organization_draft

AT = datetime(2026, 11, 23, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = AT

    def __call__(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def publisher(engine: Engine, clock: Clock) -> Publisher:
    return Publisher(engine, clock)


def withdraw_police_110(engine: Engine) -> None:
    with write_session(engine, lambda: AT) as session:
        draft = read_services(session, "police-110")[0].draft
        save_service(session, draft.model_copy(update={"status": ServiceStatus.DEFUNCT}), AT)


def execute(engine: Engine, statement: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(statement))


def test_the_directory_is_there_from_the_start(publisher: Publisher) -> None:
    assert "police-110" in publisher.directory.readable
    assert (publisher.directory.generation, publisher.database, publisher.age_seconds) == (1, "ok", 0)


def test_a_directory_that_cannot_be_loaded_at_the_start_is_an_error(blank_database_url: str) -> None:
    engine = make_engine(blank_database_url)

    with pytest.raises(Exception, match=r"(?i)no such table|does not exist"):
        Publisher(engine)

    engine.dispose()


def test_a_newer_generation_is_taken_over_whole(engine: Engine, publisher: Publisher) -> None:
    before = publisher.directory
    withdraw_police_110(engine)
    assert publisher.directory is before

    publisher.refresh()

    assert publisher.directory.generation == 2
    assert publisher.directory.version != before.version
    assert "police-110" not in publisher.directory.readable
    assert publisher.directory.withdrawn == {"police-110": None}
    assert "police-110" in before.readable


def test_the_same_generation_is_not_loaded_again(publisher: Publisher) -> None:
    before = publisher.directory

    publisher.refresh()

    assert publisher.directory is before


def test_the_age_is_told_from_when_the_directory_was_last_known_to_be_the_newest(
    publisher: Publisher, clock: Clock
) -> None:
    clock.wait(59.9)
    assert publisher.age_seconds == 59

    publisher.refresh()
    assert publisher.age_seconds == 0

    clock.wait(-5)
    assert publisher.age_seconds == 0


def test_reads_go_on_from_memory_while_the_database_is_gone(
    engine: Engine, publisher: Publisher, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    before = publisher.directory
    execute(engine, "ALTER TABLE publication RENAME TO elsewhere")
    clock.wait(10)

    publisher.refresh()
    publisher.refresh()

    assert publisher.directory is before
    assert (publisher.database, publisher.age_seconds) == ("unreachable", 10)
    assert len(caplog.records) == 1
    (line,) = caplog.text.splitlines()
    assert "the database is unreachable; reads go on from memory: " in line


def test_a_database_that_came_back_is_read_again(
    engine: Engine, publisher: Publisher, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    execute(engine, "ALTER TABLE publication RENAME TO elsewhere")
    publisher.refresh()
    execute(engine, "ALTER TABLE elsewhere RENAME TO publication")
    withdraw_police_110(engine)
    clock.wait(10)
    caplog.set_level(logging.INFO, "api.publishing")
    caplog.clear()

    publisher.refresh()

    assert (publisher.database, publisher.age_seconds, publisher.directory.generation) == ("ok", 0, 2)
    assert [record.getMessage() for record in caplog.records] == ["published generation 2", "the database is back"]


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that another task brings about."""
    while not is_so():  # noqa: ASYNC110  (what is waited for knows nothing of events)
        await asyncio.sleep(0.01)


def test_a_change_by_another_process_is_noticed_without_being_asked(engine: Engine, publisher: Publisher) -> None:
    async def watch() -> Directory:
        with publisher.keep_fresh(0.01):
            await asyncio.to_thread(withdraw_police_110, engine)
            await until(lambda: publisher.directory.generation == 2)
        return publisher.directory

    assert "police-110" not in asyncio.run(watch()).readable


def watchers() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "publisher"]


def test_a_publisher_that_never_looks_starts_nothing(publisher: Publisher) -> None:
    with publisher.keep_fresh(0):
        assert watchers() == []


def test_nothing_looks_any_longer_when_the_context_has_ended(publisher: Publisher) -> None:
    with publisher.keep_fresh(60):
        assert watchers() == ["publisher"]

    assert watchers() == []


def test_a_database_that_does_not_answer_is_unreachable_after_a_while(publisher: Publisher, clock: Clock) -> None:
    """It takes the connection and says nothing; when it hangs up, the next look finds the true one again."""
    true_engine = publisher._engine

    def state() -> tuple[str, int]:
        return publisher.database, publisher.age_seconds

    with socket.create_server(("127.0.0.1", 0)) as silent:
        publisher._engine = make_engine(f"postgresql+psycopg://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing")
        with publisher.keep_fresh(0.01):
            taken, _ = silent.accept()
            clock.wait(5)
            assert state() == ("ok", 5)
            clock.wait(1)
            assert state() == ("unreachable", 6)

            publisher._engine = true_engine
            taken.close()
            while state() != ("ok", 0):
                time.sleep(0.01)


def test_a_directory_that_cannot_be_built_leaves_the_old_one_and_ends_nothing_and_is_told_once(
    engine: Engine, publisher: Publisher, caplog: pytest.LogCaptureFixture
) -> None:
    before = publisher.directory
    execute(engine, "UPDATE contact_point SET number = 'nonsense' WHERE service_id = 'yorisoi-hotline'")
    with write_session(engine, lambda: AT) as session:
        save_organization(session, organization_draft(), AT)

    async def watch() -> Directory:
        with publisher.keep_fresh(0.01):
            await until(lambda: bool(caplog.records))
            await asyncio.sleep(0.2)  # for several more looks
            assert publisher.directory is before
            execute(engine, "UPDATE contact_point SET number = '0120-279-338' WHERE service_id = 'yorisoi-hotline'")
            await until(lambda: publisher.directory is not before)
        return publisher.directory

    assert asyncio.run(watch()).generation == 2
    told = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert told == ["generation 2 cannot be read; the older one stays"]


def test_the_age_grows_while_a_newer_generation_cannot_be_read(
    engine: Engine, publisher: Publisher, clock: Clock
) -> None:
    execute(engine, "UPDATE contact_point SET number = 'nonsense' WHERE service_id = 'yorisoi-hotline'")
    with write_session(engine, lambda: AT) as session:
        save_organization(session, organization_draft(), AT)
    clock.wait(10)

    with pytest.raises(ValueError, match="not-a-number"):
        publisher.refresh()

    assert (publisher.directory.generation, publisher.age_seconds) == (1, 10)


def test_what_was_learnt_of_the_needs_is_kept_until_a_need_changes(engine: Engine) -> None:
    publisher = Publisher(engine, small_talk=["nice weather today"])
    lexicon = publisher.directory.lexicon
    with write_session(engine, lambda: AT) as session:
        save_organization(session, organization_draft("another"), AT)
    publisher.refresh()
    assert publisher.directory.lexicon is lexicon

    with write_session(engine, lambda: AT) as session:
        save_need(session, need_draft("new-need", phrases={"en": ["zzyzx"]}, position=99), AT)
    publisher.refresh()

    assert publisher.directory.lexicon is not lexicon
    assert [each.need for each in publisher.directory.lexicon.understand("zzyzx")] == ["new-need"]
    assert publisher.directory.lexicon.understand("nice weather today") == ()
