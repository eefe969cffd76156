"""Drafts → the database by stable id: what is new or changed is written, and nobody's change is undone."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.database import make_engine, migrate, read_generation, read_session, write_session
from api.directory import models
from api.directory.drafts import RecordDraft
from api.directory.editing import save_need, save_organization, save_service, save_source
from api.directory.records import Records, read_records
from api.seeding.planting import SeedReport, plant
from api.seeding.reading import read_seed
from tests.conftest import SEED_FOLDER, SEEDED_AT
from tests.documents import calendar_draft, need_draft, organization_draft, service_draft, source_draft

AT = datetime(2026, 11, 23, tzinfo=UTC)
Seed = dict[str, list[RecordDraft]]
FIRST: Seed = {
    "organizations": [organization_draft(), organization_draft("other")],
    "needs": [need_draft(), need_draft("locked-in", parent="danger", position=1)],
    "sources": [source_draft()],
    "calendars": [calendar_draft()],
    "services": [service_draft(), service_draft("old-line", status="inactive")],
}


@pytest.fixture
def shipped() -> Seed:
    return read_seed(SEED_FOLDER)


@pytest.fixture
def small(engine: Engine) -> Engine:
    """A database that besides the shipped seed holds the small one of these tests."""
    plant_into(engine, FIRST)
    return engine


def plant_into(engine: Engine, seed: Mapping[str, Sequence[RecordDraft]], at: datetime = AT) -> SeedReport:
    with write_session(engine, lambda: at) as session:
        return plant(session, seed, at)


def everything(engine: Engine) -> Records:
    with read_session(engine) as session:
        return read_records(session)


def stored_draft(engine: Engine, table: str, record_id: str) -> RecordDraft:
    records = {each.draft.id: each.draft for each in getattr(everything(engine), table)}
    draft: RecordDraft = records[record_id]
    return draft


def with_changed(seed: Seed, table: str, draft: RecordDraft) -> Seed:
    """The seed with one record in another form."""
    assert draft.id in {each.id for each in seed[table]}
    return {**seed, table: [draft if each.id == draft.id else each for each in seed[table]]}


def test_an_empty_database_gets_every_record(blank_database_url: str, shipped: Seed) -> None:
    engine = make_engine(blank_database_url)
    migrate(engine)
    report = plant_into(engine, shipped)

    names = [f"{table}/{draft.id}" for table, drafts in shipped.items() for draft in drafts]
    assert sorted(report.created) == sorted(names)
    assert (report.updated, report.unchanged, report.kept, report.not_in_seed) == ([], [], [], [])
    assert read_generation(engine) == 1
    records = everything(engine)
    assert {draft.id: draft for draft in shipped["services"]} == {
        each.draft.id: each.draft for each in records.services
    }
    assert records.published_at == AT
    engine.dispose()


def test_seeding_again_changes_nothing(engine: Engine, shipped: Seed) -> None:
    before = everything(engine)

    report = plant_into(engine, shipped)

    assert everything(engine) == before
    assert read_generation(engine) == 1
    assert len(report.unchanged) == sum(map(len, shipped.values()))
    assert report == SeedReport(unchanged=report.unchanged)
    assert str(report).startswith("0 created, 0 updated, ")


def test_a_seed_that_changed_updates_a_record_that_nobody_touched(small: Engine) -> None:
    generation = read_generation(small)
    changed = service_draft(area="JP-13")

    report = plant_into(small, with_changed(FIRST, "services", changed), AT + timedelta(days=1))

    assert (report.updated, report.kept) == (["services/help-line"], [])
    assert stored_draft(small, "services", "help-line") == changed
    assert read_generation(small) == generation + 1
    records = {each.draft.id: each.last_modified for each in everything(small).services}
    assert (records["help-line"], records["old-line"]) == (AT + timedelta(days=1), AT)
    assert records["police-110"] == SEEDED_AT


@pytest.mark.parametrize("seed_changed", [False, True], ids=["same-seed", "changed-seed"])
def test_seeding_again_keeps_an_editors_change(small: Engine, *, seed_changed: bool) -> None:
    organization = organization_draft(name={"en": "Edited"})
    need = need_draft(name={"en": "Edited"}, position=0)
    source = source_draft(title={"en": "Edited"})
    service = service_draft(status="defunct", replaced_by="old-line")
    with write_session(small, lambda: AT) as session:
        save_organization(session, organization, AT)
        save_need(session, need, AT)
        save_source(session, source, AT)
        save_service(session, service, AT)
    generation = read_generation(small)
    seed = FIRST
    if seed_changed:
        seed = with_changed(seed, "organizations", organization_draft(url="https://new.example.jp"))
        seed = with_changed(seed, "needs", need_draft(name={"en": "New"}))
        seed = with_changed(seed, "sources", source_draft(as_of="2026"))
        seed = with_changed(seed, "services", service_draft(area="JP-13"))

    report = plant_into(small, seed, AT + timedelta(days=1))

    assert stored_draft(small, "organizations", "agency") == organization
    assert stored_draft(small, "needs", "danger") == need
    assert stored_draft(small, "sources", "report") == source
    assert stored_draft(small, "services", "help-line") == service
    assert read_generation(small) == generation
    assert report.updated == report.created == []
    assert report.kept == (
        ["organizations/agency", "sources/report", "needs/danger", "services/help-line"] if seed_changed else []
    )


def test_an_edit_that_was_taken_back_is_no_edit(small: Engine) -> None:
    with write_session(small, lambda: AT) as session:
        save_service(session, service_draft(area="JP-27"), AT)
    with write_session(small, lambda: AT) as session:
        save_service(session, service_draft(), AT)

    report = plant_into(small, with_changed(FIRST, "services", service_draft(area="JP-13")))

    assert report.updated == ["services/help-line"]
    assert stored_draft(small, "services", "help-line") == service_draft(area="JP-13")


def test_a_record_that_an_editor_created_is_not_overwritten(engine: Engine, shipped: Seed) -> None:
    own = organization_draft("someone-new", name={"en": "Made by an editor"})
    with write_session(engine, lambda: AT) as session:
        save_organization(session, own, AT)
    seed: Seed = {**shipped, "organizations": [*shipped["organizations"], organization_draft("someone-new")]}

    report = plant_into(engine, seed)

    assert report.kept == ["organizations/someone-new"]
    assert stored_draft(engine, "organizations", "someone-new") == own


def test_a_record_that_left_the_seed_stays_and_is_told(small: Engine, shipped: Seed) -> None:
    before = everything(small)

    report = plant_into(small, shipped)

    assert sorted(report.not_in_seed) == [
        "calendars/year-end",
        "needs/danger",
        "needs/locked-in",
        "organizations/agency",
        "organizations/other",
        "services/help-line",
        "services/old-line",
        "sources/report",
    ]
    assert everything(small) == before


def test_a_need_may_stand_before_its_parent_in_the_seed(engine: Engine, shipped: Seed) -> None:
    child, parent = need_draft("locked-in", parent="danger", position=50), need_draft("danger", position=51)

    report = plant_into(engine, {**shipped, "needs": [child, parent, *shipped["needs"]]})

    assert report.created == ["needs/danger", "needs/locked-in"]
    assert stored_draft(engine, "needs", "locked-in") == child


def test_a_service_may_be_replaced_by_one_that_follows_in_the_seed(small: Engine) -> None:
    seed: Seed = {
        **FIRST,
        "services": [
            service_draft(status="defunct", replaced_by="newest"),
            service_draft("newest"),
            FIRST["services"][1],
        ],
    }

    report = plant_into(small, seed)

    assert (report.updated, report.created) == (["services/help-line"], ["services/newest"])


def test_what_fails_in_the_middle_writes_nothing(engine: Engine, shipped: Seed) -> None:
    before = everything(engine)
    seed: Seed = {
        **shipped,
        "organizations": [*shipped["organizations"], organization_draft()],
        "services": [service_draft(needs=["no-such-need"])],
    }

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        plant_into(engine, seed)

    assert everything(engine) == before
    assert read_generation(engine) == 1


def test_a_seed_with_a_fault_never_gets_as_far_as_the_database(engine: Engine, tmp_path: Path) -> None:
    before = everything(engine)

    with pytest.raises(ValueError, match="faults in the seed"):
        plant_into(engine, read_seed(tmp_path))

    assert everything(engine) == before


def test_every_record_remembers_what_it_was_seeded_as(engine: Engine) -> None:
    with read_session(engine) as session:
        for table in (models.Organization, models.Need, models.Source, models.Service):
            assert None not in session.exec(select(table.seeded_as)).all()


def test_a_report_says_how_many_of_each() -> None:
    report = SeedReport(created=["a"], updated=["b", "c"], unchanged=["d"] * 3, kept=["e"], not_in_seed=["f"])

    assert str(report) == "1 created, 2 updated, 3 unchanged, 1 kept as they were edited, 1 not in the seed"
