"""The hours of a way of contact as they are shown: the status at a moment, and the rules in words and as rows.

The words are whole statements, a line each, short enough for the screen of a phone: `Mon–Fri 09:00–17:00, closed on
public holidays`. Names of days, ranges and clocks are CLDR's.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Literal

from api.directory.drafts import ScheduleDraft, ScheduleExceptionDraft
from api.directory.osm import write_osm
from api.directory.schedules import (
    MINUTES_A_DAY,
    WEEKDAYS,
    ExceptionalDays,
    Rules,
    WeeklySpan,
    merged_times,
    unsaid_days,
)
from api.directory.timelines import Hours
from api.directory.timetables import Timetable
from api.directory.verification import ZONE
from api.localization import formats
from api.localization.catalogs import LocalValue, Sentence, say
from api.localization.words import Words
from api.public.answers import HoursOut, ScheduleExceptionOut, ScheduleOut, SpanOut
from api.public.moments import rfc3339

DAYS_OF_YEAR = 366
_TURN = ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3))
_UNKNOWN = say("The hours are not known.")
_NUMBERED: Mapping[str, Sentence] = {
    "1": say("first {day} of the month"),
    "2": say("second {day} of the month"),
    "3": say("third {day} of the month"),
    "4": say("fourth {day} of the month"),
    "5": say("fifth {day} of the month"),
    "-1": say("last {day} of the month"),
}
# Days, what holds on holidays, validity, whether by appointment.
Group = tuple[tuple[str, ...], Literal["open", "closed", "only"] | None, date | None, date | None, bool]


def render_hours(table: Timetable, hours: Hours, words: Words, pointer: str) -> HoursOut:
    """What is shown of a timetable and of its hours at a moment; `pointer` leads to it in the answer."""
    rules = table.timeline.rules
    osm = write_osm(rules)
    no_osm = say("The syntax of OpenStreetMap cannot say these hours.")
    return HoursOut(
        status=hours.status.value,
        text=rules_in_words(rules, words, f"{pointer}/text"),
        timezone=str(ZONE),
        closes_at=_shown(hours.closes_at),
        next_opens_at=_shown(hours.next_opens_at),
        upcoming=[
            SpanOut(opens_at=rfc3339(each.opens_at), closes_at=rfc3339(each.closes_at)) for each in hours.upcoming
        ],
        osm=osm,
        osm_note=words.sentence(no_osm, f"{pointer}/osm_note") if osm is None and rules.spans else None,
        schedules=[_schedule(row) for row in table.schedules],
        exceptions=[_exception(row) for row in table.exceptions],
    )


def rules_in_words(rules: Rules, words: Words, pointer: str) -> str:
    """The rules as statements, a line each."""
    return "\n".join(words.sentence(sentence, pointer) for sentence in _statements(rules, words))


def _statements(rules: Rules, words: Words) -> Iterator[Sentence]:
    groups: dict[Group, list[WeeklySpan]] = {}
    for span in rules.spans:
        days = tuple(sorted(set(span.byday), key=_place))
        group: Group = (days, span.holidays, span.first, span.last, span.is_by_appointment)
        groups.setdefault(group, []).append(span)
    times = {group: merged_times((span.opens, span.closes) for span in spans) for group, spans in groups.items()}
    if not groups:
        yield _UNKNOWN
    has_only = any(holidays == "only" for _, holidays, *_ in groups)
    joined = {
        (only, other)
        for only in groups
        for other in groups
        if (only[1], other[1]) == ("only", "open")
        and only[2:] == other[2:]
        and times[only] == times[other]
        and {*WEEKDAYS} <= {*only[0], *other[0]}
    }
    for group in groups:
        if any(group == only for only, _ in joined):
            continue
        with_holidays = any(group == other for _, other in joined)
        sentence = _weekly(group, _times(times[group]), words, has_only=has_only, with_holidays=with_holidays)
        if times[group] == ((0, MINUTES_A_DAY),) and group[:2] == (WEEKDAYS, "open"):
            sentence = say("Open 24 hours, every day")
        yield _framed(sentence, group, words)
    for row in sorted(rules.exceptions, key=lambda each: each.is_dated):
        yield _exceptional(row)
    unsaid = [day for day in unsaid_days(rules.exceptions) if any(_may_hold(span, day) for span in rules.spans)]
    is_dated = any(each.is_dated and any(each.covers_yearly(day) for day in unsaid) for each in rules.exceptions)
    for run in formats.runs_of(_TURN.index(day) for day in unsaid):
        days_in_words = _days_of_year(_TURN[run[0]], _TURN[run[-1]])
        unknown = say("Not known whether open {days}", days=days_in_words)
        yield say("Not known whether open {days} of other years", days=days_in_words) if is_dated else unknown


def _may_hold(span: WeeklySpan, day: tuple[int, int]) -> bool:
    """Whether a day of the year is within the validity of a span, in some year."""
    if span.first is None or span.last is None or (span.last - span.first).days >= DAYS_OF_YEAR:
        return True
    return any(span.first <= date(year, *day) <= span.last for year in {span.first.year, span.last.year})


def _weekly(group: Group, times: LocalValue, words: Words, *, has_only: bool, with_holidays: bool) -> Sentence:
    byday, holidays, *_ = group
    is_every_day = byday == WEEKDAYS
    if with_holidays:
        text = say("{days}, and public holidays, {times}").text
    elif holidays == "only":
        text = (say("Public holidays {times}") if is_every_day else say("Public holidays on {days} {times}")).text
    elif holidays == "open":
        text = (say("Every day {times}") if is_every_day else say("{days} {times}, also on public holidays")).text
    elif holidays == "closed":
        apart = say("{days} {times}, not on public holidays")
        text = (apart if has_only else say("{days} {times}, closed on public holidays")).text
    else:
        text = say("{days} {times}; public holidays are not known").text
    return Sentence(text, {"days": _days(byday, words), "times": times})


def _framed(sentence: Sentence, group: Group, words: Words) -> Sentence:
    """The statement with its validity, and that it is by appointment."""
    _, _, first, last, is_by_appointment = group
    if is_by_appointment:
        sentence = say("By appointment: {hours}", hours=words.inner(sentence))
    hours = words.inner(sentence)
    if first and last:
        return say("{days}: {hours}", days=_days_of_year(first, last), hours=hours)
    if first:
        return say("From {day}: {hours}", day=_days_of_year(first, first), hours=hours)
    if last:
        return say("Until {day}: {hours}", day=_days_of_year(last, last), hours=hours)
    return sentence


def _exceptional(row: ExceptionalDays) -> Sentence:
    days = _days_of_year(row.first, row.last)
    if row.opens is None or row.closes is None:
        sentences: Mapping[str, Sentence] = {
            "closed": say("Closed {days}", days=days),
            "open": say("Open as usual {days}", days=days),
            "unknown": say("Not known whether open {days}", days=days),
        }
        return sentences[row.status]
    times = _times(((row.opens, row.closes),))
    sentences = {
        "closed": say("Closed {days}, {times}", days=days, times=times),
        "open": say("Open {days}, {times}", days=days, times=times),
        "unknown": say("Not known whether open {days}, {times}", days=days, times=times),
    }
    return sentences[row.status]


def _place(byday: str) -> tuple[int, int]:
    """The order of days: plain ones first, then numbered ones, the last of the month last."""
    number = byday[:-2]
    return (0 if not number else 9 if number == "-1" else int(number)), WEEKDAYS.index(byday[-2:])


def _days(byday: tuple[str, ...], words: Words) -> LocalValue:
    plain = [WEEKDAYS.index(name) for name in byday if name in WEEKDAYS]
    numbered = [name for name in byday if name not in WEEKDAYS]

    def in_language(tag: str) -> str:
        parts = [formats.weekdays(plain, tag)] if plain else []
        for name in numbered:
            day = formats.weekdays([WEEKDAYS.index(name[-2:])], tag)
            parts.append(words.inner(Sentence(_NUMBERED[name[:-2]].text, {"day": day}))(tag))
        return formats.listed(parts, tag)

    return in_language


def _times(times: tuple[tuple[int, int], ...]) -> LocalValue:
    return lambda tag: formats.listed([formats.clock_span(opens, closes, tag) for opens, closes in times], tag)


def _days_of_year(first: date | tuple[int, int], last: date | tuple[int, int]) -> LocalValue:
    return lambda tag: formats.days_of_year(first, last, tag)


def _shown(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)


def _schedule(row: ScheduleDraft) -> ScheduleOut:
    return ScheduleOut(
        byday=list(row.byday),
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        public_holidays=row.public_holidays,
        by_appointment=row.by_appointment,
        valid_from=row.valid_from.isoformat() if row.valid_from else None,
        valid_to=row.valid_to.isoformat() if row.valid_to else None,
    )


def _exception(row: ScheduleExceptionDraft) -> ScheduleExceptionOut:
    status: Literal["open", "closed", "unknown"] = row.status
    return ScheduleExceptionOut(
        {
            "status": status,
            "from": row.from_ or "",
            "to": row.to or "",
            "opens_at": row.opens_at,
            "closes_at": row.closes_at,
            "calendar": row.calendar,
        }
    )
