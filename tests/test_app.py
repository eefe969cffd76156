from tests.conftest import Api


def test_a_reader_finds_who_speaks_vietnamese_and_helps_with_a_taken_passport(api: Api) -> None:
    answer = api.get("/v1/services", params={"need": "passport-taken", "language": "vi"})

    assert answer.status_code == 200
    assert [service["id"] for service in answer.json()["services"]] == [
        "foreign-language-human-rights-counseling-online",
        "foreign-language-human-rights-hotline",
        "human-rights-counseling-centers-for-foreigners",
        "immigration-information-center",
        "police-110",
        "police-consultation-9110",
        "womens-counseling-and-support-centers",
    ]
