"""The only code that changes tables. Every function flushes and leaves the commit to who opened the transaction.

A change is a whole valid draft; references to other records are checked here, because only the database knows them.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from api.directory import models
from api.directory.drafts import (
    CalendarDraft,
    NeedDraft,
    OrganizationDraft,
    RecordDraft,
    ServiceDraft,
    SourceDraft,
    canonical_document,
)
from api.directory.texts import texts_of

KIND_BY_DRAFT: dict[type[RecordDraft], str] = {
    OrganizationDraft: "organization",
    NeedDraft: "need",
    SourceDraft: "source",
    CalendarDraft: "calendar",
    ServiceDraft: "service",
}


def digest(draft: RecordDraft) -> str:
    """A fingerprint of a record: equal for equal content, whatever the order of its keys."""
    document = json.dumps(canonical_document(draft), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(document.encode()).hexdigest()


def save_organization(session: Session, draft: OrganizationDraft, at: datetime, seeded_as: str | None = None) -> None:
    """Create or replace an organization. `at` is the moment of the change; `seeded_as` is set by seeding only."""
    row = session.get(models.Organization, draft.id) or models.Organization(id=draft.id, last_modified=at)
    row.url = draft.url
    _save_row(session, row, draft, at, seeded_as)


def save_need(session: Session, draft: NeedDraft, at: datetime, seeded_as: str | None = None) -> None:
    """Create or replace a need; its parent must be there."""
    row = session.get(models.Need, draft.id) or models.Need(id=draft.id, position=draft.position, last_modified=at)
    row.parent_id, row.position = draft.parent, draft.position
    _save_row(session, row, draft, at, seeded_as)
    session.exec(delete(models.NeedPhrases).where(col(models.NeedPhrases.need_id) == draft.id))
    session.expire_all()
    for locale, phrases in draft.phrases.items():
        session.add(models.NeedPhrases(need_id=draft.id, locale=locale, phrases=list(phrases)))
    session.flush()


def save_source(session: Session, draft: SourceDraft, at: datetime, seeded_as: str | None = None) -> None:
    """Create or replace a source."""
    row = session.get(models.Source, draft.id)
    if row is None:
        row = models.Source(id=draft.id, position=_next(session, col(models.Source.position)), last_modified=at)
    row.url, row.as_of = draft.url, draft.as_of
    _save_row(session, row, draft, at, seeded_as)


def save_calendar(session: Session, draft: CalendarDraft, at: datetime, seeded_as: str | None = None) -> None:
    """Create or replace a calendar."""
    row = session.get(models.Calendar, draft.id) or models.Calendar(id=draft.id, days=[], last_modified=at)
    row.days = [days.model_dump(by_alias=True) for days in draft.days]
    _save_row(session, row, draft, at, seeded_as)


def save_service(session: Session, draft: ServiceDraft, at: datetime, seeded_as: str | None = None) -> None:
    """Create or replace a service with all that belongs to it; what it refers to must be there."""
    columns: dict[str, Any] = {
        "organization_id": draft.organization,
        "status": draft.status.value,
        "area": draft.area,
        "anonymous": draft.anonymous,
        "languages_stated": draft.languages_stated.value,
        "verified_on": draft.verified_on,
        "verification_method": draft.verification_method.value if draft.verification_method else None,
        "replaced_by": draft.replaced_by,
        "last_modified": at,
    }
    row = session.get(models.Service, draft.id)
    if row is None:
        row = models.Service(id=draft.id, number=_next(session, col(models.Service.number)), **columns)
    row.sqlmodel_update(columns)
    _save_row(session, row, draft, at, seeded_as)
    _replace_children(session, draft)


SAVE_BY_TABLE: Mapping[str, Callable[[Session, Any, datetime, str | None], None]] = {
    "organizations": save_organization,
    "needs": save_need,
    "sources": save_source,
    "calendars": save_calendar,
    "services": save_service,
}


def advance_generation(session: Session, at: datetime) -> int:
    """Number the state that the transaction is about to commit; returns the new generation."""
    row = session.get(models.Publication, 1, with_for_update=True)
    if row is None:
        row = models.Publication(id=1, generation=0, published_at=at)
    row.generation += 1
    row.published_at = at
    session.add(row)
    session.flush()
    return row.generation


def _save_row(
    session: Session,
    row: models.Organization | models.Need | models.Source | models.Calendar | models.Service,
    draft: RecordDraft,
    at: datetime,
    seeded_as: str | None,
) -> None:
    row.last_modified = at
    row.seeded_as = seeded_as if seeded_as is not None else row.seeded_as
    session.add(row)
    session.flush()
    kind = KIND_BY_DRAFT[type(draft)]
    session.exec(
        delete(models.Text).where(col(models.Text.record_kind) == kind, col(models.Text.record_id) == draft.id)
    )
    states = {} if isinstance(draft, CalendarDraft) else draft.translations
    marked = {
        name: {(pointer, locale) for locale, state in states.items() for pointer in getattr(state, name)}
        for name in ("outdated", "reviewed")
    }
    session.add_all(
        models.Text(
            record_kind=kind,
            record_id=draft.id,
            field=field,
            locale=locale,
            value=value,
            is_outdated=(f"/{field}", locale) in marked["outdated"],
            is_reviewed=(f"/{field}", locale) in marked["reviewed"],
        )
        for field, translations in texts_of(draft).items()
        for locale, value in translations.items()
    )
    session.flush()


_CHILD_TABLES = (
    models.ServiceNeed,
    models.ContactPoint,
    models.IvrStep,
    models.Language,
    models.Schedule,
    models.ScheduleException,
    models.Evidence,
)


def _replace_children(session: Session, draft: ServiceDraft) -> None:
    for table in _CHILD_TABLES:
        session.exec(delete(table).where(col(table.service_id) == draft.id))
    session.expire_all()  # the deleted children are gone from the session's memory too
    owner = draft.id
    for position, need in enumerate(draft.needs):
        session.add(models.ServiceNeed(service_id=owner, position=position, need_id=need))
    steps = 0
    for position, contact in enumerate(draft.contact_points):
        session.add(
            models.ContactPoint(
                service_id=owner,
                position=position,
                id=contact.id,
                type=contact.type.value,
                number=contact.number,
                reachable_ip_phone=contact.reachable.ip_phone,
                reachable_prepaid_mobile=contact.reachable.prepaid_mobile,
                reachable_abroad=contact.reachable.abroad,
                fallback_id=contact.fallback,
                url=contact.url,
                email=contact.email,
                cost=contact.cost.value,
            )
        )
        for step in contact.ivr_steps:
            session.add(models.IvrStep(service_id=owner, position=steps, contact_point_id=contact.id, press=step.press))
            steps += 1
    for position, language in enumerate(draft.languages):
        session.add(
            models.Language(
                service_id=owner,
                position=position,
                contact_point_id=language.contact_point,
                tag=language.tag,
                mode=language.mode.value,
            )
        )
    for position, schedule in enumerate(draft.schedules):
        columns = schedule.model_dump(exclude={"contact_point", "byday"})
        session.add(
            models.Schedule(
                service_id=owner,
                position=position,
                contact_point_id=schedule.contact_point,
                byday=list(schedule.byday),
                **columns,
            )
        )
    for position, exception in enumerate(draft.schedule_exceptions):
        columns = exception.model_dump(exclude={"contact_point", "from_", "to"})
        session.add(
            models.ScheduleException(
                service_id=owner,
                position=position,
                contact_point_id=exception.contact_point,
                from_day=exception.from_,
                to_day=exception.to,
                **columns,
            )
        )
    for position, row in enumerate(draft.evidence):
        session.add(
            models.Evidence(
                service_id=owner,
                position=position,
                id=row.id,
                source_id=row.source,
                locator=row.locator,
                fields=list(row.fields),
            )
        )
    session.flush()


def _next(session: Session, column: Mapped[int]) -> int:
    """The next number of a column whose values are given once and never again (rows are never deleted)."""
    highest: int | None = session.exec(select(func.max(column))).one()
    return 0 if highest is None else highest + 1
