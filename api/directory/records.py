"""Tables → drafts: the directory as the documents that editors, the export and the snapshot read.

Each table is read once and grouped by service, so that reading all costs as many queries as reading one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, SQLModel, col, select

from api.directory import models
from api.directory.drafts import (
    CalendarDraft,
    ContactPointDraft,
    EvidenceDraft,
    IvrStepDraft,
    LanguageDraft,
    NeedDraft,
    OrganizationDraft,
    ReachableDraft,
    RecordDraft,
    ScheduleDraft,
    ScheduleExceptionDraft,
    ServiceDraft,
    SourceDraft,
    TranslatedDraft,
)
from api.directory.texts import TextsByField

Record_co = TypeVar("Record_co", bound=RecordDraft, covariant=True)
Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Stored(Generic[Record_co]):
    """A record with what the database knows besides: its place, when it last changed, what it was seeded as."""

    draft: Record_co
    number: int
    last_modified: datetime
    seeded_as: str | None


@dataclass(frozen=True, slots=True)
class Records:
    """The whole directory, editors' view: drafts, inactive services and tombstones too. Each list is in its order."""

    organizations: list[Stored[OrganizationDraft]]
    needs: list[Stored[NeedDraft]]
    sources: list[Stored[SourceDraft]]
    calendars: list[Stored[CalendarDraft]]
    services: list[Stored[ServiceDraft]]
    generation: int
    published_at: datetime | None


def read_records(session: Session) -> Records:
    """Read everything, as one consistent state of the database."""
    publication = session.get(models.Publication, 1)
    return Records(
        organizations=read_organizations(session),
        needs=read_needs(session),
        sources=read_sources(session),
        calendars=read_calendars(session),
        services=read_services(session),
        generation=publication.generation if publication else 0,
        published_at=publication.published_at if publication else None,
    )


def read_organizations(session: Session, only: str | None = None) -> list[Stored[OrganizationDraft]]:
    """Every organization by id, or the one with the id `only`."""
    words = _read_texts(session, "organization", only)
    rows = _read_rows(session, models.Organization, models.Organization.id, only)
    return [
        Stored(
            _draft(OrganizationDraft, id=row.id, url=row.url, **words[row.id].own(OrganizationDraft)),
            number,
            row.last_modified,
            row.seeded_as,
        )
        for number, row in enumerate(sorted(rows, key=lambda row: row.id))
    ]


def read_needs(session: Session, only: str | None = None) -> list[Stored[NeedDraft]]:
    """Every need in the order of display, or the one with the id `only`."""
    words = _read_texts(session, "need", only)
    phrases: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for each in _read_rows(session, models.NeedPhrases, models.NeedPhrases.need_id, only):
        phrases[each.need_id][each.locale] = each.phrases
    rows = _read_rows(session, models.Need, models.Need.id, only)
    return [
        Stored(
            _draft(
                NeedDraft,
                id=row.id,
                parent=row.parent_id,
                position=row.position,
                phrases=dict(sorted(phrases[row.id].items())),
                **words[row.id].own(NeedDraft),
            ),
            row.position,
            row.last_modified,
            row.seeded_as,
        )
        for row in sorted(rows, key=lambda row: (row.position, row.id))
    ]


def read_sources(session: Session, only: str | None = None) -> list[Stored[SourceDraft]]:
    """Every source in the order of its entry, or the one with the id `only`."""
    words = _read_texts(session, "source", only)
    rows = _read_rows(session, models.Source, models.Source.id, only)
    return [
        Stored(
            _draft(SourceDraft, id=row.id, url=row.url, as_of=row.as_of, **words[row.id].own(SourceDraft)),
            row.position,
            row.last_modified,
            row.seeded_as,
        )
        for row in sorted(rows, key=lambda row: row.position)
    ]


def read_calendars(session: Session, only: str | None = None) -> list[Stored[CalendarDraft]]:
    """Every calendar by id, or the one with the id `only`."""
    rows = _read_rows(session, models.Calendar, models.Calendar.id, only)
    return [
        Stored(_draft(CalendarDraft, id=row.id, days=tuple(row.days)), number, row.last_modified, row.seeded_as)
        for number, row in enumerate(sorted(rows, key=lambda row: row.id))
    ]


def read_services(session: Session, only: str | None = None) -> list[Stored[ServiceDraft]]:
    """Every service by number, or the one with the id `only`."""
    all_words = _read_texts(session, "service", only)
    needs = _read_children(session, models.ServiceNeed, only)
    contacts = _read_children(session, models.ContactPoint, only)
    ivr_steps = _read_children(session, models.IvrStep, only)
    languages = _read_children(session, models.Language, only)
    schedules = _read_children(session, models.Schedule, only)
    exceptions = _read_children(session, models.ScheduleException, only)
    evidence = _read_children(session, models.Evidence, only)
    stored = []
    for row in sorted(_read_rows(session, models.Service, models.Service.id, only), key=lambda row: row.number):
        words = all_words[row.id].texts
        draft = _draft(
            ServiceDraft,
            id=row.id,
            organization=row.organization_id,
            status=row.status,
            area=row.area,
            anonymous=row.anonymous,
            languages_stated=row.languages_stated,
            verified_on=row.verified_on,
            verification_method=row.verification_method,
            replaced_by=row.replaced_by,
            needs=tuple(need.need_id for need in needs[row.id]),
            contact_points=tuple(_contact_point(each, words, ivr_steps[row.id]) for each in contacts[row.id]),
            languages=tuple(
                _draft(
                    LanguageDraft,
                    tag=each.tag,
                    mode=each.mode,
                    contact_point=each.contact_point_id,
                    note=words.get(f"languages/{each.position}/note"),
                )
                for each in languages[row.id]
            ),
            schedules=tuple(
                _draft(ScheduleDraft, **_columns(each, byday=tuple(each.byday))) for each in schedules[row.id]
            ),
            schedule_exceptions=tuple(
                _draft(ScheduleExceptionDraft, **_columns(each, **{"from": each.from_day, "to": each.to_day}))
                for each in exceptions[row.id]
            ),
            evidence=tuple(
                _draft(
                    EvidenceDraft,
                    id=each.id,
                    source=each.source_id,
                    locator=each.locator,
                    fields=tuple(each.fields),
                    note=words.get(f"evidence/{each.id}/note"),
                )
                for each in evidence[row.id]
            ),
            **all_words[row.id].own(ServiceDraft),
        )
        stored.append(Stored(draft, row.number, row.last_modified, row.seeded_as))
    return stored


def _contact_point(
    row: models.ContactPoint, words: TextsByField, ivr_steps: Iterable[models.IvrStep]
) -> ContactPointDraft:
    path = f"contact_points/{row.id}"
    steps = [step for step in ivr_steps if step.contact_point_id == row.id]
    return _draft(
        ContactPointDraft,
        id=row.id,
        type=row.type,
        label=words[f"{path}/label"],
        number=row.number,
        reachable=ReachableDraft(
            ip_phone=row.reachable_ip_phone,
            prepaid_mobile=row.reachable_prepaid_mobile,
            abroad=row.reachable_abroad,
        ),
        fallback=row.fallback_id,
        url=row.url,
        email=row.email,
        cost=row.cost,
        ivr_steps=tuple(
            IvrStepDraft(press=step.press, text=words[f"{path}/ivr_steps/{number}/text"])
            for number, step in enumerate(steps)
        ),
    )


DraftType = TypeVar("DraftType", bound=Any)


def _draft(kind: type[DraftType], **values: Any) -> DraftType:  # noqa: ANN401  (columns of any type)
    """A draft from rows; validated again, so that a record that no draft could be is met here and not by a reader."""
    return cast("DraftType", kind.model_validate(values))


def _columns(row: SQLModel, **renamed: Any) -> dict[str, Any]:  # noqa: ANN401  (columns of any type)
    columns = row.model_dump(exclude={"service_id", "position", "contact_point_id", "from_day", "to_day"})
    return {**columns, "contact_point": row.contact_point_id, **renamed}  # type: ignore[attr-defined]  # both have it


def _read_rows(session: Session, table: type[Row], key: Any, only: str | None) -> Sequence[Row]:  # noqa: ANN401
    query = select(table)
    return session.exec(query if only is None else query.where(col(key) == only)).all()


Child = TypeVar("Child", bound=models._Child)  # noqa: SLF001  (the shared columns of all children)


def _read_children(session: Session, table: type[Child], only: str | None) -> Mapping[str, list[Child]]:
    children: dict[str, list[Child]] = defaultdict(list)
    query = select(table).order_by(col(table.service_id), col(table.position))
    for row in session.exec(query if only is None else query.where(col(table.service_id) == only)):
        children[row.service_id].append(row)
    return children


@dataclass(frozen=True, slots=True)
class _Words:
    """The texts of one record, and what is known of its translations."""

    texts: TextsByField = field(default_factory=lambda: defaultdict(dict))
    translations: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def take(self, path: str, locale: str, value: str, *, is_outdated: bool, is_reviewed: bool) -> None:
        """Add a text."""
        self.texts[path][locale] = value
        for name, is_so in (("outdated", is_outdated), ("reviewed", is_reviewed)):
            if is_so:
                self.translations.setdefault(locale, {}).setdefault(name, []).append(f"/{path}")

    def own(self, kind: type[TranslatedDraft]) -> dict[str, Any]:
        """The fields of the record itself that its words are in."""
        return {
            "translations": dict(sorted(self.translations.items())),
            **{name: self.texts[name] for name in kind.own_texts if name in self.texts},
        }


def _read_texts(session: Session, kind: str, only: str | None) -> Mapping[str, _Words]:
    words: dict[str, _Words] = defaultdict(_Words)
    # Columns and no objects, of which there would be thousands for nothing.
    columns = [getattr(models.Text, name) for name in ("record_id", "field", "locale", "value")]
    states = [models.Text.is_outdated, models.Text.is_reviewed]
    query = sqlalchemy_select(*columns, *states).where(col(models.Text.record_kind) == kind)
    if only is not None:
        query = query.where(col(models.Text.record_id) == only)
    # Sorted here: how a database sorts text depends on how it was made.
    for record_id, path, locale, value, is_outdated, is_reviewed in sorted(session.connection().execute(query)):
        words[record_id].take(path, locale, value, is_outdated=is_outdated, is_reviewed=is_reviewed)
    return words
