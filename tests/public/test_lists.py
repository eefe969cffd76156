"""The small lists: organizations, needs, languages, locales. Answers are compared whole."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.localization.locales import LOCALES
from tests.conftest import Api, Databases
from tests.documents import need_draft, organization_draft, service_draft, source_draft
from tests.served import WORLD, serving

ENVELOPE = {"locale": "en", "text_direction": "ltr"}
JAPANESE = {"locale": "ja", "text_direction": "ltr"}


@pytest.fixture(scope="module")
def world(databases: Databases) -> Iterator[Api]:
    with serving(databases, *WORLD) as world:
        yield world


def agency(name: str = "Name of agency") -> dict[str, Any]:
    return {
        "id": "agency",
        "name": name,
        "name_in_japanese": None if name == "機関" else "機関",
        "url": None,
        "service_ids": ["help-line", "visa-desk"],
        "outdated": [],
        "fallbacks": {},
    }


def need(need_id: str, count: int, parent: str | None = None, **changes: object) -> dict[str, Any]:
    return {
        "id": need_id,
        "name": need_id,
        "description": "Help!",
        "parent": parent,
        "service_count": count,
        "outdated": [],
        "fallbacks": {},
        **changes,
    }


def test_the_organizations_that_run_something_are_listed_by_id_with_what_they_offer(world: Api) -> None:
    police = {
        "id": "police",
        "name": "Name of police",
        "name_in_japanese": "機関",
        "url": "https://example.go.jp/police",
        "service_ids": ["police-110"],
        "outdated": [],
        "fallbacks": {},
    }

    assert world.get("/v1/organizations").json() == {**ENVELOPE, "organizations": [agency(), police]}


def test_one_organization_is_served_as_it_stands_in_the_list(world: Api) -> None:
    assert world.get("/v1/organizations/agency").json() == agency()
    assert world.get("/v1/organizations/agency?locale=ja").json() == agency("機関")


@pytest.mark.parametrize("organization_id", ["idle", "nowhere", "AGENCY", "help-line"])
def test_an_organization_that_runs_nothing_is_not_found(world: Api, organization_id: str) -> None:
    assert world.get(f"/v1/organizations/{organization_id}").status_code == 404


def test_the_needs_are_listed_in_the_order_of_display_and_count_their_childrens_services(world: Api) -> None:
    """A service that is closed, planned or withdrawn is not counted: nobody could turn to it."""
    assert world.get("/v1/needs").json() == {
        **ENVELOPE,
        "needs": [
            need("danger", 1),
            need("exploited", 2),
            need("passport-taken", 2, "exploited"),
            need("visa", 1),
            need("violence", 0),
        ],
    }


def test_a_need_names_what_is_not_in_the_locale(world: Api) -> None:
    visa = world.get("/v1/needs?locale=ja").json()["needs"][3]

    assert visa == need("visa", 1, description="助けて", fallbacks={"/name": "en"})


def test_a_service_of_a_need_and_of_its_parent_is_counted_once(databases: Databases) -> None:
    records = (
        organization_draft(),
        source_draft(),
        need_draft("exploited", position=0),
        need_draft("passport-taken", parent="exploited", position=1),
        need_draft("forced", parent="exploited", position=2),
        service_draft(needs=["exploited", "passport-taken", "forced"]),
    )
    with serving(databases, *records) as api:
        counts = {entry["id"]: entry["service_count"] for entry in api.get("/v1/needs").json()["needs"]}
        found = {name: api.get("/v1/services", params={"need": name}).json()["page"]["total"] for name in counts}

    assert counts == found == {"exploited": 1, "passport-taken": 1, "forced": 1}


def test_the_languages_that_some_service_states_are_listed_with_the_number_of_services(world: Api) -> None:
    assert world.get("/v1/languages").json() == {
        **ENVELOPE,
        "languages": [
            {
                "tag": "en",
                "name": "English",
                "autonym": "English",
                "text_direction": "ltr",
                "service_count": 1,
                "fallbacks": {},
            },
            {
                "tag": "vi",
                "name": "Vietnamese",
                "autonym": "Tiếng Việt",
                "text_direction": "ltr",
                "service_count": 1,
                "fallbacks": {},
            },
        ],
    }


def test_languages_are_written_in_their_own_direction(databases: Databases) -> None:
    spoken = [{"tag": tag} for tag in ("ar", "fa", "ur", "my", "zh", "tlh", "qaa")]
    service = service_draft(languages_stated="listed", languages=spoken)
    with serving(databases, organization_draft(), source_draft(), need_draft(), service) as api:
        languages = {entry.pop("tag"): entry for entry in api.get("/v1/languages?locale=ja").json()["languages"]}

    assert {tag: entry["text_direction"] for tag, entry in languages.items()} == {
        "ar": "rtl",
        "fa": "rtl",
        "my": "ltr",
        "qaa": "ltr",
        "tlh": "ltr",
        "ur": "rtl",
        "zh": "ltr",
    }
    assert (languages["ar"]["name"], languages["ar"]["autonym"]) == ("アラビア語", "العربية")
    assert (languages["tlh"]["name"], languages["tlh"]["autonym"]) == ("クリンゴン語", "tlh")
    assert (languages["qaa"]["name"], languages["qaa"]["autonym"]) == ("qaa", "qaa")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_language_is_counted_as_the_list_of_services_finds_it(world: Api, language: str) -> None:
    counts = {entry["tag"]: entry["service_count"] for entry in world.get("/v1/languages").json()["languages"]}
    found = world.get("/v1/services", params={"language": language, "language_match": "stated"}).json()

    assert counts[language] == found["page"]["total"]


def test_the_locales_say_how_much_of_the_directory_is_in_each(databases: Databases) -> None:
    records = (
        organization_draft(name={"en": "Agency"}),
        source_draft(title={"en": "Report", "ja": "報告"}),
        need_draft(name={"en": "Danger", "ja": "危険"}, description={"en": "Help!"}),
    )
    service = service_draft(name={"en": "Line"}, description={"en": "It helps."})  # its telephone has a label in both
    with serving(databases, *records, service) as api:
        answer = api.get("/v1/locales").json()

    assert answer | {"locales": []} == {**ENVELOPE, "locales": []}
    assert [entry["tag"] for entry in answer["locales"]] == [row.tag for row in LOCALES]
    assert answer["locales"][:4] == [
        {
            "tag": "en",
            "name": "English",
            "autonym": "English",
            "text_direction": "ltr",
            "coverage": 1.0,
            "review": "unreviewed",
            "fallbacks": {},
        },
        {
            "tag": "ja",
            "name": "Japanese",
            "autonym": "日本語",
            "text_direction": "ltr",
            "coverage": 3 / 7,
            "review": "unreviewed",
            "fallbacks": {},
        },
        {
            "tag": "ja-simple",
            "name": "Japanese (in plain words)",
            "autonym": "やさしい日本語",
            "text_direction": "ltr",
            "coverage": 0.0,
            "review": "unreviewed",
            "fallbacks": {},
        },
        {
            "tag": "zh-Hans",
            "name": "Simplified Chinese",
            "autonym": "中文 (简体)",
            "text_direction": "ltr",
            "coverage": 0.0,
            "review": "unreviewed",
            "fallbacks": {},
        },
    ]


@pytest.mark.parametrize(
    ("states", "translated", "is_reviewed"),
    [
        ({}, 2, False),
        ({"vi": {"outdated": ["/name"]}}, 1, False),
        ({"vi": {"reviewed": ["/name"]}}, 2, False),
        ({"vi": {"outdated": ["/name"], "reviewed": ["/name"]}}, 1, False),
    ],
)
def test_what_is_outdated_is_served_said_to_be_so_and_not_counted(
    databases: Databases, states: dict[str, Any], translated: int, *, is_reviewed: bool
) -> None:
    records = (
        organization_draft(name={"en": "Agency", "vi": "Cơ quan"}, translations=states),
        need_draft(name={"en": "Danger"}, description={"en": "Help!", "vi": "Cứu!"}),
        source_draft(title={"en": "Report"}),
        service_draft(name={"en": "Line"}, description={"en": "It helps."}),
    )
    with serving(databases, *records) as api:
        locales = {entry["tag"]: entry for entry in api.get("/v1/locales").json()["locales"]}
        agency = api.get("/v1/organizations/agency?locale=vi").json()
        service = api.get("/v1/services/help-line?locale=vi").json()

    outdated = states.get("vi", {}).get("outdated", [])
    assert locales["vi"]["coverage"] == translated / 7
    assert (locales["vi"]["review"] == "reviewed") is is_reviewed
    assert (agency["name"], agency["outdated"]) == ("Cơ quan", outdated)
    assert (service["organization"]["name"], service["outdated"]) == (
        "Cơ quan",
        [f"/organization{pointer}" for pointer in outdated],
    )


def test_the_locales_are_named_in_the_locale(world: Api) -> None:
    answer = world.get("/v1/locales?locale=ja").json()

    assert answer | {"locales": []} == {**JAPANESE, "locales": []}
    assert [(entry["name"], entry["autonym"]) for entry in answer["locales"]][:6] == [
        ("英語", "English"),
        ("日本語", "日本語"),
        ("やさしい日本語", "やさしい日本語"),
        ("簡体中国語", "中文 (简体)"),
        ("繁体中国語", "中文 (繁體)"),
        ("韓国語", "한국어"),
    ]


def test_an_empty_directory_has_empty_lists_and_is_wholly_translated(databases: Databases) -> None:
    with serving(databases) as api:
        assert api.get("/v1/organizations").json() == {**ENVELOPE, "organizations": []}
        assert api.get("/v1/needs").json() == {**ENVELOPE, "needs": []}
        assert api.get("/v1/languages").json() == {**ENVELOPE, "languages": []}
        assert [entry["coverage"] for entry in api.get("/v1/locales").json()["locales"]] == [1.0] * len(LOCALES)


def test_every_organization_and_need_of_the_shipped_directory_leads_to_its_services(api: Api) -> None:
    organizations = api.get("/v1/organizations").json()["organizations"]
    needs = api.get("/v1/needs").json()["needs"]

    for organization in organizations:
        found = api.get("/v1/services", params={"organization": organization["id"], "limit": 100}).json()
        assert sorted(service["id"] for service in found["services"]) == organization["service_ids"]
        assert api.get(f"/v1/organizations/{organization['id']}").json() == organization
    for entry in needs:
        total = api.get("/v1/services", params={"need": entry["id"]}).json()["page"]["total"]
        assert total == entry["service_count"]
