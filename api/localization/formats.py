"""Names and dates from CLDR (through Babel) and ISO 3166-2 (through pycountry), never from a catalog of ours.

A name is taken from the first locale of a fallback chain that has it, and comes with the tag that it is really in. In
plain Japanese, which CLDR does not know, it is CLDR's Japanese with readings.
"""

import gettext
import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import lru_cache
from typing import Literal

import babel
import pycountry
from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.lists import format_list

from api.localization.catalogs import Said
from api.localization.readings import PLAIN_JAPANESE, is_read, with_readings

COUNTRY = "JP"
END_OF_DAY = 24 * 60  # minutes
THIN_SPACE = "\N{THIN SPACE}"  # around CLDR's dash: a phone's screen is narrow
_GETTEXT_NAMES = {"zh_Hant": ["zh_TW"], "zh_Hans": ["zh_CN"]}  # gettext knows regions where CLDR knows scripts
MIN_RANGE = 3  # days in a row that are said as a range
_TIGHT = re.compile(r"(?<=[0-9.])(?=[\u0e00-\u0e7f])|(?<=[\u0e00-\u0e7f])(?=[0-9])")  # Thai: `12:00 น.และ13:00 น.`
WIDE_MONTHS = frozenset({"my"})  # where a short month is another word: ဒီ is December and "this"
TextDirection = Literal["ltr", "rtl"]


@lru_cache(maxsize=256)
def cldr(tag: str) -> babel.Locale | None:
    """CLDR's data for a BCP 47 tag, or None where CLDR has none."""
    try:
        return babel.Locale.parse(tag, sep="-")
    except (babel.UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=4096)
def language_name(tag: str, chain: tuple[str, ...]) -> Said:
    """The name of a language (`vi` → 'Vietnamese'); the tag itself where CLDR names it in no language of the chain."""
    for locale_tag in chain:
        locale = cldr(locale_tag)
        name = locale.languages.get(tag.replace("-", "_")) if locale else None
        if name and (said := _as_said(name, locale_tag)):
            return said
    return Said(tag, tag)


def _as_said(text: str, locale_tag: str) -> Said | None:
    """A text of CLDR in a locale; None where the locale wants readings that are not known."""
    if locale_tag != PLAIN_JAPANESE:
        return Said(text, locale_tag)
    read = with_readings(text)
    return Said(read, locale_tag) if is_read(read) else None


def _read_out(text: str, locale_tag: str) -> str:
    """A date or a day of the week, all of whose words have readings."""
    return with_readings(text) if locale_tag == PLAIN_JAPANESE else text


@lru_cache(maxsize=1024)
def autonym(tag: str) -> str:
    """What the speakers of a language call it (`vi` → 'Tiếng Việt'); the tag where CLDR does not know."""
    locale = cldr(tag)
    return (locale.get_display_name(locale) if locale else None) or tag


@lru_cache(maxsize=1024)
def text_direction(tag: str) -> TextDirection:
    """`rtl` for languages that are written from right to left, else `ltr`."""
    locale = cldr(tag)
    return "rtl" if locale and locale.text_direction == "rtl" else "ltr"


@lru_cache(maxsize=4096)
def area_name(code: str, chain: tuple[str, ...]) -> Said:
    """The name of `JP` or of a prefecture by its ISO 3166-2 code (`JP-13` → 'Tokyo')."""
    if code == COUNTRY:
        for locale_tag in chain:
            locale = cldr(locale_tag)
            name = locale.territories.get(code) if locale else None
            if name and (said := _as_said(name, locale_tag)):
                return said
    subdivision = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]  # pycountry types only some
    if subdivision is None:
        return Said(code, "und")
    for locale_tag in chain:
        if locale_tag == "en":
            break
        translated = _prefecture_names(locale_tag).gettext(subdivision.name)
        if translated != subdivision.name and (said := _as_said(translated, locale_tag)):
            return said
    return Said(subdivision.name, "en")


@lru_cache(maxsize=64)
def _prefecture_names(locale_tag: str) -> gettext.NullTranslations:
    locale = cldr(locale_tag)
    names = _GETTEXT_NAMES.get(str(locale)) or ([str(locale), locale.language] if locale else [])
    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=names, fallback=True)


@lru_cache(maxsize=1)
def prefecture_codes() -> frozenset[str]:
    """The ISO 3166-2 codes of the 47 prefectures."""
    subdivisions = pycountry.subdivisions.get(country_code=COUNTRY)  # type: ignore[no-untyped-call]  # as above
    return frozenset(subdivision.code for subdivision in subdivisions)


def long_date(day: date, locale_tag: str) -> str:
    """A day in CLDR's long format of the locale (`26 August 2025`, `2025年8月26日`)."""
    return _read_out(format_date(day, format="long", locale=_cldr_or_english(locale_tag)), locale_tag)


def listed(parts: Iterable[str], locale_tag: str) -> str:
    """Parts in a row, by CLDR (`A, B, and C`); what it joins without a space is kept apart from figures."""
    return _TIGHT.sub(" ", format_list(list(parts), style="standard", locale=_cldr_or_english(locale_tag)))


def weekdays(numbers: Sequence[int], locale_tag: str) -> str:
    """Days of the week (0 is Monday), in order, by CLDR's short names; three or more in a row as `Mon–Fri`.

    Plain Japanese has the whole names: 月 alone is a word of its own.
    """
    width: Literal["wide", "abbreviated"] = "wide" if locale_tag == PLAIN_JAPANESE else "abbreviated"
    numbered = get_day_names(width, locale=_cldr_or_english(locale_tag))
    names = {number: _read_out(name, locale_tag) for number, name in numbered.items()}
    parts: list[str] = []
    for run in runs_of(numbers):
        if len(run) >= MIN_RANGE:
            parts.append(_ranged(names[run[0]], names[run[-1]], locale_tag))
        else:
            parts += [names[number] for number in run]
    return listed(parts, locale_tag)


def runs_of(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers in order, those that follow each other together: 0, 1, 2, 5 → [0, 1, 2], [5]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def clock_span(opens: int, closes: int, locale_tag: str) -> str:
    """A span between two times of day, in minutes from midnight, on the locale's 24-hour clock (`09:00–17:00`)."""
    return _ranged(_clock(opens, locale_tag), _clock(closes, locale_tag), locale_tag)


def days_of_year(first: date | tuple[int, int], last: date | tuple[int, int], locale_tag: str) -> str:
    """A day or days, dates or `(month, day)` of each year (`Dec 28–Jan 3`, `Dec 30, 2026`)."""
    if first == last:
        return _short_day(first, locale_tag)
    return _ranged(_short_day(first, locale_tag), _short_day(last, locale_tag), locale_tag)


def _cldr_or_english(locale_tag: str) -> babel.Locale:
    return cldr(locale_tag) or babel.Locale("en")


def _ranged(first: str, last: str, locale_tag: str) -> str:
    pattern = str(_cldr_or_english(locale_tag).interval_formats[None])
    return pattern.replace(THIN_SPACE, "").replace("{0}", first).replace("{1}", last)


def _clock(minutes: int, locale_tag: str) -> str:
    locale = _cldr_or_english(locale_tag)
    if minutes == END_OF_DAY:  # for which no library has a moment
        return _clock(minutes - 60, locale_tag).replace("23", "24")
    moment = time(minutes // 60 % 24, minutes % 60)
    return format_time(moment, locale.datetime_skeletons["Hm"].pattern, locale=locale)


def _short_day(day: date | tuple[int, int], locale_tag: str) -> str:
    locale = _cldr_or_english(locale_tag)
    month = "MMMM" if locale_tag in WIDE_MONTHS else "MMM"
    if isinstance(day, date):
        if locale_tag in WIDE_MONTHS:
            return long_date(day, locale_tag)
        return _read_out(format_skeleton("yMMMd", day, locale=locale), locale_tag)
    # A leap year: 29 February is a day.
    return _read_out(format_skeleton(f"{month}d", date(2024, *day), locale=locale), locale_tag)
