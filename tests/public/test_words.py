"""`q`: the services that somebody's own words lead to."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Api, Databases
from tests.documents import need_draft, organization_draft, phone_document, service_draft, source_draft
from tests.served import save, serving

NOT_UNDERSTOOD = (
    "Your words were not understood. Try other words, or choose from the list of needs. "
    "Use only the numbers given here."
)
RECORDS = (
    organization_draft("agency", name={"en": "Agency (Tasuke)", "ja": "助け庁"}),
    source_draft(),
    need_draft("danger-now", phrases={"en": ["he has a knife", "going to kill me"], "ja": ["殺される"]}, position=0),
    need_draft("exploited", name={"en": "controlled"}, description={"en": "By others"}, position=1),
    need_draft(
        "passport-taken",
        parent="exploited",
        name={"en": "No passport"},
        description={"en": "It was taken."},
        phrases={"en": ["boss took my passport"], "vi": ["sếp giữ hộ chiếu"], "ja": ["社長にパスポートを取られた"]},
        position=2,
    ),
    need_draft(
        "visa",
        name={"en": "Visa"},
        description={"en": "Stay"},
        phrases={"en": ["my visa ends soon"], "vi": ["visa sắp hết hạn"]},
        position=3,
    ),
    service_draft("police-110", needs=["danger-now", "passport-taken"], contact_points=[phone_document(number="110")]),
    service_draft("passport-desk", needs=["passport-taken"], name={"en": "Passport desk", "vi": "Bàn hộ chiếu"}),
    service_draft(
        "all-desk",
        needs=["visa", "passport-taken"],
        name={"en": "Yorisoi Hotline", "ja": "よりそいホットライン"},
        languages_stated="listed",
        languages=[{"tag": "vi"}],
    ),
    service_draft("visa-desk", needs=["visa"], name={"en": "Stay desk", "ja": "在留"}, area="JP-13"),
    service_draft("other-desk", needs=[], name={"en": "Another"}),
)


@pytest.fixture(scope="module")
def world(databases: Databases) -> Iterator[Api]:
    with serving(databases, *RECORDS) as world:
        yield world


def ask(api: Api, q: str, **filters: object) -> dict[str, Any]:
    answer = api.get("/v1/services", params={"q": q, **filters})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def ids(answer: dict[str, Any]) -> list[str]:
    return [service["id"] for service in answer["services"]]


@pytest.mark.parametrize(
    "words",
    [
        "boss took my passport",
        "Sep giu ho chieu",
        "社長 パスポート",
        "the boss, he take my pasport!",
        "sếp took パスポート",
    ],
)
def test_words_find_the_need_and_then_its_services(world: Api, words: str) -> None:
    answer = ask(world, words)

    assert answer["understood"][0]["need"] == "passport-taken"
    assert 0 < answer["understood"][0]["score"] <= 1
    assert ids(answer)[:3] == ["passport-desk", "all-desk", "police-110"]
    assert answer["services"][0]["match"]["needs"] == ["passport-taken"]
    assert "Helps with: No passport" in answer["services"][0]["match"]["reasons"]


def test_of_two_needs_the_clearer_leads_in_the_list_and_in_the_reasons(world: Api) -> None:
    answer = ask(world, "my visa ends soon and boss took my passport", language="vi")

    needs = [each["need"] for each in answer["understood"]]
    both = next(service for service in answer["services"] if service["id"] == "all-desk")
    assert {"visa", "passport-taken"} <= set(needs)
    assert both["match"]["needs"] == sorted(["visa", "passport-taken"], key=needs.index)
    assert [each["score"] for each in answer["understood"]] == sorted(
        (each["score"] for each in answer["understood"]), reverse=True
    )


def test_words_of_danger_put_the_emergency_lines_first(world: Api) -> None:
    answer = ask(world, "he has a knife, boss took my passport")

    assert "danger-now" in {each["need"] for each in answer["understood"]}
    assert ids(answer)[0] == "police-110"
    assert [service["id"] for service in answer["emergency"]] == ["police-110"]


@pytest.mark.parametrize("words", ["yorisoi", "YORISOI hotline", "よりそいホットラインの番号"])
def test_words_that_say_a_name_lead_to_it_first_and_say_so(world: Api, words: str) -> None:
    answer = ask(world, words)

    assert ids(answer)[0] == "all-desk"
    assert "Your words are in its name." in answer["services"][0]["match"]["reasons"]


def test_the_name_of_an_agency_leads_to_its_services(world: Api) -> None:
    assert set(ids(ask(world, "tasuke", limit=100))) >= {"passport-desk", "visa-desk", "other-desk"}
    assert set(ids(ask(world, "助け庁"))) >= {"passport-desk", "visa-desk", "other-desk"}


@pytest.mark.parametrize("words", ["qwrtzp", "!!!", "🙂🙂", "१२३", "what is the weather today", "\u202e", "a"])
def test_what_is_not_understood_is_not_guessed_but_falls_back(world: Api, words: str) -> None:
    answer = ask(world, words)

    assert answer["understood"] == answer["services"] == []
    assert answer["page"]["total"] == 0
    assert answer["fallback"]["reason"] == "no_match"
    assert answer["fallback"]["message"] == NOT_UNDERSTOOD
    assert answer["fallback"]["relaxed"] == ["q"]
    assert answer["fallback"]["services"] != []
    assert [service["id"] for service in answer["emergency"]] == ["police-110"]


def test_words_and_filters_hold_together(world: Api) -> None:
    assert ids(ask(world, "boss took my passport", language="vi", language_match="stated")) == ["all-desk"]
    assert ids(ask(world, "boss took my passport", need="visa")) == ["all-desk"]
    assert ids(ask(world, "my visa ends soon", area="JP-13")) == ["visa-desk", "all-desk"]


def test_where_words_and_filters_leave_nothing_the_filter_goes_before_the_words(world: Api) -> None:
    answer = ask(world, "boss took my passport", channel="email")

    assert answer["services"] == []
    assert answer["fallback"]["relaxed"] == ["channel"]
    assert answer["understood"][0]["need"] == "passport-taken"
    assert answer["fallback"]["message"] != NOT_UNDERSTOOD


def test_a_search_takes_words_in_its_body_and_is_not_stored(world: Api) -> None:
    answer = world.post("/v1/services/search", json={"q": "boss took my passport"})

    assert answer.json() == ask(world, "boss took my passport")
    assert answer.headers["cache-control"] == "no-store"


def test_words_in_an_address_are_kept_by_nobody_on_the_way(world: Api) -> None:
    assert world.get("/v1/services?q=boss").headers["cache-control"] == "no-store"
    assert world.get("/v1/services?need=visa").headers["cache-control"].startswith("public")


def test_a_walk_keeps_to_its_words(world: Api) -> None:
    first = ask(world, "boss took my passport", limit=1)
    second = ask(world, "boss took my passport", limit=1, cursor=first["page"]["next"])
    foreign = world.get("/v1/services", params={"q": "my visa", "limit": 1, "cursor": first["page"]["next"]})

    assert [ids(first), ids(second)] == [["passport-desk"], ["all-desk"]]
    assert foreign.status_code == 422


def test_equal_words_are_the_same_question(world: Api) -> None:
    first = ask(world, "boss took my passport", limit=1)

    assert ids(ask(world, "  BOSS took my passport! ", limit=1, cursor=first["page"]["next"])) == ["all-desk"]


@pytest.mark.parametrize(
    ("q", "reason"),
    [
        ("", "This must not be empty."),
        ("  \t", "This must not be empty."),
        ("x" * 501, "This is too long: at most 500 characters."),
    ],
)
def test_words_that_cannot_be_are_refused(world: Api, q: str, reason: str) -> None:
    in_address = world.get("/v1/services", params={"q": q})
    in_body = world.post("/v1/services/search", json={"q": q})

    assert (in_address.status_code, in_body.status_code) == (422, 422)
    assert in_address.json()["errors"][0]["reason"] == in_body.json()["errors"][0]["reason"] == reason
    assert world.get("/v1/services?q=a&q=b").status_code == 422
    assert world.post("/v1/services/search", json={"q": 7}).json()["errors"][0]["reason"] == "This must be text."
    assert world.get("/v1/services", params={"q": "x" * 500}).status_code == 200


@pytest.mark.parametrize("q", ["\x00", "\ud7ff\U0010ffff", "ﷺ" * 500, "a" * 500, "ก" * 500, "é" * 250, "\u0301" * 500])
def test_any_letters_are_answered(world: Api, q: str) -> None:
    assert world.post("/v1/services/search", json={"q": q}).status_code == 200


@pytest.mark.parametrize(
    "words",
    [
        "在留カードについて相談したい",
        "ビザの相談は電話でできますか",
        "弁護士に相談したい",
        "給料がもらえない 外国人 相談",
        "さいばん",
        "女性です。夫に殴られる",
        "明日は時間がありません",
        "ピザの電話番号",
        "ゲームセンター",
        "hotline",
        "service",
        "phone consultation",
    ],
)
def test_everyday_words_are_no_name_in_the_shipped_directory(api: Api, words: str) -> None:
    for service in ask(api, words, limit=100)["services"]:
        assert "Your words are in its name." not in service["match"]["reasons"]


@pytest.mark.parametrize(
    ("words", "service_id"),
    [
        ("yorisoi", "yorisoi-hotline"),
        ("よりそいホットライン", "yorisoi-hotline"),
        ("women's rights hotline number", "womens-rights-hotline"),
        ("0570-013904", "immigration-information-center"),
        ("#9110", "police-consultation-9110"),
        ("法テラスの電話番号", "houterasu-multilingual-information-service"),
        ("โฮเทราสุ", "houterasu-multilingual-information-service"),
    ],
)
def test_a_name_or_a_number_leads_to_its_service_in_the_shipped_directory(
    api: Api, words: str, service_id: str
) -> None:
    assert ids(ask(api, words))[0] == service_id


@pytest.mark.parametrize("words", ["女の人が男にナイフで刺された", "he is going to kill me", "cứu tôi với", "救命啊"])
def test_words_of_danger_lead_to_the_emergency_lines_in_the_shipped_directory(api: Api, words: str) -> None:
    assert ids(ask(api, words))[0] == "police-110"


@pytest.mark.parametrize("words", ["não me pagam hora extra", "给我的工资太少了", "my visa ends next month"])
def test_other_trouble_does_not_put_the_police_first(api: Api, words: str) -> None:
    assert ids(ask(api, words))[0] != "police-110"


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("sếp giữ hộ chiếu", "passport-taken"),
        ("社長にパスポートを取られた", "passport-taken"),
        ("boss took my passport", "passport-taken"),
        ("ayaw akong pasuwelduhin", "unpaid-or-violent-work"),
    ],
)
def test_the_shipped_directory_understands_what_people_type(api: Api, words: str, need: str) -> None:
    answer = ask(api, words)

    assert need in [each["need"] for each in answer["understood"]][:3]
    assert ids(answer)


def test_an_edit_of_the_phrases_is_understood_once_it_is_published(databases: Databases) -> None:
    with serving(databases, *RECORDS) as api:
        assert ask(api, "zzyzx")["understood"] == []
        changed = need_draft(
            "visa", name={"en": "Visa"}, description={"en": "Stay"}, phrases={"en": ["zzyzx"]}, position=3
        )
        save(api.app.state.publisher._engine, changed)
        api.app.state.publisher.refresh()

        assert ask(api, "zzyzx")["understood"][0]["need"] == "visa"
