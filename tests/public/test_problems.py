"""What each kind of problem means, at the address that its `type` names; and how one is told."""

import json

import pytest
from starlette.exceptions import HTTPException

from api.directory.faults import Fault
from api.problems import KINDS, InputProblem, problem_of
from tests.conftest import Api


@pytest.mark.parametrize("kind", KINDS)
def test_the_type_of_a_problem_leads_to_what_it_means(api: Api, kind: str) -> None:
    answer = api.get(f"/problems/{kind}")

    assert answer.status_code == 200
    assert answer.json() == {
        "locale": "en",
        "text_direction": "ltr",
        "type": f"/problems/{kind}",
        "status": KINDS[kind].status,
        "title": str(KINDS[kind].title),
        "fallbacks": {},
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_problem_means_is_told_in_japanese_too(api: Api, kind: str) -> None:
    english, japanese = api.get(f"/problems/{kind}").json(), api.get(f"/problems/{kind}?locale=ja").json()

    assert japanese == english | {"locale": "ja", "title": japanese["title"]}
    assert japanese["title"] != english["title"]


@pytest.mark.parametrize(
    ("method", "address", "kind"),
    [
        ("GET", "/v1/services?limit=0", "invalid-input"),
        ("GET", "/v1/services?colour=red", "unknown-parameter"),
        ("GET", "/v1/services?need=zz", "unknown-need"),
        ("GET", "/v1/services?organization=zz", "unknown-organization"),
        ("GET", "/v1/services?area=zz", "unknown-area"),
        ("GET", "/v1/services?cursor=zz", "invalid-cursor"),
        ("GET", "/nowhere", "not-found"),
        ("PUT", "/v1/services", "method-not-allowed"),
        ("POST", "/v1/services/search", "unsupported-media-type"),
    ],
)
@pytest.mark.parametrize("locale", ["en", "ja"])
def test_a_problem_has_the_status_and_the_title_that_its_type_has(
    api: Api, method: str, address: str, kind: str, locale: str
) -> None:
    problem = api.request(method, address, headers={"Accept-Language": locale})
    meaning = api.get(problem.json()["type"], headers={"Accept-Language": locale}).json()

    assert problem.json()["type"] == f"/problems/{kind}"
    assert problem.status_code == problem.json()["status"] == meaning["status"]
    assert problem.json()["title"] == meaning["title"]


@pytest.mark.parametrize("kind", ["nothing", "GONE", "gone/", "", "gone%20"])
def test_a_type_that_does_not_exist_is_not_found(api: Api, kind: str) -> None:
    assert api.get(f"/problems/{kind}").status_code == 404


def test_a_failure_of_ours_is_told_without_what_was_asked_and_ends_here(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A message may quote what somebody asked, and so neither the answer nor the log has it."""
    asked = "passport-" + "taken"

    def fail(*_: object) -> None:
        raise RuntimeError(asked)

    monkeypatch.setattr(api.app.state.renderer, "need", fail)
    answer = api.get("/v1/needs?locale=ja", headers={"Accept-Language": "en"})

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-language"] == "ja"
    assert answer.json() == {
        "type": "/problems/internal-error",
        "title": api.get("/problems/internal-error?locale=ja").json()["title"],
        "status": 500,
        "detail": answer.json()["detail"],
        "instance": "/v1/needs",
        "fallbacks": {},
    }
    assert "RuntimeError" in caplog.text
    assert asked not in caplog.text + answer.text


def test_values_that_no_json_holds_do_not_reach_an_answer(api: Api) -> None:
    """Whatever a validator refuses, what is sent back can be read."""
    sent = '{"colour": 1e999, "need": ["\\ud800"], "limit": -1e999, "area": "\\u0000\\u202e"}'
    answer = api.post("/v1/services/search", content=sent, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert len(json.loads(answer.content.decode("utf-8"), parse_constant=int)["errors"]) == 4


def test_a_problem_of_several_kinds_is_of_the_general_kind() -> None:
    need, area = Fault("unknown-need", ("need",)), Fault("unknown-area", ("area",))

    assert InputProblem([("query", "need", need)]).kind == "unknown-need"
    assert InputProblem([("query", "need", need), ("query", "need", need)]).kind == "unknown-need"
    assert InputProblem([("query", "need", need), ("query", "area", area)]).kind == "invalid-input"


@pytest.mark.parametrize(
    ("status", "kind"), [(400, "bad-request"), (404, "not-found"), (405, "method-not-allowed"), (431, "bad-request")]
)
def test_the_errors_of_the_framework_are_told_in_our_words(status: int, kind: str) -> None:
    assert problem_of(HTTPException(status, "in English only")).kind == kind
    assert "English" not in str(problem_of(HTTPException(status, "in English only")).detail)
