"""Walks through a list: every service that exists all the while is met once, whatever is edited meanwhile."""

import base64
import re
from collections.abc import Callable, Iterator
from itertools import count
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from sqlalchemy import Engine

from api.database import make_engine, write_session
from api.directory.drafts import ServiceDraft
from api.directory.editing import save_service
from api.directory.records import read_services
from api.settings import Settings
from tests.conftest import NOW, Api, Databases, running
from tests.documents import service_draft
from tests.served import WORLD, save, serving

SEARCH = "/v1/services/search"
QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"language": ["vi"]},
    {"need": ["exploited", "rights-and-law"], "language": ["pt", "ne"]},
    {"channel": ["phone"], "open_at": "now"},
    {"area": "JP-13", "open_at": "2026-12-31T03:00:00Z"},
)
INVALID = "This is not a cursor that was given out here."
FOREIGN = "This cursor belongs to other filters; send it with the filters that it came from."


def walk(api: Api, asked: dict[str, Any], limit: int, between: Callable[[int], None] | None = None) -> list[str]:
    """The ids of all pages in turn; `between` is called with the number of each page that a further one follows."""
    met: list[str] = []
    cursor: dict[str, str] = {}
    for page in count(1):
        answer = api.get("/v1/services", params={**asked, "limit": limit, **cursor})
        assert answer.status_code == 200
        ids = [service["id"] for service in answer.json()["services"]]
        assert len(ids) <= limit
        met += ids
        next_cursor = answer.json()["page"]["next"]
        if next_cursor is None:
            return met
        assert len(ids) == limit
        cursor = {"cursor": next_cursor}
        if between:
            between(page)
    return met


# ---- walks ----


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("limit", range(1, 8))
def test_a_walk_meets_every_service_once_in_the_order_of_the_list(api: Api, asked: dict[str, Any], limit: int) -> None:
    whole = api.get("/v1/services", params={**asked, "limit": 100}).json()

    assert walk(api, asked, limit) == [service["id"] for service in whole["services"]]
    assert whole["page"]["total"] == len(whole["services"]) > 4


def test_each_page_tells_the_total_and_the_moment_of_the_walk(api: Api) -> None:
    first = api.get("/v1/services?limit=3&language=vi").json()
    second = api.get("/v1/services", params={"limit": 3, "language": "vi", "cursor": first["page"]["next"]}).json()

    assert second["page"]["total"] == first["page"]["total"]
    assert second["as_of"] == first["as_of"]
    assert second["emergency"] == first["emergency"]


def test_the_limit_and_the_locale_may_change_on_the_way(api: Api) -> None:
    whole = [service["id"] for service in api.get("/v1/services?limit=100").json()["services"]]
    first = api.get("/v1/services?limit=2&locale=en").json()
    rest = api.get("/v1/services", params={"limit": 100, "locale": "ja", "cursor": first["page"]["next"]}).json()

    assert [service["id"] for service in first["services"] + rest["services"]] == whole
    assert rest["locale"] == "ja"


def test_the_search_walks_as_the_list_does(api: Api) -> None:
    asked = {"language": ["vi"], "limit": 4}
    met: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = api.post(SEARCH, json=asked | cursor)
        assert "link" not in answer.headers
        met += [service["id"] for service in answer.json()["services"]]
        if answer.json()["page"]["next"] is None:
            break
        cursor = {"cursor": answer.json()["page"]["next"]}

    assert met == walk(api, {"language": "vi"}, 100)


def test_the_same_filters_in_another_form_are_the_same_filters(api: Api) -> None:
    first = api.get("/v1/services?need=visa&need=danger-now&language=tl&free_of_charge=false&limit=1").json()

    for same in (
        "need=danger-now&need=visa&language=fil",
        "language=fil-PH&need=visa&need=danger-now&need=visa&language_match=possible",
    ):
        answer = api.get(f"/v1/services?{same}&limit=1&cursor={first['page']['next']}")
        assert answer.status_code == 200


# ---- the Link header ----


def next_link(answer: httpx.Response) -> str:
    """The address in `Link: <…>; rel="next"`."""
    match = re.fullmatch(r'<([^<>]+)>; rel="next"', answer.headers["link"])

    assert match
    return match[1]


def test_the_link_to_the_next_page_leads_through_the_whole_list(api: Api) -> None:
    asked = {"need": ["visa", "danger-now"], "language": "vi", "open_at": "2026-12-31T12:00:00+09:00", "locale": "ja"}
    met: list[str] = []
    address = f"/v1/services?{urlencode({**asked, 'limit': 2}, doseq=True)}"
    while True:
        answer = api.get(address)
        assert answer.status_code == 200
        assert answer.json()["locale"] == "ja"
        met += [service["id"] for service in answer.json()["services"]]
        if answer.json()["page"]["next"] is None:
            break
        address = next_link(answer)

    assert "link" not in answer.headers
    assert met == walk(api, asked, 100)


def test_the_link_is_the_address_that_was_asked_with_another_cursor(api: Api) -> None:
    first = api.get("/v1/services?locale=ja&need=visa&limit=1&need=danger-now")
    second = api.get(next_link(first))

    for answer in (first, second):
        link = urlsplit(next_link(answer))
        assert (link.scheme, link.netloc, link.path) == ("", "", "/v1/services")
        assert parse_qsl(link.query) == [
            ("locale", "ja"),
            ("need", "visa"),
            ("limit", "1"),
            ("need", "danger-now"),
            ("cursor", answer.json()["page"]["next"]),
        ]


def test_a_cursor_needs_no_escape_in_an_address(api: Api) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", api.get("/v1/services?limit=1").json()["page"]["next"])


# ---- edits between the pages ----

NEW_EVIDENCE = [{"id": "report", "source": "annual-report-2025", "locator": "Figure 25"}]
EDITED_PAGES = 6


@pytest.fixture
def editor(databases: Databases) -> Iterator[tuple[Api, Engine]]:
    """An application over the shipped seed, and the database behind it."""
    with databases.new(seeded=True) as url:
        engine = make_engine(url)
        with running(Settings(database_url=url, poll_seconds=0)) as api:
            yield api, engine
        engine.dispose()


def edit(api: Api, engine: Engine, change: Callable[[ServiceDraft], ServiceDraft], *service_ids: str) -> None:
    """Change services as an editor does, and publish."""
    with write_session(engine, lambda: NOW) as session:
        for service_id in service_ids:
            save_service(session, change(read_services(session, service_id)[0].draft), NOW)
    api.app.state.publisher.refresh()


@pytest.mark.parametrize(
    ("asked", "limit"), [(QUESTIONS[0], 2), (QUESTIONS[2], 1), (QUESTIONS[3], 3), (QUESTIONS[4], 7)]
)
def test_a_walk_among_edits_meets_every_service_that_is_there_all_the_while_once(
    editor: tuple[Api, Engine], asked: dict[str, Any], limit: int
) -> None:
    """Between two pages some services change their rank, some go, some come back, and new ones come."""
    api, engine = editor
    needs = [need["id"] for need in api.get("/v1/needs").json()["needs"]]
    there = set(walk(api, asked, 100))
    every_id = walk(api, {}, 100)
    random = Random(limit)  # noqa: S311  (the same edits each time)
    stayed = set(there)

    def disturb(page: int) -> None:
        if page > EDITED_PAGES:
            return

        def move(draft: ServiceDraft) -> ServiceDraft:
            kept = [need for need in draft.needs if need in asked.get("need", ())]
            more = [need for need in random.sample(needs, random.randrange(8)) if need not in kept]
            return draft.model_copy(update={"needs": (*kept, *more)})

        def withdraw(draft: ServiceDraft) -> ServiceDraft:
            return ServiceDraft.model_validate(draft.model_dump(by_alias=True) | {"status": "inactive"})

        edit(api, engine, move, *random.sample(every_id, 6))
        edit(api, engine, withdraw, random.choice(every_id))
        new = service_draft(f"new-{page}", organization="houterasu", needs=["visa"], evidence=NEW_EVIDENCE)
        save(engine, new, at=NOW)
        api.app.state.publisher.refresh()
        stayed.intersection_update(walk(api, asked, 100))

    met = walk(api, asked, limit, disturb)

    assert len(met) == len(set(met))
    assert stayed <= set(met)
    assert len(stayed) >= 3


def test_a_service_that_moves_behind_the_page_or_before_it_is_neither_lost_nor_met_again(
    editor: tuple[Api, Engine],
) -> None:
    api, engine = editor
    asked = {"channel": "web_page"}  # which has no hours
    order = walk(api, asked, 100)
    first, last = order[0], order[-1]

    def swap(page: int) -> None:
        if page == 1:  # the one that was met goes to the end, the last comes to the front
            edit(api, engine, lambda draft: draft.model_copy(update={"needs": ()}), first)
            edit(api, engine, lambda draft: draft.model_copy(update={"needs": ("visa",)}), last)
            assert walk(api, asked, 100)[-1] == first

    met = walk(api, asked, 1, swap)

    assert sorted(met) == sorted(order)
    assert met.index(last) < len(order) - 1


def test_a_walk_goes_on_in_another_process_and_after_a_restart(databases: Databases) -> None:
    with databases.new(seeded=True) as url:
        settings = Settings(database_url=url, poll_seconds=0)
        with running(settings) as api:
            first = api.get("/v1/services?limit=3").json()
            whole = walk(api, {}, 100)
        with running(settings) as api:
            rest = api.get("/v1/services", params={"limit": 100, "cursor": first["page"]["next"]}).json()

    assert [service["id"] for service in first["services"] + rest["services"]] == whole


def test_a_page_after_the_last_service_was_withdrawn_is_empty_and_no_fallback(editor: tuple[Api, Engine]) -> None:
    api, engine = editor
    everything = walk(api, {}, 100)
    first = api.get("/v1/services?limit=100").json()
    assert first["page"]["next"] is None
    almost = api.get("/v1/services", params={"limit": len(everything) - 1}).json()["page"]["next"]

    def withdraw(draft: ServiceDraft) -> ServiceDraft:
        return ServiceDraft.model_validate(draft.model_dump(by_alias=True) | {"status": "inactive"})

    edit(api, engine, withdraw, everything[-1])
    end = api.get("/v1/services", params={"cursor": almost}).json()

    assert (end["services"], end["fallback"], end["page"]["next"]) == ([], None, None)


# ---- cursors that cannot be used ----


def assert_refused(api: Api, asked: dict[str, Any], cursor: str, reason: str) -> None:
    """In an address and in a body."""
    in_query = api.get("/v1/services", params={**asked, "cursor": cursor})
    in_body = api.post(SEARCH, json={**asked, "cursor": cursor})

    for answer, location, name, instance in (
        (in_query, "query", "cursor", "/v1/services"),
        (in_body, "body", "/cursor", SEARCH),
    ):
        assert answer.status_code == 422
        assert answer.json() == {
            "type": "/problems/invalid-cursor",
            "title": "The cursor cannot be used",
            "status": 422,
            "detail": "Nothing was looked up. Each entry of errors names what to correct.",
            "instance": instance,
            "errors": [{"location": location, "name": name, "value": cursor[:200], "reason": reason}],
            "fallbacks": {},
        }


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"need": ["exploited"]},
        {"language": ["vi"]},
        {"need": ["exploited"], "language": ["vi", "ne"]},
        {"need": ["exploited"], "language": ["vi"], "language_match": "stated"},
        {"need": ["exploited"], "language": ["vi"], "channel": ["phone"]},
        {"need": ["exploited"], "language": ["vi"], "organization": ["houterasu"]},
        {"need": ["exploited"], "language": ["vi"], "area": "JP"},
        {"need": ["exploited"], "language": ["vi"], "open_at": "now"},
        {"need": ["exploited"], "language": ["vi"], "open_at": "2026-11-24T00:00:00Z"},
        {"need": ["exploited"], "language": ["vi"], "updated_since": "2026-01-01T00:00:00Z"},
    ],
)
def test_a_cursor_of_other_filters_is_refused(api: Api, other: dict[str, Any]) -> None:
    cursor = api.get("/v1/services?need=exploited&language=vi&limit=1").json()["page"]["next"]

    assert_refused(api, other, cursor, FOREIGN)


@pytest.mark.parametrize("name", ["free_of_charge", "anonymous", "only_known_hours"])
def test_a_cursor_of_a_question_without_a_flag_is_refused_with_it(api: Api, name: str) -> None:
    cursor = api.get("/v1/services?limit=1").json()["page"]["next"]

    assert api.get("/v1/services", params={name: "true", "cursor": cursor}).json()["errors"][0]["reason"] == FOREIGN
    assert api.post(SEARCH, json={name: True, "cursor": cursor}).json()["errors"][0]["reason"] == FOREIGN


@pytest.mark.parametrize(
    "cursor",
    [
        "0",
        "AA",
        "=",
        "null",
        "1",
        " ",
        "\n",
        "日本",
        "a" * 5000,
        "../../etc",
        "%00",
        "\x00",
        base64.b64encode(b"x" * 99).decode(),
    ],
)
def test_what_is_no_cursor_is_refused(api: Api, cursor: str) -> None:
    assert_refused(api, {}, cursor, INVALID)


def test_a_cursor_with_any_character_added_or_left_out_is_refused(api: Api) -> None:
    cursor = api.get("/v1/services?limit=5").json()["page"]["next"]
    mangled = {
        *(cursor[:place] + cursor[place + 1 :] for place in range(len(cursor))),
        *(cursor[:length] for length in range(1, len(cursor))),
        *(f"{cursor}{more}" for more in ("A", "=", "==", "AAAA", " ", "\n", ".")),
        *(f"{more}{cursor}" for more in ("A", "AAAA", " ")),
        cursor.swapcase(),
        cursor[::-1],
        cursor + cursor,
        f"{cursor[:8]}\n{cursor[8:]}",
    }

    for text in mangled - {cursor}:
        answer = api.get("/v1/services", params={"cursor": text})
        assert answer.status_code == 422, text
        assert answer.json()["type"] == "/problems/invalid-cursor", text


def test_a_cursor_with_any_bit_changed_is_refused(api: Api) -> None:
    cursor = api.get("/v1/services?limit=5").json()["page"]["next"]
    data = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))

    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        text = base64.urlsafe_b64encode(changed).decode().rstrip("=")
        answer = api.get("/v1/services", params={"cursor": text})
        assert answer.status_code == 422, place
        assert answer.json()["type"] == "/problems/invalid-cursor", place


def test_a_cursor_is_refused_together_with_all_else_that_is_wrong(api: Api) -> None:
    answer = api.get("/v1/services?need=zz&cursor=zz")

    assert answer.json()["type"] == "/problems/invalid-input"
    assert sorted(error["name"] for error in answer.json()["errors"]) == ["cursor", "need"]


def test_the_last_page_gives_no_cursor(databases: Databases) -> None:
    with serving(databases, *WORLD) as api:
        assert api.get("/v1/services?limit=3").json()["page"] == {"total": 3, "limit": 3, "next": None}
        assert api.get("/v1/services?limit=2").json()["page"]["next"] is not None
