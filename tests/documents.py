"""Records as the documents that the seed, the export and an editor write, for tests to start from.

Each function takes what differs as keywords; a keyword whose value is `...` leaves the field out.
"""

from types import EllipsisType
from typing import Any

from api.directory.drafts import CalendarDraft, NeedDraft, OrganizationDraft, ServiceDraft, SourceDraft

Document = dict[str, Any]


def phone_document(**changes: object) -> Document:
    """A contact point with a number."""
    phone = {"id": "phone", "type": "phone", "label": {"en": "Telephone", "ja": "電話"}, "number": "0120-924-839"}
    return _changed(phone, changes)


def web_page_document(**changes: object) -> Document:
    """A contact point without hours."""
    page = {"id": "page", "type": "web_page", "label": {"en": "Page", "ja": "ページ"}, "url": "https://example.go.jp/"}
    return _changed(page, changes)


def service_document(service_id: str = "help-line", **changes: object) -> Document:
    """A service with no more than it must have."""
    service = {
        "id": service_id,
        "organization": "agency",
        "status": "active",
        "name": {"en": f"Name of {service_id}", "ja": f"{service_id}の名"},
        "description": {"en": "It helps.", "ja": "助けます。"},
        "languages_stated": "not_stated",
        "needs": ["danger"],
        "contact_points": [phone_document()],
        "evidence": [{"id": "figure-1", "source": "report", "locator": "Figure 1"}],
    }
    return _changed(service, changes)


def full_service_document(**changes: object) -> Document:
    """A service that uses every field there is, each with a value that is not its default."""
    note = {"en": "A note.", "ja": "注記。"}
    service = {
        "id": "full-service",
        "organization": "agency",
        "status": "temporarily closed",
        "name": {"en": "Full", "ja": "全部", "zh-Hant": "全部"},
        "description": {"en": "Two\nlines.", "ja": "二\n行。"},
        "audience": {"en": "For all.", "ja": "誰でも。"},
        "interpretation": {"en": "On request.", "ja": "希望により。"},
        "alert": {"en": "Closed for repairs.", "ja": "修理中。"},
        "area": "JP-13",
        "needs": ["locked-in", "danger"],
        "anonymous": False,
        "languages_stated": "listed",
        "languages": [
            {"tag": "vi", "mode": "native"},
            {"tag": "fil", "mode": "interpreter", "contact_point": "phone", "note": note},
            {"tag": "vi", "mode": "machine", "contact_point": "page", "note": {"en": "By machine."}},
        ],
        "contact_points": [
            {
                "id": "phone",
                "type": "phone",
                "label": {"en": "Telephone", "ja": "電話"},
                "number": "0570-013904",
                "reachable": {"ip_phone": False, "prepaid_mobile": False, "abroad": True},
                "fallback": "other-phone",
                "cost": "caller_pays",
                "ivr_steps": [{"press": "2", "text": {"en": "Wait.", "ja": "待つ。"}}, {"press": "*#", "text": note}],
            },
            {
                "id": "other-phone",
                "type": "phone",
                "label": {"en": "Other", "ja": "別"},
                "number": "03-5796-7112",
                "ivr_steps": [{"press": "0", "text": {"en": "Ask."}}],
            },
            {"id": "page", "type": "web_page", "label": {"ja": "ページ"}, "url": "https://example.go.jp/a?b=c#d"},
            {"id": "form", "type": "web_form", "label": {"en": "Form"}, "url": "http://example.go.jp:8080/"},
            {
                "id": "chat",
                "type": "chat",
                "label": {"en": "Chat"},
                "url": "https://example.go.jp/chat",
                "cost": "free",
            },
            {"id": "mail", "type": "email", "label": {"en": "Mail"}, "email": "help@example.go.jp"},
            {"id": "counter", "type": "in_person", "label": {"en": "Counter"}},
        ],
        "schedules": [
            {
                "contact_point": "phone",
                "byday": ["MO", "1TU", "-1SU"],
                "opens_at": "09:00",
                "closes_at": "24:00",
                "public_holidays": "closed",
                "valid_from": "2026-04-01",
                "valid_to": "2027-03-31",
            },
            {"contact_point": "chat", "byday": ["SU"], "opens_at": "22:00", "closes_at": "05:30"},
            {
                "contact_point": "phone",
                "language": "fil",
                "byday": ["WE"],
                "opens_at": "10:00",
                "closes_at": "12:00",
                "public_holidays": "only",
                "by_appointment": True,
            },
            {"byday": ["SA"], "opens_at": "00:00", "closes_at": "24:00", "public_holidays": "open"},
        ],
        "schedule_exceptions": [
            {"contact_point": "phone", "status": "closed", "calendar": "year-end"},
            {
                "contact_point": "phone",
                "language": "fil",
                "status": "unknown",
                "from": "2026-05-01",
                "to": "2026-05-02",
            },
            {
                "contact_point": "counter",
                "status": "open",
                "from": "2026-12-29",
                "to": "2026-12-30",
                "opens_at": "10:00",
                "closes_at": "12:00",
            },
        ],
        "evidence": [
            {"id": "figure-1", "source": "report", "locator": "Figure 1"},
            {
                "id": "page-2",
                "source": "page",
                "locator": "2. Hours",
                "fields": ["/contact_points/phone/hours", "/contact_points/phone/dial/reachable/abroad"],
                "note": note,
            },
        ],
        "verified_on": "2026-11-20",
        "verification_method": "call",
        "replaced_by": "help-line",
        "translations": {
            "ja": {"outdated": ["/description"], "reviewed": ["/name"]},
            "zh-Hant": {"reviewed": ["/name"]},
        },
    }
    return _changed(service, changes)


def organization_draft(organization_id: str = "agency", **changes: object) -> OrganizationDraft:
    """An organization."""
    organization = {"id": organization_id, "name": {"en": f"Name of {organization_id}", "ja": "機関"}}
    return OrganizationDraft.model_validate(_changed(organization, changes))


def need_draft(need_id: str = "danger", **changes: object) -> NeedDraft:
    """A need of the upper level, unless it is given a parent."""
    need = {"id": need_id, "name": {"en": need_id, "ja": need_id}, "description": {"en": "Help!", "ja": "助けて"}}
    return NeedDraft.model_validate(_changed(need, changes))


def source_draft(source_id: str = "report", **changes: object) -> SourceDraft:
    """A source without an address."""
    source = {"id": source_id, "title": {"en": f"Title of {source_id}", "ja": "報告"}, "as_of": "2025-08-26"}
    return SourceDraft.model_validate(_changed(source, changes))


def calendar_draft(calendar_id: str = "year-end", **changes: object) -> CalendarDraft:
    """A calendar of days at the turn of the year."""
    calendar = {"id": calendar_id, "days": [{"from": "12-28", "to": "01-03"}]}
    return CalendarDraft.model_validate(_changed(calendar, changes))


def service_draft(service_id: str = "help-line", **changes: object) -> ServiceDraft:
    """A service with no more than it must have."""
    return ServiceDraft.model_validate(service_document(service_id, **changes))


def _changed(document: Document, changes: dict[str, object]) -> Document:
    return {name: value for name, value in (document | changes).items() if not isinstance(value, EllipsisType)}
