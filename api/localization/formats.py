"""Names and dates from CLDR (through Babel) and ISO 3166-2 (through pycountry), never from a catalog of ours.

Every function takes the fallback chain of the answer's locale and returns the text with the tag that it is really in.
"""

import gettext
from datetime import date
from functools import lru_cache
from typing import Literal

import babel
import pycountry
from babel.dates import format_date

from api.localization.catalogs import Said

COUNTRY = "JP"
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
        if locale and (name := locale.languages.get(tag)):
            return Said(name, locale_tag)
    return Said(tag, tag)


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
            if locale and (name := locale.territories.get(code)):
                return Said(name, locale_tag)
    subdivision = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]  # pycountry types only some
    if subdivision is None:
        return Said(code, "und")
    for locale_tag in chain:
        if locale_tag == "en":
            break
        translated = _prefecture_names(locale_tag).gettext(subdivision.name)
        if translated != subdivision.name:
            return Said(translated, locale_tag)
    return Said(subdivision.name, "en")


@lru_cache(maxsize=64)
def _prefecture_names(locale_tag: str) -> gettext.NullTranslations:
    locale = cldr(locale_tag)
    names = [str(locale), locale.language] if locale else []
    return gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=names, fallback=True)


@lru_cache(maxsize=1)
def prefecture_codes() -> frozenset[str]:
    """The ISO 3166-2 codes of the 47 prefectures."""
    subdivisions = pycountry.subdivisions.get(country_code=COUNTRY)  # type: ignore[no-untyped-call]  # as above
    return frozenset(subdivision.code for subdivision in subdivisions)


def long_date(day: date, locale_tag: str) -> str:
    """A day in CLDR's long format of the locale (`26 August 2025`, `2025年8月26日`)."""
    return format_date(day, format="long", locale=cldr(locale_tag) or babel.Locale("en"))
