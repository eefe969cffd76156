"""Whose hours are which: of the whole service, of one contact point, of one language there; the nearest hold."""

from datetime import datetime
from typing import Any

import pytest

from api.directory.drafts import ServiceDraft
from api.directory.schedules import HoursStatus, minute_of
from api.directory.timetables import TimetableMaker, profile_of
from api.directory.values import ContactType
from api.directory.verification import ZONE
from tests.documents import calendar_draft, phone_document, service_draft, web_page_document

AT = datetime(2026, 11, 24, 9, tzinfo=ZONE)
OPEN, CLOSED, UNSURE = HoursStatus.OPEN, HoursStatus.CLOSED, HoursStatus.UNKNOWN
WEDNESDAY, THURSDAY = "2026-11-25", "2026-11-26"


def span(byday: str, opens_at: str, closes_at: str, **of: Any) -> dict[str, Any]:  # noqa: ANN401  (fields of a row)
    return {
        "byday": byday.split(","),
        "opens_at": opens_at,
        "closes_at": closes_at,
        "public_holidays": "closed",
        **of,
    }


def line(**changes: Any) -> ServiceDraft:  # noqa: ANN401  (fields of a service)
    """A line that speaks Thai and Vietnamese on the phone and at a counter."""
    document: dict[str, Any] = {
        "languages_stated": "listed",
        "languages": [{"tag": "th"}, {"tag": "vi"}],
        "contact_points": [
            phone_document(),
            phone_document(id="counter", type="in_person", number=...),
            web_page_document(),
        ],
    }
    return service_draft(**{**document, **changes})


THAI_ON_WEDNESDAYS = line(
    schedules=[
        span("MO,TU,WE,TH,FR", "09:00", "17:00"),
        span("MO,TU,WE,TH,FR", "10:00", "20:00", contact_point="phone"),
        span("WE", "13:00", "15:00", contact_point="phone", language="th"),
    ],
    schedule_exceptions=[{"contact_point": "phone", "status": "closed", "calendar": "year-end"}],
)


def status(
    service: ServiceDraft, when: str, languages: tuple[str, ...] = (), channels: tuple[ContactType, ...] = ()
) -> HoursStatus:
    """The status of the service, by its profile."""
    hours = maker().hours_of(service)
    minute = minute_of(datetime.fromisoformat(when).replace(tzinfo=ZONE))
    return profile_of(service, hours).at(minute, channels, languages).status


def status_of(service: ServiceDraft, contact_id: str, when: str, *languages: str) -> HoursStatus:
    """The status of a contact point, for who asks for some languages."""
    moment = datetime.fromisoformat(when).replace(tzinfo=ZONE)
    table = maker().hours_of(service)[contact_id].asked(languages, moment)
    return table.timeline.hours_at(moment).status


def maker() -> TimetableMaker:
    return TimetableMaker({"year-end": calendar_draft()}, AT)


@pytest.mark.parametrize(
    ("contact_id", "when", "languages", "expected"),
    [
        ("counter", f"{THURSDAY} 09:30", (), OPEN),  # hours of the whole service
        ("phone", f"{THURSDAY} 09:30", (), CLOSED),  # its own begin later
        ("phone", f"{THURSDAY} 19:00", (), OPEN),
        ("counter", f"{THURSDAY} 19:00", (), CLOSED),
        ("phone", f"{WEDNESDAY} 14:00", ("th",), OPEN),
        ("phone", f"{WEDNESDAY} 19:00", ("th",), CLOSED),  # not in Thai
        ("phone", f"{THURSDAY} 14:00", ("th",), CLOSED),
        ("phone", f"{THURSDAY} 14:00", ("vi",), OPEN),  # Vietnamese has none of its own
        ("phone", f"{THURSDAY} 14:00", ("th", "vi"), OPEN),  # the best of both
        ("counter", f"{THURSDAY} 14:00", ("th",), OPEN),  # Thai has its own on the phone only
        ("phone", "2026-12-30 14:00", ("th",), CLOSED),  # a Wednesday: closed with the rest of the line
        ("phone", "2026-12-30 14:00", (), CLOSED),
        ("counter", "2026-12-30 14:00", (), UNSURE),
    ],
)
def test_the_nearest_hours_hold(contact_id: str, when: str, languages: tuple[str, ...], expected: HoursStatus) -> None:
    assert status_of(THAI_ON_WEDNESDAYS, contact_id, when, *languages) is expected


@pytest.mark.parametrize(
    ("when", "languages", "channels", "expected"),
    [
        (f"{THURSDAY} 09:30", (), (), OPEN),
        (f"{THURSDAY} 09:30", (), (ContactType.PHONE,), CLOSED),
        (f"{THURSDAY} 19:00", (), (ContactType.IN_PERSON,), CLOSED),
        (f"{THURSDAY} 19:00", (), (ContactType.IN_PERSON, ContactType.PHONE), OPEN),
        (f"{THURSDAY} 19:00", ("th",), (), CLOSED),
        (f"{THURSDAY} 19:00", ("vi",), (), OPEN),
        (f"{THURSDAY} 12:00", (), (ContactType.WEB_PAGE,), UNSURE),  # which has no hours
        ("2026-12-30 14:00", (), (), UNSURE),  # the phone is closed, of the counter nobody knows
    ],
)
def test_the_status_of_a_service_is_the_best_of_what_is_asked_for(
    when: str, languages: tuple[str, ...], channels: tuple[ContactType, ...], expected: HoursStatus
) -> None:
    assert status(THAI_ON_WEDNESDAYS, when, languages, channels) is expected


def test_without_any_row_the_hours_are_unknown() -> None:
    assert status(line(), f"{WEDNESDAY} 12:00") is UNSURE
    assert status(line(contact_points=[web_page_document()]), f"{WEDNESDAY} 12:00") is UNSURE


def test_a_calendar_is_read_when_the_timetable_is_made() -> None:
    service = THAI_ON_WEDNESDAYS
    table = maker().hours_of(service)["phone"].of_all

    assert [(row.from_, row.to, row.calendar) for row in table.exceptions] == [("12-28", "01-03", "year-end")]
    dated = calendar_draft(days=[{"from": "2026-11-26", "to": "2026-11-26"}, {"from": "12-31", "to": "01-01"}])
    changed = TimetableMaker({"year-end": dated}, AT).hours_of(service)["phone"].of_all
    statuses = {
        day: changed.timeline.hours_at(datetime.fromisoformat(f"{day} 14:00").replace(tzinfo=ZONE)).status
        for day in ("2026-11-25", "2026-11-26", "2026-12-30", "2026-12-31")
    }
    assert list(statuses.values()) == [OPEN, CLOSED, UNSURE, CLOSED]


def test_equal_rules_share_what_was_worked_out() -> None:
    one = maker()
    first, second = (one.hours_of(line(schedules=[span("MO", "22:00", "05:00")])) for _ in range(2))

    assert first["phone"].of_all.timeline is second["counter"].of_all.timeline
    assert profile_of(line(), first) == profile_of(line(), second)
    assert profile_of(line(), first).is_known
    assert not profile_of(line(), one.hours_of(line())).is_known


def test_a_span_that_closes_before_it_opens_passes_midnight() -> None:
    service = line(schedules=[span("WE", "22:00", "05:00")], schedule_exceptions=[])

    assert status(service, f"{WEDNESDAY} 23:59") is OPEN
    assert status(service, f"{THURSDAY} 04:59") is OPEN
    assert status(service, f"{THURSDAY} 05:00") is CLOSED
    assert status(service, f"{WEDNESDAY} 04:00") is CLOSED


def test_an_exception_may_have_hours_that_pass_midnight() -> None:
    days = {"status": "open", "from": "2026-11-26", "to": "2026-11-26", "opens_at": "22:00", "closes_at": "02:00"}
    service = line(schedules=[span("TH", "09:00", "17:00")], schedule_exceptions=[days])

    assert status(service, f"{THURSDAY} 10:00") is CLOSED
    assert status(service, f"{THURSDAY} 23:00") is OPEN
    assert status(service, "2026-11-27 01:59") is OPEN
