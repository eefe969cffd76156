"""Applications over a directory of a test's own, small enough that its answers can be compared whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine

from api.database import make_engine, migrate, write_session
from api.directory.drafts import CalendarDraft, NeedDraft, OrganizationDraft, RecordDraft, ServiceDraft, SourceDraft
from api.directory.editing import save_calendar, save_need, save_organization, save_service, save_source
from api.settings import Settings
from tests.conftest import NOW, SEEDED_AT, Api, Databases, running
from tests.documents import (
    calendar_draft,
    full_service_document,
    need_draft,
    organization_draft,
    phone_document,
    service_draft,
    source_draft,
    web_page_document,
)

# Three services in the list (an emergency line is one), one closed for the time being, a draft, and two tombstones.
WORLD: tuple[RecordDraft, ...] = (
    organization_draft(),
    organization_draft("police", url="https://example.go.jp/police"),
    organization_draft("idle"),
    source_draft(),
    source_draft("page", url="https://example.go.jp/page", as_of=...),
    calendar_draft(),
    need_draft("danger", position=0),
    need_draft("exploited", position=1),
    need_draft("passport-taken", parent="exploited", position=2),
    need_draft("visa", position=3, name={"en": "visa"}),
    need_draft("violence", position=4),
    service_draft(
        "police-110",
        organization="police",
        needs=["danger", "passport-taken"],
        languages_stated="foreign_unlisted",
        contact_points=[phone_document(number="110", cost="free")],
    ),
    service_draft(
        "help-line",
        needs=["passport-taken"],
        languages_stated="listed",
        languages=[{"tag": "vi", "mode": "native"}, {"tag": "en"}],
        verified_on="2026-11-01",
        verification_method="website",
    ),
    service_draft("visa-desk", needs=["visa"], area="JP-13", anonymous=True, contact_points=[web_page_document()]),
    ServiceDraft.model_validate(full_service_document(needs=["violence", "danger"])),
    service_draft("planned-service", status="inactive"),
    service_draft("replaced-service", status="defunct", replaced_by="help-line"),
    service_draft("ended-service", status="defunct"),
)


@contextmanager
def serving(
    databases: Databases,
    *records: RecordDraft,
    now: Callable[[], datetime] = lambda: NOW,
    default_locale: str = "en",
    cache_seconds: int = 60,
) -> Iterator[Api]:
    """An application over `records`, which were saved at `SEEDED_AT`."""
    with databases.new(seeded=False) as url:
        engine = make_engine(url)
        migrate(engine)
        save(engine, *records)
        engine.dispose()
        settings = Settings(
            database_url=url, poll_seconds=0, default_locale=default_locale, cache_seconds=cache_seconds
        )
        with running(settings, now) as api:
            yield api


def save(engine: Engine, *records: RecordDraft, at: datetime = SEEDED_AT) -> None:
    """Write records in their order, in one transaction."""
    with write_session(engine, lambda: at) as session:
        for record in records:
            match record:
                case OrganizationDraft():
                    save_organization(session, record, at)
                case CalendarDraft():
                    save_calendar(session, record, at)
                case SourceDraft():
                    save_source(session, record, at)
                case NeedDraft():
                    save_need(session, record, at)
                case ServiceDraft():
                    save_service(session, record, at)
