"""Whether the service works, as a machine that watches it sees it."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from api.database import make_engine
from api.settings import Settings
from tests.conftest import NOW, Api, Databases, running
from tests.documents import service_draft
from tests.served import save

ELSEWHERE = {"organization": "houterasu", "needs": ["visa"]}
EVIDENCE = [{"id": "report", "source": "annual-report-2025", "locator": "Figure 25"}]


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.moment = NOW

    def advance(self, **span: float) -> None:
        self.moment += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watched(engine: Engine, clock: Clock) -> Iterator[Api]:
    """An application over a database that the test may change, at the time of the clock."""
    settings = Settings(database_url=engine.url.render_as_string(hide_password=False), poll_seconds=0)
    with running(settings, now=lambda: clock.moment) as api:
        yield api


def test_the_process_is_up(api: Api) -> None:
    answer = api.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_service_that_is_ready_says_what_it_serves(api: Api) -> None:
    answer = api.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "directory_version": api.get("/v1/services").json()["directory_version"],
        "generation": 1,
        "database": "ok",
        "age_seconds": 0,
    }


def test_a_change_is_served_after_the_next_look_and_counted(watched: Api, engine: Engine, clock: Clock) -> None:
    before = watched.get("/readyz").json()
    save(engine, service_draft("new-line", evidence=EVIDENCE, **ELSEWHERE), at=NOW)
    clock.advance(seconds=3.9)

    unseen = watched.get("/readyz").json()
    watched.app.state.publisher.refresh()
    seen = watched.get("/readyz").json()

    assert unseen == before | {"age_seconds": 3}
    assert seen == {**before, "directory_version": seen["directory_version"], "generation": 2}
    assert seen["directory_version"] != before["directory_version"]
    assert watched.get("/v1/services/new-line").status_code == 200
    assert watched.get("/v1/services").json()["as_of"] == "2026-11-24T09:00:00+09:00"


def test_a_look_that_finds_nothing_new_changes_nothing_but_the_age(watched: Api, clock: Clock) -> None:
    before = watched.get("/readyz").json()
    directory = watched.app.state.publisher.directory
    clock.advance(minutes=5)
    assert watched.get("/readyz").json() == before | {"age_seconds": 300}

    watched.app.state.publisher.refresh()

    assert watched.get("/readyz").json() == before
    assert watched.app.state.publisher.directory is directory


def test_the_age_is_never_below_zero(watched: Api, clock: Clock) -> None:
    clock.advance(seconds=-10)

    assert watched.get("/readyz").json()["age_seconds"] == 0


def test_reads_go_on_from_memory_while_the_database_is_away_and_say_so(
    watched: Api, engine: Engine, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """The table of generations is gone, as far as the look can tell; then it comes back. The log tells it once."""
    before, services = watched.get("/readyz").json(), watched.get("/v1/services").content
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE publication RENAME TO publication_away"))
    for seconds in (30, 60):
        clock.advance(seconds=30)
        watched.app.state.publisher.refresh()

        assert watched.get("/readyz").json() == before | {"database": "unreachable", "age_seconds": seconds}
    assert caplog.text.count("the database is unreachable") == 1
    assert watched.get("/v1/services").content == services

    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE publication_away RENAME TO publication"))
    watched.app.state.publisher.refresh()

    assert watched.get("/readyz").json() == before


def test_a_database_that_cannot_be_reached_leaves_the_directory_as_it_was(databases: Databases) -> None:
    with databases.new(seeded=True) as url, running(Settings(database_url=url, poll_seconds=0)) as api:
        services = api.get("/v1/services").content
        api.app.state.publisher._engine.dispose()
        api.app.state.publisher._engine = make_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing")

        api.app.state.publisher.refresh()

        assert api.get("/readyz").json()["database"] == "unreachable"
        assert api.get("/v1/services").content == services


def wait_until_served(api: Api, address: str) -> None:
    while api.get(address).status_code != 200:
        time.sleep(0.01)


def test_what_another_process_commits_is_served_without_a_call(engine: Engine) -> None:
    """The test ends when it is served; the database is looked at every twentieth of a second."""
    url = engine.url.render_as_string(hide_password=False)
    with running(Settings(database_url=url, poll_seconds=0.05)) as api:
        assert api.get("/v1/services/new-line").status_code == 404

        save(engine, service_draft("new-line", evidence=EVIDENCE, **ELSEWHERE), at=NOW)

        wait_until_served(api, "/v1/services/new-line")
        assert api.get("/readyz").json()["generation"] == 2


def test_a_directory_that_cannot_be_read_is_told_in_the_log_and_the_next_one_is_served(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody wrote into the tables past our own code, and then put it right."""
    url = engine.url.render_as_string(hide_password=False)
    with running(Settings(database_url=url, poll_seconds=0.05)) as api:
        services = api.get("/v1/services").content
        with engine.begin() as connection:
            connection.execute(text("UPDATE contact_point SET number = 'no number' WHERE service_id = 'police-110'"))
            connection.execute(text("UPDATE publication SET generation = 2"))
        while "cannot be read" not in caplog.text:
            time.sleep(0.01)
        assert api.get("/v1/services").content == services
        assert api.get("/readyz").json()["generation"] == 1

        with engine.begin() as connection:
            connection.execute(text("UPDATE contact_point SET number = '110' WHERE service_id = 'police-110'"))
        save(engine, service_draft("new-line", evidence=EVIDENCE, **ELSEWHERE), at=NOW)

        wait_until_served(api, "/v1/services/new-line")
        assert api.get("/readyz").json()["generation"] == 3


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_the_state_takes_a_locale_as_every_read_does_and_nothing_else(api: Api, address: str) -> None:
    assert api.get(f"{address}?locale=ja").status_code == 200
    assert api.get(f"{address}?verbose=true").status_code == 422
