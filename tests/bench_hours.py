"""What opening hours cost, as ratios in one run on one machine: `make bench`.

Ten thousand services, each with hours of its own kind, are judged at one moment; and a list is asked for with and
without `open_at=now`, in alternating runs, so that whatever else the machine does falls on both.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx

from api.app import create_app
from api.database import make_engine, migrate, write_session
from api.directory.drafts import ServiceDraft
from api.directory.finding import ServiceQuery
from api.directory.records import Records, Stored
from api.directory.schedules import WEEKDAYS
from api.directory.snapshot import Directory
from api.seeding.planting import plant
from api.seeding.reading import read_seed
from api.settings import PROJECT_FOLDER, Settings
from tests.documents import need_draft, organization_draft, service_draft, source_draft

SERVICES = 10_000
RUNS = 7
REQUESTS = 400
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def random_line(random: Random, number: int) -> ServiceDraft:
    """A service with weekly hours such as offices and lines have."""
    opens, closes = random.randrange(0, 24 * 60, 15), random.randrange(0, 24 * 60, 15)
    spans = [
        {
            "byday": random.sample(WEEKDAYS, random.randint(1, 7)),
            "opens_at": f"{opens // 60:02}:{opens % 60:02}",
            "closes_at": f"{closes // 60:02}:{closes % 60:02}" if closes != opens else "24:00",
            "public_holidays": holidays,
        }
        for holidays in random.choice([["open"], ["closed"], ["open", "closed"]])
    ]
    return service_draft(f"line-{number}", schedules=spans)


def directory_of_lines(random: Random) -> Directory:
    """A directory of `SERVICES` lines."""
    services = [Stored(random_line(random, number), number, NOW, None) for number in range(SERVICES)]
    organizations = [Stored(organization_draft(), 0, NOW, None)]
    needs, sources = [Stored(need_draft(), 0, NOW, None)], [Stored(source_draft(), 0, NOW, None)]
    return Directory.build(Records(organizations, needs, sources, [], services, 1, NOW), NOW)


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def judge_at_one_moment() -> None:
    """Print what it costs to publish, to judge every service anew, and to ask what is open when that is known."""
    random = Random(2026)  # noqa: S311  (the same services each time)
    tell(f"making {SERVICES:,} services …")
    began = time.perf_counter()
    directory = directory_of_lines(random)
    publishing = time.perf_counter() - began
    anew, again, without = [], [], []
    query = ServiceQuery(open_at="now")
    for run in range(RUNS):
        moment = NOW + timedelta(days=run, hours=run)
        anew.append(seconds(lambda at=moment: directory.find_services(query, at, 20)))  # type: ignore[misc]  # a default
        again.append(seconds(lambda at=moment: directory.find_services(query, at, 20)))  # type: ignore[misc]  # as above
        without.append(seconds(lambda at=moment: directory.find_services(ServiceQuery(), at, 20)))  # type: ignore[misc]
    kinds = len({id(hours.of_all.timeline) for service in directory.services for hours in service.hours.values()})
    print(f"{SERVICES:,} services with hours of {kinds:,} kinds")
    print(f"  published in                              {publishing:8.2f} s")
    print(f"  all judged at one moment, and 20 found    {statistics.median(anew) * 1000:8.2f} ms")
    print(f"  20 found within the same interval         {statistics.median(again) * 1000:8.2f} ms")
    print(f"  20 found without open_at                  {statistics.median(without) * 1000:8.2f} ms")
    print(f"  ratio of the last two                     {statistics.median(again) / statistics.median(without):8.2f}")


async def list_with_and_without() -> None:
    """Print the list of the shipped directory with `open_at=now` against without, through the whole application."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'directory.sqlite3'}"
        engine = make_engine(url)
        migrate(engine)
        with write_session(engine, lambda: NOW) as session:
            plant(session, read_seed(PROJECT_FOLDER / "seed"), NOW)
        engine.dispose()
        app = create_app(Settings(database_url=url, poll_seconds=0))
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
                plain, now = "/v1/services?language=vi", "/v1/services?language=vi&open_at=now"
                took: dict[str, list[float]] = {plain: [], now: []}
                for run in range(RUNS):
                    tell(f"run {run + 1} of {RUNS} …")
                    for address, times in took.items():
                        times.append(await ask(client, address))
                rates = {address: REQUESTS / statistics.median(times) for address, times in took.items()}
                sizes = {address: len((await client.get(address)).content) for address in took}
    print("the shipped directory, through the application in one process")
    for address in took:
        print(f"  {address:44} {rates[address]:8.0f} requests a second, {sizes[address]:,} bytes each")
    print(f"  ratio of open_at=now to without              {rates[now] / rates[plain]:8.2f}")


async def ask(client: httpx.AsyncClient, address: str) -> float:
    """How long many requests take, one after the other."""
    began = time.perf_counter()
    for _ in range(REQUESTS):
        answer: Any = await client.get(address)
        assert answer.status_code == 200
    return time.perf_counter() - began


def tell(line: str) -> None:
    """A line of progress, apart from the figures."""
    print(line, file=sys.stderr)


if __name__ == "__main__":
    judge_at_one_moment()
    asyncio.run(list_with_and_without())
