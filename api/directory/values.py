"""The kinds of value that a record has: texts, ids, tags, addresses, days and times, each with the rule it must follow.

A value that breaks its rule is refused with a code (`Refusal`); how that is said is `localization/reasons.py`'s part.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from api.directory.dialing import UnknownNumberError, read_number
from api.directory.faults import Refusal
from api.localization.formats import COUNTRY, prefecture_codes
from api.localization.tags import is_well_formed, spoken_language

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
RESERVED_SERVICE_IDS = frozenset({"search"})  # an address of the API stands where the id of a service does
MAX_TEXT_LENGTH = 2000
MAX_PHRASE_LENGTH = 200
MAX_PHRASES = 1000  # of one need in one locale


class ServiceStatus(StrEnum):
    """HSDS service status."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    TEMPORARILY_CLOSED = "temporarily closed"
    DEFUNCT = "defunct"


class ContactType(StrEnum):
    """The ways to reach a service (schema.org contactType, closed to what the contract names)."""

    PHONE = "phone"
    WEB_FORM = "web_form"
    WEB_PAGE = "web_page"
    CHAT = "chat"
    EMAIL = "email"
    IN_PERSON = "in_person"


class Cost(StrEnum):
    """Who pays for the contact, where the evidence says so."""

    FREE = "free"
    CALLER_PAYS = "caller_pays"
    UNKNOWN = "unknown"


class LanguagesStated(StrEnum):
    """How the sources speak about languages: named, promised without names, or not at all."""

    LISTED = "listed"
    FOREIGN_UNLISTED = "foreign_unlisted"
    NOT_STATED = "not_stated"


class LanguageMode(StrEnum):
    """Who speaks the language."""

    NATIVE = "native"
    INTERPRETER = "interpreter"
    MACHINE = "machine"
    UNSPECIFIED = "unspecified"


class VerificationMethod(StrEnum):
    """How somebody checked a service."""

    CALL = "call"
    WEBSITE = "website"
    AGENCY = "agency"
    DOCUMENT = "document"


WITH_HOURS = frozenset({ContactType.PHONE, ContactType.CHAT, ContactType.IN_PERSON})
WITH_URL = frozenset({ContactType.WEB_FORM, ContactType.WEB_PAGE, ContactType.CHAT})

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"<[A-Za-z!/][^>]*>")
_URL = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][!-~]*)?")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ISO_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS = range(1900, 2200)
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")


def _plain_text(value: str) -> str:
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        raise Refusal("empty")
    if _CONTROL.search(text):
        raise Refusal("control-character")
    if _MARKUP.search(text):
        raise Refusal("markup")
    return text


def _plain_phrases(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Each phrase as a plain text. They are looked at all at once: there are tens of thousands, and hardly a fault."""
    together = "\n".join(phrases)
    is_plain = unicodedata.is_normalized("NFC", together) and not _CONTROL.search(together)
    if is_plain and not _MARKUP.search(together) and all(phrase and phrase == phrase.strip() for phrase in phrases):
        return phrases
    plain = []
    for number, phrase in enumerate(phrases):
        try:
            plain.append(_plain_text(phrase))
        except Refusal as refusal:
            raise Refusal(refusal.code, at=(number,), **refusal.values) from None
    return tuple(plain)


def _web_address(value: str) -> str:
    if not _URL.fullmatch(value):
        raise Refusal("not-a-url")
    return value


def _email_address(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise Refusal("not-an-email")
    return value


def _dialable(value: str) -> str:
    try:
        return read_number(value).display
    except UnknownNumberError:
        raise Refusal("not-a-number") from None


def _locale_tag(value: str) -> str:
    if not is_well_formed(value):
        raise Refusal("not-a-tag")
    return value


def _spoken_tag(value: str) -> str:
    if not is_well_formed(value):
        raise Refusal("not-a-tag")
    if (canonical := spoken_language(value)) != value:
        raise Refusal("not-canonical", canonical=canonical)
    return value


def _area_code(value: str) -> str:
    if value != COUNTRY and value not in prefecture_codes():
        raise Refusal("unknown-area")
    return value


def _iso_date(value: str) -> str:
    """An ISO 8601 date, as precise as the source shows it: `2025`, `2025-08` or `2025-08-26`."""
    match = _ISO_DATE.fullmatch(value)
    try:
        is_date = match and date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        is_date = None
    if not is_date:
        raise Refusal("not-a-date")
    return value


def _day(value: str) -> str:
    """An exception's day: `MM-DD`, each year, or an ISO 8601 date."""
    text = f"2024-{value}" if _MONTH_DAY.fullmatch(value) else value  # a leap year: 02-29 is a day
    try:
        is_day = _FULL_DATE.fullmatch(text) and date.fromisoformat(text)
    except ValueError:
        is_day = None
    if not is_day:
        raise Refusal("not-a-day")
    return value


def _full_date(value: object) -> object:
    """A whole ISO 8601 date of our times (pydantic alone would take `0` for 1970-01-01)."""
    try:
        if isinstance(value, str) and _FULL_DATE.fullmatch(value):
            value = date.fromisoformat(value)
    except ValueError:
        raise Refusal("not-a-date") from None
    if not isinstance(value, date) or value.year not in _YEARS:
        raise Refusal("not-a-date")
    return value


def _null_if_unknown(value: object) -> object:
    """`cost: unknown` and an absent cost are the same statement."""
    return Cost.UNKNOWN if value is None else value


def _not_reserved(value: str) -> str:
    if value in RESERVED_SERVICE_IDS:
        raise Refusal("reserved")
    return value


Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
ServiceId = Annotated[Slug, AfterValidator(_not_reserved)]
Text = Annotated[str, StringConstraints(max_length=MAX_TEXT_LENGTH), AfterValidator(_plain_text)]
Phrases = Annotated[
    tuple[Annotated[str, StringConstraints(max_length=MAX_PHRASE_LENGTH)], ...],
    Field(min_length=1, max_length=MAX_PHRASES),
    AfterValidator(_plain_phrases),
]
LocaleTag = Annotated[str, AfterValidator(_locale_tag)]
Texts = Annotated[dict[LocaleTag, Text], Field(min_length=1, max_length=100)]
WebAddress = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_web_address)]
Day = Annotated[date, BeforeValidator(_full_date)]
OpeningTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
ClosingTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]
Byday = Annotated[str, StringConstraints(pattern=r"^([1-5]|-1)?(MO|TU|WE|TH|FR|SA|SU)$")]
IsoDate = Annotated[str, AfterValidator(_iso_date)]
ExceptionDay = Annotated[str, AfterValidator(_day)]
AreaCode = Annotated[str, AfterValidator(_area_code)]
SpokenTag = Annotated[str, AfterValidator(_spoken_tag)]
PrintedNumber = Annotated[str, AfterValidator(_dialable)]
EmailAddress = Annotated[str, AfterValidator(_email_address)]
Locator = Annotated[str, StringConstraints(max_length=200), AfterValidator(_plain_text)]
KnownCost = Annotated[Cost, BeforeValidator(_null_if_unknown)]
