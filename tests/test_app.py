from tests.conftest import Api


def test_a_reader_finds_who_speaks_vietnamese_and_helps_with_a_taken_passport(api: Api) -> None:
    """At ten on a Tuesday: what speaks the language first, then what is open, then the more specific."""
    answer = api.get(
        "/v1/services", params={"need": "passport-taken", "language": "vi", "open_at": "2026-11-24T10:00:00+09:00"}
    )

    assert answer.status_code == 200
    assert [service["id"] for service in answer.json()["services"]] == [
        "foreign-language-human-rights-hotline",
        "foreign-language-human-rights-counseling-online",
        "immigration-information-center",
        "human-rights-counseling-centers-for-foreigners",
        "police-110",
        "police-consultation-9110",
        "womens-counseling-and-support-centers",
    ]
