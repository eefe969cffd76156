"""Hours as they are served: words in each locale, the bounds of an answer, the order of a list, what opens next."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.directory.schedules import Rules
from api.directory.verification import ZONE
from api.localization.catalogs import Catalogs
from api.localization.locales import LOCALES, LocaleTable
from api.localization.words import Words
from api.public.hours import rules_in_words
from tests.conftest import Api, Databases
from tests.directory import test_schedules as table
from tests.documents import need_draft, organization_draft, phone_document, service_draft, source_draft
from tests.served import serving

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR"]
NOON = datetime(2026, 11, 25, 12, tzinfo=ZONE)  # a Wednesday
UNSAID = {"en": "Not known whether open Dec 29–Jan 3", "ja": "12月29日～1月3日は、開いているか分かりません"}


@pytest.mark.parametrize(
    ("rules", "english", "japanese"),
    [
        (
            table.OFFICE,
            "Mon–Fri 09:00–17:00, closed on public holidays\nClosed Dec 29–Jan 3",
            "月～金 9:00～17:00（祝日は休み）\n12月29日～1月3日は休み",
        ),
        (
            table.LUNCH,
            f"Mon–Fri 09:00–12:00 and 13:00–16:00, closed on public holidays\n{UNSAID['en']}",
            f"月～金 9:00～12:00、13:00～16:00（祝日は休み）\n{UNSAID['ja']}",
        ),
        (
            table.LABOR,
            (
                "Mon–Fri 17:00–22:00, not on public holidays\nSat and Sun, and public holidays, 09:00–21:00\n"
                "Closed Dec 28–Jan 3"
            ),
            "月～金 17:00～22:00（祝日を除く）\n土、日・祝日 9:00～21:00\n12月28日～1月3日は休み",
        ),
        (
            table.NIGHT,
            "Mon–Fri 22:00–05:00, closed on public holidays\nClosed Dec 29–Jan 3",
            "月～金 22:00～5:00（祝日は休み）\n12月29日～1月3日は休み",
        ),
        (
            table.ALWAYS,
            "Open 24 hours, every day\nOpen as usual Dec 29–Jan 3",
            "毎日24時間\n12月29日～1月3日も開いています",
        ),
        (
            table.LAST_FRIDAY,
            f"last Fri of the month 10:00–12:00, closed on public holidays\n{UNSAID['en']}",
            f"毎月最後の金曜日 10:00～12:00（祝日は休み）\n{UNSAID['ja']}",
        ),
        (
            table.HOLIDAYS_UNSAID,
            "Mon–Fri 09:00–17:00; public holidays are not known\nClosed Dec 29–Jan 3",
            "月～金 9:00～17:00（祝日は分かりません）\n12月29日～1月3日は休み",
        ),
        (
            table.APPOINTMENT,
            f"By appointment: Wed 13:00–15:00, closed on public holidays\n{UNSAID['en']}",
            f"予約制：水 13:00～15:00（祝日は休み）\n{UNSAID['ja']}",
        ),
        (
            table.VALID,
            "Dec 1, 2026–Dec 10, 2026: Mon–Fri 09:00–17:00, closed on public holidays\nClosed Dec 29–Jan 3",
            "2026年12月1日～2026年12月10日：月～金 9:00～17:00（祝日は休み）\n12月29日～1月3日は休み",
        ),
        (
            table.DATED,
            (
                "Mon–Fri 09:00–17:00, closed on public holidays\nClosed Dec 29–Jan 3\nOpen Dec 30, 2026, 10:00–12:00\n"
                "Closed Dec 9, 2026\nClosed Dec 10, 2026–Dec 11, 2026, 12:00–24:00"
            ),
            (
                "月～金 9:00～17:00（祝日は休み）\n12月29日～1月3日は休み\n2026年12月30日は10:00～12:00\n"
                "2026年12月9日は休み\n2026年12月10日～2026年12月11日の12:00～24:00は休み"
            ),
        ),
        (
            table.DOUBTFUL,
            "Mon–Fri 09:00–17:00, closed on public holidays\nClosed Dec 29–Jan 3\nNot known whether open Dec 28",
            "月～金 9:00～17:00（祝日は休み）\n12月29日～1月3日は休み\n12月28日は、開いているか分かりません",
        ),
        (
            table.ONLY_CLOSED,
            "The hours are not known.\nClosed Dec 29–Jan 3",
            "受付時間はわかっていません。\n12月29日～1月3日は休み",
        ),
        (table.UNKNOWN, "The hours are not known.", "受付時間はわかっていません。"),
    ],
)
def test_rules_are_said_in_words(rules: Rules, english: str, japanese: str) -> None:
    for locale, expected in (("en", english), ("ja", japanese)):
        words = Words(locale, LocaleTable(LOCALES), Catalogs())

        assert rules_in_words(rules, words, "/text") == expected
        assert words.fallbacks == {}


# ---- lists ----


def line(service_id: str, opens_at: str = "", closes_at: str = "", **changes: Any) -> Any:  # noqa: ANN401  (a draft of fields)
    """A telephone line with hours on weekdays, or without any."""
    span = {"byday": WEEKDAYS, "opens_at": opens_at, "closes_at": closes_at, "public_holidays": "closed"}
    return service_draft(service_id, **{"schedules": [span] if opens_at else [], **changes})


WORLD = (
    organization_draft(),
    source_draft(),
    need_draft(),
    need_draft("visa", position=1),
    line("a-closed-line", "18:00", "20:00"),
    line("b-unknown-line"),
    line("c-open-line", "09:00", "17:00"),
    line("d-open-line-for-more", "09:00", "13:00", needs=["danger", "visa"]),
    line(
        "e-line-by-appointment",
        schedules=[{"byday": ["WE"], "opens_at": "11:00", "closes_at": "15:00", "by_appointment": True}],
    ),
    line(
        "f-line-with-own-thai",
        "09:00",
        "17:00",
        languages_stated="listed",
        languages=[{"tag": "th"}, {"tag": "vi"}],
        contact_points=[phone_document(), phone_document(id="counter", type="in_person", number=...)],
        schedules=[
            {"contact_point": "phone", "byday": WEEKDAYS, "opens_at": "09:00", "closes_at": "17:00"},
            {"contact_point": "phone", "language": "th", "byday": ["TH"], "opens_at": "09:00", "closes_at": "17:00"},
            {"contact_point": "counter", "byday": WEEKDAYS, "opens_at": "14:00", "closes_at": "15:00"},
        ],
    ),
)


class Clock:
    """A clock that a test sets."""

    moment = NOON

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(databases: Databases, clock: Clock) -> Any:  # noqa: ANN401  (a generator)
    with serving(databases, *WORLD, now=clock) as api:
        yield api


def listed(api: Api, **asked: Any) -> list[tuple[str, str]]:  # noqa: ANN401  (parameters)
    services = api.get("/v1/services", params=asked).json()["services"]
    return [(service["id"], service["hours_status"]) for service in services]


def test_what_is_open_stands_before_what_is_unknown_and_that_before_what_is_closed(world: Api) -> None:
    order = [
        ("c-open-line", "open"),
        ("f-line-with-own-thai", "open"),
        ("d-open-line-for-more", "open"),
        ("e-line-by-appointment", "by_appointment"),
        ("b-unknown-line", "unknown"),
        ("a-closed-line", "closed"),
    ]

    assert listed(world) == order
    assert listed(world, open_at="now") == order[:-1]
    assert listed(world, open_at="2026-11-25T12:00:00+09:00") == order[:-1]
    assert listed(world, only_known_hours="true") == [*order[:4], order[5]]
    assert listed(world, open_at="now", only_known_hours="true") == order[:4]
    assert listed(world, need="visa", open_at="2026-11-25T13:00:00+09:00") == []


def test_the_status_is_that_of_the_language_and_of_the_channels_that_are_asked_for(world: Api) -> None:
    def status(**asked: str) -> str:
        return dict(listed(world, **asked))["f-line-with-own-thai"]

    assert status(language="th", language_match="stated") == "closed"  # Thai is for Thursdays
    assert status(language="vi") == "open"
    assert status(channel="in_person") == "closed"
    assert status(channel="phone") == "open"
    assert "f-line-with-own-thai" not in dict(listed(world, language="th", open_at="now"))
    assert status(language="th", open_at="2026-11-26T12:00:00+09:00") == "open"


def test_a_language_with_hours_of_its_own_carries_them(world: Api) -> None:
    phone, counter = world.get("/v1/services/f-line-with-own-thai").json()["contact_points"]

    assert counter["languages"] is None
    thai, vietnamese = phone["languages"]
    assert (phone["hours"]["status"], thai["hours"]["status"]) == ("open", "closed")
    assert thai["hours"]["next_opens_at"] == "2026-11-26T09:00:00+09:00"
    assert "hours" not in vietnamese
    in_list = world.get("/v1/services?language=th").json()["services"]
    asked = next(service for service in in_list if service["id"] == "f-line-with-own-thai")
    assert asked["contact_points"][0]["hours"] == thai["hours"]


@pytest.mark.parametrize(
    "address",
    [
        "/v1/services",
        "/v1/services?open_at=now",
        "/v1/services?channel=phone&limit=2",
        "/v1/services?need=visa",
        "/v1/services?language=th&only_known_hours=true",
    ],
)
def test_an_answer_stays_the_same_until_it_says_so_and_changes_then(world: Api, clock: Clock, address: str) -> None:
    """Over three days, one of them a weekend's first: each answer is the bytes of the one before until its end."""
    ends = []
    while clock.moment < NOON + timedelta(days=3):
        first = world.get(address)
        begins, until = first.json()["as_of"], datetime.fromisoformat(first.json()["valid_until"])
        assert datetime.fromisoformat(begins) <= clock.moment < until
        ends.append(until)
        for moment in (clock.moment, clock.moment + (until - clock.moment) / 2, until - timedelta(seconds=1)):
            clock.moment = moment
            later = world.get(address)
            assert (later.content, later.headers["etag"]) == (first.content, first.headers["etag"])
            left = int((until - moment).total_seconds())
            assert later.headers["cache-control"] == f"public, max-age={min(60, left)}, must-revalidate"
        clock.moment = until
        assert world.get(address).json()["as_of"] == first.json()["valid_until"]
        assert world.get(address).headers["etag"] != first.headers["etag"]
    assert len(ends) > 3


def test_one_service_stays_the_same_until_the_clock_changes_it(world: Api, clock: Clock) -> None:
    first = world.get("/v1/services/c-open-line")
    clock.moment = NOON.replace(hour=16, minute=59, second=59)
    assert world.get("/v1/services/c-open-line").content == first.content
    assert world.get("/v1/services/c-open-line").headers["cache-control"] == "public, max-age=1, must-revalidate"

    clock.moment = NOON.replace(hour=17)
    answer = world.get("/v1/services/c-open-line").json()
    assert (answer["hours_status"], answer["contact_points"][0]["hours"]["next_opens_at"]) == (
        "closed",
        "2026-11-26T09:00:00+09:00",
    )


def test_a_walk_is_judged_at_the_moment_at_which_it_began(world: Api, clock: Clock) -> None:
    whole = listed(world)
    first = world.get("/v1/services?limit=2").json()
    clock.moment = NOON.replace(hour=19)  # all but the closed line have closed, and that one has opened

    rest = world.get("/v1/services", params={"limit": 100, "cursor": first["page"]["next"]}).json()

    assert rest["as_of"] == first["as_of"]
    assert [(each["id"], each["hours_status"]) for each in first["services"] + rest["services"]] == whole


def test_what_is_closed_then_is_told_with_when_it_opens_next(world: Api) -> None:
    asked = {"open_at": "2026-11-25T17:30:00+09:00"}
    answer = world.get("/v1/services", params=asked).json()

    assert [service["id"] for service in answer["services"]] == ["b-unknown-line"]
    assert answer["opens_next"] == [
        {"opens_at": "2026-11-25T18:00:00+09:00", "service_id": "a-closed-line", "contact_point_id": "phone"},
        {"opens_at": "2026-11-26T09:00:00+09:00", "service_id": "c-open-line", "contact_point_id": "phone"},
    ]
    in_person = world.get("/v1/services", params={**asked, "channel": "in_person"}).json()
    assert (in_person["services"], in_person["fallback"]["relaxed"]) == ([], ["open_at"])
    assert in_person["opens_next"] == [
        {
            "opens_at": "2026-11-26T14:00:00+09:00",
            "service_id": "f-line-with-own-thai",
            "contact_point_id": "counter",
        }
    ]
    assert world.get("/v1/services").json()["opens_next"] == []


def test_who_asks_for_one_language_is_not_answered_as_who_asks_for_two(world: Api, clock: Clock) -> None:
    """In any order, on one application; Thai is for Thursdays, Vietnamese has no hours of its own."""
    thai, both = {"language": ["th"], "open_at": "now"}, {"language": ["th", "vi"], "open_at": "now"}

    for moment in (NOON, NOON.replace(hour=20)):
        clock.moment = moment
        is_open = moment == NOON
        for asked in (thai, both, thai, both):
            found = listed(world, **asked)
            assert (("f-line-with-own-thai", "open") in found) == (is_open and asked is both)
    clock.moment = NOON.replace(hour=20)
    answer = world.get("/v1/services", params={"language": ["th", "vi"]}).json()["services"]
    line = next(service for service in answer if service["id"] == "f-line-with-own-thai")
    assert line["contact_points"][0]["hours"]["next_opens_at"] == "2026-11-26T09:00:00+09:00"


def test_the_nearest_services_are_shown_as_they_were_found(world: Api) -> None:
    fallback = world.get("/v1/services?channel=email&open_at=now").json()["fallback"]

    assert fallback["relaxed"] == ["channel"]
    assert [service["hours_status"] for service in fallback["services"]][:3] == ["open", "open", "open"]


def test_a_page_of_a_walk_stays_as_it_is(world: Api, clock: Clock) -> None:
    first = world.get("/v1/services?limit=2").json()
    clock.moment = NOON.replace(hour=23)

    rest = world.get("/v1/services", params={"limit": 2, "cursor": first["page"]["next"]})
    assert rest.json()["valid_until"] is None
    assert rest.headers["cache-control"] == "public, max-age=60, must-revalidate"


def test_nobody_knows_what_is_open_in_a_hundred_years(world: Api) -> None:
    for moment in ("2126-11-25T12:00:00+09:00", "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-09:00"):
        statuses = dict(listed(world, open_at=moment))

        assert set(statuses.values()) == {"unknown"}
        assert len(statuses) == 6
