"""What a valid record looks like: its fields, its defaults, and all its faults at once."""

from typing import Any

import pytest
from pydantic import ValidationError

from api.directory.drafts import (
    Draft,
    NeedDraft,
    OrganizationDraft,
    ServiceDraft,
    SourceDraft,
    canonical_document,
)
from api.directory.faults import Fault, faults_of
from tests.documents import full_service_document, phone_document, service_document, web_page_document

TOO_MANY = [f"need-{number}" for number in range(201)]


def faults_in(document: object, kind: type[Draft] = ServiceDraft) -> list[Fault]:
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(document)
    return faults_of(refused.value)


def test_a_full_record_comes_back_as_the_document_that_it_was() -> None:
    assert canonical_document(ServiceDraft.model_validate(full_service_document())) == full_service_document()


def test_what_is_absent_null_or_the_default_is_the_same_statement() -> None:
    bare = ServiceDraft.model_validate(service_document())
    spelled_out = service_document(
        audience=None,
        interpretation=None,
        alert=None,
        area="JP",
        anonymous=None,
        languages=[],
        contact_points=[phone_document(reachable={"abroad": None}, fallback=None, cost="unknown", ivr_steps=[])],
        schedules=[],
        schedule_exceptions=[],
        verified_on=None,
        verification_method=None,
        replaced_by=None,
    )

    assert ServiceDraft.model_validate(spelled_out) == bare
    assert canonical_document(ServiceDraft.model_validate(spelled_out)) == canonical_document(bare)
    assert canonical_document(bare) == service_document()


def test_a_draft_cannot_be_changed() -> None:
    draft = ServiceDraft.model_validate(service_document())

    with pytest.raises(ValidationError, match="frozen"):
        draft.area = "JP-13"


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"id": ...}, [Fault("required", ("id",))]),
        ({"name": ...}, [Fault("required", ("name",))]),
        ({"description": ...}, [Fault("required", ("description",))]),
        ({"organization": ...}, [Fault("required", ("organization",))]),
        ({"status": ...}, [Fault("required", ("status",))]),
        ({"languages_stated": ...}, [Fault("required", ("languages_stated",))]),
        ({"evidence": ...}, [Fault("required", ("evidence",))]),
        ({"evidence": []}, [Fault("too-few", ("evidence",), [])]),
        ({"telephone": "110"}, [Fault("unknown-field", ("telephone",), "110")]),
        ({"id": "Help Line"}, [Fault("ill-formed", ("id",), "Help Line")]),
        ({"id": "search"}, [Fault("reserved", ("id",), "search")]),
        ({"name": "Help"}, [Fault("not-an-object", ("name",), "Help")]),
        ({"name": {"en": 5}}, [Fault("not-text", ("name", "en"), 5)]),
        ({"name": {"en": "<i>Help</i>"}}, [Fault("markup", ("name", "en"), "<i>Help</i>")]),
        (
            {"status": "closed"},
            [
                Fault(
                    "not-one-of",
                    ("status",),
                    "closed",
                    {"expected": "active, inactive, temporarily closed, defunct"},
                )
            ],
        ),
        ({"anonymous": "perhaps"}, [Fault("not-true-or-false", ("anonymous",), "perhaps")]),
        ({"needs": "danger"}, [Fault("not-a-list", ("needs",), "danger")]),
        ({"needs": ["Danger"]}, [Fault("ill-formed", ("needs", 0), "Danger")]),
        ({"needs": TOO_MANY}, [Fault("too-many", ("needs",), TOO_MANY, {"limit": "200"})]),
        ({"area": "Tokyo"}, [Fault("unknown-area", ("area",), "Tokyo")]),
        (
            {"verified_on": "yesterday", "verification_method": "call"},
            [Fault("not-a-date", ("verified_on",), "yesterday")],
        ),
        ({"contact_points": [5]}, [Fault("not-an-object", ("contact_points", 0), 5)]),
        (
            {"contact_points": [phone_document(number="0120-924")]},
            [Fault("not-a-number", ("contact_points", 0, "number"), "0120-924")],
        ),
        (
            {"contact_points": [phone_document(label=...)]},
            [Fault("required", ("contact_points", 0, "label"))],
        ),
        (
            {"contact_points": [phone_document(reachable={"space": True})]},
            [Fault("unknown-field", ("contact_points", 0, "reachable", "space"), True)],
        ),
        (
            {"contact_points": [phone_document(ivr_steps=[{"press": "12345", "text": {"en": "Wait."}}])]},
            [Fault("ill-formed", ("contact_points", 0, "ivr_steps", 0, "press"), "12345")],
        ),
        (
            {"contact_points": [phone_document(), web_page_document(url="http s://example.jp")]},
            [Fault("not-a-url", ("contact_points", 1, "url"), "http s://example.jp")],
        ),
        (
            {"languages_stated": "listed", "languages": [{"tag": "tl"}]},
            [Fault("not-canonical", ("languages", 0, "tag"), "tl", {"canonical": "fil"})],
        ),
        (
            {"schedules": [{"contact_point": "phone", "byday": [], "opens_at": "09:00", "closes_at": "17:00"}]},
            [Fault("too-few", ("schedules", 0, "byday"), [])],
        ),
        (
            {"schedule_exceptions": [{"contact_point": "phone", "status": "maybe", "from": "12-28", "to": "01-03"}]},
            [
                Fault(
                    "not-one-of",
                    ("schedule_exceptions", 0, "status"),
                    "maybe",
                    {"expected": "open, closed, unknown"},
                )
            ],
        ),
        (
            {"schedule_exceptions": [{"contact_point": "phone", "status": "closed", "to": "13-03"}]},
            [
                Fault("not-a-day", ("schedule_exceptions", 0, "to"), "13-03"),
                Fault("days-or-calendar", ("schedule_exceptions", 0, "calendar")),
            ],
        ),
    ],
)
def test_a_broken_service_is_refused_for_what_is_wrong_with_it(changes: dict[str, Any], faults: list[Fault]) -> None:
    assert faults_in(service_document(**changes)) == faults


@pytest.mark.parametrize(
    ("contact_point", "fault"),
    [
        (web_page_document(url=...), Fault("missing-for-type", ("url",), None, {"field": "url", "type": "web_page"})),
        (
            web_page_document(type="web_form", url=...),
            Fault("missing-for-type", ("url",), None, {"field": "url", "type": "web_form"}),
        ),
        (
            web_page_document(type="email", url=...),
            Fault("missing-for-type", ("email",), None, {"field": "email", "type": "email"}),
        ),
        (
            web_page_document(number="110"),
            Fault("not-for-type", ("number",), "110", {"field": "number", "type": "web_page"}),
        ),
        (
            phone_document(url="https://example.jp"),
            Fault("not-for-type", ("url",), "https://example.jp", {"field": "url", "type": "phone"}),
        ),
        (
            phone_document(email="a@example.jp"),
            Fault("not-for-type", ("email",), "a@example.jp", {"field": "email", "type": "phone"}),
        ),
        (
            phone_document(type="in_person"),
            Fault("not-for-type", ("number",), "0120-924-839", {"field": "number", "type": "in_person"}),
        ),
    ],
)
def test_a_contact_point_has_what_its_type_needs_and_nothing_else(contact_point: object, fault: Fault) -> None:
    place = ("contact_points", 0, *fault.place)

    assert faults_in(service_document(contact_points=[contact_point])) == [
        Fault(fault.code, place, fault.value, fault.values)
    ]


@pytest.mark.parametrize("type_name", ["phone", "chat", "in_person"])
def test_a_contact_point_may_be_named_without_a_known_way_to_it(type_name: str) -> None:
    service = service_document(contact_points=[phone_document(type=type_name, number=...)])

    assert canonical_document(ServiceDraft.model_validate(service)) == service


def test_all_faults_of_a_record_are_told_at_once() -> None:
    broken = service_document(
        id="",
        name={"en": " "},
        colour="red",
        area="Tokyo",
        contact_points=[phone_document(number="1"), web_page_document(url="here")],
        evidence=[{"id": "one", "source": "report", "locator": "1"}, {"id": "two", "source": "report"}],
    )

    assert {(fault.code, fault.pointer) for fault in faults_in(broken)} == {
        ("ill-formed", "/id"),
        ("empty", "/name/en"),
        ("unknown-field", "/colour"),
        ("unknown-area", "/area"),
        ("not-a-number", "/contact_points/0/number"),
        ("not-a-url", "/contact_points/1/url"),
        ("required", "/evidence/1/locator"),
    }


def test_a_broken_row_of_evidence_is_not_told_as_if_there_were_none() -> None:
    assert faults_in(service_document(evidence=[{"id": "one", "source": "report"}])) == [
        Fault("required", ("evidence", 0, "locator"))
    ]


def test_a_pointer_escapes_what_json_pointer_reserves() -> None:
    assert Fault("unknown-field", ("a/b", 0, "m~n")).pointer == "/a~1b/0/m~0n"
    assert Fault("required").pointer == ""


@pytest.mark.parametrize("document", [None, [], "service", 5])
def test_a_record_that_is_no_object_is_refused(document: object) -> None:
    assert faults_in(document) == [Fault("not-an-object", (), document)]


@pytest.mark.parametrize(
    ("kind", "document", "faults"),
    [
        (OrganizationDraft, {"id": "a"}, [Fault("required", ("name",))]),
        (OrganizationDraft, {"id": "a", "name": {"en": "A"}, "url": "a.jp"}, [Fault("not-a-url", ("url",), "a.jp")]),
        (NeedDraft, {"id": "a", "name": {"en": "A"}}, [Fault("required", ("description",))]),
        (
            NeedDraft,
            {"id": "a", "name": {"en": "A"}, "description": {"en": "A"}, "position": -1},
            [Fault("out-of-range", ("position",), -1)],
        ),
        (
            NeedDraft,
            {"id": "a", "name": {"en": "A"}, "description": {"en": "A"}, "position": "first"},
            [Fault("not-a-whole-number", ("position",), "first")],
        ),
        (SourceDraft, {"id": "a", "title": {"en": "A"}, "as_of": "soon"}, [Fault("not-a-date", ("as_of",), "soon")]),
        (
            SourceDraft,
            {"id": "a", "name": {"en": "A"}},
            [Fault("required", ("title",)), Fault("unknown-field", ("name",), {"en": "A"})],
        ),
    ],
)
def test_the_other_records_are_held_to_the_same_rules(
    kind: type[Draft], document: dict[str, Any], faults: list[Fault]
) -> None:
    assert faults_in(document, kind) == faults


def test_what_is_known_of_translations_is_in_one_form() -> None:
    document = service_document(
        translations={"ja": {"outdated": ["/name", "/description", "/name"]}, "en": {"reviewed": []}}
    )

    assert canonical_document(ServiceDraft.model_validate(document))["translations"] == {
        "ja": {"outdated": ["/description", "/name"]}
    }


@pytest.mark.parametrize("pointer", ["/audience", "/contact_points/fax/label", "/name/", "", "/languages"])
def test_only_a_text_that_there_is_can_be_outdated_or_reviewed(pointer: str) -> None:
    document = service_document(translations={"ja": {"reviewed": ["/name", pointer]}})

    faults = faults_in(document)

    assert [(fault.code, fault.pointer) for fault in faults] == [("unknown-text", "/translations/ja/reviewed")]
