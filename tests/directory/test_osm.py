"""Opening rules in OpenStreetMap's syntax, read back by a program of others (opening-hours-py)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from api.directory.osm import write_osm
from api.directory.schedules import WEEKDAYS, ExceptionalDays, HoursStatus, Rules, WeeklySpan, is_public_holiday
from api.directory.timelines import Timeline
from api.directory.verification import ZONE
from tests.directory.test_schedules import (
    ALL_YEAR,
    ALWAYS,
    ALWAYS_UNSAID,
    APPOINTMENT,
    DATED,
    DOUBTFUL,
    EVENING,
    HOLIDAYS_UNSAID,
    LABOR,
    LAST_FRIDAY,
    LUNCH,
    NIGHT,
    NTH,
    OFFICE,
    OFFICE_UNSAID,
    ONLY_CLOSED,
    RULES,
    UNKNOWN,
    VALID,
    WORKDAYS,
    YEAR_END_29,
    H,
)

FIRST, LAST = date(2025, 12, 1), date(2027, 3, 31)
# Holidays by the Act on National Holidays that the package's list of Japan's holidays lacks.
NOT_KNOWN_TO_BE_HOLIDAYS = {
    date(2026, 5, 3),  # Constitution Day, on a Sunday: the package has only 6 May, its substitute
    date(2026, 9, 22),  # a day between two holidays is one too
    date(2027, 3, 22),  # the substitute for 21 March, a Sunday
}


NUMBERED = ("Mo[1] 10:00-12:00", "Mo[3] 10:00-12:00", "Mo[5] 14:00-15:00")


@pytest.mark.parametrize(
    ("rules", "osm"),
    [
        (OFFICE, "Mo-Fr 09:00-17:00; PH off; Dec 29-Jan 3 off"),
        (OFFICE_UNSAID, "Mo-Fr 09:00-17:00; Dec 29-Jan 3 Mo-Fr 09:00-17:00 unknown; PH off"),
        (LUNCH, "Mo-Fr 09:00-12:00,13:00-16:00; Dec 29-Jan 3 Mo-Fr 09:00-12:00,13:00-16:00 unknown; PH off"),
        (LABOR, "Mo-Fr 17:00-22:00; Sa,Su 09:00-21:00; PH 09:00-21:00; Dec 28-Jan 3 off"),
        (EVENING, "Mo-Su 16:00-02:00"),
        (NIGHT, None),  # evaluators differ on what is left of a night before a holiday
        (Rules((WeeklySpan(("FR",), 22 * H, 29 * H, "open"),), (ALL_YEAR,)), "Fr 22:00-05:00"),
        (Rules((WeeklySpan(("MO",), 600, 1200, "open"), WeeklySpan(("MO",), 1080, 2160, "open")), (ALL_YEAR,)), None),
        (ALWAYS, "24/7"),
        (ALWAYS_UNSAID, "24/7; Dec 29-Jan 3 Mo-Su 00:00-24:00 unknown"),
        (
            NTH,
            "; ".join([*NUMBERED, *(f"Dec 29-Jan 3 {span} unknown" for span in NUMBERED)]),
        ),
        (LAST_FRIDAY, "Fr[-1] 10:00-12:00; Dec 29-Jan 3 Fr[-1] 10:00-12:00 unknown; PH off"),
        (
            APPOINTMENT,
            'We 13:00-15:00 unknown "by appointment"; Dec 29-Jan 3 We 13:00-15:00 unknown; PH off',
        ),
        (DOUBTFUL, "Mo-Fr 09:00-17:00; Dec 28 Mo-Fr 09:00-17:00 unknown; PH off; Dec 29-Jan 3 off"),
        (VALID, "2026 Dec 1-2026 Dec 10 Mo-Fr 09:00-17:00; PH off; Dec 29-Jan 3 off"),
        # what is not said of holidays, some hours of some days taken away, what begins and has no end: no words for it
        (HOLIDAYS_UNSAID, None),
        (DATED, None),
        (Rules((WeeklySpan(WEEKDAYS, 9 * H, 17 * H, "open", first=date(2026, 4, 1)),), (ALL_YEAR,)), None),
        (
            Rules(
                (WeeklySpan(("MO",), 9 * H, 12 * H, "open"), WeeklySpan(("1MO",), 13 * H, 14 * H, "open")), (ALL_YEAR,)
            ),
            None,
        ),
        (ONLY_CLOSED, None),
        (UNKNOWN, None),
    ],
)
def test_rules_are_written_as_people_of_openstreetmap_would(rules: Rules, osm: str | None) -> None:
    assert write_osm(rules) == osm


def test_the_package_knows_all_holidays_but_those_that_are_listed() -> None:
    package = OpeningHours("PH", timezone=ZONE, country="JP")
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]

    different = {
        day
        for day in days
        if package.is_open(datetime(day.year, day.month, day.day, 12)) != is_public_holiday(day)  # noqa: DTZ001
    }
    assert different == NOT_KNOWN_TO_BE_HOLIDAYS


MOMENTS = st.datetimes(datetime(2025, 12, 20), datetime(2027, 2, 20)).map(lambda moment: moment.replace(tzinfo=ZONE))  # noqa: DTZ001
STATUS_BY_STATE = {"OPEN": HoursStatus.OPEN, "CLOSED": HoursStatus.CLOSED, "UNKNOWN": HoursStatus.UNKNOWN}


def status_by_package(osm: str, moment: datetime) -> HoursStatus:
    state, comment = OpeningHours(osm, timezone=ZoneInfo("Asia/Tokyo"), country="JP").state(moment)
    if comment == "by appointment":
        return HoursStatus.BY_APPOINTMENT
    return STATUS_BY_STATE[str(state).rpartition(".")[2].upper()]


@settings(deadline=None, derandomize=True, max_examples=150)
@given(RULES, st.lists(MOMENTS, min_size=5, max_size=5))
def test_the_package_reads_back_what_the_rules_say(rules: Rules, moments: list[datetime]) -> None:
    assume((osm := write_osm(rules)) is not None)
    timeline = Timeline(rules, datetime(2026, 12, 20, tzinfo=ZONE))

    for moment in moments:
        if moment.date() not in NOT_KNOWN_TO_BE_HOLIDAYS:
            assert status_by_package(str(osm), moment) is timeline.hours_at(moment).status, (osm, moment)


PLAIN = [OFFICE, OFFICE_UNSAID, LUNCH, LABOR, EVENING, ALWAYS, ALWAYS_UNSAID, NTH, LAST_FRIDAY, APPOINTMENT, VALID]


@pytest.mark.parametrize("rules", PLAIN)
def test_the_package_reads_a_year_as_we_do(rules: Rules) -> None:
    osm = write_osm(rules)
    assert osm
    timeline = Timeline(rules, datetime(2026, 1, 1, tzinfo=ZONE))
    package = OpeningHours(osm, timezone=ZONE, country="JP")
    differences = set()

    for number in range(0, 400 * 24, 5):  # hours of every kind on days of every kind
        moment = datetime(2026, 1, 1, 0, 30, tzinfo=ZONE) + timedelta(hours=number)
        state = str(package.state(moment)[0]).rpartition(".")[2].upper()
        status = timeline.hours_at(moment).status
        ours = HoursStatus.UNKNOWN if status is HoursStatus.BY_APPOINTMENT else status
        if STATUS_BY_STATE[state] is not ours:
            differences.add(moment.date())
    assert differences <= NOT_KNOWN_TO_BE_HOLIDAYS


def test_an_exception_of_fewer_days_stands_after_one_of_more() -> None:
    rules = Rules(
        (WeeklySpan(WORKDAYS, 9 * H, 17 * H, "closed"),),
        (
            ExceptionalDays(
                status="open", first=date(2026, 12, 30), last=date(2026, 12, 30), opens=9 * H, closes=10 * H
            ),
            ExceptionalDays(status="closed", first=(12, 31), last=(12, 31)),
            YEAR_END_29,
        ),
    )

    assert write_osm(rules) == "Mo-Fr 09:00-17:00; PH off; Dec 29-Jan 3 off; Dec 31 off; 2026 Dec 30 09:00-10:00"
