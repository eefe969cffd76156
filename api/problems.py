"""What can go wrong with a request, and the one renderer to `application/problem+json` (RFC 9457).

    Problem            status, type, title and detail
    ├─ InputProblem    422 with every fault: where, what was given, why it is refused
    └─ the rest are made by the functions below, named after what is wrong

A type is a stable path, `/problems/<kind>`; that path answers with what the kind means.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NotRequired

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import TypedDict

from api.directory.faults import Fault
from api.localization.catalogs import Sentence, say
from api.localization.reasons import reason_for
from api.localization.words import Words

PROBLEM_MEDIA_TYPE = "application/problem+json"
MAX_FAULTS_TOLD = 50
Location = Literal["query", "body", "path", "header"]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A type of problem: its status and its title, the same each time."""

    status: int
    title: Sentence


KINDS: Mapping[str, ProblemKind] = {
    "invalid-input": ProblemKind(422, say("Some of what was sent cannot be used")),
    "unknown-parameter": ProblemKind(422, say("There is no such parameter")),
    "unknown-need": ProblemKind(422, say("There is no such need")),
    "unknown-organization": ProblemKind(422, say("There is no such organization")),
    "unknown-area": ProblemKind(422, say("There is no such area")),
    "invalid-cursor": ProblemKind(422, say("The cursor cannot be used")),
    "not-found": ProblemKind(404, say("Not found")),
    "gone": ProblemKind(410, say("No longer offered")),
    "method-not-allowed": ProblemKind(405, say("Method not allowed")),
    "body-too-large": ProblemKind(413, say("The body is too large")),
    "unsupported-media-type": ProblemKind(415, say("The body is not JSON")),
    "bad-request": ProblemKind(400, say("The request cannot be read")),
    "internal-error": ProblemKind(500, say("Something went wrong here")),
    "unavailable": ProblemKind(503, say("Not available at the moment")),
}
# Fault codes that have a kind of their own; all others are `invalid-input`.
_KIND_BY_CODE = {
    "unknown-parameter": "unknown-parameter",
    "unknown-need": "unknown-need",
    "unknown-organization": "unknown-organization",
    "unknown-area": "unknown-area",
    "invalid-cursor": "invalid-cursor",
    "foreign-cursor": "invalid-cursor",
}


class InputFaultOut(TypedDict):
    """One thing that is wrong with the input."""

    location: Location
    name: str
    value: Any
    reason: str


class ProblemOut(TypedDict):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    fallbacks: dict[str, str]
    errors: NotRequired[list[InputFaultOut]]
    replaced_by: NotRequired[str | None]


class Problem(Exception):  # noqa: N818  (RFC 9457's word)
    """A request that cannot be answered as asked."""

    def __init__(self, kind: str, detail: Sentence, headers: Mapping[str, str] | None = None) -> None:
        """Of a kind of `KINDS`, with what is the matter this time."""
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})

    def fields(self, words: Words) -> dict[str, Any]:
        """Further members of the document."""
        del words
        return {}


class InputProblem(Problem):
    """Input that cannot be used, with every fault of it."""

    def __init__(self, faults: Iterable[tuple[Location, str, Fault]]) -> None:
        """Each fault with its location and the name of the parameter or the JSON Pointer of the field."""
        self.faults = list(faults)[:MAX_FAULTS_TOLD]
        kinds = {_KIND_BY_CODE.get(fault.code, "invalid-input") for _, _, fault in self.faults}
        detail = say("Nothing was looked up. Each entry of errors names what to correct.")
        super().__init__(kinds.pop() if len(kinds) == 1 else "invalid-input", detail)

    def fields(self, words: Words) -> dict[str, Any]:
        """The faults, in words."""
        return {
            "errors": [
                InputFaultOut(
                    location=location,
                    name=name,
                    value=fault.value,
                    reason=words.sentence(reason_for(fault.code, fault.values), f"/errors/{number}/reason"),
                )
                for number, (location, name, fault) in enumerate(self.faults)
            ]
        }


class Gone(Problem):
    """A service that is no longer offered."""

    def __init__(self, replaced_by: str | None) -> None:
        """With the id of what replaced it, if anything did."""
        super().__init__("gone", say("This service is no longer offered. Do not use a number that you noted for it."))
        self.replaced_by = replaced_by

    def fields(self, words: Words) -> dict[str, Any]:
        """What replaced it."""
        del words
        return {"replaced_by": self.replaced_by}


def not_found() -> Problem:
    """Nothing is at this address."""
    return Problem("not-found", say("There is nothing at this address."))


def method_not_allowed(allow: str) -> Problem:
    """The address answers to other methods, those of `allow`."""
    detail = say("This address does not answer to this method. The Allow header names those it answers to.")
    return Problem("method-not-allowed", detail, {"Allow": allow})


def problem_of(error: HTTPException) -> Problem:
    """The framework's own errors, in our words."""
    headers = error.headers or {}
    if error.status_code == KINDS["method-not-allowed"].status:
        return method_not_allowed(headers.get("Allow", ""))
    if error.status_code == KINDS["not-found"].status:
        return not_found()
    return Problem("bad-request", say("The request does not follow the rules of HTTP."), headers)


def unreadable_request_document() -> tuple[str, bytes]:
    """The media type and the document for what is not HTTP, in English: nothing of it could be read."""
    problem = problem_of(HTTPException(KINDS["bad-request"].status))
    kind = KINDS[problem.kind]
    document = ProblemOut(
        type=f"/problems/{problem.kind}",
        title=str(kind.title),
        status=kind.status,
        detail=str(problem.detail),
        instance="/",
        fallbacks={},
    )
    return PROBLEM_MEDIA_TYPE, json.dumps(document).encode()


def render(problem: Problem, request: Request, words: Words) -> Response:
    """The problem as a response in the words' locale."""
    kind = KINDS[problem.kind]
    document = {
        "type": f"/problems/{problem.kind}",
        "title": words.sentence(kind.title, "/title"),
        "status": kind.status,
        "detail": words.sentence(problem.detail, "/detail"),
        "instance": request.scope["raw_path"].decode("ascii"),
        **problem.fields(words),
        "fallbacks": words.fallbacks,
    }
    # Values come from the caller and may hold what UTF-8 cannot (lone surrogates), which is shown escaped.
    body = json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace")
    headers = {
        **problem.headers,
        "Content-Language": words.locale,
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
    }
    return Response(body, kind.status, headers, media_type=PROBLEM_MEDIA_TYPE)
