"""Tables → drafts: what was saved is read again, whole, on every database."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session

from api.database import read_session, write_session
from api.directory.drafts import RecordDraft, ServiceDraft, canonical_document
from api.directory.editing import digest, save_calendar, save_need, save_organization, save_service, save_source
from api.directory.records import (
    Records,
    Stored,
    read_needs,
    read_organizations,
    read_records,
    read_services,
    read_sources,
)
from api.directory.texts import texts_of
from api.seeding.reading import read_seed
from tests.conftest import SEED_FOLDER, SEEDED_AT
from tests.documents import (
    calendar_draft,
    full_service_document,
    need_draft,
    organization_draft,
    phone_document,
    service_document,
    service_draft,
    source_draft,
)

AT = datetime(2026, 11, 23, 12, 30, 15, 123456, tzinfo=UTC)
FULL = ServiceDraft.model_validate(full_service_document())


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A transaction in which the records are there that the documents of the tests refer to."""
    with write_session(engine, lambda: AT) as session:
        save_organization(session, organization_draft(url="https://example.go.jp"), AT)
        save_source(session, source_draft(), AT)
        save_source(session, source_draft("page", url="https://example.go.jp/page", as_of=None), AT)
        save_calendar(session, calendar_draft(), AT)
        save_need(session, need_draft(position=90), AT)
        save_need(session, need_draft("locked-in", parent="danger", position=91), AT)
        yield session


CHILDREN_WITH_LANGUAGES = ("schedules", "schedule_exceptions")
OPTIONAL = {name for name, field in ServiceDraft.model_fields.items() if not field.is_required()}


def _full_draft_without(field: str) -> ServiceDraft:
    """The full service without one field and what depends on it."""
    changes: dict[str, object] = {field: ...}
    if field == "alert":
        changes["status"] = "inactive"
    if field == "languages":
        full = full_service_document()
        changes["languages_stated"] = "not_stated"
        changes |= {table: [row for row in full[table] if "language" not in row] for table in CHILDREN_WITH_LANGUAGES}
    if field in {"verified_on", "verification_method"}:
        changes |= {"verified_on": ..., "verification_method": ...}
    if field == "contact_points":
        changes |= {"schedules": ..., "schedule_exceptions": ..., "languages": [{"tag": "vi"}]}
        changes["evidence"] = service_document()["evidence"]
    return ServiceDraft.model_validate(full_service_document(**changes))


def test_a_service_is_read_as_it_was_saved(session: Session) -> None:
    drafts = [FULL, *(_full_draft_without(field) for field in full_service_document() if field in OPTIONAL)]

    for draft in drafts:
        save_service(session, draft, AT)
        stored = read_services(session, "full-service")
        assert [(each.draft, each.last_modified, each.seeded_as) for each in stored] == [(draft, AT, None)]
        assert digest(stored[0].draft) == digest(draft)


def test_every_record_of_the_seed_is_read_as_it_was_seeded(engine: Engine) -> None:
    seed = read_seed(SEED_FOLDER)
    with read_session(engine) as session:
        records = read_records(session)

    stored: dict[str, list[Stored[RecordDraft]]] = {table: list(getattr(records, table)) for table in seed}
    for table, drafts in seed.items():
        assert {each.draft.id: each.draft for each in stored[table]} == {draft.id: draft for draft in drafts}
        assert {each.draft.id: each.seeded_as for each in stored[table]} == {
            draft.id: digest(draft) for draft in drafts
        }
        assert {each.last_modified for each in stored[table]} == {SEEDED_AT}
    assert records.generation == 1
    assert records.published_at == SEEDED_AT


def test_each_list_is_in_its_order(engine: Engine) -> None:
    seed = read_seed(SEED_FOLDER)
    with read_session(engine) as session:
        records = read_records(session)

    assert [each.draft.id for each in records.organizations] == sorted(draft.id for draft in seed["organizations"])
    assert [each.draft.id for each in records.needs] == [draft.id for draft in seed["needs"]]
    assert [each.draft.id for each in records.sources] == [draft.id for draft in seed["sources"]]
    assert [each.draft.id for each in records.services] == [draft.id for draft in seed["services"]]
    assert [each.number for each in records.services] == list(range(len(seed["services"])))


def test_the_other_records_are_read_as_they_were_saved(session: Session) -> None:
    assert read_organizations(session, "agency")[0].draft == organization_draft(url="https://example.go.jp")
    assert read_sources(session, "page")[0].draft == source_draft("page", url="https://example.go.jp/page", as_of=None)
    assert read_needs(session, "locked-in")[0].draft == need_draft("locked-in", parent="danger", position=91)


def test_one_record_is_read_as_it_is_among_all(session: Session) -> None:
    save_service(session, FULL, AT)

    assert read_services(session, "full-service")[0].draft == read_services(session)[-1].draft
    assert read_services(session, "no-such-service") == []
    assert read_organizations(session, "no-such-organization") == []
    assert read_needs(session, "no-such-need") == []
    assert read_sources(session, "no-such-source") == []


def test_steps_to_press_stay_with_their_contact_point(session: Session) -> None:
    contacts = [
        phone_document(
            id=name, ivr_steps=[{"press": f"{number}{step}", "text": {"en": f"{name} {step}"}} for step in range(3)]
        )
        for number, name in enumerate(["one", "two", "three"])
    ]
    draft = service_draft(contact_points=contacts)
    save_service(session, draft, AT)

    assert read_services(session, "help-line")[0].draft.contact_points == draft.contact_points


def test_reading_everything_costs_as_many_queries_as_reading_one(engine: Engine) -> None:
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))

    def count(only: str | None) -> int:
        with read_session(engine) as session:
            statements.clear()
            read_services(session, only)
            return sum(statement.startswith("SELECT") for statement in statements)

    assert count(None) == count("police-110") == 9


def test_a_record_that_no_draft_could_be_is_not_read(session: Session) -> None:
    save_service(session, FULL, AT)
    session.connection().execute(text("UPDATE contact_point SET number = 'nonsense' WHERE service_id = 'full-service'"))
    session.expire_all()

    with pytest.raises(ValueError, match="not-a-number"):
        read_services(session)


def test_a_database_in_which_nothing_was_committed_yet_has_an_empty_directory(engine: Engine) -> None:
    with read_session(engine) as session:
        for table in ("text", "service_taxonomy_term", "contact_point", "language", "schedule", "schedule_exception"):
            session.connection().execute(text(f"DELETE FROM {table}"))
        for table in ("evidence", "service", "calendar", "organization", "source", "publication"):
            session.connection().execute(text(f"DELETE FROM {table}"))
        session.connection().execute(text("DELETE FROM taxonomy_term WHERE parent_id IS NOT NULL"))
        session.connection().execute(text("DELETE FROM taxonomy_term"))

        assert read_records(session) == Records([], [], [], [], [], generation=0, published_at=None)


def test_every_text_of_a_record_is_found_by_its_path() -> None:
    note = {"en": "A note.", "ja": "注記。"}

    assert texts_of(FULL) == {
        "name": {"en": "Full", "ja": "全部", "zh-Hant": "全部"},
        "description": {"en": "Two\nlines.", "ja": "二\n行。"},
        "audience": {"en": "For all.", "ja": "誰でも。"},
        "interpretation": {"en": "On request.", "ja": "希望により。"},
        "alert": {"en": "Closed for repairs.", "ja": "修理中。"},
        "contact_points/phone/label": {"en": "Telephone", "ja": "電話"},
        "contact_points/phone/ivr_steps/0/text": {"en": "Wait.", "ja": "待つ。"},
        "contact_points/phone/ivr_steps/1/text": note,
        "contact_points/other-phone/label": {"en": "Other", "ja": "別"},
        "contact_points/other-phone/ivr_steps/0/text": {"en": "Ask."},
        "contact_points/page/label": {"ja": "ページ"},
        "contact_points/form/label": {"en": "Form"},
        "contact_points/chat/label": {"en": "Chat"},
        "contact_points/mail/label": {"en": "Mail"},
        "contact_points/counter/label": {"en": "Counter"},
        "languages/1/note": note,
        "languages/2/note": {"en": "By machine."},
        "evidence/page-2/note": note,
    }
    assert texts_of(organization_draft("a")) == {"name": {"en": "Name of a", "ja": "機関"}}
    assert texts_of(source_draft("a")) == {"title": {"en": "Title of a", "ja": "報告"}}
    assert texts_of(need_draft("a")) == {
        "name": {"en": "a", "ja": "a"},
        "description": {"en": "Help!", "ja": "助けて"},
    }


def test_the_full_document_of_these_tests_leaves_no_field_at_its_default() -> None:
    document = canonical_document(FULL)
    rows = {
        field: set().union(*(row.keys() for row in document[field]))
        for field in ("languages", "contact_points", "schedules", "schedule_exceptions", "evidence")
    }

    assert document.keys() == set(ServiceDraft.model_fields)
    assert rows == {
        "languages": {"tag", "mode", "contact_point", "note"},
        "contact_points": {
            *("id", "type", "label", "number", "reachable", "fallback", "url", "email", "cost", "ivr_steps"),
        },
        "schedules": {
            *("contact_point", "language", "byday", "opens_at", "closes_at", "public_holidays", "by_appointment"),
            *("valid_from", "valid_to"),
        },
        "schedule_exceptions": {
            *("contact_point", "language", "status", "from", "to", "opens_at", "closes_at", "calendar"),
        },
        "evidence": {"id", "source", "locator", "fields", "note"},
    }
