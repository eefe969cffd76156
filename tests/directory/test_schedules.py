"""Opening hours at a moment: a table of moments read by hand, and the same rules read plainly, minute by minute."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.directory.schedules import (
    KNOWN_YEARS,
    MINUTES_A_DAY,
    WEEKDAYS,
    ExceptionalDays,
    HoursStatus,
    Rules,
    WeeklySpan,
    intervals,
    is_public_holiday,
    minute_of,
    moment_of,
)
from api.directory.timelines import Hours, Opening, Timeline
from api.directory.verification import ZONE

WORKDAYS = ("MO", "TU", "WE", "TH", "FR")
WEEKEND = ("SA", "SU")
H = 60
PUBLISHED = datetime(2026, 11, 24, 9, tzinfo=ZONE)
YEAR_END_28 = ExceptionalDays(status="closed", first=(12, 28), last=(1, 3))
YEAR_END_29 = ExceptionalDays(status="closed", first=(12, 29), last=(1, 3))
ALL_YEAR = ExceptionalDays(status="open", first=(12, 29), last=(1, 3))

OFFICE = Rules((WeeklySpan(WORKDAYS, 9 * H, 17 * H, "closed"),), (YEAR_END_29,))
OFFICE_UNSAID = Rules((WeeklySpan(WORKDAYS, 9 * H, 17 * H, "closed"),))
LUNCH = Rules((WeeklySpan(WORKDAYS, 9 * H, 12 * H, "closed"), WeeklySpan(WORKDAYS, 13 * H, 16 * H, "closed")))
LABOR = Rules(
    (
        WeeklySpan(WORKDAYS, 17 * H, 22 * H, "closed"),
        WeeklySpan(WORKDAYS, 9 * H, 21 * H, "only"),
        WeeklySpan(WEEKEND, 9 * H, 21 * H, "open"),
    ),
    (YEAR_END_28,),
)
NIGHT = Rules((WeeklySpan(WORKDAYS, 22 * H, 29 * H, "closed"),), (YEAR_END_29,))  # 22:00–05:00
EVENING = Rules((WeeklySpan(WEEKDAYS, 16 * H, 26 * H, "open"),), (ALL_YEAR,))  # 16:00–02:00
ALWAYS = Rules((WeeklySpan(WEEKDAYS, 0, 24 * H, "open"),), (ALL_YEAR,))
ALWAYS_UNSAID = Rules((WeeklySpan(WEEKDAYS, 0, 24 * H, "open"),))
NTH = Rules((WeeklySpan(("1MO", "3MO"), 10 * H, 12 * H, "open"), WeeklySpan(("5MO",), 14 * H, 15 * H, "open")))
LAST_FRIDAY = Rules((WeeklySpan(("-1FR",), 10 * H, 12 * H, "closed"),))
HOLIDAYS_UNSAID = Rules((WeeklySpan(WORKDAYS, 9 * H, 17 * H),), (YEAR_END_29,))
APPOINTMENT = Rules((WeeklySpan(("WE",), 13 * H, 15 * H, "closed", is_by_appointment=True),))
VALID = Rules(
    (WeeklySpan(WORKDAYS, 9 * H, 17 * H, "closed", first=date(2026, 12, 1), last=date(2026, 12, 10)),), (YEAR_END_29,)
)
DATED = Rules(
    (WeeklySpan(WORKDAYS, 9 * H, 17 * H, "closed"),),
    (
        YEAR_END_29,
        ExceptionalDays("open", first=date(2026, 12, 30), last=date(2026, 12, 30), opens=10 * H, closes=12 * H),
        ExceptionalDays("closed", first=date(2026, 12, 9), last=date(2026, 12, 9)),
        ExceptionalDays(
            status="closed", first=date(2026, 12, 10), last=date(2026, 12, 11), opens=12 * H, closes=24 * H
        ),
    ),
)
LEAP = Rules(
    (WeeklySpan(WEEKDAYS, 9 * H, 17 * H, "open"),),
    (ExceptionalDays(status="closed", first=(2, 29), last=(2, 29)), ALL_YEAR),
)
DOUBTFUL = Rules(OFFICE.spans, (YEAR_END_29, ExceptionalDays("unknown", first=(12, 28), last=(12, 28))))
ONLY_CLOSED = Rules((), (YEAR_END_29,))
SUSPENDED = Rules(  # until the works end on 29 December: of the days after that it does not speak
    OFFICE_UNSAID.spans, (ExceptionalDays("closed", first=date(2026, 11, 30), last=date(2026, 12, 29)),)
)
NIGHT_OFF = Rules(
    ALWAYS.spans,
    (ALL_YEAR, ExceptionalDays("closed", date(2026, 12, 10), date(2026, 12, 10), opens=22 * H, closes=26 * H)),
)
AFTERNOONS_UNSURE = Rules(
    OFFICE.spans,
    (YEAR_END_29, ExceptionalDays("unknown", date(2026, 8, 1), date(2026, 8, 31), opens=16 * H, closes=18 * H)),
)
UNKNOWN = Rules()

OPEN, CLOSED, UNSURE, ON_CALL = HoursStatus.OPEN, HoursStatus.CLOSED, HoursStatus.UNKNOWN, HoursStatus.BY_APPOINTMENT
MOMENTS = [
    # the borders of a day
    (OFFICE, "2026-11-25 08:59:59", CLOSED),
    (OFFICE, "2026-11-25 09:00:00", OPEN),
    (OFFICE, "2026-11-25 16:59:59", OPEN),
    (OFFICE, "2026-11-25 17:00:00", CLOSED),
    (LUNCH, "2026-11-25 11:59:00", OPEN),
    (LUNCH, "2026-11-25 12:00:00", CLOSED),
    (LUNCH, "2026-11-25 12:59:59", CLOSED),
    (LUNCH, "2026-11-25 13:00:00", OPEN),
    (LUNCH, "2026-11-25 16:00:00", CLOSED),
    # weekends
    (OFFICE, "2026-11-28 10:00:00", CLOSED),
    (OFFICE, "2026-11-29 10:00:00", CLOSED),
    (LABOR, "2026-11-28 10:00:00", OPEN),
    (LABOR, "2026-11-29 20:59:00", OPEN),
    (LABOR, "2026-11-29 21:00:00", CLOSED),
    # holidays: 21 and 23 September, and 22 September between them; a substitute holiday on Wednesday, 6 May
    (OFFICE, "2026-09-21 10:00:00", CLOSED),
    (OFFICE, "2026-09-22 10:00:00", CLOSED),
    (OFFICE, "2026-09-23 10:00:00", CLOSED),
    (OFFICE, "2026-09-24 10:00:00", OPEN),
    (OFFICE, "2026-05-06 10:00:00", CLOSED),
    (OFFICE, "2026-05-07 10:00:00", OPEN),
    (LABOR, "2026-09-22 10:00:00", OPEN),
    (LABOR, "2026-09-22 20:30:00", OPEN),
    (LABOR, "2026-09-22 21:30:00", CLOSED),
    (LABOR, "2026-05-06 09:00:00", OPEN),
    (LABOR, "2026-05-06 21:30:00", CLOSED),
    (LABOR, "2026-05-07 10:00:00", CLOSED),
    (LABOR, "2026-05-07 21:30:00", OPEN),
    (HOLIDAYS_UNSAID, "2026-09-22 10:00:00", UNSURE),
    (HOLIDAYS_UNSAID, "2026-09-22 08:00:00", CLOSED),
    (HOLIDAYS_UNSAID, "2026-09-24 10:00:00", OPEN),
    # the turn of the year; 31 December 2026 is a Thursday, 3 January 2027 a Sunday
    (LABOR, "2026-12-27 10:00:00", OPEN),
    (LABOR, "2026-12-28 18:00:00", CLOSED),
    (LABOR, "2026-12-30 20:30:00", CLOSED),
    (LABOR, "2027-01-03 10:00:00", CLOSED),
    (LABOR, "2027-01-04 18:00:00", OPEN),
    (OFFICE, "2026-12-28 10:00:00", OPEN),
    (OFFICE, "2026-12-29 10:00:00", CLOSED),
    (OFFICE, "2026-12-31 10:00:00", CLOSED),
    (OFFICE, "2027-01-03 10:00:00", CLOSED),
    (OFFICE, "2027-01-04 10:00:00", OPEN),
    (OFFICE_UNSAID, "2026-12-28 10:00:00", OPEN),
    (OFFICE_UNSAID, "2026-12-29 10:00:00", UNSURE),
    (OFFICE_UNSAID, "2026-12-29 08:00:00", CLOSED),
    (OFFICE_UNSAID, "2026-12-31 10:00:00", UNSURE),
    (OFFICE_UNSAID, "2027-01-01 10:00:00", CLOSED),  # a holiday on which it is closed anyway
    (OFFICE_UNSAID, "2027-01-02 10:00:00", CLOSED),  # a Saturday
    (OFFICE_UNSAID, "2025-01-02 10:00:00", UNSURE),  # a Thursday
    (OFFICE_UNSAID, "2027-01-04 10:00:00", OPEN),
    (ALWAYS, "2026-12-31 23:59:00", OPEN),
    (ALWAYS_UNSAID, "2026-12-28 23:59:00", OPEN),
    (ALWAYS_UNSAID, "2026-12-29 00:00:00", UNSURE),
    (ALWAYS_UNSAID, "2027-01-04 00:00:00", OPEN),
    # spans that began yesterday
    (EVENING, "2026-11-25 01:00:00", OPEN),
    (EVENING, "2026-11-25 02:00:00", CLOSED),
    (EVENING, "2026-11-25 15:59:00", CLOSED),
    (NIGHT, "2026-11-28 01:00:00", OPEN),  # Saturday, since Friday
    (NIGHT, "2026-11-28 05:00:00", CLOSED),
    (NIGHT, "2026-11-30 01:00:00", CLOSED),  # Monday: nothing began on Sunday
    (NIGHT, "2026-11-03 01:00:00", OPEN),  # a holiday, inside a span that began the day before
    (NIGHT, "2026-11-03 23:00:00", CLOSED),
    (NIGHT, "2026-11-04 01:00:00", CLOSED),  # the span would have begun on the holiday
    (NIGHT, "2026-12-29 01:00:00", OPEN),
    # numbered weekdays; November 2026 has five Mondays, October four
    (NTH, "2026-11-02 10:00:00", OPEN),
    (NTH, "2026-11-09 10:00:00", CLOSED),
    (NTH, "2026-11-16 11:59:00", OPEN),
    (NTH, "2026-11-30 14:30:00", OPEN),
    (NTH, "2026-10-26 14:30:00", CLOSED),  # the last Monday of a month that has no fifth
    (LAST_FRIDAY, "2026-11-27 10:00:00", OPEN),
    (LAST_FRIDAY, "2026-11-20 10:00:00", CLOSED),
    # the leap day
    (LEAP, "2028-02-28 10:00:00", OPEN),
    (LEAP, "2028-02-29 10:00:00", CLOSED),
    (LEAP, "2028-03-01 10:00:00", OPEN),
    (LEAP, "2027-03-01 10:00:00", OPEN),
    # validity
    (VALID, "2026-11-30 10:00:00", CLOSED),
    (VALID, "2026-12-01 00:00:00", CLOSED),
    (VALID, "2026-12-01 09:00:00", OPEN),
    (VALID, "2026-12-10 16:59:00", OPEN),
    (VALID, "2026-12-11 10:00:00", CLOSED),
    # dated exceptions
    (DATED, "2026-12-30 10:30:00", OPEN),
    (DATED, "2026-12-30 12:00:00", CLOSED),
    (DATED, "2027-12-30 10:30:00", CLOSED),
    (DATED, "2026-12-09 10:00:00", CLOSED),
    (DATED, "2026-12-10 11:59:00", OPEN),
    (DATED, "2026-12-11 12:00:00", CLOSED),
    # some hours of some days, also of a span that began the day before
    (SUSPENDED, "2026-12-29 10:00:00", CLOSED),
    (SUSPENDED, "2026-12-30 10:00:00", UNSURE),
    (NIGHT_OFF, "2026-12-10 21:59:00", OPEN),
    (NIGHT_OFF, "2026-12-10 22:00:00", CLOSED),
    (NIGHT_OFF, "2026-12-11 01:59:00", CLOSED),
    (NIGHT_OFF, "2026-12-11 02:00:00", OPEN),
    (AFTERNOONS_UNSURE, "2026-08-03 10:00:00", OPEN),
    (AFTERNOONS_UNSURE, "2026-08-03 16:00:00", UNSURE),
    (AFTERNOONS_UNSURE, "2026-08-03 17:00:00", CLOSED),
    # what nobody knows, and by appointment
    (DOUBTFUL, "2026-12-28 10:00:00", UNSURE),
    (DOUBTFUL, "2026-12-28 08:00:00", CLOSED),
    (DOUBTFUL, "2025-12-28 10:00:00", CLOSED),  # a Sunday
    (DOUBTFUL, "2026-12-29 10:00:00", CLOSED),
    (ONLY_CLOSED, "2026-12-28 10:00:00", UNSURE),
    (ONLY_CLOSED, "2026-12-29 10:00:00", CLOSED),
    (APPOINTMENT, "2026-11-25 13:00:00", ON_CALL),
    (APPOINTMENT, "2026-11-25 15:00:00", CLOSED),
    (UNKNOWN, "2026-11-25 13:00:00", UNSURE),
    (OFFICE, f"{KNOWN_YEARS[-1]}-12-28 10:00:00", OPEN),
    (OFFICE, f"{KNOWN_YEARS[-1] + 1}-01-05 10:00:00", UNSURE),
    (ALWAYS, f"{KNOWN_YEARS[0] - 1}-06-01 10:00:00", UNSURE),
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def hours(rules: Rules, text: str) -> Hours:
    return Timeline(rules, PUBLISHED).hours_at(at(text))


def test_the_table_has_at_least_sixty_moments() -> None:
    assert len({(rules, text) for rules, text, _ in MOMENTS}) == len(MOMENTS) >= 60


@pytest.mark.parametrize(("rules", "text", "status"), MOMENTS, ids=[text for _, text, _ in MOMENTS])
def test_the_status_at_a_moment(rules: Rules, text: str, status: HoursStatus) -> None:
    assert hours(rules, text).status is status


@pytest.mark.parametrize(
    ("rules", "text", "closes", "opens_next"),
    [
        (OFFICE, "2026-11-25 09:00", "2026-11-25 17:00", None),
        (OFFICE, "2026-11-25 17:00", None, "2026-11-26 09:00"),
        (OFFICE, "2026-12-28 17:00", None, "2027-01-04 09:00"),
        (OFFICE, "2026-09-18 18:00", None, "2026-09-24 09:00"),  # a weekend and three holidays
        (OFFICE_UNSAID, "2026-12-28 17:00", None, "2027-01-04 09:00"),  # the next that is certain
        (LABOR, "2026-12-30 20:30", None, "2027-01-04 17:00"),
        (EVENING, "2026-11-25 01:00", "2026-11-25 02:00", None),
        (NIGHT, "2026-11-27 23:00", "2026-11-28 05:00", None),
        (ALWAYS, "2026-11-25 01:00", None, None),
        (ALWAYS_UNSAID, "2026-11-25 01:00", "2026-12-29 00:00", None),
        (ALWAYS_UNSAID, "2026-12-29 10:00", None, "2027-01-04 00:00"),
        (NTH, "2026-11-16 12:00", None, "2026-11-30 14:00"),
        (VALID, "2026-06-01 12:00", None, "2026-12-01 09:00"),
        (VALID, "2026-12-10 17:00", None, None),
        (APPOINTMENT, "2026-11-25 13:00", None, None),
        (DATED, "2026-12-28 17:00", None, "2026-12-30 10:00"),
        (UNKNOWN, "2026-11-25 13:00", None, None),
        (
            Rules((), (ExceptionalDays(status="open", first=(2, 29), last=(2, 29), opens=9 * H, closes=10 * H),)),
            "2096-03-01 12:00",
            None,
            None,  # 2100 is beyond the years that are known
        ),
        (
            Rules((), (ExceptionalDays(status="open", first=(2, 29), last=(2, 29), opens=9 * H, closes=10 * H),)),
            "2028-03-01 12:00",
            None,
            "2032-02-29 09:00",
        ),
    ],
)
def test_when_it_closes_and_when_it_opens_next(
    rules: Rules, text: str, closes: str | None, opens_next: str | None
) -> None:
    answer = hours(rules, text)

    assert answer.closes_at == (at(closes) if closes else None)
    assert answer.next_opens_at == (at(opens_next) if opens_next else None)


def openings(*spans: tuple[str, str]) -> tuple[Opening, ...]:
    return tuple(Opening(at(opens), at(closes)) for opens, closes in spans)


def test_the_openings_of_today_and_the_next_seven_days_are_whole_and_merged() -> None:
    night = Rules((WeeklySpan(("TU",), 22 * H, 29 * H, "open"), WeeklySpan(("WE",), 5 * H, 8 * H, "open")), (ALL_YEAR,))

    assert hours(night, "2026-11-25 12:00").upcoming == openings(
        ("2026-11-24 22:00", "2026-11-25 08:00"), ("2026-12-01 22:00", "2026-12-02 08:00")
    )
    assert hours(OFFICE, "2026-12-25 12:00").upcoming == openings(
        ("2026-12-25 09:00", "2026-12-25 17:00"), ("2026-12-28 09:00", "2026-12-28 17:00")
    )
    assert hours(OFFICE_UNSAID, "2026-12-26 12:00").upcoming == openings(("2026-12-28 09:00", "2026-12-28 17:00"))
    assert hours(UNKNOWN, "2026-12-26 12:00").upcoming == ()


def test_an_opening_without_an_end_is_cut_at_the_borders_of_the_days() -> None:
    assert hours(ALWAYS, "2026-11-25 12:00").upcoming == openings(("2026-11-25 00:00", "2026-12-03 00:00"))


@pytest.mark.parametrize(
    ("rules", "text", "since", "until"),
    [
        (OFFICE, "2026-11-25 12:00", "2026-11-25 09:00", "2026-11-25 17:00"),
        (OFFICE, "2026-11-25 18:00", "2026-11-25 17:00", "2026-11-26 00:00"),
        (OFFICE, "2026-11-28 12:00", "2026-11-28 00:00", "2026-11-29 00:00"),
        (ALWAYS, "2026-11-28 12:00", "2026-11-28 00:00", "2026-11-29 00:00"),
        (UNKNOWN, "2026-11-28 12:00", None, None),
    ],
)
def test_the_hours_say_from_when_to_when_they_stay_the_same(
    rules: Rules, text: str, since: str | None, until: str | None
) -> None:
    answer = hours(rules, text)

    assert (answer.since, answer.until) == (at(since) if since else None, at(until) if until else None)


@pytest.mark.parametrize("year", [1, 1888, KNOWN_YEARS[0] - 1, KNOWN_YEARS[-1] + 1, 9999])
def test_far_away_nothing_is_known(year: int) -> None:
    answer = Timeline(OFFICE, PUBLISHED).hours_at(datetime(year, 6, 1, tzinfo=UTC))

    assert answer == Hours(UNSURE, None, None, (), None, None)


def test_minutes_are_those_of_tokyo() -> None:
    assert moment_of(0) == datetime(1970, 1, 1, tzinfo=ZONE)
    assert minute_of(datetime.fromisoformat("1970-01-01T00:00:59.999999+09:00")) == 0
    assert minute_of(datetime.fromisoformat("1969-12-31T15:01:00+00:00")) == 1
    assert moment_of(minute_of(PUBLISHED)) == PUBLISHED


# ---- The same rules, read minute by minute ---------------------------------------------------------------------------

HOURS_OF_DAY = st.integers(0, 23).map(lambda hour: hour * H) | st.integers(0, MINUTES_A_DAY - 1)
BYDAY = st.sampled_from([*WEEKDAYS, "1MO", "3MO", "5MO", "2TU", "4FR", "-1FR", "-1MO", "5SU"])
DAYS = st.dates(date(2025, 12, 1), date(2027, 2, 28))
MONTH_DAYS = st.sampled_from([(12, 28), (12, 29), (12, 31), (1, 1), (1, 3), (1, 4), (2, 28), (2, 29), (3, 1), (8, 15)])


@st.composite
def weekly_spans(draw: st.DrawFn) -> WeeklySpan:
    opens = draw(HOURS_OF_DAY)
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return WeeklySpan(
        byday=tuple(draw(st.lists(BYDAY, min_size=1, max_size=6, unique=True))),
        opens=opens,
        closes=opens + draw(st.integers(1, MINUTES_A_DAY)),
        holidays=draw(st.sampled_from(["open", "closed", "only", None])),
        first=draw(st.sampled_from([None, None, first])),
        last=draw(st.sampled_from([None, None, last])),
        is_by_appointment=draw(st.sampled_from([False, False, True])),
    )


@st.composite
def exceptional_days(draw: st.DrawFn) -> ExceptionalDays:
    first: date | tuple[int, int] = draw(MONTH_DAYS)
    last: date | tuple[int, int] = draw(MONTH_DAYS)
    if draw(st.booleans()):
        first, last = sorted((draw(DAYS), draw(DAYS)))
    opens = draw(st.none() | HOURS_OF_DAY)
    closes = None if opens is None else opens + draw(st.integers(1, MINUTES_A_DAY))
    return ExceptionalDays(draw(st.sampled_from(["open", "closed", "unknown"])), first, last, opens, closes)


RULES = st.builds(
    Rules,
    st.lists(weekly_spans(), max_size=4).map(tuple),
    st.lists(exceptional_days(), max_size=3).map(tuple),
)
MINUTES = st.datetimes(datetime(2025, 12, 20), datetime(2027, 2, 10)).map(lambda day: day.replace(tzinfo=ZONE))  # noqa: DTZ001


def read_plainly(rules: Rules, moment: datetime) -> HoursStatus:
    """What a person would answer who reads the rules one by one, for today and for what began yesterday."""
    if not rules.spans and not rules.exceptions:
        return UNSURE
    statuses = set()
    for days_ago in (0, 1):
        day = (moment - timedelta(days=days_ago)).date()
        statuses |= read_day(rules, day, moment.hour * 60 + moment.minute + days_ago * MINUTES_A_DAY)
    for days_ago in (0, 1):  # times that are taken away, whatever day what holds at them began on
        minute = moment.hour * 60 + moment.minute + days_ago * MINUTES_A_DAY
        for each in decisive((moment - timedelta(days=days_ago)).date(), rules):
            if each.status != "open" and each.opens is not None and each.opens <= minute < (each.closes or 0):
                statuses = {UNSURE for _ in statuses} if each.status == "unknown" else set()
    return next((status for status in HoursStatus if status in statuses), CLOSED)


def decisive(day: date, rules: Rules) -> list[ExceptionalDays]:
    """The exceptions that decide a day: dated ones before those of each year, fewer days before more."""
    about_day = [each for each in rules.exceptions if is_about(each, day)]
    if any(isinstance(each.first, date) for each in about_day):
        about_day = [each for each in about_day if isinstance(each.first, date)]
    shortest = min((count_days(each) for each in about_day), default=0)
    return [each for each in about_day if count_days(each) == shortest]


def read_day(rules: Rules, day: date, minute: int) -> set[HoursStatus]:
    """The statuses at a minute, counted from the midnight of `day`, of what began on `day`."""
    about_day = decisive(day, rules)
    if any(each.status == "closed" and each.opens is None for each in about_day):
        return set()
    is_doubtful = any(each.status == "unknown" and each.opens is None for each in about_day)
    own = [each for each in about_day if each.status == "open" and each.opens is not None]
    if own:
        found = {OPEN for each in own if (each.opens or 0) <= minute < (each.closes or 0)}
    else:
        found = read_week(rules, day, minute, is_said=any(each.status == "open" for each in about_day))
    return {UNSURE for _ in found} if is_doubtful else found


def read_week(rules: Rules, day: date, minute: int, *, is_said: bool) -> set[HoursStatus]:
    """The statuses at a minute of what begins on `day` each week; `is_said`: an exception opens the day as usual."""
    if not rules.spans:
        return {UNSURE} if minute < MINUTES_A_DAY else set()
    turn = [(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)]
    is_in_turn = (day.month, day.day) in turn
    found = set()
    for span in rules.spans:
        if not any(is_weekday(name, day) for name in span.byday) or not span.opens <= minute < span.closes:
            continue
        if (span.first and day < span.first) or (span.last and span.last < day):
            continue
        is_holiday = is_public_holiday(day)
        if (is_holiday and span.holidays == "closed") or (not is_holiday and span.holidays == "only"):
            continue
        if (is_holiday and span.holidays is None) or (is_in_turn and not is_said):
            found.add(UNSURE)
        else:
            found.add(ON_CALL if span.is_by_appointment else OPEN)
    return found


@lru_cache(maxsize=4096)
def is_about(each: ExceptionalDays, day: date) -> bool:
    if isinstance(each.first, date):
        assert isinstance(each.last, date)
        return each.first <= day <= each.last
    assert not isinstance(each.last, date)
    walked = each.first
    while walked != (day.month, day.day):  # walk on from the first day until the last
        if walked == each.last:
            return False
        following = date(2024, *walked) + timedelta(days=1)
        walked = (following.month, following.day)
    return True


@lru_cache(maxsize=4096)
def count_days(each: ExceptionalDays) -> int:
    if isinstance(each.first, date):
        assert isinstance(each.last, date)
        return len(range(each.first.toordinal(), each.last.toordinal() + 1))
    return sum(is_about(each, date(2024, 1, 1) + timedelta(days=number)) for number in range(366))


@lru_cache(maxsize=4096)
def is_weekday(name: str, day: date) -> bool:
    if name[-2:] != WEEKDAYS[day.weekday()]:
        return False
    same = [number for number in range(1, 32) if is_date(day.year, day.month, number, weekday=day.weekday())]
    return len(name) == 2 or same.index(day.day) + 1 == int(name[:-2]) or (name[0] == "-" and same[-1] == day.day)


def is_date(year: int, month: int, number: int, weekday: int) -> bool:
    try:
        return date(year, month, number).weekday() == weekday
    except ValueError:
        return False


@settings(deadline=None, derandomize=True, max_examples=200)
@given(RULES, MINUTES)
@example(OFFICE_UNSAID, at("2026-12-29 09:00"))
def test_the_evaluator_says_what_a_plain_reading_says(rules: Rules, moment: datetime) -> None:
    timeline = Timeline(rules, datetime(2026, 12, 20, tzinfo=ZONE))

    for minutes in (0, 1, 7, 60, 61, 719, 1440, 4321):
        later = moment + timedelta(minutes=minutes)
        assert timeline.hours_at(later).status is read_plainly(rules, later), later


@settings(deadline=None, derandomize=True, max_examples=30)
@given(RULES, st.dates(date(2025, 12, 20), date(2027, 1, 20)))
def test_every_minute_of_a_week_is_what_a_plain_reading_says(rules: Rules, day: date) -> None:
    first = (day - date(1970, 1, 1)).days
    found = list(intervals(rules, first, first + 6))

    assert (found[0].start, found[-1].end) == (first * MINUTES_A_DAY, (first + 7) * MINUTES_A_DAY)
    assert all(before.end == after.start for before, after in pairwise(found))
    assert all(before.status is not after.status for before, after in pairwise(found))
    for interval in found:
        for minute in {interval.start, interval.end - 1, (interval.start + interval.end) // 2}:
            assert interval.status is read_plainly(rules, moment_of(minute))


@settings(deadline=None, derandomize=True, max_examples=100)
@given(RULES, MINUTES)
def test_what_is_said_of_closing_and_opening_is_what_the_status_says(rules: Rules, moment: datetime) -> None:
    timeline = Timeline(rules, datetime(2026, 12, 20, tzinfo=ZONE))
    answer = timeline.hours_at(moment)
    minute = timedelta(minutes=1)

    def status(when: datetime) -> HoursStatus:
        return timeline.hours_at(when).status

    if answer.closes_at:
        assert moment < answer.closes_at
        assert (status(answer.closes_at - minute), status(answer.closes_at) is OPEN) == (OPEN, False)
    if answer.next_opens_at:
        assert moment < answer.next_opens_at
        assert (status(answer.next_opens_at - minute) is OPEN, status(answer.next_opens_at)) == (False, OPEN)
    if answer.status is OPEN:
        assert answer.next_opens_at is None
    else:
        assert answer.closes_at is None
    if answer.since and answer.until:
        assert answer.since <= moment < answer.until
        for when in (answer.since, answer.until - minute):
            assert timeline.hours_at(when) == answer
    for opening in answer.upcoming:
        assert (status(opening.opens_at), status(opening.closes_at - minute)) == (OPEN, OPEN)
