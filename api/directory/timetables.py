"""Whose hours are which: the rows of a service → the timetable of each contact point and of each language there.

Rows are of the whole service, of one contact point, or of one language at a contact point. The nearest that there are
hold, spans and exceptions each by themselves: a line whose Thai has days of its own still closes with the rest of it at
the turn of the year.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeVar

from api.directory.drafts import CalendarDraft, ScheduleDraft, ScheduleExceptionDraft, ServiceDraft
from api.directory.schedules import (
    FOREVER,
    MINUTES_A_DAY,
    RANK,
    ExceptionalDays,
    HoursStatus,
    Interval,
    Rules,
    WeeklySpan,
    minute_of,
    moment_of,
)
from api.directory.timelines import Timeline
from api.directory.values import WITH_HOURS, ContactType

_YEARLY_LENGTH = len("12-29")
Row = TypeVar("Row", ScheduleDraft, ScheduleExceptionDraft)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The rows that hold for one way of contact, calendars put in, and what follows from them."""

    schedules: tuple[ScheduleDraft, ...]
    exceptions: tuple[ScheduleExceptionDraft, ...]
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class ContactHours:
    """The timetable of a contact point, and of each language that has one of its own there."""

    of_all: Timetable
    by_language: Mapping[str, Timetable]

    def competing(self, languages: Iterable[str]) -> list[Timetable]:
        """The timetables that hold for whoever asks for any of `languages`."""
        return [self.by_language.get(language, self.of_all) for language in languages] or [self.of_all]

    def asked(self, languages: Iterable[str], moment: datetime) -> Timetable:
        """Of the timetables that hold, the one that is best at a moment: open, and for longest, or opening soonest."""

        def rank(table: Timetable) -> tuple[int, int, int]:
            now = table.timeline.hours_at(moment)
            closes = FOREVER if now.closes_at is None else minute_of(now.closes_at)
            opens = FOREVER if now.next_opens_at is None else minute_of(now.next_opens_at)
            return RANK[now.status], -closes, opens

        return min(self.competing(languages), key=rank)

    def next_opening(self, minute: int, languages: Collection[str]) -> datetime | None:
        """The next certain opening after a minute at which it is not open; None where none is known."""
        return _next_opening((self.by_language.get(tag, self.of_all).timeline for tag in languages or ("",)), minute)


@dataclass(frozen=True, slots=True)
class Profile:
    """All that decides whether a service is open; services that have the same are judged once."""

    contacts: tuple[tuple[ContactType, Timeline, tuple[tuple[str, Timeline], ...]], ...]

    def _timelines(self, channels: Collection[ContactType], languages: Collection[str]) -> set[Timeline]:
        """Those that are asked for: of some channels (none: of all), of languages that have their own."""
        return {
            dict(own).get(language, of_all)
            for kind, of_all, own in self.contacts
            if not channels or kind in channels
            for language in languages or ("",)
        }

    def next_opening(
        self, minute: int, channels: Collection[ContactType], languages: Collection[str]
    ) -> datetime | None:
        """The same, by any of some channels (none: of all)."""
        return _next_opening(self._timelines(channels, languages), minute)

    @property
    def is_known(self) -> bool:
        """Whether anything is known of any of the hours."""
        return any(each.rules.are_known for _, of_all, own in self.contacts for each in (of_all, *dict(own).values()))

    def at(self, minute: int, channels: Collection[ContactType], languages: Collection[str]) -> Interval:
        """The best status of the contact points of some channels (none: of all), and how long it is sure to stay."""
        judged = self._timelines(channels, languages)
        found = [timeline.at(minute) for timeline in judged] or [Interval(-FOREVER, FOREVER, HoursStatus.UNKNOWN)]
        return Interval(
            max(each.start for each in found),
            min(each.end for each in found),
            min((each.status for each in found), key=RANK.__getitem__),
        )


class TimetableMaker:
    """Makes the timetables of many services at a publication; equal rules share one timeline."""

    def __init__(self, calendars: Mapping[str, CalendarDraft], around: datetime) -> None:
        """With the calendars by id; what is near to the moment `around` is worked out ahead."""
        self._calendars = calendars
        self._around = around
        self._timelines: dict[Rules, Timeline] = {}

    def hours_of(self, service: ServiceDraft) -> Mapping[str, ContactHours]:
        """By id, the hours of each contact point that can have any."""
        return MappingProxyType(
            {
                contact.id: ContactHours(
                    self._timetable(service, contact.id, None),
                    MappingProxyType(
                        {
                            language: self._timetable(service, contact.id, language)
                            for language in _languages_with_hours(service, contact.id)
                        }
                    ),
                )
                for contact in service.contact_points
                if contact.type in WITH_HOURS
            }
        )

    def _timetable(self, service: ServiceDraft, contact_id: str, language: str | None) -> Timetable:
        schedules = _nearest(service.schedules, contact_id, language)
        exceptions = tuple(
            with_days
            for row in _nearest(service.schedule_exceptions, contact_id, language)
            for with_days in self._with_days(row)
        )
        rules = Rules(tuple(map(_span, schedules)), tuple(map(_exception, exceptions)))
        if rules not in self._timelines:
            self._timelines[rules] = Timeline(rules, self._around)
        return Timetable(schedules, exceptions, self._timelines[rules])

    def _with_days(self, row: ScheduleExceptionDraft) -> list[ScheduleExceptionDraft]:
        """The row once for each span of days of its calendar, or itself."""
        if row.calendar is None:
            return [row]
        return [
            row.model_copy(update={"from_": days.from_, "to": days.to}) for days in self._calendars[row.calendar].days
        ]


def profile_of(service: ServiceDraft, hours: Mapping[str, ContactHours]) -> Profile:
    """What decides whether the service is open."""
    return Profile(
        tuple(
            (
                contact.type,
                hours[contact.id].of_all.timeline,
                tuple((tag, table.timeline) for tag, table in sorted(hours[contact.id].by_language.items())),
            )
            for contact in service.contact_points
            if contact.id in hours
        )
    )


def _next_opening(timelines: Iterable[Timeline], minute: int) -> datetime | None:
    openings = [opens for each in timelines if (opens := each.next_opening(minute)) is not None]
    return moment_of(min(openings)) if openings else None


def _languages_with_hours(service: ServiceDraft, contact_id: str) -> list[str]:
    rows: list[ScheduleDraft | ScheduleExceptionDraft] = [*service.schedules, *service.schedule_exceptions]
    return sorted({row.language for row in rows if row.language is not None and row.contact_point == contact_id})


def _nearest(rows: Sequence[Row], contact_id: str, language: str | None) -> tuple[Row, ...]:
    for scope in ((contact_id, language), (contact_id, None), (None, None)):
        if found := tuple(row for row in rows if (row.contact_point, row.language) == scope):
            return found
    return ()


def _span(row: ScheduleDraft) -> WeeklySpan:
    opens, closes = _minutes(row.opens_at), _minutes(row.closes_at)
    return WeeklySpan(
        byday=tuple(row.byday),
        opens=opens,
        closes=closes if opens < closes else closes + MINUTES_A_DAY,
        holidays=row.public_holidays,
        first=row.valid_from,
        last=row.valid_to,
        is_by_appointment=row.by_appointment,
    )


def _exception(row: ScheduleExceptionDraft) -> ExceptionalDays:
    first, last = _day(row.from_), _day(row.to)
    if row.opens_at is None or row.closes_at is None:
        return ExceptionalDays(row.status, first, last)
    opens, closes = _minutes(row.opens_at), _minutes(row.closes_at)
    return ExceptionalDays(row.status, first, last, opens, closes if opens < closes else closes + MINUTES_A_DAY)


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _day(day: str | None) -> date | tuple[int, int]:
    if day is None:
        msg = "an exception without days"
        raise LookupError(msg)
    if len(day) == _YEARLY_LENGTH:
        month, number = day.split("-")
        return int(month), int(number)
    return date.fromisoformat(day)
