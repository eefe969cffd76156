"""What a reader may ask, and the rule of each value: past it ids exist, tags are canonical, moments are aware.

How a question is sent, in an address or in the body of a search, is `asking.py`'s part.
"""

import re
from datetime import MAXYEAR, UTC, datetime
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from api.directory.faults import Refusal
from api.directory.finding import ServiceQuery
from api.directory.snapshot import Directory
from api.directory.values import ContactType
from api.localization.formats import COUNTRY, prefecture_codes
from api.localization.tags import is_well_formed, spoken_language
from api.public.cursors import Cursor, CursorError, read_cursor

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
MAX_VALUES = 50  # of a parameter that may be repeated
MAX_WORDS_LENGTH = 500  # characters that somebody types of their trouble
FIRST_MOMENT, LAST_MOMENT = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:)(\d{2})(\.\d+)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)"  # RFC 3339
)


def _moment(value: str) -> datetime:
    match = _MOMENT.fullmatch(value)
    if not match or not value.isascii():
        raise Refusal("not-a-moment")
    day, minutes, seconds, fraction, offset = match.groups()
    seconds = "59" if seconds == "60" else seconds  # a leap second, which Python's clock does not have
    try:
        moment = datetime.fromisoformat(f"{day}T{minutes}{seconds}{(fraction or '')[:7]}{offset.upper()}")
    except ValueError:
        raise Refusal("not-a-moment") from None
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # within a day of the first or last moment that the calendar has
        return LAST_MOMENT if moment.year == MAXYEAR else FIRST_MOMENT


def _moment_or_now(value: str) -> datetime | Literal["now"]:
    return "now" if value == "now" else _moment(value)


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise Refusal("not-text")
    if not value:
        raise Refusal("empty")
    return value


def _tag(value: str) -> str:
    if not is_well_formed(value):
        raise Refusal("not-a-tag")
    return value


def _area(value: str) -> str:
    if value != COUNTRY and value not in prefecture_codes():
        raise Refusal("unknown-area")
    return value


def _need(value: str, info: ValidationInfo) -> str:
    if value not in _directory_of(info).needs:
        raise Refusal("unknown-need")
    return value


def _organization(value: str, info: ValidationInfo) -> str:
    if value not in _directory_of(info).organizations:
        raise Refusal("unknown-organization")
    return value


def _channel(value: str) -> ContactType:
    try:
        return ContactType(value)
    except ValueError:
        raise Refusal("not-one-of", expected=", ".join(ContactType)) from None


def _words(value: str) -> str:
    if len(value) > MAX_WORDS_LENGTH:
        raise Refusal("too-long", limit=str(MAX_WORDS_LENGTH))
    if not value.strip():
        raise Refusal("empty")
    return value


def _cursor(value: str) -> Cursor:
    try:
        return read_cursor(value)
    except CursorError:
        raise Refusal("invalid-cursor") from None


def _directory_of(info: ValidationInfo) -> Directory:
    return cast("Directory", info.context)


Said = BeforeValidator(_text)
TagValue = Annotated[str, Said, AfterValidator(_tag)]
MomentValue = Annotated[Any, Said, AfterValidator(_moment)]
MomentOrNow = Annotated[Any, Said, AfterValidator(_moment_or_now)]


class Question(BaseModel):
    """What every read takes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    locale: TagValue | None = None


class ServiceQuestion(Question):
    """What the read of one service takes besides."""

    open_at: MomentOrNow | None = None


class ListQuestion(ServiceQuestion):
    """What the list and the search of services take."""

    need: Annotated[list[Annotated[str, Said, AfterValidator(_need)]], Field(max_length=MAX_VALUES)] = []
    language: Annotated[list[TagValue], Field(max_length=MAX_VALUES)] = []
    language_match: Literal["possible", "stated"] | None = None
    channel: Annotated[list[Annotated[Any, Said, AfterValidator(_channel)]], Field(max_length=MAX_VALUES)] = []
    organization: Annotated[
        list[Annotated[str, Said, AfterValidator(_organization)]], Field(max_length=MAX_VALUES)
    ] = []
    area: Annotated[str, Said, AfterValidator(_area)] | None = None
    free_of_charge: bool | None = None
    anonymous: bool | None = None
    only_known_hours: bool | None = None
    q: Annotated[str, Said, AfterValidator(_words)] | None = None
    updated_since: MomentValue | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    cursor: Annotated[Any, Said, AfterValidator(_cursor)] | None = None

    def query_of(self, directory: Directory) -> ServiceQuery:
        """The filters, in a form in which equal filters are equal whatever their order."""
        return ServiceQuery(
            needs=tuple(sorted(set(self.need))),
            languages=tuple(sorted({spoken_language(tag) for tag in self.language})),
            is_language_stated=self.language_match == "stated",
            channels=tuple(sorted(set(self.channel))),
            organizations=tuple(sorted(set(self.organization))),
            area=self.area,
            is_free_of_charge=bool(self.free_of_charge),
            is_anonymous=bool(self.anonymous),
            open_at=self.open_at,
            are_hours_known=bool(self.only_known_hours),
            updated_since=self.updated_since,
            meaning=None if self.q is None else directory.meaning_of(self.q),
        )
