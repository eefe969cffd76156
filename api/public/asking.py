"""What a reader may ask: the parameters of a read, from an address or from the body of a search.

Both speak the same names and are held to the same rules, so both are read here: an unknown name, a repeated single
value, an empty value, null, an unknown id are faults, and all faults of a request are told at once. Past this module
what was asked is trusted: ids exist, tags are canonical, moments are aware.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import MAXYEAR, UTC, datetime
from typing import Annotated, Any, Literal, TypeVar, cast

from fastapi import Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo

from api.directory.faults import Fault, Refusal, faults_of
from api.directory.finding import ServiceQuery
from api.directory.snapshot import Directory
from api.directory.values import ContactType
from api.localization.catalogs import say
from api.localization.formats import COUNTRY, prefecture_codes
from api.localization.tags import is_well_formed, spoken_language
from api.problems import InputProblem, Location, Problem
from api.public.cursors import Cursor, CursorError, read_cursor

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
MAX_VALUES = 50  # of a parameter that may be repeated
MAX_BODY_BYTES = 64 * 1024
MAX_WORDS_LENGTH = 500  # characters that somebody types of their trouble
MAX_DEPTH = 8  # of a body
MAX_SHOWN_CHARACTERS = 200  # of a refused value that is sent back
FIRST_MOMENT, LAST_MOMENT = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:)(\d{2})(\.\d+)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)"  # RFC 3339
)


LocatedFault = tuple[Location, str, Fault]


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


Asked = TypeVar("Asked", bound=Question)


def from_address(question: type[Asked]) -> Callable[[Request], Awaitable[Asked]]:
    """A dependency that reads `question` from the query of the address."""

    async def read(request: Request) -> Asked:
        given: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            given.setdefault(name, []).append(value)
        faults: list[LocatedFault] = []
        values: dict[str, Any] = {}
        for name, texts in given.items():
            if name not in question.model_fields:
                faults.append(("query", name, Fault("unknown-parameter", (name,), texts[0])))
            elif _is_list(question, name):
                values[name] = texts
            elif len(texts) > 1:
                faults.append(("query", name, Fault("repeated", (name,), texts)))
            elif not texts[0]:
                faults.append(("query", name, Fault("empty", (name,), "")))
            else:
                values[name] = _read_text(question, name, texts[0])
        return _validate(question, values, faults, request, "query")

    return read


async def from_body(request: Request) -> ListQuestion:
    """A dependency that reads the question of a search from the request's JSON body.

    Raises:
        Problem: 413 for a body over `MAX_BODY_BYTES`, 415 for another type than JSON.
        InputProblem: for all else that is wrong with it.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Problem("unsupported-media-type", say("Send the filters as JSON, with Content-Type: application/json."))
    faults: list[LocatedFault] = []
    for name, text in request.query_params.multi_items():
        code = "in-the-body" if name in ListQuestion.model_fields else "unknown-parameter"
        faults.append(("query", name, Fault(code, (name,), text)))
    document = _read_object(await _read_body(request), faults)
    values: dict[str, Any] = {}
    for name, value in document.items():
        if name not in ListQuestion.model_fields:
            faults.append(_in_body(Fault("unknown-field", (name,), value)))
        elif value is None:
            faults.append(_in_body(Fault("null", (name,))))
        elif value == []:
            faults.append(_in_body(Fault("empty", (name,), value)))
        else:
            # 20.0 is the whole number 20 to JSON.
            values[name] = int(value) if isinstance(value, float) and value.is_integer() else value
    return _validate(ListQuestion, values, faults, request, "body")


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise Problem("body-too-large", say("A search takes at most {limit} bytes.", limit=MAX_BODY_BYTES))
    return bytes(body)


class _Members(dict[str, Any]):
    """A JSON object that remembers which of its names came more than once."""

    def __init__(self, members: list[tuple[str, Any]]) -> None:
        super().__init__(members)
        counts = Counter(name for name, _ in members)
        self.repeated = [name for name, count in counts.items() if count > 1]


def _read_object(body: bytes, faults: list[LocatedFault]) -> dict[str, Any]:
    """The object of a body. What is wrong with it as JSON is raised together with `faults`."""
    try:
        document = json.loads(
            body.decode(),
            object_pairs_hook=_Members,
            parse_constant=_refuse_constant,
            parse_float=_read_float,
            parse_int=_read_int,
        )
    except (ValueError, RecursionError):
        raise InputProblem([*faults, _in_body(Fault("not-json"))]) from None
    if _is_deeper(document, MAX_DEPTH):
        raise InputProblem([*faults, _in_body(Fault("too-deep"))])
    if not isinstance(document, _Members):
        raise InputProblem([*faults, _in_body(Fault("not-an-object", (), document))])
    faults += [_in_body(Fault("repeated", (name,))) for name in document.repeated]
    return {name: value for name, value in document.items() if name not in document.repeated}


def _refuse_constant(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are not JSON


def _read_float(text: str) -> float | str:
    """A number, or its text where it is too large to be one here: the field's own rule will refuse that."""
    number = float(text)
    return number if math.isfinite(number) else text


def _read_int(text: str) -> int | str:
    """The same for whole numbers: Python refuses to read very long ones."""
    return int(text) if len(text) <= MAX_SHOWN_CHARACTERS else text


def _is_deeper(value: object, depth: int) -> bool:
    level = [value]
    for _ in range(depth):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return bool(level)


def _validate(
    question: type[Asked], given: Mapping[str, Any], faults: list[LocatedFault], request: Request, location: Location
) -> Asked:
    directory: Directory = request.app.state.publisher.directory
    # A single value stands for a list of one.
    alone = {name for name, value in given.items() if _is_list(question, name) and not isinstance(value, list)}
    values = {name: [value] if name in alone else value for name, value in given.items()}
    try:
        asked = question.model_validate(values, context=directory)
    except ValidationError as error:
        for fault in faults_of(error):
            place = fault.place[:1] if fault.place[0] in alone else fault.place
            moved = replace(fault, place=place)
            faults.append(_in_body(moved) if location == "body" else (location, str(place[0]), moved))
    if faults:
        locale = values.get("locale")  # the problem is told in the locale asked for, if that is not what is wrong
        request.state.asked_locale = locale if isinstance(locale, str) and is_well_formed(locale) else None
        raise InputProblem((where, name, _shortened(fault)) for where, name, fault in faults)
    request.state.asked_locale = asked.locale
    return asked


def _in_body(fault: Fault) -> LocatedFault:
    return "body", fault.pointer, _shortened(fault)


def _shortened(fault: Fault) -> Fault:
    """The fault with a value short enough to send back."""
    value = fault.value
    if isinstance(value, str):
        shown: Any = value[:MAX_SHOWN_CHARACTERS]
    else:
        shown = value if len(json.dumps(value, default=str)) <= MAX_SHOWN_CHARACTERS else None
    return replace(fault, value=shown)


def _is_list(question: type[Question], name: str) -> bool:
    field = question.model_fields.get(name)
    return field is not None and field.default == []


def _read_text(question: type[Question], name: str, text: str) -> object:
    """A value of the address as the JSON value that it stands for, or as it is where it stands for none."""
    default_type = question.model_fields[name].annotation
    if default_type == bool | None:
        return {"true": True, "false": False}.get(text, text)
    if default_type is int:
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text
    return text
