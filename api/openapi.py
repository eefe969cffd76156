"""The OpenAPI 3.1 description: parameters with the ids of today's directory, the headers, the problems, true examples.

FastAPI describes the routes and their answers; the parameters are ours, because `public/asking.py` reads them. The
description is made anew for each directory, so that it never names a need that is not there, and its examples are real
answers.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from api.directory.verification import ZONE
from api.problems import PROBLEM_MEDIA_TYPE, ProblemOut
from api.public.parameters import filter_schemas
from api.public.questions import ListQuestion, Question, ServiceQuestion
from api.public.reading import View
from api.public.rendering import Asked
from api.public.services import answer_list

TITLE = "Victim Help Directory"
VERSION = "1.0.0"
DESCRIPTION = """
The places in Japan that help people who are trafficked, exploited, abused or afraid: numbers, web forms, languages,
agencies, each with where it was found. `null`, `unknown` and `not_stated` mean that no source says it.

No key is needed to read. Nothing about who asks, or for what, is stored. `POST /v1/services/search` keeps what
is asked out of addresses.
"""
Document = dict[str, Any]

# What is asked in the examples, where today's directory has it.
EXAMPLE_NEED, EXAMPLE_LANGUAGE, EXAMPLE_LOCALE = "passport-taken", "vi", "en"
EXAMPLE_MOMENT = datetime(2026, 11, 24, 10, tzinfo=ZONE)  # a fixed one: the example stays true all day
EXAMPLE_FILTERS = {
    "need": [EXAMPLE_NEED],
    "language": [EXAMPLE_LANGUAGE],
    "open_at": EXAMPLE_MOMENT.isoformat(),
    "limit": 1,
}
EXAMPLE_SERVICE, EXAMPLE_ORGANIZATION, EXAMPLE_PROBLEM = "police-110", "houterasu", "unknown-need"

_QUESTION_BY_PATH = {"/v1/services": ListQuestion, "/v1/services/{id}": ServiceQuestion}
_ANSWER_HEADERS = {
    "Content-Language": "The locale of the answer.",
    "ETag": "Changes with the bytes of the answer.",
    "Cache-Control": "Never beyond the moment at which the clock changes something in the answer.",
}
_STATUS_MEANINGS = {
    "404": "There is nothing at this address.",
    "410": "The service is no longer offered; `replaced_by` names the one to use instead, if there is one.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "422": "Something that was asked cannot be used; `errors` names each fault.",
}
# Path with an id → what the id is, and one that exists.
_ID_PATHS = {
    "/v1/services/{id}": ("The id of a service.", EXAMPLE_SERVICE),
    "/v1/organizations/{id}": ("The id of an organization.", EXAMPLE_ORGANIZATION),
    "/problems/{kind}": ("The last part of a problem's type.", EXAMPLE_PROBLEM),
}


def describe(app: FastAPI) -> None:
    """Make `app.openapi` answer with the description of what it serves now."""
    made: dict[str, Document] = {}

    def openapi() -> Document:
        directory, now = app.state.publisher.directory, app.state.now()
        key = f"{directory.version} {now.astimezone(ZONE).date()}"  # verifications age by the day
        if key not in made:
            made.clear()
            made[key] = _Description(View(app.state.make_renderer(directory), EXAMPLE_LOCALE, now)).of(app)
        return made[key]

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


class _Description:
    """Describes the application over one directory."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._parameters = filter_schemas(view.directory)

    def of(self, app: FastAPI) -> Document:
        document = get_openapi(title=TITLE, version=VERSION, description=DESCRIPTION.strip(), routes=app.routes)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        problem = TypeAdapter(ProblemOut).json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs"))
        schemas["ProblemOut"] = problem
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                self._complete(path, method, operation)
        return document

    def _complete(self, path: str, method: str, operation: Document) -> None:
        """Put into an operation what FastAPI cannot know."""
        responses = operation["responses"]
        statuses = ["422"]
        if path in _ID_PATHS:
            statuses.append("404")
        if path == "/v1/services/{id}":
            statuses.append("410")
        operation["parameters"] = [_accept_language()]
        if method == "post":
            statuses += ["413", "415"]
            operation["requestBody"] = self._search_body()
        else:
            names = _QUESTION_BY_PATH.get(path, Question).model_fields
            operation["parameters"][:0] = [
                *(_path_parameters(path) if path in _ID_PATHS else []),
                *(self._parameter(name) for name in names),
            ]
        for status in statuses:
            schema = {"$ref": "#/components/schemas/ProblemOut"}
            content = {PROBLEM_MEDIA_TYPE: {"schema": schema}}
            responses[status] = {"description": _STATUS_MEANINGS[status], "content": content}
        if path.startswith("/v1/"):
            responses["200"]["headers"] = {
                name: {"description": meaning, "required": True, "schema": {"type": "string"}}
                for name, meaning in _ANSWER_HEADERS.items()
            }
        if examples := self._answer_examples(path):
            responses["200"]["content"]["application/json"]["examples"] = examples

    def _parameter(self, name: str) -> Document:
        schema, meaning = self._parameters[name]
        parameter = {"name": name, "in": "query", "required": False, "description": meaning, "schema": schema}
        if schema.get("type") == "array":
            parameter |= {"style": "form", "explode": True}
        return parameter

    def _search_body(self) -> Document:
        properties = {
            name: {**_or_one(schema), "description": meaning} for name, (schema, meaning) in self._parameters.items()
        }
        schema = {"type": "object", "additionalProperties": False, "properties": properties}
        content: Document = {"schema": schema}
        if self._has_example:
            content["example"] = EXAMPLE_FILTERS
        return {"required": True, "content": {"application/json": content}}

    @property
    def _has_example(self) -> bool:
        return EXAMPLE_NEED in self._view.directory.needs

    def _answer_examples(self, path: str) -> Document:
        """Real answers, each under the address that gives it."""
        view = self._view
        if path in {"/v1/services", "/v1/services/search"} and self._has_example:
            asked = ListQuestion.model_validate(EXAMPLE_FILTERS, context=view.directory)
            address = f"/v1/services?{urlencode(EXAMPLE_FILTERS, doseq=True)}"
            body = answer_list(asked, view, "query").body
        elif path == "/v1/services/{id}" and EXAMPLE_SERVICE in view.directory.readable:
            address = f"/v1/services/{EXAMPLE_SERVICE}?{urlencode({'open_at': EXAMPLE_MOMENT.isoformat()})}"
            service = view.directory.readable[EXAMPLE_SERVICE]
            body = view.renderer.service(service, view.locale, view.now, Asked(EXAMPLE_MOMENT, is_fixed=True)).whole()
        else:
            return {}
        return {"answer": {"summary": address, "value": json.loads(body)}}


def _path_parameters(path: str) -> list[Document]:
    meaning, example = _ID_PATHS[path]
    name = path.rpartition("{")[2].rstrip("}")
    schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    return [
        {"name": name, "in": "path", "required": True, "description": meaning, "schema": schema, "example": example}
    ]


def _accept_language() -> Document:
    return {
        "name": "Accept-Language",
        "in": "header",
        "required": False,
        "description": "The languages that the reader understands (RFC 9110); `locale` wins over it.",
        "schema": {"type": "string"},
        "example": "ja",
    }


def _or_one(schema: Document) -> Document:
    """In a body a single value stands for a list of one."""
    return {"anyOf": [schema, schema["items"]]} if schema.get("type") == "array" else schema
