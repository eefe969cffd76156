"""What HTTP sees of the public reads: headers, validators, methods, preflights, and how long an answer may be kept."""

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from api.settings import Settings
from api.transport import Transport
from tests.conftest import NOW, Api, Databases, running
from tests.documents import phone_document, service_draft, web_page_document
from tests.served import WORLD, serving

READS = (
    "/v1/services",
    "/v1/services?need=danger&language=vi&limit=1",
    "/v1/services?only_known_hours=true",
    "/v1/services/help-line",
    "/v1/organizations",
    "/v1/organizations/agency",
    "/v1/needs",
    "/v1/languages",
    "/v1/locales",
    "/v1/emergency",
)
SEARCH = "/v1/services/search"
OPEN_TO_ALL = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Content-Language, ETag, Link",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
STRONG_ETAG = re.compile(r'"[!#-~]+"')


@pytest.fixture(scope="module")
def world(databases: Databases) -> Iterator[Api]:
    with serving(databases, *WORLD) as world:
        yield world


def headers_of(answer: httpx.Response, *but: str) -> dict[str, str]:
    """The headers of an answer, each once, without the length and those named in `but`."""
    assert len(answer.headers.multi_items()) == len(answer.headers)
    return {name: value for name, value in answer.headers.items() if name not in {"content-length", *but}}


# ---- headers ----


@pytest.mark.parametrize("address", READS)
def test_every_read_carries_the_headers_of_the_contract_and_no_other(world: Api, address: str) -> None:
    answer = world.get(address, headers={"Accept-Language": "ja", "Origin": "https://example.org", "Cookie": "a=b"})

    assert answer.status_code == 200
    assert headers_of(answer, "etag", "link") == {
        "content-type": "application/json",
        "content-language": "ja",
        "vary": "Accept-Language",
        "cache-control": "public, max-age=60, must-revalidate",
        **OPEN_TO_ALL,
    }
    assert STRONG_ETAG.fullmatch(answer.headers["etag"])
    assert answer.headers["content-length"] == str(len(answer.content))


def test_a_search_carries_the_headers_of_a_read_and_is_kept_by_nobody(world: Api) -> None:
    answer = world.post(SEARCH, json={"need": ["danger"]}, headers={"Cookie": "a=b"})

    assert headers_of(answer, "etag") == {
        "content-type": "application/json",
        "content-language": "en",
        "vary": "Accept-Language",
        "cache-control": "no-store",
        **OPEN_TO_ALL,
    }
    assert STRONG_ETAG.fullmatch(answer.headers["etag"])


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_the_state_of_the_service_is_kept_by_nobody(world: Api, address: str) -> None:
    answer = world.get(address)

    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/nowhere", 404), ("GET", "/v1/services?limit=0", 422), ("POST", SEARCH, 415), ("PUT", "/v1/needs", 405)],
)
def test_a_problem_is_open_to_all_and_kept_by_nobody(world: Api, method: str, address: str, status: int) -> None:
    answer = world.request(method, address, headers={"Origin": "https://example.org", "Cookie": "a=b"})

    assert answer.status_code == status
    assert headers_of(answer, "allow") == {
        "content-type": "application/problem+json",
        "content-language": "en",
        "vary": "Accept-Language",
        "cache-control": "no-store",
        **OPEN_TO_ALL,
    }


# ---- validators ----


def test_an_etag_stays_the_same_from_call_to_call_and_from_process_to_process(databases: Databases) -> None:
    with databases.new(seeded=True) as url:
        settings = Settings(database_url=url, poll_seconds=0)
        with running(settings) as one, running(settings) as other:
            for address in ("/v1/services", "/v1/services/police-110?locale=ja", "/v1/needs", "/v1/emergency"):
                first, again, elsewhere = one.get(address), one.get(address), other.get(address)

                assert first.headers["etag"] == again.headers["etag"] == elsewhere.headers["etag"]
                assert first.content == again.content == elsewhere.content


def test_other_bytes_have_another_etag(world: Api) -> None:
    answers = [world.get(address, params={"locale": locale}) for address in READS for locale in ("en", "ja")]

    assert len({answer.headers["etag"] for answer in answers}) == len({answer.content for answer in answers})


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", READS)
def test_who_has_the_answer_is_told_so_without_it(world: Api, method: str, address: str) -> None:
    answer = world.request(method, address)

    known = world.request(method, address, headers={"If-None-Match": answer.headers["etag"]})

    assert (known.status_code, known.content) == (304, b"")
    assert headers_of(known) == headers_of(answer, "content-type")


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["{etag}"], 304),
        (["W/{etag}"], 304),
        (["*"], 304),
        (['"other", {etag}'], 304),
        (['"other",{etag}  ,"third"'], 304),
        (['W/"other", W/{etag}'], 304),
        (['"other"', "{etag}"], 304),
        (['"other"'], 200),
        (['W/"other", "third"'], 200),
        (['""'], 200),
        ([""], 200),
        (["nonsense"], 200),
        (["{bare}"], 200),
        (['"*"'], 200),
        (["w/{etag}"], 200),
    ],
)
def test_if_none_match_is_read_as_the_standard_says(world: Api, lines: list[str], status: int) -> None:
    etag = world.get("/v1/needs").headers["etag"]
    sent = [("If-None-Match", line.format(etag=etag, bare=etag.strip('"'))) for line in lines]

    assert world.get("/v1/needs", headers=sent).status_code == status


def test_the_answer_in_another_locale_is_not_the_one_that_is_known(world: Api) -> None:
    english = world.get("/v1/needs").headers["etag"]

    assert world.get("/v1/needs", headers={"If-None-Match": english, "Accept-Language": "ja"}).status_code == 200


def test_a_search_and_a_problem_are_always_answered_in_full(world: Api) -> None:
    always = {"If-None-Match": "*"}

    assert world.post(SEARCH, json={}, headers=always).status_code == 200
    assert world.get("/v1/services/nowhere", headers=always).status_code == 404
    assert world.get("/v1/services?limit=0", headers=always).status_code == 422


# ---- methods ----


@pytest.mark.parametrize("address", [*READS, "/healthz", "/problems/gone", "/openapi.json", "/docs", "/v1/nowhere"])
def test_head_gives_the_headers_of_get_and_no_body(world: Api, address: str) -> None:
    get, head = world.get(address), world.request("HEAD", address)

    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers == get.headers


@pytest.mark.parametrize(
    ("method", "address", "allow"),
    [
        *((method, "/v1/services", "GET, HEAD, OPTIONS") for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE")),
        ("DELETE", "/v1/services/help-line", "GET, HEAD, OPTIONS"),
        ("POST", "/healthz", "GET, HEAD, OPTIONS"),
        ("POST", "/openapi.json", "GET, HEAD, OPTIONS"),
        ("BREW", "/v1/needs", "GET, HEAD, OPTIONS"),
        ("PUT", SEARCH, "OPTIONS, POST"),
        ("GET", SEARCH, "OPTIONS, POST"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(world: Api, method: str, address: str, allow: str) -> None:
    answer = world.request(method, address)

    assert answer.status_code == 405
    assert answer.headers["allow"] == allow
    assert answer.json() == {
        "type": "/problems/method-not-allowed",
        "title": "Method not allowed",
        "status": 405,
        "detail": "This address does not answer to this method. The Allow header names those it answers to.",
        "instance": address,
        "fallbacks": {},
    }


@pytest.mark.parametrize(
    ("address", "instance"),
    [
        ("/", "/"),
        ("/nowhere", "/nowhere"),
        ("/v1", "/v1"),
        ("/v1/services/", "/v1/services/"),
        ("/v1/services/nowhere", "/v1/services/nowhere"),
        ("/v1/services/nowhere?locale=en", "/v1/services/nowhere"),
        ("/v1/services/HELP-LINE", "/v1/services/HELP-LINE"),
        ("/v1/services/%20help-line", "/v1/services/%20help-line"),
        ("/v1/services/%E6%97%A5%E6%9C%AC", "/v1/services/%E6%97%A5%E6%9C%AC"),
        ("/v1/services/a%2Fb", "/v1/services/a%2Fb"),
        ("/v1/services/%00", "/v1/services/%00"),
        ("/v1/services/%FF", "/v1/services/%FF"),
        ("/v1/services/%3Flimit=0", "/v1/services/%3Flimit=0"),
        ("/v1/organizations/nowhere", "/v1/organizations/nowhere"),
        ("/v1/organizations/idle", "/v1/organizations/idle"),
        ("/problems/nowhere", "/problems/nowhere"),
        ("/v1/admin/services", "/v1/admin/services"),
    ],
)
def test_where_nothing_is_the_problem_names_the_address_as_it_was_sent(world: Api, address: str, instance: str) -> None:
    answer = world.get(address)

    assert answer.status_code == 404
    assert answer.json() == {
        "type": "/problems/not-found",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing at this address.",
        "instance": instance,
        "fallbacks": {},
    }


def test_a_browser_may_search_from_any_page(world: Api) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = world.request("OPTIONS", SEARCH, headers=asked)

    assert (answer.status_code, answer.content) == (204, b"")
    assert headers_of(answer, "cache-control", "vary") == {
        "allow": "OPTIONS, POST",
        "access-control-allow-methods": "OPTIONS, POST",
        "access-control-allow-headers": "Accept-Language, Content-Type, If-None-Match",
        "access-control-max-age": "86400",
        **OPEN_TO_ALL,
    }
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("address", [*READS, "/healthz", "/problems/gone"])
def test_options_names_the_methods_of_a_read(world: Api, address: str) -> None:
    answer = world.request("OPTIONS", address)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["allow"] == answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


def test_options_where_nothing_is_finds_nothing(world: Api) -> None:
    assert world.request("OPTIONS", "/nowhere").status_code == 404


@pytest.mark.parametrize("address", ["/v1/admin", "/v1/admin/services", "/v1/admin/services/help-line"])
def test_what_editors_change_is_not_open_to_every_page(world: Api, address: str) -> None:
    """There is no such address yet; what will be there must not become open by being forgotten."""
    for method in ("GET", "OPTIONS", "POST"):
        headers = world.request(method, address, headers={"Origin": "https://example.org"}).headers

        assert not [name for name in headers if name.startswith("access-control-")]
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/v1/needs%0a", "/healthz%0A", "/v1/services/police-110%0a", "/v1/services%0d%0a"])
def test_a_line_feed_at_the_end_of_an_address_makes_it_another(world: Api, path: str) -> None:
    answer = world.get(path)

    assert (answer.status_code, answer.json()["instance"]) == (404, path)


def test_a_target_that_names_the_host_too_is_answered(world: Api) -> None:
    """RFC 9112, section 3.2.2: a server must accept the absolute form."""
    sent: list[Message] = []

    async def note(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    for target in ("http://127.0.0.1:8000/v1/nothing", "HTTP://example.org/v1/nothing", "http://example.org"):
        scope: Scope = {
            "type": "http",
            "method": "GET",
            "path": target,
            "raw_path": target.encode(),
            "query_string": b"",
            "headers": [],
        }
        asyncio.run(world.app(scope, receive, note))
    bodies = [json.loads(message["body"]) for message in sent if message["type"] == "http.response.body"]
    assert [body["instance"] for body in bodies] == ["/v1/nothing", "/v1/nothing", "/"]


def test_a_reader_who_hangs_up_while_sending_is_no_failure_of_ours(
    world: Api, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[Message] = []
    arriving: list[Message] = [
        {"type": "http.request", "body": b'{"need"', "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return arriving.pop(0)

    async def note(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": SEARCH, "query_string": b"", "headers": headers}
    asyncio.run(world.app(scope, receive, note))

    assert (arriving, sent, caplog.text) == ([], [], "")


def test_the_preflight_of_an_address_of_editors_lets_no_page_in() -> None:
    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(status_code=405, headers={"Allow": "GET, PUT"})(scope, receive, send)

    def show(request: Request) -> Response:
        raise AssertionError(request)

    transport = httpx.ASGITransport(Transport(refuse, show))

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.options("/v1/admin/services/help-line")

    answer = asyncio.run(ask())
    assert answer.status_code == 204
    assert headers_of(answer) == {
        "allow": "GET, HEAD, OPTIONS, PUT",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }


def test_an_answer_that_breaks_off_is_not_begun_again() -> None:
    """What was sent stands; a second answer after it would be taken for a part of the first."""

    async def break_off(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"[1,", "more_body": True})
        raise RuntimeError

    def show(request: Request) -> Response:
        raise AssertionError(request)

    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def note(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    asyncio.run(Transport(break_off, show)(scope, receive, note))

    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]


# ---- how long an answer may be kept ----


class Clock:
    """Stands still until it is set."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


DUE_AT = datetime(2027, 4, 29, 15, 0, tzinfo=UTC)  # midnight in Tokyo, 180 days after the help line was checked
OVERDUE_AT = DUE_AT + timedelta(days=180)
HELP_LINE_READS = ("/v1/services", "/v1/services/help-line", "/v1/services?need=passport-taken&locale=ja")


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def ageing(databases: Databases, clock: Clock) -> Iterator[Api]:
    with serving(databases, *WORLD, now=clock.now) as api:
        yield api


def max_age_of(answer: httpx.Response) -> int:
    match = re.fullmatch(r"public, max-age=(\d+), must-revalidate", answer.headers["cache-control"])

    assert match
    return int(match[1])


@pytest.mark.parametrize("address", HELP_LINE_READS)
@pytest.mark.parametrize(
    ("left", "max_age"),
    [
        (timedelta(days=100), 60),
        (timedelta(seconds=61), 60),
        (timedelta(seconds=60), 60),
        (timedelta(seconds=20), 20),
        (timedelta(seconds=1.9), 1),
        (timedelta(seconds=0.9), 0),
        (timedelta(0), 60),
    ],
)
def test_an_answer_is_never_kept_past_the_moment_at_which_a_verification_falls_due(
    ageing: Api, clock: Clock, address: str, left: timedelta, max_age: int
) -> None:
    clock.moment = DUE_AT - left

    assert max_age_of(ageing.get(address)) == max_age


@pytest.mark.parametrize("address", HELP_LINE_READS)
def test_the_bytes_stay_the_same_until_then_and_change_then(ageing: Api, clock: Clock, address: str) -> None:
    etags = []
    for moment in (NOW, DUE_AT - timedelta(microseconds=1), DUE_AT, OVERDUE_AT - timedelta(seconds=1), OVERDUE_AT):
        clock.moment = moment
        etags.append(ageing.get(address).headers["etag"])

    assert etags[0] == etags[1] != etags[2] == etags[3] != etags[4]


def test_who_kept_the_answer_too_long_gets_the_new_one(ageing: Api, clock: Clock) -> None:
    old = ageing.get("/v1/services/help-line").headers["etag"]
    clock.moment = DUE_AT

    assert ageing.get("/v1/services/help-line", headers={"If-None-Match": old}).status_code == 200


@pytest.mark.parametrize(
    ("at", "as_of", "valid_until", "state"),
    [
        (NOW, "2026-11-20T09:00:00+09:00", "2027-04-30T00:00:00+09:00", "current"),
        (DUE_AT - timedelta(microseconds=1), "2026-11-20T09:00:00+09:00", "2027-04-30T00:00:00+09:00", "current"),
        (DUE_AT, "2027-04-30T00:00:00+09:00", "2027-10-27T00:00:00+09:00", "due"),
        (OVERDUE_AT - timedelta(seconds=1), "2027-04-30T00:00:00+09:00", "2027-10-27T00:00:00+09:00", "due"),
        (OVERDUE_AT, "2027-10-27T00:00:00+09:00", None, "overdue"),
        (OVERDUE_AT + timedelta(days=9999), "2027-10-27T00:00:00+09:00", None, "overdue"),
    ],
)
@pytest.mark.parametrize("open_at", [{}, {"open_at": "now"}])
def test_a_list_says_since_when_and_until_when_it_is_so(  # noqa: PLR0917  (the columns of the table)
    ageing: Api, clock: Clock, at: datetime, as_of: str, valid_until: str | None, state: str, open_at: dict[str, str]
) -> None:
    clock.moment = at
    answer = ageing.get("/v1/services", params=open_at).json()

    assert (answer["as_of"], answer["valid_until"]) == (as_of, valid_until)
    assert answer["services"][0]["verification"]["state"] == state


def test_a_list_for_a_fixed_moment_is_as_of_that_moment_and_ends_never(ageing: Api, clock: Clock) -> None:
    for moment in (NOW, DUE_AT - timedelta(seconds=20)):
        clock.moment = moment
        answer = ageing.get("/v1/services", params={"open_at": "2027-01-01T03:00:00Z"})

        assert (answer.json()["as_of"], answer.json()["valid_until"]) == ("2027-01-01T12:00:00+09:00", None)
    assert max_age_of(answer) == 20  # the state of the verification goes on with the clock all the same


def test_the_emergency_lines_and_the_nearest_services_bound_an_answer_too(databases: Databases, clock: Clock) -> None:
    checked = {"verified_on": "2026-11-20", "verification_method": "call"}
    fire = service_draft("fire-119", contact_points=[phone_document(number="119")], needs=["danger"], **checked)
    desk = service_draft(
        "passport-desk",
        needs=["passport-taken"],
        contact_points=[web_page_document()],
        verified_on="2026-06-01",
        verification_method="call",
    )
    fire_due_at = datetime(2026, 12, 19, 15, 0, tzinfo=UTC)  # emergency lines are checked each 30 days
    desk_due_at = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
    with serving(databases, *WORLD, fire, desk, now=clock.now) as api:
        clock.moment = fire_due_at - timedelta(seconds=7)
        emergency, unrelated = api.get("/v1/emergency"), api.get("/v1/services?need=visa")
        clock.moment = desk_due_at - timedelta(seconds=8)
        nearest = api.get("/v1/services?need=passport-taken&channel=web_page&language=ne&language_match=stated")

    assert max_age_of(emergency) == max_age_of(unrelated) == 7
    assert unrelated.json()["valid_until"] == "2026-12-20T00:00:00+09:00"
    assert [service["id"] for service in nearest.json()["fallback"]["services"]] == ["passport-desk"]
    assert nearest.json()["valid_until"] == "2026-11-28T00:00:00+09:00"
    assert max_age_of(nearest) == 8


@pytest.mark.parametrize(("setting", "max_age"), [(0, 0), (5, 5), (86400, 86400)])
def test_how_long_others_may_keep_an_answer_is_a_setting(databases: Databases, setting: int, max_age: int) -> None:
    with serving(databases, *WORLD, cache_seconds=setting) as api:
        assert {max_age_of(api.get(address)) for address in READS} == {max_age}
