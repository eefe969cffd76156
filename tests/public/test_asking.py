"""What a reader may not ask, from an address and in the body of a search: each fault is named, none is passed over."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.conftest import Api

Answer = dict[str, Any]
SEARCH = "/v1/services/search"
TITLES = {
    "invalid-input": "Some of what was sent cannot be used",
    "unknown-parameter": "There is no such parameter",
    "unknown-need": "There is no such need",
    "unknown-organization": "There is no such organization",
    "unknown-area": "There is no such area",
    "invalid-cursor": "The cursor cannot be used",
}
EMPTY = "This must not be empty."
REPEATED = "This is given more than once."
NOT_A_TAG = "This is not a language tag (BCP 47), such as vi or zh-Hant."
NOT_A_MOMENT = "This is not a moment with an offset (RFC 3339), such as 2026-11-24T09:00:00+09:00; in a URL, + is %2B."
NO_SUCH_NEED = "There is no need with this id; /v1/needs lists them."
NO_SUCH_ORGANIZATION = "There is no organization with this id; /v1/organizations lists them."
NO_SUCH_AREA = "This is not JP or a prefecture of Japan (ISO 3166-2), such as JP-13."
NO_SUCH_PARAMETER = "There is no parameter of this name here."
NO_SUCH_FIELD = "There is no such field."
NOT_A_BOOLEAN = "This must be true or false."
NOT_A_NUMBER = "This must be a whole number."
NOT_TEXT = "This must be text."
OUT_OF_RANGE = "This number is too small or too large."
TOO_MANY = "These are too many: at most 50."
NULL = "This must have a value; leave the name out to ask for nothing."
NOT_JSON = "This is not valid JSON."
IN_THE_BODY = "The filters of a search belong into its body, not into the address."
CHANNELS = "phone, web_form, web_page, chat, email, in_person"
SINGLE_VALUES = {
    "locale": "en",
    "language_match": "stated",
    "area": "JP-13",
    "free_of_charge": "true",
    "anonymous": "true",
    "open_at": "now",
    "only_known_hours": "true",
    "updated_since": "2026-11-24T09:00:00Z",
    "limit": "5",
    "cursor": "AA",
}
REPEATABLE = ("need", "language", "channel", "organization")


def problem(kind: str, errors: list[Answer], instance: str = "/v1/services") -> Answer:
    """The whole problem document, in English."""
    return {
        "type": f"/problems/{kind}",
        "title": TITLES[kind],
        "status": 422,
        "detail": "Nothing was looked up. Each entry of errors names what to correct.",
        "instance": instance,
        "errors": errors,
        "fallbacks": {},
    }


def in_query(name: str, value: object, reason: str) -> Answer:
    return {"location": "query", "name": name, "value": value, "reason": reason}


def in_body(name: str, value: object, reason: str) -> Answer:
    return {"location": "body", "name": name, "value": value, "reason": reason}


def assert_refused(api: Api, address: str, kind: str, *errors: Answer) -> None:
    answer = api.get(address)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == problem(kind, list(errors), address.partition("?")[0])


def assert_search_refused(api: Api, body: str | bytes, kind: str, *errors: Answer, address: str = SEARCH) -> None:
    answer = api.post(address, content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == problem(kind, list(errors), SEARCH)


# ---- in an address ----


@pytest.mark.parametrize(
    "address",
    [
        "/v1/services",
        "/v1/services/police-110",
        "/v1/organizations",
        "/v1/organizations/houterasu",
        "/v1/needs",
        "/v1/languages",
        "/v1/locales",
        "/v1/emergency",
        "/healthz",
        "/readyz",
        "/problems/gone",
    ],
)
@pytest.mark.parametrize("name", ["colour", "Locale", "need[]", "locale ", "", "query"])
def test_an_unknown_parameter_is_refused_everywhere(api: Api, address: str, name: str) -> None:
    """`q` is not answered yet, and so it is not taken and passed over either."""
    expected = in_query(name, "red", NO_SUCH_PARAMETER)

    assert_refused(api, f"{address}?{urlencode({name: 'red'})}", "unknown-parameter", expected)


@pytest.mark.parametrize("name", [*SINGLE_VALUES, *REPEATABLE])
def test_a_filter_of_the_list_is_unknown_where_it_means_nothing(api: Api, name: str) -> None:
    value = SINGLE_VALUES.get(name, "visa")
    if name != "locale":
        assert_refused(api, f"/v1/needs?{name}={value}", "unknown-parameter", in_query(name, value, NO_SUCH_PARAMETER))
    if name not in {"locale", "open_at"}:
        address = f"/v1/services/police-110?{name}={value}"
        assert_refused(api, address, "unknown-parameter", in_query(name, value, NO_SUCH_PARAMETER))


@pytest.mark.parametrize(("name", "value"), SINGLE_VALUES.items())
def test_a_single_value_given_twice_is_refused_even_if_it_is_the_same(api: Api, name: str, value: str) -> None:
    expected = in_query(name, [value, value], REPEATED)

    assert_refused(api, f"/v1/services?{name}={value}&{name}={value}", "invalid-input", expected)


@pytest.mark.parametrize("name", [*SINGLE_VALUES, *REPEATABLE])
@pytest.mark.parametrize("form", ["{}=", "{}"])
def test_an_empty_value_is_refused(api: Api, name: str, form: str) -> None:
    assert_refused(api, f"/v1/services?{form.format(name)}", "invalid-input", in_query(name, "", EMPTY))


@pytest.mark.parametrize(
    ("kind", "name", "value", "reason"),
    [
        *(
            ("invalid-input", name, value, NOT_A_TAG)
            for name in ("language", "locale")
            for value in (
                "en_US",
                "a",
                "vi-",
                "-vi",
                "zh--Hant",
                "vi,en",
                "*",
                "ja ",
                "日本語",
                "x",
                "en;q=1",
                "a" * 65,
            )
        ),
        *(
            ("invalid-input", name, value, NOT_A_MOMENT)
            for name in ("open_at", "updated_since")
            for value in (
                "2026-11-24",
                "2026-11-24T09:00:00",
                "2026-11-24T09:00Z",
                "2026-11-24 09:00:00Z",
                "2026-11-24T09:00:00 09:00",
                "2026-11-24T09:00:00+0900",
                "2026-11-24T09:00:00+09",
                "2026-11-24T09:00:00+24:00",
                "2026-11-24T24:00:00Z",
                "2026-11-24T09:60:00Z",
                "2026-11-24T09:00:61Z",
                "2026-02-29T09:00:00Z",
                "2026-13-01T09:00:00Z",
                "0000-01-01T00:00:00Z",
                "12026-11-24T09:00:00Z",
                "２０２６-11-24T09:00:00Z",
                "2026-11-24T09:00:00Z\n",
                "2026-W48-2T09:00:00Z",
                "1795482000",
                "NOW",
                "tomorrow",
            )
        ),
        ("invalid-input", "open_at", "2026-11-24T09:00:00+09:60", NOT_A_MOMENT),
        ("invalid-input", "updated_since", "2026-11-24T09:00:00-24:00", NOT_A_MOMENT),
        ("invalid-input", "updated_since", "now", NOT_A_MOMENT),
        *(
            ("unknown-need", "need", value, NO_SUCH_NEED)
            for value in ("zz", "VISA", "visa ", "visa,danger-now", "ビザ")
        ),
        *(("unknown-organization", "organization", value, NO_SUCH_ORGANIZATION) for value in ("zz", "Houterasu")),
        *(
            ("unknown-area", "area", value, NO_SUCH_AREA)
            for value in ("JP-00", "JP-48", "jp-13", "JP13", "13", "Tokyo", "東京", "US", "US-CA", "JP-1")
        ),
        ("invalid-input", "channel", "fax", f"This must be one of: {CHANNELS}."),
        ("invalid-input", "channel", "PHONE", f"This must be one of: {CHANNELS}."),
        ("invalid-input", "language_match", "maybe", "This must be one of: possible, stated."),
        *(
            ("invalid-input", name, value, NOT_A_BOOLEAN)
            for name in ("free_of_charge", "anonymous", "only_known_hours")
            for value in ("True", "TRUE", "1", "0", "yes", "no", "null", " true")
        ),
        *(
            ("invalid-input", "limit", value, NOT_A_NUMBER)
            for value in ("ten", "-1", "+1", "1.5", "1.0", "1e1", "0x5", " 5", "٣", "５", "1_0", "9" * 30)
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_why(api: Api, kind: str, name: str, value: str, reason: str) -> None:
    expected = in_query(name, value, reason)

    assert_refused(api, f"/v1/services?{urlencode({name: value})}", kind, expected)


@pytest.mark.parametrize("limit", [0, 101, 999_999_999])
def test_a_limit_outside_one_to_a_hundred_is_refused(api: Api, limit: int) -> None:
    assert_refused(api, f"/v1/services?limit={limit}", "invalid-input", in_query("limit", limit, OUT_OF_RANGE))


@pytest.mark.parametrize("limit", ["1", "100", "020"])
def test_a_limit_from_one_to_a_hundred_is_taken(api: Api, limit: str) -> None:
    assert api.get(f"/v1/services?limit={limit}").json()["page"]["limit"] == int(limit)


def test_a_plus_that_the_url_undid_is_explained(api: Api) -> None:
    """In a query `+` is a blank, so that the offset that the client wrote does not arrive."""
    expected = in_query("open_at", "2026-11-24T09:00:00 09:00", NOT_A_MOMENT)

    assert_refused(api, "/v1/services?open_at=2026-11-24T09:00:00+09:00", "invalid-input", expected)
    assert api.get("/v1/services?open_at=2026-11-24T09:00:00%2B09:00").status_code == 200


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-24T09:00:00Z",
        "2026-11-24t09:00:00z",
        "2026-11-24T09:00:00.123456789+09:00",
        "2026-12-31T23:59:60Z",
        "2026-11-24T09:00:00-00:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
    ],
)
@pytest.mark.parametrize("name", ["open_at", "updated_since"])
def test_every_moment_of_rfc_3339_is_taken(api: Api, name: str, moment: str) -> None:
    assert api.get("/v1/services", params={name: moment}).status_code == 200
    assert api.post(SEARCH, json={name: moment}).status_code == 200


def test_the_second_of_several_values_is_named_by_itself(api: Api) -> None:
    expected = in_query("need", "zz", NO_SUCH_NEED)

    assert_refused(api, "/v1/services?need=visa&need=zz", "unknown-need", expected)


@pytest.mark.parametrize("name", REPEATABLE)
def test_more_values_than_fifty_are_refused(api: Api, name: str) -> None:
    value = {"need": "visa", "language": "vi", "channel": "phone", "organization": "houterasu"}[name]

    assert api.get("/v1/services", params={name: [value] * 50}).status_code == 200
    answer = api.get("/v1/services", params={name: [value] * 51})
    assert answer.status_code == 422
    assert [(error["name"], error["reason"]) for error in answer.json()["errors"]] == [(name, TOO_MANY)]


def test_all_faults_of_an_address_are_told_at_once(api: Api) -> None:
    address = (
        "/v1/services?colour=red&need=zz&need=&language=en_US&language_match=maybe&channel=fax&organization=zz&area=zz"
        "&free_of_charge=1&anonymous=1&open_at=1&only_known_hours=1&updated_since=1&limit=0&locale=en&locale=ja&cursor=!"
    )
    answer = api.get(address)

    assert answer.status_code == 422
    assert {key: value for key, value in answer.json().items() if key != "errors"} == {
        key: value for key, value in problem("invalid-input", []).items() if key != "errors"
    }
    expected = [
        in_query("colour", "red", NO_SUCH_PARAMETER),
        in_query("need", "zz", NO_SUCH_NEED),
        in_query("need", "", EMPTY),
        in_query("language", "en_US", NOT_A_TAG),
        in_query("language_match", "maybe", "This must be one of: possible, stated."),
        in_query("channel", "fax", f"This must be one of: {CHANNELS}."),
        in_query("organization", "zz", NO_SUCH_ORGANIZATION),
        in_query("area", "zz", NO_SUCH_AREA),
        in_query("free_of_charge", "1", NOT_A_BOOLEAN),
        in_query("anonymous", "1", NOT_A_BOOLEAN),
        in_query("open_at", "1", NOT_A_MOMENT),
        in_query("only_known_hours", "1", NOT_A_BOOLEAN),
        in_query("updated_since", "1", NOT_A_MOMENT),
        in_query("limit", 0, OUT_OF_RANGE),
        in_query("locale", ["en", "ja"], REPEATED),
        in_query("cursor", "!", "This is not a cursor that was given out here."),
    ]
    assert sorted(answer.json()["errors"], key=str) == sorted(expected, key=str)


def test_faults_of_one_kind_keep_their_kind_and_faults_of_several_have_the_general_one(api: Api) -> None:
    two_needs, need_and_area = api.get("/v1/services?need=zz&need=yy"), api.get("/v1/services?need=zz&area=zz")

    assert two_needs.json()["type"] == "/problems/unknown-need"
    assert need_and_area.json()["type"] == "/problems/invalid-input"


def test_a_value_is_shown_in_part_where_it_is_long(api: Api) -> None:
    expected = in_query("need", "z" * 200, NO_SUCH_NEED)

    assert_refused(api, f"/v1/services?need={'z' * 5000}", "unknown-need", expected)


@pytest.mark.parametrize(
    "raw", ["need=%FF", "%FF=1", "need=%00", "need=%ED%A0%80", "%ED%A0%80=%0A", "need=%F0%9F%98%80"]
)
def test_bytes_that_are_no_text_are_refused_and_not_a_failure(api: Api, raw: str) -> None:
    answer = api.get(f"/v1/services?{raw}")

    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 1


# ---- in the body of a search ----


@pytest.mark.parametrize(
    ("kind", "body", "name", "value", "reason"),
    [
        ("invalid-input", {"colour": "red"}, "/colour", "red", NO_SUCH_FIELD),
        ("invalid-input", {"a/b~c": 1}, "/a~1b~0c", 1, NO_SUCH_FIELD),
        ("invalid-input", {"": 1}, "/", 1, NO_SUCH_FIELD),
        ("invalid-input", {"query": "help"}, "/query", "help", NO_SUCH_FIELD),
        *(("invalid-input", {name: None}, f"/{name}", None, NULL) for name in (*SINGLE_VALUES, *REPEATABLE)),
        *(("invalid-input", {name: []}, f"/{name}", [], EMPTY) for name in (*SINGLE_VALUES, *REPEATABLE)),
        ("invalid-input", {"need": [None]}, "/need/0", None, NOT_TEXT),
        ("invalid-input", {"need": [[]]}, "/need/0", [], NOT_TEXT),
        ("invalid-input", {"need": [7]}, "/need/0", 7, NOT_TEXT),
        ("invalid-input", {"need": [True]}, "/need/0", True, NOT_TEXT),
        ("invalid-input", {"need": {}}, "/need", {}, NOT_TEXT),
        ("invalid-input", {"need": 7}, "/need", 7, NOT_TEXT),
        ("invalid-input", {"need": [""]}, "/need/0", "", EMPTY),
        ("invalid-input", {"need": ""}, "/need", "", EMPTY),
        ("unknown-need", {"need": ["visa", "zz"]}, "/need/1", "zz", NO_SUCH_NEED),
        ("unknown-need", {"need": "zz"}, "/need", "zz", NO_SUCH_NEED),
        ("unknown-organization", {"organization": ["zz"]}, "/organization/0", "zz", NO_SUCH_ORGANIZATION),
        ("unknown-organization", {"organization": "zz"}, "/organization", "zz", NO_SUCH_ORGANIZATION),
        ("unknown-area", {"area": "JP-99"}, "/area", "JP-99", NO_SUCH_AREA),
        ("invalid-input", {"area": ["JP-13"]}, "/area", ["JP-13"], NOT_TEXT),
        ("invalid-input", {"area": ""}, "/area", "", EMPTY),
        ("invalid-input", {"language": ["vi", "en_US"]}, "/language/1", "en_US", NOT_A_TAG),
        ("invalid-input", {"locale": "en_US"}, "/locale", "en_US", NOT_A_TAG),
        ("invalid-input", {"locale": ""}, "/locale", "", EMPTY),
        ("invalid-input", {"locale": 5}, "/locale", 5, NOT_TEXT),
        ("invalid-input", {"channel": ["fax"]}, "/channel/0", "fax", f"This must be one of: {CHANNELS}."),
        (
            "invalid-input",
            {"language_match": "maybe"},
            "/language_match",
            "maybe",
            "This must be one of: possible, stated.",
        ),
        ("invalid-input", {"free_of_charge": "true"}, "/free_of_charge", "true", NOT_A_BOOLEAN),
        ("invalid-input", {"anonymous": 1}, "/anonymous", 1, NOT_A_BOOLEAN),
        ("invalid-input", {"only_known_hours": 0}, "/only_known_hours", 0, NOT_A_BOOLEAN),
        ("invalid-input", {"open_at": "2026-11-24T09:00:00"}, "/open_at", "2026-11-24T09:00:00", NOT_A_MOMENT),
        ("invalid-input", {"open_at": 1795482000}, "/open_at", 1795482000, NOT_TEXT),
        ("invalid-input", {"updated_since": "now"}, "/updated_since", "now", NOT_A_MOMENT),
        ("invalid-input", {"limit": "5"}, "/limit", "5", NOT_A_NUMBER),
        ("invalid-input", {"limit": 1.5}, "/limit", 1.5, NOT_A_NUMBER),
        ("invalid-input", {"limit": True}, "/limit", True, NOT_A_NUMBER),
        ("invalid-input", {"limit": 0}, "/limit", 0, OUT_OF_RANGE),
        ("invalid-input", {"limit": 101}, "/limit", 101, OUT_OF_RANGE),
        ("invalid-input", {"limit": int("9" * 4000)}, "/limit", "9" * 200, NOT_A_NUMBER),
        ("invalid-input", {"limit": -(10**40)}, "/limit", -(10**40), OUT_OF_RANGE),
        ("invalid-input", {"cursor": 5}, "/cursor", 5, NOT_TEXT),
        ("invalid-input", {"cursor": ""}, "/cursor", "", EMPTY),
    ],
)
def test_a_fault_in_a_body_is_named_by_its_json_pointer(  # noqa: PLR0917  (the columns of the table)
    api: Api, kind: str, body: Answer, name: str, value: object, reason: str
) -> None:
    assert_search_refused(api, json.dumps(body), kind, in_body(name, value, reason))


def test_all_faults_of_a_search_are_told_at_once_those_of_its_address_too(api: Api) -> None:
    body = (
        '{"need": ["visa", "zz", ""], "language": "en_US", "limit": 0, "area": null, "channel": [], "colour": 1,'
        ' "anonymous": true, "anonymous": false, "cursor": "!"}'
    )
    answer = api.post(f"{SEARCH}?need=visa&colour=red", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/invalid-input"
    expected = [
        in_query("need", "visa", IN_THE_BODY),
        in_query("colour", "red", NO_SUCH_PARAMETER),
        in_body("/need/1", "zz", NO_SUCH_NEED),
        in_body("/need/2", "", EMPTY),
        in_body("/language", "en_US", NOT_A_TAG),
        in_body("/limit", 0, OUT_OF_RANGE),
        in_body("/area", None, NULL),
        in_body("/channel", [], EMPTY),
        in_body("/colour", 1, NO_SUCH_FIELD),
        in_body("/anonymous", None, REPEATED),
        in_body("/cursor", "!", "This is not a cursor that was given out here."),
    ]
    assert sorted(answer.json()["errors"], key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("name", [*SINGLE_VALUES, *REPEATABLE])
def test_a_filter_in_the_address_of_a_search_is_refused(api: Api, name: str) -> None:
    value = SINGLE_VALUES.get(name, "visa")
    expected = in_query(name, value, IN_THE_BODY)

    assert_search_refused(api, "{}", "invalid-input", expected, address=f"{SEARCH}?{urlencode({name: value})}")


def test_an_unknown_parameter_in_the_address_of_a_search_is_refused(api: Api) -> None:
    expected = in_query("colour", "red", NO_SUCH_PARAMETER)

    assert_search_refused(api, "{}", "unknown-parameter", expected, address=f"{SEARCH}?colour=red")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"need=visa",
        b"{",
        b"{}{}",
        b'{"need": "visa",}',
        b"{'need': 'visa'}",
        b'{"limit": NaN}',
        b'{"limit": Infinity}',
        b'{"limit": -Infinity}',
        b'{"limit": 01}',
        b'{"need": "\xff"}',
        b'{"need": "\n"}',
        b"\xef\xbb\xbf{}",
        '{"limit": 5}'.encode("utf-16"),
    ],
)
def test_what_is_not_json_is_refused(api: Api, body: bytes) -> None:
    assert_search_refused(api, body, "invalid-input", in_body("", None, NOT_JSON))


@pytest.mark.parametrize("document", [[], [1], "visa", 5, 1.5, True, None, ["need", "visa"]])
def test_json_that_is_no_object_is_refused(api: Api, document: object) -> None:
    expected = in_body("", document, "This must be an object.")

    assert_search_refused(api, json.dumps(document), "invalid-input", expected)


def test_a_name_given_twice_is_refused_once_for_each_name(api: Api) -> None:
    body = '{"need": ["visa"], "limit": 5, "limit": 5, "limit": 6, "colour": 1, "colour": 1}'
    answer = api.post(SEARCH, content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert [error for error in answer.json()["errors"] if error["reason"] == REPEATED] == [
        in_body("/limit", None, REPEATED),
        in_body("/colour", None, REPEATED),
    ]


@pytest.mark.parametrize("shape", ['{{"need": {}}}', '{{"need": [{}]}}', '{{"colour": {}}}', "{}", '{{"limit": {}}}'])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_no_depth_of_nesting_is_a_failure(api: Api, shape: str, opening: str, closing: str) -> None:
    for depth in [*range(1, 40), *range(900, 1010), 5000, 9000]:
        body = shape.format(opening * depth + "1" + closing * depth)
        answer = api.post(SEARCH, content=body, headers={"Content-Type": "application/json"})

        assert answer.status_code == 422, depth
        assert len(answer.content) < 2000, depth


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e300", "1e-999", "0.1e-400"])
@pytest.mark.parametrize("shape", ['{{"limit": {}}}', '{{"need": [{}]}}', '{{"colour": {}}}', "[{}]", "{}"])
def test_numbers_beyond_any_measure_are_refused_in_json(api: Api, shape: str, number: str) -> None:
    answer = api.post(SEARCH, content=shape.format(number), headers={"Content-Type": "application/json"})

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    assert answer.status_code == 422
    assert len(json.loads(answer.content, parse_constant=refuse)["errors"]) == 1


def test_half_a_character_is_shown_as_it_was_escaped(api: Api) -> None:
    expected = in_body("/\ud800", "\udfff", NO_SUCH_FIELD)

    assert_search_refused(api, '{"\\ud800": "\\udfff"}', "invalid-input", expected)


def test_a_body_that_is_too_large_is_refused_whatever_it_says_of_its_length(api: Api) -> None:
    async def pieces() -> Any:  # noqa: ANN401  (httpx leaves it open)
        for _ in range(65):
            yield b" " * 1024

    expected = {
        "type": "/problems/body-too-large",
        "title": "The body is too large",
        "status": 413,
        "detail": "A search takes at most 65536 bytes.",
        "instance": SEARCH,
        "fallbacks": {},
    }
    for content in (b" " * 65537, pieces()):
        answer = api.post(SEARCH, content=content, headers={"Content-Type": "application/json"})

        assert answer.status_code == 413
        assert answer.json() == expected


def test_a_body_of_just_the_largest_size_is_read(api: Api) -> None:
    body = b"{}" + b" " * 65534

    assert api.post(SEARCH, content=body, headers={"Content-Type": "application/json"}).status_code == 200


@pytest.mark.parametrize(
    "media_type",
    [None, "", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "text/json", "json"],
)
def test_another_media_type_than_json_is_refused(api: Api, media_type: str | None) -> None:
    answer = api.post(SEARCH, content=b"{}", headers={} if media_type is None else {"Content-Type": media_type})

    assert answer.status_code == 415
    assert answer.json() == {
        "type": "/problems/unsupported-media-type",
        "title": "The body is not JSON",
        "status": 415,
        "detail": "Send the filters as JSON, with Content-Type: application/json.",
        "instance": SEARCH,
        "fallbacks": {},
    }


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/json;"])
def test_the_media_type_of_json_is_taken_in_every_spelling(api: Api, media_type: str) -> None:
    assert api.post(SEARCH, content=b"{}", headers={"Content-Type": media_type}).status_code == 200


def test_an_answer_to_many_faults_stays_small(api: Api) -> None:
    """64 KiB of body must not become megabytes of answer, nor seconds of work."""
    many = "{" + ",".join(f'"{number:x}":1' for number in range(6500)) + "}"
    answer = api.post(SEARCH, content=many, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert len(answer.content) < 100_000
