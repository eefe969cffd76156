"""Opening rules in OpenStreetMap's opening_hours syntax (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification).

A later rule replaces an earlier one for the days that it is about; `PH` is a public holiday of the country. What the
syntax cannot say with certainty is not written at all: half of the truth would send somebody to a closed door.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from api.directory.schedules import (
    MINUTES_A_DAY,
    WEEKDAYS,
    ExceptionalDays,
    Rules,
    WeeklySpan,
    merged_times,
    unsaid_days,
)
from api.localization.formats import MIN_RANGE, runs_of

_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TURN_OF_YEAR = "Dec 29-Jan 3"
DAYS_OF_TURN = 6
ALWAYS = "24/7"
Times = tuple[tuple[int, int], ...]


class _CannotSay(Exception):  # noqa: N818  (not an error: an answer)
    """The syntax has no words for these rules."""


def write_osm(rules: Rules) -> str | None:
    """The rules in the syntax, or None where it cannot say them or nothing is known."""
    if not rules.spans:
        return None
    try:
        written = list(_rules(rules))
        # A span belongs to the day on which it begins; evaluators differ on what a rule for the next day leaves of it.
        if len(written) > 1 and any(span.closes > MINUTES_A_DAY for span in (*rules.spans, *_with_times(rules))):
            return None
    except _CannotSay:
        return None
    return "; ".join(written)


def _with_times(rules: Rules) -> list[WeeklySpan]:
    return [WeeklySpan((), each.opens, each.closes) for each in rules.exceptions if each.opens and each.closes]


def _rules(rules: Rules) -> Iterator[str]:
    validity = _validity(rules.spans)
    suffix = _appointment(rules.spans)
    weekly, on_holidays = _weekly(rules.spans)
    is_unsaid = _unsaid_turn(rules)
    is_always = weekly == [("Mo-Su", ((0, MINUTES_A_DAY),))] and on_holidays is None and not (validity or suffix)
    yield from [ALWAYS] if is_always else [f"{validity}{days} {_times(times)}{suffix}" for days, times in weekly]
    if is_unsaid:
        if validity:
            raise _CannotSay
        yield from (f"{_TURN_OF_YEAR} {days} {_times(times)} unknown" for days, times in weekly)
    for days in _unknown_days(rules):
        yield from (f"{days} {names} {_times(times)} unknown" for names, times in weekly)
    if on_holidays is not None:
        yield f"{validity}PH {_times(on_holidays)}{suffix}" if on_holidays else "PH off"
        if on_holidays and (is_unsaid or any(each.status == "unknown" for each in rules.exceptions)):
            raise _CannotSay
    yield from _exceptions(rules)


def _validity(spans: Iterable[WeeklySpan]) -> str:
    """The range of dates of all spans, or nothing; the syntax cannot add rules of several ranges to each other."""
    ranges = {(span.first, span.last) for span in spans}
    if ranges == {(None, None)}:
        return ""
    ((first, last),) = ranges if len(ranges) == 1 else [(None, None)]
    if first is None or last is None:
        raise _CannotSay
    return f"{_date(first)}-{_date(last)} "


def _appointment(spans: Iterable[WeeklySpan]) -> str:
    kinds = {span.is_by_appointment for span in spans}
    if len(kinds) > 1:
        raise _CannotSay
    return ' unknown "by appointment"' if kinds == {True} else ""


def _weekly(spans: tuple[WeeklySpan, ...]) -> tuple[list[tuple[str, Times]], Times | None]:
    """The spans of days that are no holiday, by their days, and what holds on holidays (None: the same)."""
    if any(span.holidays is None for span in spans):
        raise _CannotSay
    numbered = {name for span in spans for name in span.byday if name not in WEEKDAYS}
    plain = {name for span in spans for name in span.byday if name in WEEKDAYS}
    if any(name[-2:] in plain for name in numbered):
        raise _CannotSay
    by_day = {name: _merged(s for s in spans if name in s.byday and s.holidays != "only") for name in WEEKDAYS}
    holidays = {name: _merged(s for s in spans if name in s.byday and s.holidays != "closed") for name in WEEKDAYS}
    rules = [(_days(names), times) for times, names in _grouped(by_day) if times]
    if numbered:
        modes = {span.holidays for span in spans}
        if len(modes) > 1 or modes == {"only"}:
            raise _CannotSay
        for name in sorted(numbered, key=lambda each: (WEEKDAYS.index(each[-2:]), each)):
            _refuse_overlap(name, numbered, spans)
            rules.append(
                (f"{_NAMES[WEEKDAYS.index(name[-2:])]}[{name[:-2]}]", _merged(s for s in spans if name in s.byday))
            )
        return rules, () if modes == {"closed"} else None
    if holidays == by_day:
        return rules, None
    (on_any, *others) = set(holidays.values())
    if others:
        raise _CannotSay
    return rules, on_any


def _refuse_overlap(name: str, numbered: set[str], spans: tuple[WeeklySpan, ...]) -> None:
    """The last of a month may also be its fourth or fifth, and the later rule would replace the earlier."""
    others = {each for each in numbered if each[-2:] == name[-2:] and each != name}
    times = {_merged(s for s in spans if each in s.byday) for each in (name, *others)}
    if name.startswith("-1") and others and len(times) > 1:
        raise _CannotSay


def _merged(spans: Iterable[WeeklySpan]) -> Times:
    return merged_times((span.opens, span.closes) for span in spans)


def _grouped(times_by_day: dict[str, Times]) -> list[tuple[Times, list[int]]]:
    groups: dict[Times, list[int]] = {}
    for number, name in enumerate(WEEKDAYS):
        groups.setdefault(times_by_day[name], []).append(number)
    return list(groups.items())


def _days(numbers: list[int]) -> str:
    """`Mo-Fr`, `Sa,Su`, `Mo,We-Fr`."""
    parts = []
    for run in runs_of(numbers):
        names = [_NAMES[number] for number in run]
        parts += [f"{names[0]}-{names[-1]}"] if len(run) >= MIN_RANGE else names
    return ",".join(parts)


def _times(times: Times) -> str:
    if any(closes - opens >= MINUTES_A_DAY and (opens, closes) != (0, MINUTES_A_DAY) for opens, closes in times):
        raise _CannotSay  # the clock would hide a day
    return ",".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in times)


def _clock(minute: int) -> str:
    if minute > MINUTES_A_DAY:
        minute -= MINUTES_A_DAY
    return f"{minute // 60:02}:{minute % 60:02}"


def _unsaid_turn(rules: Rules) -> bool:
    """Whether what would hold at the turn of the year is unknown; what exceptions say of its days comes later."""
    unsaid = unsaid_days(rules.exceptions)
    if 0 < len(unsaid) < DAYS_OF_TURN and any(
        each.status == "open" and each.opens is None for each in rules.exceptions
    ):
        raise _CannotSay  # one would have to bring back what was said to be unknown
    return bool(unsaid)


def _unknown_days(rules: Rules) -> Iterator[str]:
    """Days on which what would hold is unknown; as they leave closed what is closed, they stand before the holidays."""
    for each in rules.exceptions:
        if each.status == "unknown":
            others = [other for other in rules.exceptions if other is not each]
            days = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]
            if each.opens is not None or each.is_dated or any(other.is_dated for other in others):
                raise _CannotSay
            if any(each.covers(day) and other.covers(day) for other in others for day in days):
                raise _CannotSay
            yield _exceptional_days(each)


def _exceptions(rules: Rules) -> Iterator[str]:
    """The exceptions that close or open, the more decisive ones last."""
    usual = [each for each in rules.exceptions if each.status == "open" and each.opens is None]
    if usual and len(rules.exceptions) > len(usual):
        raise _CannotSay  # one would have to bring back what another took
    times_by_days: dict[tuple[bool, int, str], list[ExceptionalDays]] = {}
    for each in rules.exceptions:
        if each not in usual and each.status != "unknown":
            times_by_days.setdefault((each.is_dated, -each.length, _exceptional_days(each)), []).append(each)
    ranks = [key[:2] for key in times_by_days]
    if len(ranks) > len(set(ranks)):
        raise _CannotSay  # of the same weight, they would be added to each other
    for (_, _, days), rows in sorted(times_by_days.items()):
        if any(row.status == "closed" and row.opens is None for row in rows):
            yield f"{days} off"
        elif any(row.status == "closed" for row in rows):
            raise _CannotSay
        else:
            times = _merged(
                WeeklySpan((), row.opens, row.closes)
                for row in rows
                if row.opens is not None and row.closes is not None
            )
            yield f"{days} {_times(times)}"


def _exceptional_days(row: ExceptionalDays) -> str:
    first, last = row.first, row.last
    if isinstance(first, date) and isinstance(last, date):
        return _date(first) if first == last else f"{_date(first)}-{_date(last)}"
    if isinstance(first, date) or isinstance(last, date):
        raise _CannotSay
    if (2, 29) in (first, last):
        raise _CannotSay  # evaluators disagree on what a range from or to it means in other years
    return _month_day(first) if first == last else f"{_month_day(first)}-{_month_day(last)}"


def _date(day: date) -> str:
    return f"{day.year} {_month_day((day.month, day.day))}"


def _month_day(day: tuple[int, int]) -> str:
    return f"{_MONTHS[day[0] - 1]} {day[1]}"
