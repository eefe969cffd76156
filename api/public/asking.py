"""How a question is sent: in an address, or in the body of a search.

Both speak the same names and are held to the same rules (`questions.py`), so both are read here: an unknown name, a
repeated single value, an empty value, null are faults, and all faults of a request are told at once.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import Request
from pydantic import ValidationError

from api.directory.faults import Fault, faults_of
from api.localization.catalogs import say
from api.localization.tags import is_well_formed
from api.problems import InputProblem, Location, Problem
from api.public.questions import ListQuestion, Question

if TYPE_CHECKING:
    from api.directory.snapshot import Directory

MAX_BODY_BYTES = 64 * 1024
MAX_DEPTH = 8  # of a body
MAX_SHOWN_CHARACTERS = 200  # of a refused value that is sent back

LocatedFault = tuple[Location, str, Fault]


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
