"""Rules, worked out around a moment: the status then, when it closes, what opens next.

A `Timeline` works out the days around a publication ahead and is asked by bisection; what lies beyond is worked out
when it is asked for. What was last found is remembered with the minutes for which it holds.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from api.directory.schedules import (
    FIRST_DAY,
    FOREVER,
    LAST_DAY,
    MINUTES_A_DAY,
    RANK,
    HoursStatus,
    Interval,
    Rules,
    date_of,
    intervals,
    minute_of,
    moment_of,
)

STATUSES = tuple(HoursStatus)
UPCOMING_DAYS = 7  # after today
SEARCHED_DAYS = 8 * 366 + 1  # for the next opening: further than a 29 February can be
ENDLESS_DAYS = 370  # what stays open for so long never closes
FAR_DAYS = 32  # that are worked out together beyond these
DAYS_AHEAD, DAYS_BEHIND = 100, 8  # that a timeline works out; what lies beyond is worked out when it is asked for
MAX_KEPT = 16  # answers that a timeline remembers


class Opening(NamedTuple):
    """A span in which somebody answers, whole and merged."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours as they are at a moment.

    `closes_at` is None while nobody answers and when it never closes; `next_opens_at` is the next certain opening, None
    while open and where none is known. `upcoming` are the openings that touch that day or the next seven; one that has
    no beginning or no end is cut at the borders of these days. From `since` on and before `until` all of it stays the
    same (None: always).
    """

    status: HoursStatus
    closes_at: datetime | None
    next_opens_at: datetime | None
    upcoming: tuple[Opening, ...]
    since: datetime | None
    until: datetime | None


class Timeline:
    """Rules, worked out around a day. Asking costs a bisection there, and working out a few days elsewhere."""

    __slots__ = ("_around", "_end", "_far", "_kept", "_opening", "_starts", "_statuses", "rules")

    def __init__(self, rules: Rules, around: datetime) -> None:
        """Work out `rules` for the days around a moment."""
        self.rules = rules
        today = minute_of(around) // MINUTES_A_DAY
        is_near = rules.are_known and today - DAYS_BEHIND >= FIRST_DAY and today + DAYS_AHEAD <= LAST_DAY
        worked_out = list(intervals(rules, today - DAYS_BEHIND, today + DAYS_AHEAD)) if is_near else []
        self._starts = array("q", (interval.start for interval in worked_out))
        self._statuses = bytes(RANK[interval.status] for interval in worked_out)
        self._end = worked_out[-1].end if worked_out else 0
        self._kept: dict[tuple[int, int], Hours] = {}
        self._far: tuple[Interval, ...] = ()  # the days that were last worked out besides
        # What was last found, each with the minutes, from one until before another, for which it holds.
        self._around: tuple[int, int, tuple[int | None, int | None]] = (0, 0, (None, None))
        self._opening: tuple[int, int, int | None] = (0, 0, None)

    def at(self, minute: int) -> Interval:
        """The interval that a minute is in; at the borders of what was worked out it may be cut."""
        if not self.rules.are_known:
            return Interval(-FOREVER, FOREVER, HoursStatus.UNKNOWN)
        if self._starts and self._starts[0] <= minute < self._end:
            place = bisect_right(self._starts, minute) - 1
            end = self._starts[place + 1] if place + 1 < len(self._starts) else self._end
            return Interval(self._starts[place], end, STATUSES[self._statuses[place]])
        day = minute // MINUTES_A_DAY
        if day < FIRST_DAY:
            return Interval(-FOREVER, FIRST_DAY * MINUTES_A_DAY, HoursStatus.UNKNOWN)
        if day > LAST_DAY:
            return Interval((LAST_DAY + 1) * MINUTES_A_DAY, FOREVER, HoursStatus.UNKNOWN)
        if not self._far or not self._far[0].start <= minute < self._far[-1].end:
            is_going_back = bool(self._far) and minute < self._far[0].start
            behind, ahead = (FAR_DAYS, 1) if is_going_back else (1, FAR_DAYS)
            self._far = tuple(intervals(self.rules, max(day - behind, FIRST_DAY), min(day + ahead, LAST_DAY)))
        return next(each for each in self._far if each.start <= minute < each.end)

    def hours_at(self, moment: datetime) -> Hours:
        """Everything about the hours at a moment."""
        minute = minute_of(moment)
        if not self.rules.are_known or not FIRST_DAY <= minute // MINUTES_A_DAY <= LAST_DAY:
            return Hours(HoursStatus.UNKNOWN, None, None, (), None, None)
        midnight = minute - minute % MINUTES_A_DAY
        now = self.at(minute)
        since, until = max(now.start, midnight), min(now.end, midnight + MINUTES_A_DAY)
        if (since, until) not in self._kept:
            if len(self._kept) == MAX_KEPT:
                self._kept.clear()
            self._kept[since, until] = self._work_out(now, midnight, since, until)
        return self._kept[since, until]

    def _work_out(self, now: Interval, midnight: int, since: int, until: int) -> Hours:
        closes_at = next_opens_at = None
        if now.status is HoursStatus.OPEN:
            _, closes_at = self._opening_around(now)
        else:
            next_opens_at = self.next_opening(now.end - 1)
        return Hours(
            status=now.status,
            closes_at=None if closes_at is None else moment_of(closes_at),
            next_opens_at=None if next_opens_at is None else moment_of(next_opens_at),
            upcoming=tuple(self._openings(midnight, midnight + (UPCOMING_DAYS + 1) * MINUTES_A_DAY)),
            since=moment_of(since),
            until=moment_of(until),
        )

    def _opening_around(self, interval: Interval) -> tuple[int | None, int | None]:
        """Where the opening that an interval is a piece of begins and ends; None: nowhere near."""
        known_from, known_until, borders = self._around
        if not known_from <= interval.start < known_until:
            opens, closes = self._border(interval, -1), self._border(interval, 1)
            known_from = interval.start if opens is None else opens
            known_until = interval.start + UPCOMING_DAYS * MINUTES_A_DAY if closes is None else closes
            borders = opens, closes
            self._around = (known_from, known_until, borders)
        return borders

    def _border(self, interval: Interval, direction: Literal[-1, 1]) -> int | None:
        piece, limit = interval, ENDLESS_DAYS * MINUTES_A_DAY
        while abs((border := piece.end if direction > 0 else piece.start) - interval.start) < limit:
            piece = self.at(border if direction > 0 else border - 1)
            if piece.status is not interval.status:
                return border
        return None

    def next_opening(self, minute: int) -> int | None:
        """The first minute after one that is not open at which it is certain to be, or None where none is known."""
        known_from, known_until, opening = self._opening
        if not known_from <= minute < known_until:
            opening = self._search_opening(minute)
            self._opening = (minute, FOREVER if opening is None else opening, opening)
        return opening

    def _search_opening(self, minute: int) -> int | None:
        limit = min(minute + SEARCHED_DAYS * MINUTES_A_DAY, (LAST_DAY + 1) * MINUTES_A_DAY)
        while minute < limit and self.rules.may_open_after(date_of(minute // MINUTES_A_DAY - 2)):
            interval = self.at(minute)
            if interval.status is HoursStatus.OPEN:
                return interval.start
            minute = interval.end
        return None

    def _openings(self, start: int, end: int) -> Iterator[Opening]:
        """The openings that touch the time from `start` until `end`."""
        minute = start
        while minute < end:
            interval = self.at(minute)
            minute = interval.end
            if interval.status is HoursStatus.OPEN:
                opens, closes = self._opening_around(interval)
                yield Opening(
                    moment_of(start if opens is None else opens), moment_of(end if closes is None else closes)
                )
                minute = end if closes is None else closes
