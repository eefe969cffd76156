"""What the fields of one service must agree on, and what a record may refer to."""

from typing import Any

import pytest
from pydantic import ValidationError

from api.directory.consistency import find_unknown_references
from api.directory.drafts import ServiceDraft
from api.directory.faults import Fault, faults_of
from tests.documents import full_service_document, phone_document, service_document, web_page_document

KNOWN = {
    "organizations": {"agency"},
    "needs": {"danger", "locked-in", "child-hurt"},
    "sources": {"report", "page"},
    "calendars": {"year-end"},
    "services": {"help-line", "full-service"},
}
TOP_NEEDS = {"danger", "locked-in"}
DAY = {"byday": ["MO"], "opens_at": "09:00", "closes_at": "17:00"}
NEW_YEAR = {"status": "closed", "from": "12-29", "to": "01-03"}


def faults_in(document: object) -> list[tuple[str, str, dict[str, object]]]:
    with pytest.raises(ValidationError) as refused:
        ServiceDraft.model_validate(document)
    return [(fault.code, fault.pointer, dict(fault.values)) for fault in faults_of(refused.value)]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"contact_points": [phone_document(), web_page_document(id="phone")]},
            [("repeated", "/contact_points/1", {})],
        ),
        (
            {"evidence": [{"id": "one", "source": "report", "locator": place} for place in ("1", "2", "3")]},
            [("repeated", "/evidence/1", {}), ("repeated", "/evidence/2", {})],
        ),
        ({"needs": ["danger", "locked-in", "danger"]}, [("repeated", "/needs/2", {})]),
        (
            {"languages_stated": "listed", "languages": [{"tag": "vi"}, {"tag": "vi", "mode": "native"}]},
            [("repeated", "/languages/1", {})],
        ),
        # hours that cannot be
        ({"schedules": [DAY | {"closes_at": "09:00"}]}, [("no-time", "/schedules/0/closes_at", {})]),
        (
            {"schedules": [DAY, DAY | {"valid_from": "2026-12-02", "valid_to": "2026-12-01"}]},
            [("ends-before-it-begins", "/schedules/1/valid_to", {})],
        ),
        ({"schedules": [DAY | {"language": "vi"}]}, [("language-alone", "/schedules/0/language", {})]),
        (
            {"schedules": [DAY | {"contact_point": "phone", "language": "vi"}]},
            [("unknown-language-there", "/schedules/0/language", {"language": "vi"})],
        ),
        (
            {
                "languages_stated": "listed",
                "languages": [{"tag": "vi"}, {"tag": "th", "contact_point": "phone"}],
                "schedules": [DAY | {"contact_point": "phone", "language": each} for each in ("th", "vi")],
            },
            [("unknown-language-there", "/schedules/1/language", {"language": "vi"})],
        ),
        (
            {"schedule_exceptions": [{"status": "closed"}, NEW_YEAR | {"calendar": "year-end"}]},
            [
                ("days-or-calendar", "/schedule_exceptions/0/calendar", {}),
                ("days-or-calendar", "/schedule_exceptions/1/calendar", {}),
            ],
        ),
        (
            {"schedule_exceptions": [{"status": "closed", "from": "12-29"}]},
            [("days-or-calendar", "/schedule_exceptions/0/calendar", {})],
        ),
        (
            {
                "schedule_exceptions": [
                    {"status": "closed", "from": "2026-12-29", "to": "2026-12-28"},
                    {"status": "closed", "from": "2026-12-29", "to": "01-03"},
                    {"status": "closed", "from": "12-29", "to": "2027-01-03"},
                ]
            },
            [
                ("ends-before-it-begins", "/schedule_exceptions/0/to", {}),
                ("mixed-days", "/schedule_exceptions/1/to", {}),
                ("mixed-days", "/schedule_exceptions/2/to", {}),
            ],
        ),
        (
            {"schedules": [DAY, DAY | {"byday": ["TU", "1MO", "TU"]}, DAY], "schedule_exceptions": [NEW_YEAR] * 2},
            [
                ("repeated", "/schedules/1/byday/2", {}),
                ("repeated", "/schedules/2", {}),
                ("repeated", "/schedule_exceptions/1", {}),
            ],
        ),
        (
            {
                "schedule_exceptions": [
                    NEW_YEAR | {"opens_at": "09:00"},
                    NEW_YEAR | {"closes_at": "09:00"},
                    NEW_YEAR | {"opens_at": "09:00", "closes_at": "09:00"},
                ]
            },
            [
                ("half-a-span", "/schedule_exceptions/0/closes_at", {}),
                ("half-a-span", "/schedule_exceptions/1/opens_at", {}),
                ("no-time", "/schedule_exceptions/2/closes_at", {}),
            ],
        ),
        (
            {"contact_points": [phone_document(fallback="nowhere")]},
            [("unknown-contact-point", "/contact_points/0/fallback", {"id": "nowhere"})],
        ),
        (
            {"contact_points": [phone_document(fallback="phone")]},
            [("unknown-contact-point", "/contact_points/0/fallback", {"id": "phone"})],
        ),
        (
            {"contact_points": [phone_document(number=..., fallback="page"), web_page_document()]},
            [("without-number", "/contact_points/0/number", {})],
        ),
        (
            {"contact_points": [phone_document(number=..., reachable={"abroad": False})]},
            [("without-number", "/contact_points/0/number", {})],
        ),
        (
            {"languages_stated": "listed", "languages": [{"tag": "vi", "contact_point": "fax"}]},
            [("unknown-contact-point", "/languages/0/contact_point", {"id": "fax"})],
        ),
        (
            {"schedules": [{"contact_point": "fax", **DAY}]},
            [("unknown-contact-point", "/schedules/0/contact_point", {"id": "fax"})],
        ),
        (
            {"schedule_exceptions": [{"contact_point": "fax", **NEW_YEAR}]},
            [("unknown-contact-point", "/schedule_exceptions/0/contact_point", {"id": "fax"})],
        ),
        (
            {"contact_points": [web_page_document()], "schedules": [{"contact_point": "page", **DAY}]},
            [("no-hours-for-type", "/schedules/0/contact_point", {"type": "web_page"})],
        ),
        (
            {"contact_points": [web_page_document()], "schedule_exceptions": [{"contact_point": "page", **NEW_YEAR}]},
            [("no-hours-for-type", "/schedule_exceptions/0/contact_point", {"type": "web_page"})],
        ),
        ({"languages_stated": "listed"}, [("languages-disagree", "/languages_stated", {})]),
        ({"languages": [{"tag": "vi"}]}, [("languages-disagree", "/languages_stated", {})]),
        (
            {"languages_stated": "foreign_unlisted", "languages": [{"tag": "vi"}]},
            [("languages-disagree", "/languages_stated", {})],
        ),
        ({"verified_on": "2025-08-26"}, [("verification-halved", "/verified_on", {})]),
        ({"verification_method": "call"}, [("verification-halved", "/verified_on", {})]),
        ({"contact_points": []}, [("unreachable", "/contact_points", {})]),
        ({"status": "temporarily closed"}, [("alert-missing", "/alert", {})]),
    ],
)
def test_fields_that_contradict_each_other_are_refused(changes: dict[str, Any], faults: list[object]) -> None:
    assert faults_in(service_document(**changes)) == faults


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "inactive", "contact_points": []},
        {"status": "defunct", "contact_points": [], "replaced_by": "other"},
        {"status": "temporarily closed", "alert": {"en": "Closed."}},
        {"needs": []},
        {"contact_points": [phone_document(fallback="page"), web_page_document()]},
        {"languages_stated": "foreign_unlisted"},
        {
            "languages_stated": "listed",
            "languages": [{"tag": "vi"}, {"tag": "vi", "contact_point": "phone"}, {"tag": "th"}],
        },
        {"schedules": [{"contact_point": "phone", **DAY}, {"contact_point": "phone", **DAY, "byday": ["TU"]}]},
        {"contact_points": [phone_document(type="chat", number=...)], "schedules": [{"contact_point": "phone", **DAY}]},
    ],
)
def test_fields_that_agree_are_taken(changes: dict[str, Any]) -> None:
    ServiceDraft.model_validate(service_document(**changes))


def test_hours_that_can_be_are_taken() -> None:
    document = service_document(
        languages_stated="listed",
        languages=[{"tag": "vi"}],
        schedules=[
            DAY | {"opens_at": "00:00", "closes_at": "24:00"},
            DAY | {"opens_at": "22:00", "closes_at": "05:00", "valid_from": "2026-12-01", "valid_to": "2026-12-01"},
            DAY | {"contact_point": "phone", "language": "vi", "byday": ["1MO", "-1FR"], "by_appointment": True},
        ],
        schedule_exceptions=[
            NEW_YEAR,
            {"status": "unknown", "from": "2026-12-28", "to": "2026-12-28"},
            {"status": "open", "calendar": "year-end", "opens_at": "22:00", "closes_at": "02:00"},
        ],
    )

    assert len(ServiceDraft.model_validate(document).schedules) == 3


def test_all_contradictions_of_a_service_are_told_at_once() -> None:
    broken = full_service_document(
        needs=["danger", "danger"],
        alert=...,
        languages_stated="not_stated",
        verification_method=...,
        schedules=[{"contact_point": "mail", **DAY}],
    )

    assert faults_in(broken) == [
        ("repeated", "/needs/1", {}),
        ("no-hours-for-type", "/schedules/0/contact_point", {"type": "email"}),
        ("languages-disagree", "/languages_stated", {}),
        ("verification-halved", "/verified_on", {}),
        ("alert-missing", "/alert", {}),
    ]


@pytest.mark.parametrize(
    "pointer",
    [
        *("/name", "/description", "/status", "/alert", "/organization", "/needs", "/area", "/audience", "/anonymous"),
        *("/interpretation", "/languages_stated", "/languages", "/contact_points", "/contact_points/phone"),
        *(
            f"/contact_points/phone/{field}"
            for field in (
                *("type", "label", "url", "email", "cost", "ivr_steps", "languages"),
                *("hours", "hours/schedules", "hours/exceptions", "dial", "dial/display", "dial/digits", "dial/kind"),
                *("dial/fallback", "dial/reachable", "dial/reachable/ip_phone", "dial/reachable/prepaid_mobile"),
                "dial/reachable/abroad",
            )
        ),
    ],
)
def test_evidence_may_point_to_every_field_that_a_source_can_state(pointer: str) -> None:
    evidence = [{"id": "one", "source": "report", "locator": "1", "fields": [pointer]}]

    assert ServiceDraft.model_validate(service_document(evidence=evidence)).evidence[0].fields == (pointer,)


@pytest.mark.parametrize(
    "pointer",
    [
        *("", "/", "name", "/nmae", "//name", "/name/en", "/id", "/match", "/evidence", "/verification", "/fallbacks"),
        *("/hours_status", "/last_modified", "/needs/0", "/languages/0", "/contact_points/0/dial"),
        *("/contact_points/fax", "/contact_points/fax/dial", "/contact_points/phone/number", "/contact_points//dial"),
        *("/contact_points/phone/dial/reachable/moon", "/contact_points/phone/hours/osm", "#/name", " /name"),
    ],
)
def test_evidence_points_to_nothing_else(pointer: str) -> None:
    evidence = [{"id": "one", "source": "report", "locator": "1", "fields": ["/name", pointer]}]

    assert faults_in(service_document(evidence=evidence)) == [
        ("unknown-pointer", "/evidence/0/fields/1", {"pointer": pointer})
    ]


@pytest.mark.parametrize("pointer", ["/name/", "/contact_points/", "/contact_points/phone/"])
def test_a_slash_at_the_end_of_a_pointer_points_to_a_field_without_a_name(pointer: str) -> None:
    """RFC 6901: `/name/` is the member `""` of `name`, and there is none."""
    evidence = [{"id": "one", "source": "report", "locator": "1", "fields": [pointer]}]

    assert faults_in(service_document(evidence=evidence)) == [
        ("unknown-pointer", "/evidence/0/fields/0", {"pointer": pointer})
    ]


def test_references_to_records_that_are_there_are_no_faults() -> None:
    need = {"id": "child-hurt", "parent": "locked-in"}

    assert list(find_unknown_references(full_service_document(), KNOWN, TOP_NEEDS)) == []
    assert list(find_unknown_references(need, KNOWN, TOP_NEEDS)) == []
    assert list(find_unknown_references({"id": "agency", "name": {"en": "A"}}, KNOWN, TOP_NEEDS)) == []


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"parent": "nobody"}, Fault("unknown-parent", ("parent",), "nobody", {"id": "nobody"})),
        ({"parent": "child-hurt"}, Fault("unknown-parent", ("parent",), "child-hurt", {"id": "child-hurt"})),
        (
            {"id": "danger", "parent": "danger"},
            Fault("unknown-parent", ("parent",), "danger", {"id": "danger"}),
        ),
        ({"organization": "nobody"}, Fault("unknown-organization", ("organization",), "nobody", {"id": "nobody"})),
        ({"replaced_by": "nothing"}, Fault("unknown-service", ("replaced_by",), "nothing", {"id": "nothing"})),
        (
            {"id": "help-line", "replaced_by": "help-line"},
            Fault("unknown-service", ("replaced_by",), "help-line", {"id": "help-line"}),
        ),
        ({"needs": ["danger", "love"]}, Fault("unknown-need", ("needs", 1), "love", {"id": "love"})),
        (
            {"evidence": [{"source": "report"}, {"source": "rumour"}]},
            Fault("unknown-source", ("evidence", 1, "source"), "rumour", {"id": "rumour"}),
        ),
    ],
)
def test_references_to_records_that_are_not_there_are_faults(document: dict[str, Any], fault: Fault) -> None:
    assert list(find_unknown_references(document, KNOWN, TOP_NEEDS)) == [fault]


@pytest.mark.parametrize(
    "document",
    [{}, {"needs": "danger", "evidence": 5}, {"needs": [5, None], "evidence": ["report", None]}, {"organization": []}],
)
def test_what_is_no_reference_at_all_is_left_to_validation(document: dict[str, Any]) -> None:
    assert list(find_unknown_references(document, KNOWN, TOP_NEEDS)) == []
