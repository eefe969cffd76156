"""What a client gets of the services: one, the list, the search, the emergency lines. Answers are compared whole."""

from collections.abc import Iterator
from typing import Any

import pytest

from api.directory.drafts import ServiceDraft
from api.directory.texts import texts_of
from tests.conftest import Api, Databases
from tests.documents import full_service_document, need_draft, organization_draft, service_draft, source_draft
from tests.served import WORLD, serving

Answer = dict[str, Any]


@pytest.fixture(scope="module")
def world(databases: Databases) -> Iterator[Api]:
    with serving(databases, *WORLD) as world:
        yield world


def ids(answer: Answer) -> list[str]:
    return [service["id"] for service in answer["services"]]


SEEDED = "2026-11-20T09:00:00+09:00"
REPORT: Answer = {
    "source": "report",
    "title": "Title of report",
    "locator": "Figure 1",
    "url": None,
    "as_of": "2025-08-26",
    "fields": [],
    "note": None,
}
UNKNOWN_REACH = {"ip_phone": None, "prepaid_mobile": None, "abroad": None}
UNKNOWN_HOURS: Answer = {
    "status": "unknown",
    "text": "The hours are not known.",
    "timezone": "Asia/Tokyo",
    "closes_at": None,
    "next_opens_at": None,
    "upcoming": [],
    "osm": None,
    "osm_note": None,
    "schedules": [],
    "exceptions": [],
}
NO_OSM = {"osm": None, "osm_note": "The syntax of OpenStreetMap cannot say these hours."}
ANY_SPAN: Answer = {"public_holidays": None, "by_appointment": False, "valid_from": None, "valid_to": None}
ALL_SATURDAY: Answer = UNKNOWN_HOURS | {
    "status": "closed",
    "text": "Sat 00:00–24:00, also on public holidays\nNot known whether open Dec 29–Jan 3",
    "next_opens_at": "2026-11-28T00:00:00+09:00",
    "upcoming": [{"opens_at": "2026-11-28T00:00:00+09:00", "closes_at": "2026-11-29T00:00:00+09:00"}],
    "osm": "Sa 00:00-24:00; Dec 29-Jan 3 Sa 00:00-24:00 unknown",
    "schedules": [
        ANY_SPAN | {"byday": ["SA"], "opens_at": "00:00", "closes_at": "24:00", "public_holidays": "open"},
    ],
}
ANY_CONTACT: Answer = {"dial": None, "url": None, "email": None, "cost": "unknown", "ivr_steps": [], "languages": None}
POLICE: Answer = {
    "id": "police-110",
    "name": "Name of police-110",
    "name_in_japanese": "police-110の名",
    "description": "It helps.",
    "status": "active",
    "alert": None,
    "organization": {
        "id": "police",
        "name": "Name of police",
        "name_in_japanese": "機関",
        "url": "https://example.go.jp/police",
    },
    "needs": [{"id": "danger", "name": "danger"}, {"id": "passport-taken", "name": "passport-taken"}],
    "area": {"code": "JP", "name": "Japan"},
    "audience": None,
    "anonymous": None,
    "interpretation": None,
    "hours_status": "unknown",
    "languages_stated": "foreign_unlisted",
    "languages": [],
    "contact_points": [
        ANY_CONTACT
        | {
            "id": "phone",
            "type": "phone",
            "label": "Telephone",
            "dial": {
                "display": "110",
                "digits": "110",
                "tel_uri": "tel:110",
                "e164": None,
                "kind": "emergency",
                "reachable": UNKNOWN_REACH,
                "fallback": None,
            },
            "cost": "free",
            "hours": UNKNOWN_HOURS,
        }
    ],
    "match": None,
    "evidence": [REPORT],
    "verification": {
        "verified_on": None,
        "method": None,
        "state": "overdue",
        "text": "When this was last checked is not known. It may have changed.",
    },
    "last_modified": SEEDED,
    "outdated": [],
    "fallbacks": {},
}
HELP_LINE: Answer = POLICE | {
    "id": "help-line",
    "name": "Name of help-line",
    "name_in_japanese": "help-lineの名",
    "organization": {"id": "agency", "name": "Name of agency", "name_in_japanese": "機関", "url": None},
    "needs": [{"id": "passport-taken", "name": "passport-taken"}],
    "languages_stated": "listed",
    "languages": [
        {"tag": "vi", "name": "Vietnamese", "autonym": "Tiếng Việt", "mode": "native", "note": None},
        {"tag": "en", "name": "English", "autonym": "English", "mode": "unspecified", "note": None},
    ],
    "contact_points": [
        ANY_CONTACT
        | {
            "id": "phone",
            "type": "phone",
            "label": "Telephone",
            "dial": {
                "display": "0120-924-839",
                "digits": "0120924839",
                "tel_uri": "tel:0120924839",
                "e164": None,
                "kind": "toll_free",
                "reachable": UNKNOWN_REACH,
                "fallback": None,
            },
            "hours": UNKNOWN_HOURS,
        }
    ],
    "verification": {
        "verified_on": "2026-11-01",
        "method": "website",
        "state": "current",
        "text": "This was checked against the website on November 1, 2026.",
    },
}
VISA_DESK: Answer = POLICE | {
    "id": "visa-desk",
    "name": "Name of visa-desk",
    "name_in_japanese": "visa-deskの名",
    "organization": HELP_LINE["organization"],
    "needs": [{"id": "visa", "name": "visa"}],
    "area": {"code": "JP-13", "name": "Tokyo"},
    "anonymous": True,
    "languages_stated": "not_stated",
    "contact_points": [
        ANY_CONTACT
        | {"id": "page", "type": "web_page", "label": "Page", "url": "https://example.go.jp/", "hours": None}
    ],
}
FULL: Answer = {
    "id": "full-service",
    "name": "Full",
    "name_in_japanese": "全部",
    "description": "Two\nlines.",
    "status": "temporarily closed",
    "alert": "Closed for repairs.",
    "organization": HELP_LINE["organization"],
    "needs": [{"id": "violence", "name": "violence"}, {"id": "danger", "name": "danger"}],
    "area": {"code": "JP-13", "name": "Tokyo"},
    "audience": "For all.",
    "anonymous": False,
    "interpretation": "On request.",
    "hours_status": "closed",
    "languages_stated": "listed",
    "languages": [
        {"tag": "vi", "name": "Vietnamese", "autonym": "Tiếng Việt", "mode": "native", "note": None},
        {"tag": "fil", "name": "Filipino", "autonym": "Filipino", "mode": "interpreter", "note": "A note."},
    ],
    "contact_points": [
        ANY_CONTACT
        | {
            "id": "phone",
            "type": "phone",
            "label": "Telephone",
            "dial": {
                "display": "0570-013904",
                "digits": "0570013904",
                "tel_uri": "tel:0570013904",
                "e164": None,
                "kind": "uan",
                "reachable": {"ip_phone": False, "prepaid_mobile": False, "abroad": True},
                "fallback": "other-phone",
            },
            "cost": "caller_pays",
            "ivr_steps": [{"press": "2", "text": "Wait."}, {"press": "*#", "text": "A note."}],
            "languages": [
                {
                    "tag": "fil",
                    "name": "Filipino",
                    "autonym": "Filipino",
                    "mode": "interpreter",
                    "note": "A note.",
                    "hours": UNKNOWN_HOURS
                    | NO_OSM
                    | {
                        "status": "closed",
                        "text": (
                            "By appointment: Public holidays on Wed 10:00–12:00\n"
                            "Not known whether open May 1, 2026–May 2, 2026\n"
                            "Not known whether open Dec 29–Jan 3"
                        ),
                        "schedules": [
                            ANY_SPAN
                            | {
                                "byday": ["WE"],
                                "opens_at": "10:00",
                                "closes_at": "12:00",
                                "public_holidays": "only",
                                "by_appointment": True,
                            }
                        ],
                        "exceptions": [
                            {
                                "status": "unknown",
                                "from": "2026-05-01",
                                "to": "2026-05-02",
                                "opens_at": None,
                                "closes_at": None,
                                "calendar": None,
                            }
                        ],
                    },
                }
            ],
            "hours": UNKNOWN_HOURS
            | {
                "status": "closed",
                "text": (
                    "Apr 1, 2026–Mar 31, 2027: Mon, first Tue of the month, and last Sun of the month 09:00–24:00,"
                    " closed on public holidays\nClosed Dec 28–Jan 3"
                ),
                "next_opens_at": "2026-11-29T09:00:00+09:00",
                "upcoming": [
                    {"opens_at": "2026-11-29T09:00:00+09:00", "closes_at": "2026-11-30T00:00:00+09:00"},
                    {"opens_at": "2026-11-30T09:00:00+09:00", "closes_at": "2026-12-01T00:00:00+09:00"},
                    {"opens_at": "2026-12-01T09:00:00+09:00", "closes_at": "2026-12-02T00:00:00+09:00"},
                ],
                "osm": (
                    "2026 Apr 1-2027 Mar 31 Mo 09:00-24:00; 2026 Apr 1-2027 Mar 31 Tu[1] 09:00-24:00;"
                    " 2026 Apr 1-2027 Mar 31 Su[-1] 09:00-24:00; PH off; Dec 28-Jan 3 off"
                ),
                "schedules": [
                    {
                        "byday": ["MO", "1TU", "-1SU"],
                        "opens_at": "09:00",
                        "closes_at": "24:00",
                        "public_holidays": "closed",
                        "by_appointment": False,
                        "valid_from": "2026-04-01",
                        "valid_to": "2027-03-31",
                    }
                ],
                "exceptions": [
                    {
                        "status": "closed",
                        "from": "12-28",
                        "to": "01-03",
                        "opens_at": None,
                        "closes_at": None,
                        "calendar": "year-end",
                    }
                ],
            },
        },
        ANY_CONTACT
        | {
            "id": "other-phone",
            "type": "phone",
            "label": "Other",
            "dial": {
                "display": "03-5796-7112",
                "digits": "0357967112",
                "tel_uri": "tel:+81357967112",
                "e164": "+81357967112",
                "kind": "fixed_line",
                "reachable": UNKNOWN_REACH,
                "fallback": None,
            },
            "ivr_steps": [{"press": "0", "text": "Ask."}],
            "hours": ALL_SATURDAY,
        },
        ANY_CONTACT
        | {
            "id": "page",
            "type": "web_page",
            "label": "ページ",
            "url": "https://example.go.jp/a?b=c#d",
            "languages": [
                {
                    "tag": "vi",
                    "name": "Vietnamese",
                    "autonym": "Tiếng Việt",
                    "mode": "machine",
                    "note": "By machine.",
                }
            ],
            "hours": None,
        },
        ANY_CONTACT
        | {"id": "form", "type": "web_form", "label": "Form", "url": "http://example.go.jp:8080/", "hours": None},
        ANY_CONTACT
        | {
            "id": "chat",
            "type": "chat",
            "label": "Chat",
            "url": "https://example.go.jp/chat",
            "cost": "free",
            "hours": UNKNOWN_HOURS
            | NO_OSM
            | {
                "status": "closed",
                "text": ("Sun 22:00–05:30; public holidays are not known\nNot known whether open Dec 29–Jan 3"),
                "next_opens_at": "2026-11-29T22:00:00+09:00",
                "upcoming": [{"opens_at": "2026-11-29T22:00:00+09:00", "closes_at": "2026-11-30T05:30:00+09:00"}],
                "schedules": [ANY_SPAN | {"byday": ["SU"], "opens_at": "22:00", "closes_at": "05:30"}],
            },
        },
        ANY_CONTACT | {"id": "mail", "type": "email", "label": "Mail", "email": "help@example.go.jp", "hours": None},
        ANY_CONTACT
        | {
            "id": "counter",
            "type": "in_person",
            "label": "Counter",
            "hours": ALL_SATURDAY
            | {
                "osm": "Sa 00:00-24:00; Dec 29-Jan 3 Sa 00:00-24:00 unknown; 2026 Dec 29-2026 Dec 30 10:00-12:00",
                "text": (
                    "Sat 00:00–24:00, also on public holidays\n"
                    "Open Dec 29, 2026–Dec 30, 2026, 10:00–12:00\n"
                    "Not known whether open Dec 29–Jan 3 of other years"
                ),
                "exceptions": [
                    {
                        "status": "open",
                        "from": "2026-12-29",
                        "to": "2026-12-30",
                        "opens_at": "10:00",
                        "closes_at": "12:00",
                        "calendar": None,
                    }
                ],
            },
        },
    ],
    "match": None,
    "evidence": [
        REPORT,
        {
            "source": "page",
            "title": "Title of page",
            "locator": "2. Hours",
            "url": "https://example.go.jp/page",
            "as_of": None,
            "fields": ["/contact_points/0/hours", "/contact_points/0/dial/reachable/abroad"],
            "note": "A note.",
        },
    ],
    "verification": {
        "verified_on": "2026-11-20",
        "method": "call",
        "state": "current",
        "text": "Somebody called and checked this on November 20, 2026.",
    },
    "last_modified": SEEDED,
    "outdated": [],
    "fallbacks": {"/contact_points/2/label": "ja"},
}


# ---- one service ----


def test_a_service_is_served_whole_with_every_field(world: Api) -> None:
    answer = world.get("/v1/services/full-service")

    assert answer.status_code == 200
    assert answer.json() == FULL


def test_a_service_says_nothing_that_no_source_says(world: Api) -> None:
    assert world.get("/v1/services/visa-desk").json() == VISA_DESK


def test_a_service_that_is_temporarily_closed_is_read_by_its_id_and_not_offered(world: Api) -> None:
    assert world.get("/v1/services/full-service").json()["status"] == "temporarily closed"
    assert "full-service" not in ids(world.get("/v1/services").json())


def test_a_service_that_is_not_public_yet_is_not_found(world: Api) -> None:
    assert world.get("/v1/services/planned-service").status_code == 404
    assert "planned-service" not in world.get("/v1/services").text


@pytest.mark.parametrize(("service_id", "successor"), [("replaced-service", "help-line"), ("ended-service", None)])
def test_a_withdrawn_service_is_gone_and_names_its_successor(
    world: Api, service_id: str, successor: str | None
) -> None:
    answer = world.get(f"/v1/services/{service_id}")

    assert answer.status_code == 410
    assert answer.json() == {
        "type": "/problems/gone",
        "title": "No longer offered",
        "status": 410,
        "detail": "This service is no longer offered. Do not use a number that you noted for it.",
        "instance": f"/v1/services/{service_id}",
        "replaced_by": successor,
        "fallbacks": {},
    }
    assert service_id not in ids(world.get("/v1/services").json())


def test_one_service_may_be_read_as_it_is_at_a_moment(world: Api) -> None:
    def read(moment: str) -> tuple[str, list[str | None], str]:
        answer = world.get("/v1/services/full-service", params={"open_at": moment})
        hours = [contact["hours"] and contact["hours"]["status"] for contact in answer.json()["contact_points"]]
        return answer.json()["hours_status"], hours, answer.headers["cache-control"]

    # Saturday, 2 January: what is open on Saturdays may be closed at the turn of the year
    at_new_year = ("unknown", ["closed", "unknown", None, None, "closed", None, "unknown"])
    assert read("2027-01-02T12:00:00+09:00") == (*at_new_year, "public, max-age=60, must-revalidate")
    on_sunday = ("open", ["open", "closed", None, None, "open", None, "closed"])
    assert read("2026-11-29T22:00:00+09:00")[:2] == on_sunday


# ---- the list ----


def test_a_list_is_served_whole(world: Api) -> None:
    answer = world.get("/v1/services", params={"need": "passport-taken", "language": "vi"})

    assert answer.status_code == 200
    assert answer.json() == {
        "locale": "en",
        "text_direction": "ltr",
        "directory_version": world.get("/readyz").json()["directory_version"],
        "as_of": SEEDED,
        "valid_until": "2027-04-30T00:00:00+09:00",  # 180 days after the help line was checked
        "services": [
            HELP_LINE
            | {
                "match": {
                    "needs": ["passport-taken"],
                    "language": "stated",
                    "reasons": ["Helps with: passport-taken", "Your language can be used there."],
                }
            },
            POLICE
            | {
                "match": {
                    "needs": ["passport-taken"],
                    "language": "possible",
                    "reasons": [
                        "Helps with: passport-taken",
                        "Ask for your language: which ones are spoken there is not stated.",
                    ],
                }
            },
        ],
        "opens_next": [],
        "emergency": [POLICE],
        "understood": [],
        "page": {"total": 2, "limit": 20, "next": None},
        "fallback": None,
    }


def test_without_a_question_every_offered_service_is_listed_and_none_says_why(world: Api) -> None:
    answer = world.get("/v1/services").json()

    assert answer["services"] == [HELP_LINE, VISA_DESK, POLICE]
    assert answer["page"] == {"total": 3, "limit": 20, "next": None}


@pytest.mark.parametrize(
    "asked", [{"locale": "en"}, {"limit": "2"}, {"free_of_charge": "false"}, {"language_match": "stated"}]
)
def test_what_filters_nothing_is_no_question(world: Api, asked: dict[str, str]) -> None:
    assert {str(service["match"]) for service in world.get("/v1/services", params=asked).json()["services"]} == {"None"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"need": "visa"}, ["visa-desk"]),
        ({"need": ["visa", "danger"]}, ["visa-desk", "police-110"]),
        ({"need": "exploited"}, ["help-line", "police-110"]),
        ({"language": "vi"}, ["help-line", "police-110"]),
        ({"language": ["ne", "en"]}, ["help-line", "police-110"]),
        ({"language": "ja"}, ["help-line", "visa-desk", "police-110"]),
        ({"language": "vi", "language_match": "possible"}, ["help-line", "police-110"]),
        ({"language": "vi-VN", "language_match": "stated"}, ["help-line"]),
        ({"channel": "web_page"}, ["visa-desk"]),
        ({"channel": ["web_page", "phone"]}, ["help-line", "visa-desk", "police-110"]),
        ({"organization": "police"}, ["police-110"]),
        ({"organization": ["police", "agency"]}, ["help-line", "visa-desk", "police-110"]),
        ({"area": "JP-13"}, ["help-line", "visa-desk", "police-110"]),
        ({"area": "JP-01"}, ["help-line", "police-110"]),
        ({"area": "JP"}, ["help-line", "police-110"]),
        ({"free_of_charge": "true"}, ["police-110"]),
        ({"free_of_charge": "false"}, ["help-line", "visa-desk", "police-110"]),
        ({"anonymous": "true"}, ["visa-desk"]),
        ({"anonymous": "false"}, ["help-line", "visa-desk", "police-110"]),
        ({"open_at": "now"}, ["help-line", "visa-desk", "police-110"]),
        ({"open_at": "2027-01-01T00:00:00Z"}, ["help-line", "visa-desk", "police-110"]),
        ({"only_known_hours": "false"}, ["help-line", "visa-desk", "police-110"]),
        ({"updated_since": "2026-11-20T00:00:00Z"}, ["help-line", "visa-desk", "police-110"]),
        ({"need": "passport-taken", "organization": "agency", "language": "vi"}, ["help-line"]),
    ],
)
def test_a_filter_keeps_what_matches_in_the_order_of_the_contract(
    world: Api, asked: dict[str, Any], found: list[str]
) -> None:
    answer = world.get("/v1/services", params=asked).json()

    assert ids(answer) == found
    assert answer["page"]["total"] == len(found)
    assert answer["fallback"] is None


def test_a_match_names_the_needs_of_the_service_itself_that_answered(world: Api) -> None:
    answer = world.get("/v1/services", params={"need": ["exploited", "danger"]}).json()

    assert {service["id"]: service["match"]["needs"] for service in answer["services"]} == {
        "help-line": ["passport-taken"],
        "police-110": ["danger", "passport-taken"],
    }
    assert [service["match"]["language"] for service in answer["services"]] == [None, None]


def test_japanese_is_possible_everywhere_and_that_is_not_worth_a_reason(world: Api) -> None:
    answer = world.get("/v1/services", params={"language": "ja"}).json()

    assert ids(answer) == ["help-line", "visa-desk", "police-110"]
    assert [service["match"] for service in answer["services"]] == [
        {"needs": [], "language": "possible", "reasons": []}
    ] * 3


def test_a_match_tells_what_is_known_of_any_of_the_languages_asked(world: Api) -> None:
    answer = world.get("/v1/services", params={"language": ["ne", "vi"]}).json()

    assert {service["id"]: service["match"] for service in answer["services"]} == {
        "help-line": {"needs": [], "language": "stated", "reasons": ["Your language can be used there."]},
        "police-110": {
            "needs": [],
            "language": "possible",
            "reasons": ["Ask for your language: which ones are spoken there is not stated."],
        },
    }


@pytest.mark.parametrize(
    "asked", [{}, {"need": "visa"}, {"organization": "agency"}, {"limit": "1"}, {"only_known_hours": "true"}]
)
def test_the_emergency_lines_are_in_every_list_whatever_is_asked(world: Api, asked: dict[str, str]) -> None:
    assert world.get("/v1/services", params=asked).json()["emergency"] == [POLICE]


def test_the_emergency_lines_alone_are_served_whole(world: Api) -> None:
    assert world.get("/v1/emergency").json() == {"locale": "en", "text_direction": "ltr", "services": [POLICE]}


def test_the_shipped_emergency_lines_are_the_police_the_fire_service_and_the_coast_guard(api: Api) -> None:
    lines = api.get("/v1/emergency").json()["services"]

    assert {line["id"]: [contact["dial"]["digits"] for contact in line["contact_points"]] for line in lines} == {
        "police-110": ["110"],
        "fire-and-ambulance-119": ["119"],
        "coast-guard-118": ["118"],
    }


def test_where_nothing_matches_the_nearest_are_given_with_what_had_to_be_dropped(world: Api) -> None:
    answer = world.get("/v1/services", params={"need": "visa", "language": "ne", "language_match": "stated"}).json()

    assert answer["services"] == []
    assert answer["page"] == {"total": 0, "limit": 20, "next": None}
    assert answer["emergency"] == [POLICE]
    assert answer["fallback"] == {
        "reason": "no_match",
        "message": "Nothing matched what you asked for. These are the nearest. Use only the numbers given here.",
        "relaxed": ["language"],
        "services": [VISA_DESK | {"match": {"needs": ["visa"], "language": None, "reasons": ["Helps with: visa"]}}],
        "fallbacks": {},
    }


def test_no_hours_are_known_yet_so_that_only_known_hours_leaves_nothing_and_says_so(world: Api) -> None:
    answer = world.get("/v1/services", params={"only_known_hours": "true"}).json()

    assert answer["services"] == []
    assert answer["fallback"]["relaxed"] == ["only_known_hours"]
    assert ids(answer["fallback"]) == ["help-line", "visa-desk", "police-110"]


def test_the_nearest_services_keep_to_the_limit(world: Api) -> None:
    answer = world.get("/v1/services", params={"only_known_hours": "true", "limit": 1}).json()

    assert ids(answer["fallback"]) == ["help-line"]


def test_an_empty_directory_answers_every_question(databases: Databases) -> None:
    with serving(databases) as empty:
        answer = empty.get("/v1/services", params={"language": "vi"}).json()
        emergency = empty.get("/v1/emergency").json()["services"]

    assert answer == {
        "locale": "en",
        "text_direction": "ltr",
        "directory_version": answer["directory_version"],
        "as_of": "1970-01-01T09:00:00+09:00",
        "valid_until": None,
        "services": [],
        "opens_next": [],
        "emergency": [],
        "understood": [],
        "page": {"total": 0, "limit": 20, "next": None},
        "fallback": {
            "reason": "no_match",
            "message": "Nothing matched what you asked for. These are the nearest. Use only the numbers given here.",
            "relaxed": ["language"],
            "services": [],
            "fallbacks": {},
        },
    }
    assert emergency == []


def test_what_changed_since_then_is_found_by_the_moment_of_the_change(api: Api) -> None:
    before = api.get("/v1/services", params={"updated_since": "2026-11-20T09:00:00+09:00"}).json()
    after = api.get("/v1/services", params={"updated_since": "2026-11-20T09:00:01+09:00"}).json()

    assert before["page"]["total"] == api.get("/v1/services").json()["page"]["total"]
    assert after["page"]["total"] == 0
    assert after["fallback"]["relaxed"] == ["updated_since"]


# ---- the search ----


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ({}, ""),
        ({"need": ["passport-taken"], "language": ["vi"]}, "need=passport-taken&language=vi"),
        ({"need": "visa", "language": "ne", "channel": "web_page"}, "need=visa&language=ne&channel=web_page"),
        ({"organization": ["police", "agency"], "limit": 1}, "organization=police&organization=agency&limit=1"),
        ({"limit": 2.0, "free_of_charge": False}, "limit=2"),
        ({"anonymous": True, "locale": "ja", "area": "JP-13"}, "anonymous=true&locale=ja&area=JP-13"),
        (
            {"open_at": "2027-01-01T00:00:00Z", "updated_since": "2026-01-01T00:00:00+09:00", "only_known_hours": True},
            "open_at=2027-01-01T00:00:00Z&updated_since=2026-01-01T00:00:00%2B09:00&only_known_hours=true",
        ),
    ],
)
def test_a_search_gives_the_very_bytes_of_the_list_with_the_same_filters(
    world: Api, body: Answer, address: str
) -> None:
    search, answer = world.post("/v1/services/search", json=body), world.get(f"/v1/services?{address}")

    assert (search.status_code, answer.status_code) == (200, 200)
    assert search.content == answer.content


def test_a_cursor_of_the_list_goes_on_in_the_search(world: Api) -> None:
    first = world.get("/v1/services", params={"language": "ja", "limit": 1}).json()

    second = world.post("/v1/services/search", json={"language": ["ja"], "limit": 1, "cursor": first["page"]["next"]})

    assert ids(second.json()) == ["visa-desk"]


# ---- what had to fall back ----


def test_a_service_in_japanese_names_each_text_that_is_not(world: Api) -> None:
    answer = world.get("/v1/services/full-service", params={"locale": "ja"}).json()

    assert (answer["name"], answer["alert"], answer["area"]["name"]) == ("全部", "修理中。", "東京")
    assert answer["fallbacks"] == {
        "/contact_points/1/ivr_steps/0/text": "en",
        "/contact_points/2/languages/0/note": "en",
        "/contact_points/3/label": "en",
        "/contact_points/4/label": "en",
        "/contact_points/5/label": "en",
        "/contact_points/6/label": "en",
    }


def test_a_reason_that_holds_a_name_in_another_language_is_a_fallback_too(world: Api) -> None:
    """The need `visa` has no Japanese name."""
    answer = world.get("/v1/services", params={"need": "visa", "locale": "ja"}).json()

    service = answer["services"][0]
    assert "visa" in service["match"]["reasons"][0]
    assert service["fallbacks"] == {"/needs/0/name": "en", "/match/reasons/0": "en"}


def test_a_text_that_is_in_neither_the_locale_nor_english_is_given_as_it_is(databases: Databases) -> None:
    name, description = {"vi": "Đường dây"}, {"ja": "助けます。"}
    records = (organization_draft(), source_draft(), need_draft(), service_draft(name=name, description=description))
    with serving(databases, *records) as api:
        answer = api.get("/v1/services/help-line").json()

    assert (answer["name"], answer["description"]) == ("Đường dây", "助けます。")
    assert answer["fallbacks"] == {"/name": "vi", "/description": "ja"}


def test_every_text_that_is_of_an_earlier_wording_is_named(databases: Databases) -> None:
    """All of them, wherever they stand; in the locale that they are outdated in, and in no other."""
    full = ServiceDraft.model_validate(full_service_document())
    pointers = [f"/{path}" for path, texts in texts_of(full).items() if "ja" in texts]
    document = full_service_document(translations={"ja": {"outdated": pointers}}, needs=["danger"])
    service = ServiceDraft.model_validate(document)
    others = [record for record in WORLD if record.id != "full-service"]
    with serving(databases, *others, service) as api:
        japanese = api.get("/v1/services/full-service?locale=ja").json()
        english = api.get("/v1/services/full-service?locale=en").json()

    assert sorted(japanese["outdated"]) == [
        "/alert",
        "/audience",
        "/contact_points/0/ivr_steps/0/text",
        "/contact_points/0/ivr_steps/1/text",
        "/contact_points/0/label",
        "/contact_points/0/languages/0/note",
        "/contact_points/1/label",
        "/contact_points/2/label",
        "/description",
        "/evidence/1/note",
        "/interpretation",
        "/languages/1/note",
        "/name",
    ]
    assert english["outdated"] == ["/contact_points/2/label"]  # which there is in Japanese only
