"""Opening rules → intervals. Pure functions of time: no clock is read here; `timelines.py` answers for a moment.

`Rules` are what the sources say of one way of contact (in one language): weekly spans and days that differ.

Times are whole minutes on the clock of Asia/Tokyo, which has no daylight saving, counted from 1970-01-01. Intervals are
half-open: closing time is the first minute at which nobody answers. A span belongs to the day on which it begins, with
everything that decides it (weekday, holiday, exception): one that passes midnight goes on into a holiday.

What decides a day, the first that says anything:

1. a year whose holidays nobody knows yet (or any more): unknown;
2. an exception: dated ones before those of each year, fewer days before more;
3. the weekly spans, by weekday, validity and public holiday; what a source does not say of holidays is unknown on them;
   and what would hold from 29 December to 3 January, when public offices are closed by law, is unknown on each of these
   days that no exception opens or closes.

Times that an exception closes, or of which it says that they are unknown, are cut out of whatever would hold at them,
also out of a span that began the day before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from holidays.countries.japan import Japan

from api.directory.verification import ZONE

MINUTES_A_DAY = 24 * 60
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # RFC 5545; the place is that of date.weekday()
KNOWN_YEARS = range(Japan.start_year, Japan.end_year + 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC) - timedelta(hours=9)  # midnight in Tokyo
FIRST_DAY = (date(KNOWN_YEARS[0], 1, 1) - date(1970, 1, 1)).days
LAST_DAY = (date(KNOWN_YEARS[-1], 12, 31) - date(1970, 1, 1)).days
FOREVER = 10**12  # minutes: before and after all others


class HoursStatus(StrEnum):
    """Whether somebody answers, the best first."""

    OPEN = "open"
    BY_APPOINTMENT = "by_appointment"
    UNKNOWN = "unknown"
    CLOSED = "closed"


RANK = {status: rank for rank, status in enumerate(HoursStatus)}


@dataclass(frozen=True, slots=True)
class WeeklySpan:
    """A span of each week. `byday` is RFC 5545 (`MO`, `1MO`, `-1FR`).

    `opens` and `closes` are minutes from midnight; `closes` is past 24:00 where the span goes into the next day.
    `holidays` says whether it holds on public holidays: as on any other day (`open`), not (`closed`), on nothing else
    (`only`), or None where no source says it. `first` and `last` are the days of its validity.
    """

    byday: tuple[str, ...]
    opens: int
    closes: int
    holidays: Literal["open", "closed", "only"] | None = None
    first: date | None = None
    last: date | None = None
    is_by_appointment: bool = False


@dataclass(frozen=True, slots=True)
class ExceptionalDays:
    """Days that differ: `first` and `last` are dates, or `(month, day)` for each year, then also across the new year.

    Without `opens` and `closes` the whole day is closed, or the weekly spans hold as on any other day (`open`), or
    whatever would hold is not known (`unknown`). With them, what would hold at these times is closed or not known, or
    these times alone are open.
    """

    status: Literal["open", "closed", "unknown"]
    first: date | tuple[int, int]
    last: date | tuple[int, int]
    opens: int | None = None
    closes: int | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it is about certain dates and not about each year."""
        return isinstance(self.first, date)

    def covers(self, day: date) -> bool:
        """Whether `day` is one of them."""
        if isinstance(self.first, date) and isinstance(self.last, date):
            return self.first <= day <= self.last
        first, last, month_day = self.first, self.last, (day.month, day.day)
        if isinstance(first, date) or isinstance(last, date):
            return False
        return first <= month_day <= last if first <= last else month_day >= first or month_day <= last

    def covers_yearly(self, day: tuple[int, int]) -> bool:
        """Whether some day with this month and number is one of them."""
        if isinstance(self.first, date) and isinstance(self.last, date):
            years = {self.first.year, self.last.year, min(self.first.year + 1, self.last.year)}
            return any(self.covers(date(year, *day)) for year in years)
        return self.covers(date(2024, *day))

    @property
    def length(self) -> int:
        """How many days it has, in a leap year."""
        if isinstance(self.first, date) and isinstance(self.last, date):
            return (self.last - self.first).days + 1
        first, last = (day if isinstance(day, date) else date(2024, *day) for day in (self.first, self.last))
        return (last - first).days % 366 + 1


@dataclass(frozen=True, slots=True)
class Rules:
    """All that is known about the hours of one way of contact; without spans, only what its exceptions say."""

    spans: tuple[WeeklySpan, ...] = ()
    exceptions: tuple[ExceptionalDays, ...] = ()

    @property
    def are_known(self) -> bool:
        """Whether any source says anything of the hours."""
        return bool(self.spans or self.exceptions)

    def may_open_after(self, day: date) -> bool:
        """Whether they can be open at all on a day later than `day`."""
        return any(not each.is_by_appointment and (each.last is None or each.last > day) for each in self.spans) or any(
            each.status == "open" and not (isinstance(each.last, date) and each.last <= day) for each in self.exceptions
        )


class Interval(NamedTuple):
    """From one minute until before another, in one status."""

    start: int
    end: int
    status: HoursStatus


def minute_of(moment: datetime) -> int:
    """The minute that an aware moment is in."""
    return (moment - _EPOCH) // timedelta(minutes=1)


def moment_of(minute: int) -> datetime:
    """The moment at which a minute begins, in Asia/Tokyo."""
    return (_EPOCH + timedelta(minutes=minute)).astimezone(ZONE)


@lru_cache(maxsize=len(KNOWN_YEARS))
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(Japan(years=year))


def is_public_holiday(day: date) -> bool:
    """Whether a day of `KNOWN_YEARS` is a national holiday of Japan, substitute and citizens' holidays included."""
    return day in _holidays_of(day.year)


# ---- One day ---------------------------------------------------------------------------------------------------------


def spans_from(rules: Rules, day_number: int) -> list[Interval]:
    """The spans that begin on a day, in minutes from its midnight; closed in between. They may overlap."""
    if not FIRST_DAY <= day_number <= LAST_DAY:
        return [Interval(0, MINUTES_A_DAY, HoursStatus.UNKNOWN)]
    day = date_of(day_number)
    decisive = _decisive(rules.exceptions, day)
    if any(each.status == "closed" and each.opens is None for each in decisive):
        return []
    own = [_span(each) for each in decisive if each.status == "open" and each.opens is not None]
    hours = own or _weekly(rules, day, is_said=any(each.status == "open" for each in decisive))
    if any(each.status == "unknown" and each.opens is None for each in decisive):
        hours = [interval._replace(status=HoursStatus.UNKNOWN) for interval in hours]
    return hours


def cuts_from(rules: Rules, day_number: int) -> list[Interval]:
    """The times that exceptions close or make unknown from a day on, in minutes from its midnight."""
    if not FIRST_DAY <= day_number <= LAST_DAY:
        return []
    decisive = _decisive(rules.exceptions, date_of(day_number))
    return [_span(each) for each in decisive if each.status != "open" and each.opens is not None]


def date_of(day_number: int) -> date:
    """The date of a day that is counted from 1970-01-01."""
    return date(1970, 1, 1) + timedelta(days=day_number)


def _decisive(exceptions: Sequence[ExceptionalDays], day: date) -> list[ExceptionalDays]:
    """The exceptions that decide a day: dated ones before those of each year, fewer days before more."""
    covering = [each for each in exceptions if each.covers(day)]
    best = min(((not each.is_dated, each.length) for each in covering), default=None)
    return [each for each in covering if (not each.is_dated, each.length) == best]


def _weekly(rules: Rules, day: date, *, is_said: bool) -> list[Interval]:
    if not rules.spans:
        return [Interval(0, MINUTES_A_DAY, HoursStatus.UNKNOWN)]
    is_holiday = is_public_holiday(day)
    is_unsaid = not is_said and _is_turn_of_year(day)
    found = []
    for span in rules.spans:
        if not _is_on(span, day) or span.holidays == ("closed" if is_holiday else "only"):
            continue
        interval = _span(span)
        if is_unsaid or (is_holiday and span.holidays is None):
            interval = interval._replace(status=HoursStatus.UNKNOWN)
        found.append(interval)
    return found


def _is_on(span: WeeklySpan, day: date) -> bool:
    if (span.first and day < span.first) or (span.last and day > span.last):
        return False
    weekday = WEEKDAYS[day.weekday()]
    return any(name in span.byday for name in (weekday, f"{(day.day + 6) // 7}{weekday}")) or (
        f"-1{weekday}" in span.byday and (day + timedelta(days=7)).month != day.month
    )


def _span(row: WeeklySpan | ExceptionalDays) -> Interval:
    if isinstance(row, WeeklySpan):
        status = HoursStatus.BY_APPOINTMENT if row.is_by_appointment else HoursStatus.OPEN
    else:
        status = HoursStatus(row.status)
    return Interval(row.opens or 0, row.closes or 0, status)


def _cut(interval: Interval, cut: Interval) -> Iterator[Interval]:
    """What is left of an interval before and after a cut, and, where that is unknown, in it."""
    parts = [(interval.start, min(interval.end, cut.start), interval.status)]
    if cut.status is HoursStatus.UNKNOWN:
        parts.append((max(interval.start, cut.start), min(interval.end, cut.end), HoursStatus.UNKNOWN))
    parts.append((max(interval.start, cut.end), interval.end, interval.status))
    yield from (Interval(start, end, status) for start, end, status in parts if start < end)


def _is_turn_of_year(day: date) -> bool:
    """29 December to 3 January, when public offices are closed by law (CONTRACT, section 2)."""
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


def unsaid_days(exceptions: Iterable[ExceptionalDays]) -> list[tuple[int, int]]:
    """The days of each turn of the year, as `(month, day)`, that no exception of each year opens or closes."""
    speaking = [each for each in exceptions if not each.is_dated and _speaks(each)]
    turn = [date(2023, 12, 29) + timedelta(days=number) for number in range(6)]  # of any year
    return [(day.month, day.day) for day in turn if not any(each.covers(day) for each in speaking)]


def _speaks(row: ExceptionalDays) -> bool:
    """Whether an exception says of its days whether they are open: a few hours that it takes away do not."""
    return row.status == "open" or row.opens is None


def merged_times(times: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans of minutes in order, those that touch made one."""
    merged: list[tuple[int, int]] = []
    for opens, closes in sorted(times):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return tuple(merged)


# ---- Many days -------------------------------------------------------------------------------------------------------


def intervals(rules: Rules, first_day: int, last_day: int) -> Iterator[Interval]:
    """What holds from the beginning of one day to the end of another, merged, without a gap; days count from 1970."""
    start, end = first_day * MINUTES_A_DAY, (last_day + 1) * MINUTES_A_DAY
    if not rules.are_known:
        yield Interval(start, end, HoursStatus.UNKNOWN)
        return
    spans = [
        Interval(day * MINUTES_A_DAY + span.start, day * MINUTES_A_DAY + span.end, span.status)
        for day in range(first_day - 1, last_day + 1)
        for span in spans_from(rules, day)
    ]
    for day in range(first_day - 2, last_day + 1) if rules.exceptions else ():
        for cut in cuts_from(rules, day):
            moved = Interval(day * MINUTES_A_DAY + cut.start, day * MINUTES_A_DAY + cut.end, cut.status)
            spans = [left for span in spans for left in _cut(span, moved)]
    borders = sorted({start, end, *(border for span in spans for border in span[:2] if start < border < end)})
    gap = HoursStatus.CLOSED
    spans.sort()
    running: list[Interval] = []
    following = iter([*spans, Interval(FOREVER, FOREVER, gap)])
    upcoming = next(following)
    held: Interval | None = None
    for left, right in pairwise(borders):
        while upcoming.start <= left:
            running.append(upcoming)
            upcoming = next(following)
        running = [span for span in running if span.end > left]
        status = min((span.status for span in running), key=RANK.__getitem__, default=gap)
        if held is not None and held.status is status:
            held = held._replace(end=right)
        else:
            if held is not None:
                yield held
            held = Interval(left, right, status)
    if held is not None:
        yield held
