"""The tables, in the words of HSDS 3. A table is never parsed from input: drafts are (SQLModel tables do not validate).

Translations have no construct in HSDS; `Text` holds them all, one row per record, field and locale. `Service.number` is
a place in the directory that is given once and never again (cursors count on it). `seeded_as` is the digest of the seed
document that a record was last written from; a record whose own digest differs from it has been edited since.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, TypeDecorator, UniqueConstraint, false
from sqlalchemy.engine import Dialect
from sqlmodel import Field, SQLModel

# Every constraint has a name that a migration can call it by, on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC and given back aware of it (SQLite alone would forget the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Keep in UTC."""
        del dialect
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Organization(SQLModel, table=True):
    """HSDS organization."""

    id: str = Field(primary_key=True)
    url: str | None = None
    last_modified: datetime = Field(sa_type=UtcDateTime)
    seeded_as: str | None = None


class Need(SQLModel, table=True):
    """HSDS taxonomy term of the need taxonomy. `position` is the order of display."""

    __tablename__ = "taxonomy_term"

    id: str = Field(primary_key=True)
    parent_id: str | None = Field(default=None, foreign_key="taxonomy_term.id")
    position: int
    last_modified: datetime = Field(sa_type=UtcDateTime)
    seeded_as: str | None = None


class NeedPhrases(SQLModel, table=True):
    """What people who have a need type, in one locale: a list of phrases."""

    __tablename__ = "taxonomy_term_phrases"

    need_id: str = Field(primary_key=True, foreign_key="taxonomy_term.id", ondelete="CASCADE")
    locale: str = Field(primary_key=True)
    phrases: list[str] = Field(sa_column=Column(JSON, nullable=False))


class Source(SQLModel, table=True):
    """A document or page that evidence points to."""

    id: str = Field(primary_key=True)
    url: str | None = None
    as_of: str | None = None
    position: int
    last_modified: datetime = Field(sa_type=UtcDateTime)
    seeded_as: str | None = None


class Service(SQLModel, table=True):
    """HSDS service."""

    id: str = Field(primary_key=True)
    number: int = Field(unique=True)
    organization_id: str = Field(foreign_key="organization.id", index=True)
    status: str
    area: str
    anonymous: bool | None = None
    languages_stated: str
    verified_on: date | None = None
    verification_method: str | None = None
    replaced_by: str | None = None
    last_modified: datetime = Field(sa_type=UtcDateTime)
    seeded_as: str | None = None


class _Child(SQLModel):
    """A row that belongs to a service, in the order of `position`."""

    service_id: str = Field(primary_key=True, foreign_key="service.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)


class ServiceNeed(_Child, table=True):
    """HSDS attribute: the service helps with the need."""

    __tablename__ = "service_taxonomy_term"

    need_id: str = Field(foreign_key="taxonomy_term.id", index=True)


class ContactPoint(_Child, table=True):
    """schema.org ContactPoint: one way to reach a service."""

    __tablename__ = "contact_point"
    __table_args__ = (UniqueConstraint("service_id", "id"),)

    id: str
    type: str
    number: str | None = None
    reachable_ip_phone: bool | None = None
    reachable_prepaid_mobile: bool | None = None
    reachable_abroad: bool | None = None
    fallback_id: str | None = None
    url: str | None = None
    email: str | None = None
    cost: str


class IvrStep(_Child, table=True):
    """A key to press after the announcement of a contact point."""

    __tablename__ = "ivr_step"

    contact_point_id: str
    press: str


class Language(_Child, table=True):
    """HSDS language: spoken at the service, or at one contact point only."""

    contact_point_id: str | None = None
    tag: str = Field(index=True)
    mode: str


class Calendar(SQLModel, table=True):
    """Days that many services close or open on: a list of `{"from": …, "to": …}`."""

    id: str = Field(primary_key=True)
    days: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    last_modified: datetime = Field(sa_type=UtcDateTime)
    seeded_as: str | None = None


class Schedule(_Child, table=True):
    """HSDS schedule: a weekly span; `byday` in RFC 5545 words, times of day in Asia/Tokyo.

    Of the whole service, of a contact point, or of a language there.
    """

    contact_point_id: str | None = None
    language: str | None = None
    byday: list[str] = Field(sa_column=Column(JSON, nullable=False))
    opens_at: str
    closes_at: str
    public_holidays: str | None = None
    by_appointment: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    valid_from: date | None = None
    valid_to: date | None = None


class ScheduleException(_Child, table=True):
    """Days that differ from the weekly spans: own days, or those of a calendar."""

    __tablename__ = "schedule_exception"

    contact_point_id: str | None = None
    language: str | None = None
    status: str
    from_day: str | None = None
    to_day: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    calendar: str | None = Field(default=None, foreign_key="calendar.id", index=True)


class Evidence(_Child, table=True):
    """Where facts of a service were found."""

    __table_args__ = (UniqueConstraint("service_id", "id"),)

    id: str
    source_id: str = Field(foreign_key="source.id", index=True)
    locator: str
    fields: list[Any] = Field(sa_column=Column(JSON, nullable=False))


class Text(SQLModel, table=True):
    """One field of one record in one locale. `field` is a path such as `contact_points/phone/label`.

    Of a translation it is known whether the English text changed after it, and whether a speaker reviewed it.
    """

    record_kind: str = Field(primary_key=True)
    record_id: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    locale: str = Field(primary_key=True)
    value: str
    is_outdated: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_reviewed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class Publication(SQLModel, table=True):
    """The one row that every committed change advances; other processes watch it."""

    id: int = Field(primary_key=True)
    generation: int
    published_at: datetime = Field(sa_type=UtcDateTime)
