"""What many languages cost and how well people's own words are understood in each, in one run: `make bench`.

The exam (`tests/phrases/`) was written apart from the lexicon, and none of its phrases stands there. A phrase is passed
when the need that it speaks of is among the first three that are understood.
"""

import asyncio
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx

from api.app import create_app
from api.database import make_engine, migrate, write_session
from api.directory.finding import ServiceQuery
from api.directory.offering import with_parents
from api.directory.snapshot import Directory
from api.directory.understanding import DANGER, MAX_UNDERSTOOD
from api.localization.locales import LOCALES, SOURCE_TAG
from api.seeding.planting import plant
from api.seeding.reading import read_seed
from api.settings import PROJECT_FOLDER, Settings
from tests.exam import NO_NEED, Question, read_exam, shipped_lexicon

PAIRS = 500
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
BASE = "http://bench"


def hold_exam() -> None:
    """Print for each locale how many phrases are understood."""
    tell("reading the lexicon …")
    lexicon = shipped_lexicon()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    lexicon.learn()
    learning = time.perf_counter() - began
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    questions = [*read_exam()]
    by_locale: dict[str, list[tuple[Question, list[str]]]] = defaultdict(list)
    began = time.perf_counter()
    for question in questions:
        understood = [each.need for each in lexicon.understand(question.words)]
        by_locale[question.locale].append((question, understood))
    took = (time.perf_counter() - began) / len(questions)
    print(f"people's own words: {len(questions):,} phrases that the lexicon does not have")
    print(f"  the lexicon is learnt in {learning:.2f} s and takes {kibibytes / 1024:.0f} MiB")
    print(f"  a phrase takes {took * 1e6:.0f} µs")
    print("  locale     among the first three   the first   not understood   of no need, taken for one   danger")
    rates = {}
    for locale in (row.tag for row in LOCALES):
        asked = [(question, found) for question, found in by_locale[locale] if question.need != NO_NEED]
        rates[locale] = share([question.need in found[:MAX_UNDERSTOOD] for question, found in asked])
        first = share([question.need in found[:1] for question, found in asked])
        lost = sum(not found for _, found in asked)
        none = [bool(found) for question, found in by_locale[locale] if question.need == NO_NEED]
        danger = [DANGER in found for question, found in asked if question.need == DANGER]
        print(
            f"  {locale:10} {rates[locale]:21.1%} {first:11.1%} {lost:10} of {len(asked)} {sum(none):20} of {len(none)}"
            f" {sum(danger):7} of {len(danger)}"
        )
    worst = min(rates, key=rates.__getitem__)
    print(f"  the worst locale: {worst}, {rates[worst]:.1%}; all together {statistics.mean(rates.values()):.1%}")


def count_right_services(directory: Directory) -> None:
    """Print how often one of the first three services that a phrase finds is for the right need."""
    right: dict[str, list[bool]] = defaultdict(list)
    for question in read_exam():
        if question.need in directory.needs and directory.count_for_need(question.need):
            found = directory.find_services(ServiceQuery(meaning=directory.meaning_of(question.words)), NOW, 3)
            needs = {
                need for match in found.matches for need in with_parents(match.service.draft.needs, directory.needs)
            }
            right[question.locale].append(question.need in needs)
    rates = {row.tag: share(right[row.tag]) for row in LOCALES}
    worst = min(rates, key=rates.__getitem__)
    print("one of the first three services is for the right need")
    print("  " + ", ".join(f"{locale} {rate:.1%}" for locale, rate in rates.items()))
    print(f"  the worst locale: {worst}, {rates[worst]:.1%}; all together {statistics.mean(rates.values()):.1%}")


def share(flags: Sequence[bool]) -> float:
    """The share of those that are true."""
    return sum(flags) / len(flags)


async def list_in_every_locale() -> None:
    """Print the time of the same list in each locale against English, and with words against without."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'directory.sqlite3'}"
        engine = make_engine(url)
        migrate(engine)
        tell("seeding …")
        with write_session(engine, lambda: NOW) as session:
            plant(session, read_seed(PROJECT_FOLDER / "seed"), NOW)
        engine.dispose()
        app = create_app(Settings(database_url=url, poll_seconds=0))
        tell("asking for services …")
        async with app.router.lifespan_context(app):
            count_right_services(app.state.publisher.directory)
        transport = httpx.ASGITransport(app)
        async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            addresses = {row.tag: f"/v1/services?language=vi&locale={row.tag}" for row in LOCALES}
            addresses["with q"] = f"{addresses[SOURCE_TAG]}&q=boss%20took%20my%20passport"
            addresses["with need"] = f"{addresses[SOURCE_TAG]}&need=passport-taken"
            plain = addresses[SOURCE_TAG]
            print("the list of services that may speak Vietnamese, through the application in one process")
            for name, address in addresses.items():
                tell(f"{name} …")
                size = len((await client.get(address)).content)
                here, there = list[float](), list[float]()
                for _ in range(PAIRS):  # in turn, so that whatever else the machine does falls on both
                    for asked, times in ((plain, there), (address, here)):
                        began = time.perf_counter()
                        await client.get(asked)
                        times.append(time.perf_counter() - began)
                ratio = statistics.median(here) / statistics.median(there)
                print(f"  {name:10} {ratio:6.3f} of the time in English, {size:8,} bytes")


def tell(line: str) -> None:
    """A line of progress, apart from the figures."""
    print(line, file=sys.stderr)


if __name__ == "__main__":
    hold_exam()
    asyncio.run(list_in_every_locale())
