"""The locale of an answer: what chooses it, and how the answer says which one it is."""

from collections.abc import Iterator

import pytest

from tests.conftest import Api, Databases
from tests.served import WORLD, serving

ADDRESS = "/v1/needs"


@pytest.fixture(scope="module")
def japanese_by_default(databases: Databases) -> Iterator[Api]:
    with serving(databases, *WORLD, default_locale="ja") as api:
        yield api


def locale_of(api: Api, query: str = "", *accept_language: str) -> str:
    """The locale of an answer, which its envelope and its header agree on."""
    answer = api.get(f"{ADDRESS}{query}", headers=[("Accept-Language", line) for line in accept_language])
    locale: str = answer.json()["locale"]

    assert answer.status_code == 200
    assert answer.headers["content-language"] == locale
    assert answer.headers["vary"] == "Accept-Language"
    return locale


@pytest.mark.parametrize(
    ("query", "accept_language", "locale"),
    [
        ("", "", "en"),
        ("", "ja", "ja"),
        ("", "JA-jp", "ja"),
        ("", "fr, ja;q=0.5", "ja"),
        ("", "vi, ja;q=0.5", "vi"),
        ("", "zh-HK,en;q=0.5", "zh-Hant"),
        ("?locale=zh-TW", "en", "zh-Hant"),
        ("?locale=ja-Hira", "en", "ja-simple"),
        ("?locale=tl", "ja", "fil"),
        ("", "en;q=0.1, ja;q=0.2", "ja"),
        ("", "ja;q=0, *", "en"),
        ("", "en;q=0, *", "ja"),
        ("", "*", "en"),
        ("", "tlh", "en"),
        ("", "nonsense!!, ja", "ja"),
        ("", "en_US, ja", "ja"),
        ("", "ja;q=high", "en"),
        ("", ",,;,ja", "ja"),
        ("", "fr," * 64 + "ja", "en"),
        ("", "fr," * 63 + "ja", "ja"),
        ("?locale=ja", "", "ja"),
        ("?locale=ja", "en", "ja"),
        ("?locale=en", "ja", "en"),
        ("?locale=ja-JP", "en", "ja"),
        ("?locale=JA", "en", "ja"),
        ("?locale=ja-Latn-hepburn", "en", "ja"),
        ("?locale=en-GB-oxendict", "ja", "en"),
    ],
)
def test_the_locale_asked_for_wins_over_the_readers_languages(
    api: Api, query: str, accept_language: str, locale: str
) -> None:
    assert locale_of(api, query, *([accept_language] if accept_language else [])) == locale


def test_several_header_lines_are_one(api: Api) -> None:
    assert locale_of(api, "", "fr", "tlh;q=0.9", "ja;q=0.8") == "ja"
    assert locale_of(api, "", "en;q=0.5", "ja;q=0.6") == "ja"


@pytest.mark.parametrize("tag", ["tlh", "x-private", "i-klingon", "fr-Cyrl-FR", "und", "zxx"])
def test_a_locale_that_is_not_spoken_is_answered_in_the_default_and_the_answer_says_so(api: Api, tag: str) -> None:
    """It was asked for, so that the languages of the header, which were not, do not count."""
    assert locale_of(api, f"?locale={tag}") == "en"
    assert locale_of(api, f"?locale={tag}", "ja") == "en"


def test_the_default_locale_is_a_setting(japanese_by_default: Api) -> None:
    assert locale_of(japanese_by_default) == "ja"
    assert locale_of(japanese_by_default, "", "*") == "ja"
    assert locale_of(japanese_by_default, "", "ja;q=0, *") == "en"
    assert locale_of(japanese_by_default, "?locale=tlh") == "ja"
    assert locale_of(japanese_by_default, "?locale=en") == "en"


@pytest.mark.parametrize("tag", ["en_US", "", "a", "e", "en-", "-", "ja,en", "*", "日本語", "en%00", "en%0A", "ja%20"])
@pytest.mark.parametrize("address", [ADDRESS, "/v1/services", "/v1/services/police-110", "/healthz", "/problems/gone"])
def test_an_ill_formed_locale_is_refused_and_the_problem_is_in_the_readers_language(
    api: Api, address: str, tag: str
) -> None:
    answer = api.get(f"{address}?locale={tag}", headers={"Accept-Language": "ja"})

    assert answer.status_code == 422
    assert answer.headers["content-language"] == "ja"
    assert [error["name"] for error in answer.json()["errors"]] == ["locale"]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/v1/services?need=zz", 422),
        ("GET", "/v1/services/nowhere?", 404),
        ("GET", "/v1/organizations/nowhere?", 404),
        ("GET", "/problems/nowhere?", 404),
        ("GET", "/nowhere?", 404),
        ("GET", "/v1/services/?", 404),
        ("DELETE", "/v1/needs?", 405),
        ("POST", "/v1/services/search?", 415),
    ],
)
def test_a_problem_is_in_the_locale_asked_for(api: Api, method: str, address: str, status: int) -> None:
    plain = api.request(method, address, headers={"Accept-Language": "en"})
    asked = api.request(method, f"{address}&locale=ja", headers={"Accept-Language": "en"})
    read = api.request(method, address, headers={"Accept-Language": "ja"})

    assert (plain.status_code, asked.status_code, read.status_code) == (status, status, status)
    assert plain.headers["content-language"] == "en"
    assert asked.headers["content-language"] == read.headers["content-language"] == "ja"
    assert asked.json()["fallbacks"] == {}
    assert asked.json()["title"] == read.json()["title"] != plain.json()["title"]
    assert asked.json()["detail"] == read.json()["detail"] != plain.json()["detail"]
    assert asked.headers["vary"] == "Accept-Language"


def test_the_reasons_of_faults_are_in_the_locale_too(api: Api) -> None:
    english = api.get("/v1/services?need=zz&limit=0").json()["errors"]
    japanese = api.get("/v1/services?need=zz&limit=0&locale=ja").json()["errors"]

    assert [error | {"reason": ""} for error in japanese] == [error | {"reason": ""} for error in english]
    assert all(here["reason"] != there["reason"] for here, there in zip(japanese, english, strict=True))


def test_the_locale_of_a_search_stands_in_its_body_and_wins_there(api: Api) -> None:
    in_japanese = api.post("/v1/services/search", json={"locale": "ja"}, headers={"Accept-Language": "en"})
    by_header = api.post("/v1/services/search", json={}, headers={"Accept-Language": "ja"})
    problem = api.post("/v1/services/search", json={"locale": "ja", "need": "zz"})

    assert in_japanese.json()["locale"] == in_japanese.headers["content-language"] == "ja"
    assert in_japanese.content == by_header.content
    assert (problem.status_code, problem.headers["content-language"]) == (422, "ja")


def test_a_fixed_moment_and_a_locale_are_two_things(api: Api) -> None:
    answer = api.get("/v1/services?language=ja&locale=en&limit=1", headers={"Accept-Language": "vi"})

    assert answer.json()["locale"] == "en"
    assert answer.json()["services"][0]["match"]["language"] in {"stated", "possible"}


@pytest.mark.parametrize(("locale", "language"), [("en", "Vietnamese"), ("ja", "ベトナム語")])
def test_names_of_languages_are_in_the_locale_and_autonyms_are_not(api: Api, locale: str, language: str) -> None:
    languages = api.get("/v1/languages", params={"locale": locale}).json()["languages"]

    assert {entry["tag"]: (entry["name"], entry["autonym"]) for entry in languages}["vi"] == (language, "Tiếng Việt")
