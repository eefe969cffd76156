"""What must hold for the whole API, whatever is added to it: these tests walk the OpenAPI description, the code and the
catalogs, so that a new route, fault or locale is held to the rules of the old ones without a test of its own.
"""

import ast
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from sqlalchemy import Engine, event

from api.database import make_engine, migrate
from api.directory import faults
from api.directory.values import ContactType
from api.localization.catalogs import CATALOG_FOLDER
from api.localization.locales import LOCALES, SOURCE_TAG, Locale
from api.localization.readings import PLAIN_JAPANESE
from api.localization.reasons import REASONS
from api.problems import KINDS
from api.settings import PROJECT_FOLDER, Settings
from tests.conftest import Api, Databases, running
from tests.served import WORLD, save
from tests.translation_gates import (
    Text,
    find_foreign_letters,
    find_foreign_words,
    find_placeholders,
    find_unread_kanji,
    read_glossary,
)

LOCALE_TAGS = [locale.tag for locale in LOCALES]
START_SECONDS = 60


# ---- every path of the description ----


def addresses_of(api: Api) -> list[str]:
    """Every address that can be read: each path with the examples of what it takes."""
    addresses = []
    for path, operations in api.app.openapi()["paths"].items():
        for parameter in operations.get("get", {}).get("parameters", []):
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", parameter["example"])  # noqa: PLW2901
        if "get" in operations:
            addresses.append(path)
    assert len(addresses) > 10
    assert not [address for address in addresses if "{" in address]
    return addresses


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The statements that any engine of this process executes meanwhile."""
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_no_public_read_asks_the_database(api: Api) -> None:
    with counted_statements() as statements:
        for address in addresses_of(api):
            for locale in LOCALE_TAGS:
                assert api.get(address, params={"locale": locale}).status_code == 200
                assert api.request("HEAD", address, params={"locale": locale}).status_code == 200
        assert api.post("/v1/services/search", json={"language": ["vi"]}).status_code == 200
        assert api.get("/openapi.json").status_code == 200
        assert api.get("/v1/services/nowhere").status_code == 404
        assert api.get("/v1/services?need=zz&limit=0").status_code == 422
        assert statements == []

        api.app.state.publisher.refresh()
        assert statements != []  # the count counts


def test_the_list_of_twenty_services_costs_no_database_query(api: Api) -> None:
    with counted_statements() as statements:
        answer = api.get("/v1/services?limit=20")

    assert len(answer.json()["services"]) == 20
    assert statements == []


def test_every_read_answers_head_and_options(api: Api) -> None:
    for address in addresses_of(api):
        get, head, options = (api.request(method, address) for method in ("GET", "HEAD", "OPTIONS"))

        assert (head.status_code, head.content) == (get.status_code, b"") == (200, b""), address
        assert head.headers == get.headers, address
        assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS"), address


def test_every_answer_carries_the_headers_that_protect_readers_and_sets_no_cookie(api: Api) -> None:
    for address in (*addresses_of(api), "/openapi.json", "/docs", "/nowhere", "/v1/services?limit=0"):
        for method in ("GET", "HEAD", "OPTIONS", "PUT"):
            headers = api.request(method, address, headers={"Cookie": "a=b"}).headers

            assert headers["referrer-policy"] == "no-referrer", (method, address)
            assert headers["x-content-type-options"] == "nosniff", (method, address)
            assert headers["access-control-allow-origin"] == "*", (method, address)
            assert "set-cookie" not in headers, (method, address)


def test_every_read_of_v1_carries_the_headers_of_the_contract(api: Api) -> None:
    for address in addresses_of(api):
        if address.startswith("/v1/"):
            headers = api.get(address).headers

            assert headers["content-language"] == "en", address
            assert headers["vary"] == "Accept-Language", address
            assert re.fullmatch(r'"[!#-~]+"', headers["etag"]), address
            assert re.fullmatch(r"public, max-age=\d+, must-revalidate", headers["cache-control"]), address


def test_every_read_refuses_what_it_does_not_know(api: Api) -> None:
    for address in addresses_of(api):
        for query in ("colour=red", "locale=en&locale=en", "locale=", "locale=en_US"):
            answer = api.get(f"{address}?{query}")

            assert answer.status_code == 422, (address, query)
            assert answer.headers["content-type"] == "application/problem+json", (address, query)


def test_every_described_status_and_type_is_that_of_a_problem_or_of_the_answer(api: Api) -> None:
    for path, operations in api.app.openapi()["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                wanted = "application/json" if status == "200" else "application/problem+json"
                assert list(response["content"]) == [wanted], (method, path, status)


@pytest.mark.parametrize("locale", LOCALE_TAGS)
def test_every_read_answers_in_every_locale(api: Api, locale: str) -> None:
    for address in addresses_of(api):
        answer = api.get(address, params={"locale": locale})

        assert answer.status_code == 200, address
        assert answer.json().get("locale", locale) == locale, address
        assert answer.headers.get("content-language", locale) == locale, address


# ---- texts and fallbacks ----

Resource = tuple[dict[str, str], list[tuple[str, str]]]  # its fallbacks; the pointer and the text of each string


def resources_in(answer: Any) -> list[Resource]:  # noqa: ANN401  (any JSON)
    """Every resource of an answer with the strings that are in it and in no resource inside it."""
    return [*_walk(answer, "", None)]  # whole: a resource is yielded before its strings are met


def _walk(answer: Any, pointer: str, resource: Resource | None) -> Iterator[Resource]:  # noqa: ANN401  (any JSON)
    if isinstance(answer, dict):
        if "fallbacks" in answer:
            pointer, resource = "", (answer["fallbacks"], [])
            yield resource
        for name, value in answer.items():
            if name != "fallbacks":
                yield from _walk(value, f"{pointer}/{name}", resource)
    elif isinstance(answer, list):
        for number, value in enumerate(answer):
            yield from _walk(value, f"{pointer}/{number}", resource)
    elif isinstance(answer, str) and resource is not None:
        resource[1].append((pointer, answer))


def everything_said(api: Api, locale: str) -> Iterator[tuple[str, Any]]:
    """The answers to all reads, all services among them, and to some that cannot be answered."""
    for address in (
        *addresses_of(api),
        "/v1/services?limit=100&language=vi&need=exploited&need=rights-and-law",
        "/v1/services?limit=100&language=ja",
        "/v1/services?limit=100&language=fr&open_at=2026-12-30T20:30:00%2B09:00",
        "/v1/services?q=passport",
        "/v1/services?q=houterasu",
        "/v1/services?q=xyzzy",
        "/v1/services?limit=100",
        "/v1/services?only_known_hours=true&limit=100",
        "/v1/services?need=zz&need=&area=1&limit=0&language=en_US&open_at=1&channel=1&language_match=1&colour=1",
        "/v1/services/nowhere",
        *(f"/problems/{kind}" for kind in KINDS),
    ):
        yield address, api.get(f"{address}{'&' if '?' in address else '?'}{urlencode({'locale': locale})}").json()


# Strings that are no text of an answer's locale: codes, what was sent, and what is said in another language on purpose.
CODES = {"id", "tag", "locale", "type", "status", "kind", "mode", "state", "method", "code", "source", "parent", "need"}
CODES |= {"language", "languages_stated", "hours_status", "review", "cost", "text_direction", "timezone", "calendar"}
CODES |= {"display", "digits", "tel_uri", "e164", "fallback", "press", "url", "email", "osm", "locator", "instance"}
CODES |= {"opens_at", "closes_at", "next_opens_at", "from", "to", "valid_from", "valid_to", "as_of", "valid_until"}
CODES |= {"verified_on", "last_modified", "directory_version", "public_holidays", "service_id", "contact_point_id"}
CODES |= {"location", "value", "next", "autonym", "name_in_japanese", "database", "replaced_by"}
LISTS_OF_CODES = ("/byday/", "/fields/", "/service_ids/", "/relaxed/", "/match/needs/", "/outdated/", "/value/")


def is_text(pointer: str) -> bool:
    """Whether a string of an answer is a text for its reader.

    The `name` of a fault is that of a parameter, and the `reason` of anything else is a code.
    """
    last = pointer.rpartition("/")[2]
    is_code = last in CODES or ((last == "name") is (pointer.startswith("/errors/")) and last in {"name", "reason"})
    return not is_code and not any(part in pointer for part in LISTS_OF_CODES)


@pytest.mark.parametrize(
    "locale", [locale for locale in LOCALES if locale.tag != SOURCE_TAG], ids=lambda each: each.tag
)
def test_every_text_of_an_answer_is_in_the_locale_or_named_as_a_fallback(api: Api, locale: Locale) -> None:
    glossary, seen = read_glossary(), 0
    values = frozenset({*ContactType, "possible", "stated"})  # of parameters, which a reason lists
    glossary = glossary._replace(latin={**glossary.latin, "everywhere": glossary.latin["everywhere"] | values})
    english = dict(everything_said(api, SOURCE_TAG))
    for address, answer in everything_said(api, locale.tag):
        originals = [strings for _, strings in resources_in(english[address])]
        for (fallbacks, strings), original in zip(resources_in(answer), originals, strict=True):
            in_english = dict(original)
            texts = [
                Text(f"{address}{pointer}", in_english.get(pointer, ""), text)
                for pointer, text in strings
                if is_text(pointer) and pointer not in fallbacks
            ]
            seen += len(texts)
            assert [*find_foreign_letters(texts, locale)] == []
            assert [*find_foreign_words(texts, locale, glossary)] == []
            assert [*(find_unread_kanji(texts) if locale.tag == PLAIN_JAPANESE else ())] == []
        outside = {name: text for name, text in answer.items() if "fallbacks" not in answer and isinstance(text, str)}
        assert outside.keys() <= CODES, address
    assert seen > 2000


def test_every_text_of_an_english_answer_is_english(api: Api) -> None:
    for address, answer in everything_said(api, SOURCE_TAG):
        for fallbacks, strings in resources_in(answer):
            texts = [Text(f"{address}{pointer}", "", text) for pointer, text in strings if is_text(pointer)]
            assert fallbacks == {}, address
            assert [*find_foreign_letters(texts, Locale(SOURCE_TAG))] == []


@pytest.mark.parametrize("locale", LOCALE_TAGS)
def test_every_fallback_leads_to_a_text_and_names_another_locale(api: Api, locale: str) -> None:
    for address, answer in everything_said(api, locale):
        for fallbacks, strings in resources_in(answer):
            assert set(fallbacks) <= {pointer for pointer, _ in strings}, address
            assert locale not in fallbacks.values(), address


def test_the_shipped_directory_is_complete_in_every_locale(api: Api) -> None:
    """No record and none of our own sentences falls back, in any locale that we say we answer in."""
    for locale in LOCALE_TAGS:
        for address, answer in everything_said(api, locale):
            for fallbacks, _ in resources_in(answer):
                assert fallbacks == {}, (locale, address)
        coverage = {entry["tag"]: entry["coverage"] for entry in api.get("/v1/locales").json()["locales"]}
        assert coverage[locale] == 1


# ---- the description is true ----


def test_every_example_of_a_parameter_and_of_a_body_can_be_sent(api: Api) -> None:
    sent = 0
    for path, operations in api.app.openapi()["paths"].items():
        for method, operation in operations.items():
            address = path
            query: dict[str, str] = {}
            headers: dict[str, str] = {}
            for parameter in operation.get("parameters", []):
                if "example" in parameter:
                    sent += 1
                    address = address.replace(f"{{{parameter['name']}}}", parameter["example"])
                    named = {"query": query, "header": headers}.get(parameter["in"], {})
                    named[parameter["name"]] = parameter["example"]
            media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            sent += "example" in media
            answer = api.request(method, address, params=query, headers=headers, json=media.get("example"))

            assert answer.status_code == 200, (method, path)
    assert sent > 10


def test_every_example_of_an_answer_is_the_answer(api: Api) -> None:
    compared = set()
    for path, operations in api.app.openapi()["paths"].items():
        for method, operation in operations.items():
            content = operation["responses"]["200"]["content"]["application/json"]
            for example in content.get("examples", {}).values():
                assert api.get(example["summary"]).json() == example["value"], path
                if method == "post":
                    body = operation["requestBody"]["content"]["application/json"]["example"]
                    assert api.post(path, json=body).json() == example["value"], path
                compared.add(f"{method} {path}")

    assert compared >= {"get /v1/services", "post /v1/services/search", "get /v1/services/{id}"}


def test_every_id_in_the_description_is_one_of_today(api: Api) -> None:
    listed = {
        parameter["name"]: parameter for parameter in api.app.openapi()["paths"]["/v1/services"]["get"]["parameters"]
    }

    needs, organizations = api.get("/v1/needs").json()["needs"], api.get("/v1/organizations").json()["organizations"]
    assert listed["need"]["schema"]["items"]["enum"] == [need["id"] for need in needs]
    assert listed["organization"]["schema"]["items"]["enum"] == [each["id"] for each in organizations]


def test_the_description_is_that_of_the_directory_that_is_served(databases: Databases) -> None:
    """Also of an empty one, and of the next one."""
    with databases.new(seeded=False) as url:
        engine = make_engine(url)
        migrate(engine)
        with running(Settings(database_url=url, poll_seconds=0)) as api:
            empty = api.get("/openapi.json").json()
            save(engine, *WORLD)
            api.app.state.publisher.refresh()
            full = api.get("/openapi.json").json()
        engine.dispose()

    assert "examples" not in empty["paths"]["/v1/services"]["get"]["responses"]["200"]["content"]["application/json"]
    assert "passport-taken" not in str(empty)
    examples = full["paths"]["/v1/services"]["get"]["responses"]["200"]["content"]["application/json"]["examples"]
    assert examples["answer"]["value"]["services"][0]["id"] == "help-line"


def test_the_page_of_the_description_asks_nobody_else(api: Api) -> None:
    """A script from somebody else's server would tell that server who reads."""
    page = api.get("/docs").text
    loaded = re.findall(r"""(?:src|href)=["']([^"']+)""", page)

    assert len(loaded) >= 2
    for address in loaded:
        assert re.match(r"/(?!/)", address), address
        assert api.get(address).status_code == 200, address
    assert not re.search(r"https?://|['\"]//", page)


# ---- every fault and problem has its words ----


def parsed_code() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted((PROJECT_FOLDER / "api").rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def calls_of(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call in api/ of a function or class by one of the names, with where it stands."""
    for path, module in parsed_code():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield f"{path.relative_to(PROJECT_FOLDER)}:{node.lineno}", node


def texts_in(node: ast.expr) -> list[str]:
    """The string, or both strings of a choice."""
    if isinstance(node, ast.IfExp):
        return [*texts_in(node.body), *texts_in(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_fault_that_is_raised_has_a_sentence() -> None:
    raised = [(where, text) for where, call in calls_of("Refusal", "Fault") for text in texts_in(call.args[0]) if text]
    translated = [("_PYDANTIC_CODES", code) for code in faults._PYDANTIC_CODES.values()]

    assert len(raised) > 30
    assert [(where, code) for where, code in (*raised, *translated) if code not in REASONS] == []


def test_every_sentence_belongs_to_a_fault_that_can_happen() -> None:
    said = {
        node.value
        for path, module in parsed_code()
        if path.name != "reasons.py"
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert sorted(set(REASONS) - said) == []


def test_every_refusal_fills_the_placeholders_of_its_sentence() -> None:
    checked = 0
    for where, call in calls_of("Refusal"):
        given = {keyword.arg for keyword in call.keywords} - {"at"}
        for code in texts_in(call.args[0]):
            checked += 1
            assert find_placeholders(REASONS[code].text) == given, where
    assert checked > 25


def test_every_problem_that_is_raised_has_a_kind() -> None:
    raised = [(where, text) for where, call in calls_of("Problem") for text in texts_in(call.args[0])]

    assert len(raised) > 5
    assert [(where, kind) for where, kind in raised if kind not in KINDS] == []


def test_every_kind_of_problem_is_answered_at_its_type(api: Api) -> None:
    for kind in KINDS:
        assert api.get(f"/problems/{kind}").json()["status"] == KINDS[kind].status


# ---- every locale has its sentences ----


def our_sentences() -> set[str]:
    return {text for _, call in calls_of("say") for text in texts_in(call.args[0])}


def read_catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def test_the_template_of_the_catalogs_has_every_sentence_of_the_code() -> None:
    template = {message.id for message in read_catalog(CATALOG_FOLDER / "messages.pot") if message.id}

    assert len(template) > 50
    assert template == our_sentences()


# ---- nothing that a reader sends is written down ----


@pytest.fixture(scope="module")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def output_after_questions(served_folder: Path) -> str:
    """What a real server writes while it is asked with a marked word in every place that a request has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    log = served_folder / "output"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "api", "serve", "--port", str(port)],
            cwd=PROJECT_FOLDER,
            env={"DATABASE_URL": f"sqlite:///{served_folder / 'directory.sqlite3'}", "PATH": "/usr/bin:/bin"},
            stdout=output,
            stderr=output,
        )
        try:
            wait_for(port, server)
            ask_with(MARK, port)
        finally:
            server.terminate()
            server.wait(timeout=START_SECONDS)
    return log.read_text(encoding="utf-8")


MARK = "zq7x9mark"
WEBSOCKET = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
)
SEARCH_HEAD = "POST /v1/services/search HTTP/1.1\r\nHost: a\r\nContent-Type: application/json"


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")


def ask_with(mark: str, port: int) -> None:
    deep = "[" * 3000 + f'"{mark}"' + "]" * 3000
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE"):
            for address in ("/v1/services", f"/v1/services/{mark}", f"/{mark}", "/v1/services/search", "/readyz"):
                client.request(
                    method,
                    address,
                    params={"need": mark, mark: mark, "locale": mark, "cursor": mark},
                    headers={"X-Asked": mark, "Accept-Language": mark, "User-Agent": mark, "Cookie": f"a={mark}"},
                )
        assert client.get("/v1/services", params={"locale": "en-x-zq7x9ma"}).status_code == 200
        for words in (mark, f"boss took my passport {mark}", f"houterasu {mark} " + "x" * 600):
            client.get("/v1/services", params={"q": words})
            client.post("/v1/services/search", json={"q": words})
        for body in (f'{{"need": "{mark}"}}', f'{{"{mark}": 1}}', mark, deep, f'{{"need": {deep}}}', f'"{mark}\udcff"'):
            for media_type in ("application/json", f"text/{mark}"):
                client.post(
                    "/v1/services/search",
                    content=body.encode("utf-8", "surrogateescape"),
                    headers={"Content-Type": media_type, "If-None-Match": f'"{mark}"'},
                )
    for raw in (
        f"{mark}\r\n\r\n",
        f"GET /{mark} {mark}\r\n\r\n",
        f"GET /{mark}\xff HTTP/1.1\r\nHost: {mark}\r\n\r\n",
        f"GET / HTTP/1.1\r\n{mark}\r\n\r\n",
        f"GET /{mark} HTTP/1.1\r\nHost: {mark}\r\n{WEBSOCKET}\r\n\r\n",
        f"{SEARCH_HEAD}\r\nContent-Length: 99\r\n\r\n{mark}",
        f"{SEARCH_HEAD}\r\nTransfer-Encoding: chunked\r\n\r\n{mark}\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(raw.encode("latin-1"))
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass


def test_the_output_of_a_server_has_nothing_of_what_was_asked(output_after_questions: str) -> None:
    assert "Serving at" in output_after_questions
    assert MARK not in output_after_questions.lower()


def test_the_files_of_a_server_have_nothing_of_what_was_asked(output_after_questions: str, served_folder: Path) -> None:
    files = [path for path in served_folder.rglob("*") if path.is_file()]

    assert any(path.suffix == ".sqlite3" for path in files)
    assert [path.name for path in files if MARK.encode() in path.read_bytes()] == []


def test_the_output_of_a_server_has_no_failure(output_after_questions: str) -> None:
    assert "Traceback" not in output_after_questions
    assert "failed" not in output_after_questions
