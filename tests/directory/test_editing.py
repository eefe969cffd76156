"""The only code that changes tables: whole records in, one generation per transaction."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from api.database import read_session, write_session
from api.directory import models
from api.directory.drafts import ServiceDraft
from api.directory.editing import (
    advance_generation,
    digest,
    save_calendar,
    save_need,
    save_organization,
    save_service,
    save_source,
)
from api.directory.records import read_needs, read_organizations, read_services, read_sources
from tests.documents import (
    calendar_draft,
    full_service_document,
    need_draft,
    organization_draft,
    service_draft,
    source_draft,
)

AT = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
CHILDREN = (
    models.ServiceNeed,
    models.ContactPoint,
    models.IvrStep,
    models.Language,
    models.Schedule,
    models.ScheduleException,
    models.Evidence,
)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A transaction in which the records are there that the documents of the tests refer to."""
    with write_session(engine, lambda: AT) as session:
        save_organization(session, organization_draft(), AT)
        save_source(session, source_draft(), AT)
        save_source(session, source_draft("page"), AT)
        save_calendar(session, calendar_draft(), AT)
        save_need(session, need_draft(), AT)
        save_need(session, need_draft("locked-in", parent="danger"), AT)
        yield session


def count_children(session: Session, service_id: str) -> dict[str, int]:
    return {
        str(table.__tablename__): session.exec(
            select(func.count()).select_from(table).where(col(table.service_id) == service_id)
        ).one()
        for table in CHILDREN
    }


def test_replacing_a_service_leaves_nothing_of_the_old_one(session: Session) -> None:
    save_service(session, ServiceDraft.model_validate(full_service_document()), AT)
    assert all(count_children(session, "full-service").values())
    number = read_services(session, "full-service")[0].number
    smaller = service_draft("full-service")

    save_service(session, smaller, LATER)

    stored = read_services(session, "full-service")
    assert [(each.draft, each.number, each.last_modified) for each in stored] == [(smaller, number, LATER)]
    assert count_children(session, "full-service") == {
        "service_taxonomy_term": 1,
        "contact_point": 1,
        "ivr_step": 0,
        "language": 0,
        "schedule": 0,
        "schedule_exception": 0,
        "evidence": 1,
    }
    texts = session.exec(select(models.Text).where(models.Text.record_id == "full-service")).all()
    assert {(text.record_kind, text.field) for text in texts} == {
        ("service", "name"),
        ("service", "description"),
        ("service", "contact_points/phone/label"),
    }


def test_replacing_one_service_leaves_the_others_as_they_are(session: Session) -> None:
    before = read_services(session)

    save_service(session, service_draft(), AT)
    save_service(session, service_draft(area="JP-13"), LATER)

    assert read_services(session)[:-1] == before


def test_a_translation_that_is_no_longer_given_is_gone(session: Session) -> None:
    save_organization(session, organization_draft(name={"en": "Agency"}), LATER)
    save_source(session, source_draft(title={"ja": "報告"}), LATER)
    save_need(session, need_draft(name={"vi": "Nguy hiểm"}), LATER)

    assert read_organizations(session, "agency")[0].draft.name == {"en": "Agency"}
    assert read_sources(session, "report")[0].draft.title == {"ja": "報告"}
    assert read_needs(session, "danger")[0].draft.name == {"vi": "Nguy hiểm"}


def test_records_of_different_kinds_may_have_the_same_id(session: Session) -> None:
    save_organization(session, organization_draft("same"), AT)
    save_source(session, source_draft("same"), AT)
    save_need(session, need_draft("same"), AT)
    save_service(session, service_draft("same", organization="same", needs=["same"]), AT)
    save_organization(session, organization_draft("same", name={"en": "Changed"}), LATER)

    assert read_organizations(session, "same")[0].draft.name == {"en": "Changed"}
    assert read_sources(session, "same")[0].draft == source_draft("same")
    assert read_needs(session, "same")[0].draft == need_draft("same")
    assert read_services(session, "same")[0].draft == service_draft("same", organization="same", needs=["same"])


def test_a_number_is_given_once_and_in_turn(session: Session) -> None:
    last = max(stored.number for stored in read_services(session))

    for name in ("zebra", "ant", "mole"):
        save_service(session, service_draft(name), AT)
    save_service(session, service_draft("zebra", area="JP-13"), LATER)

    assert [(stored.draft.id, stored.number) for stored in read_services(session)[-3:]] == [
        ("zebra", last + 1),
        ("ant", last + 2),
        ("mole", last + 3),
    ]


def test_a_source_keeps_its_place(session: Session) -> None:
    save_source(session, source_draft(as_of="2026"), LATER)

    assert [stored.draft.id for stored in read_sources(session)][-2:] == ["report", "page"]


def test_an_edit_keeps_what_a_record_was_seeded_as(session: Session) -> None:
    save_service(session, service_draft(), AT, seeded_as="digest of the seed")
    save_service(session, service_draft(area="JP-13"), LATER)

    assert read_services(session, "help-line")[0].seeded_as == "digest of the seed"


@pytest.mark.parametrize(
    "draft",
    [
        service_draft(organization="nobody"),
        service_draft(needs=["love"]),
        service_draft(evidence=[{"id": "one", "source": "rumour", "locator": "1"}]),
        service_draft(schedule_exceptions=[{"status": "closed", "calendar": "lunar"}]),
    ],
    ids=["organization", "need", "source", "calendar"],
)
def test_a_reference_to_nothing_is_refused_by_the_database_too(engine: Engine, draft: ServiceDraft) -> None:
    def save() -> None:
        with write_session(engine, lambda: AT) as session:
            save_organization(session, organization_draft(), AT)
            save_source(session, source_draft(), AT)
            save_need(session, need_draft(), AT)
            save_service(session, draft, AT)

    with pytest.raises(IntegrityError):
        save()

    with read_session(engine) as session:
        assert read_services(session, "help-line") == []
        assert read_organizations(session, "agency") == []


def test_a_need_under_a_parent_that_is_not_there_is_refused_by_the_database_too(engine: Engine) -> None:
    with pytest.raises(IntegrityError), write_session(engine, lambda: AT) as session:
        save_need(session, need_draft("locked-in", parent="nobody"), AT)


def test_generations_are_numbered_in_turn(session: Session) -> None:
    before = session.get_one(models.Publication, 1).generation

    assert advance_generation(session, AT) == before + 1
    assert advance_generation(session, LATER) == before + 2
    publication = session.get_one(models.Publication, 1)
    assert (publication.generation, publication.published_at) == (before + 2, LATER)


def test_equal_records_have_equal_digests_whatever_the_order_of_their_keys() -> None:
    document = full_service_document()
    turned = dict(reversed(document.items())) | {"name": dict(reversed(document["name"].items()))}

    assert digest(ServiceDraft.model_validate(turned)) == digest(ServiceDraft.model_validate(document))


@pytest.mark.parametrize(
    "changes",
    [
        {"name": {"en": "Other", "ja": "全部", "zh-Hant": "全部"}},
        {"needs": ["danger", "locked-in"]},
        {"anonymous": ...},
        {"area": ...},
        {"verified_on": "2026-11-21"},
        {"evidence": [{"id": "figure-1", "source": "report", "locator": "Figure 2"}]},
    ],
)
def test_other_records_have_other_digests(changes: dict[str, object]) -> None:
    other = ServiceDraft.model_validate(full_service_document(**changes))

    assert digest(other) != digest(ServiceDraft.model_validate(full_service_document()))
