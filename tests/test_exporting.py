"""The whole directory as a file: the same directory gives the same bytes, whatever database keeps it."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import SQLModel

from api.database import make_engine, migrate, read_session, write_session
from api.directory.drafts import (
    CalendarDraft,
    Draft,
    NeedDraft,
    OrganizationDraft,
    ServiceDraft,
    SourceDraft,
    canonical_document,
)
from api.directory.editing import save_calendar, save_need, save_organization, save_service, save_source
from api.exporting import FORMAT, export_csv, export_json
from api.seeding.planting import plant
from api.seeding.reading import read_seed
from tests.conftest import SEED_FOLDER, SEEDED_AT
from tests.documents import calendar_draft, full_service_document, need_draft, organization_draft, source_draft

AT = datetime(2026, 11, 23, tzinfo=UTC)


def export_both(engine: Engine) -> tuple[bytes, bytes]:
    with read_session(engine) as session:
        return export_json(session), export_csv(session)


def document_of(engine: Engine) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(export_both(engine)[0])
    return document


def tables_of(engine: Engine) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(export_both(engine)[1])) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }


def add_full_service(engine: Engine) -> None:
    with write_session(engine, lambda: AT) as session:
        save_organization(session, organization_draft(), AT)
        save_organization(session, organization_draft("ab", name={"en": "A", "fil": "A", "fi-x-a": "A"}), AT)
        save_organization(session, organization_draft("a-z"), AT)  # before ab by its bytes, after it in a dictionary
        save_source(session, source_draft(), AT)
        save_source(session, source_draft("page"), AT)
        save_calendar(session, calendar_draft(), AT)
        save_need(session, need_draft(position=90), AT)
        save_need(session, need_draft("locked-in", position=91), AT)
        save_service(session, ServiceDraft.model_validate(full_service_document()), AT)


def test_the_json_holds_every_record_as_the_document_that_an_editor_sends(engine: Engine) -> None:
    seed = read_seed(SEED_FOLDER)

    document = document_of(engine)

    assert list(document) == ["format", "organizations", "needs", "sources", "calendars", "services"]
    assert document.pop("format") == FORMAT == "victim-help-directory/1"
    kinds: dict[str, type[Draft]] = {
        "organizations": OrganizationDraft,
        "needs": NeedDraft,
        "sources": SourceDraft,
        "calendars": CalendarDraft,
        "services": ServiceDraft,
    }
    for table, rows in document.items():
        by_id = {row["id"]: row for row in rows}
        assert by_id == {draft.id: canonical_document(draft) for draft in seed[table]}
        assert {row["id"]: kinds[table].model_validate(row) for row in rows} == {
            draft.id: draft for draft in seed[table]
        }


def test_the_json_holds_what_readers_do_not_see(engine: Engine) -> None:
    add_full_service(engine)

    services = {service["id"]: service for service in document_of(engine)["services"]}

    assert services["full-service"] == full_service_document()
    assert "inactive" in {service["status"] for service in services.values()}


def test_the_json_is_readable_by_a_person(engine: Engine) -> None:
    text = export_both(engine)[0].decode()

    assert text.endswith("}\n")
    assert '      "id": "prefectural-police",\n' in text
    assert "都道府県警察" in text


def test_the_csv_has_one_file_per_table_with_nothing_but_content(engine: Engine) -> None:
    tables = tables_of(engine)

    assert {name: list(rows[0]) if rows else None for name, rows in tables.items()} == {
        "organization.csv": ["id", "url"],
        "source.csv": ["id", "url", "as_of", "position"],
        "taxonomy_term.csv": ["id", "parent_id", "position"],
        "text.csv": ["record_kind", "record_id", "field", "locale", "value", "is_outdated", "is_reviewed"],
        "service.csv": [
            *("id", "number", "organization_id", "status", "area", "anonymous", "languages_stated", "verified_on"),
            *("verification_method", "replaced_by"),
        ],
        "contact_point.csv": [
            *("service_id", "position", "id", "type", "number", "reachable_ip_phone", "reachable_prepaid_mobile"),
            *("reachable_abroad", "fallback_id", "url", "email", "cost"),
        ],
        "evidence.csv": ["service_id", "position", "id", "source_id", "locator", "fields"],
        "ivr_step.csv": None,
        "language.csv": ["service_id", "position", "contact_point_id", "tag", "mode"],
        "schedule.csv": [
            *("service_id", "position", "contact_point_id", "language", "byday", "opens_at", "closes_at"),
            *("public_holidays", "by_appointment", "valid_from", "valid_to"),
        ],
        "calendar.csv": ["id", "days"],
        "schedule_exception.csv": [
            *("service_id", "position", "contact_point_id", "language", "status", "from_day", "to_day", "opens_at"),
            *("closes_at", "calendar"),
        ],
        "taxonomy_term_phrases.csv": ["need_id", "locale", "phrases"],
        "service_taxonomy_term.csv": ["service_id", "position", "need_id"],
    }
    assert {name.removesuffix(".csv") for name in tables} == SQLModel.metadata.tables.keys() - {"publication"}


def test_the_csv_holds_every_value_of_a_service(engine: Engine) -> None:
    add_full_service(engine)

    own = {
        name: [row for row in rows if full_service_document()["id"] in (row.get("service_id"), row.get("id"))]
        for name, rows in tables_of(engine).items()
    }

    number = own["service.csv"][0].pop("number")
    assert number.isdecimal()
    assert own["service.csv"] == [
        {
            "id": "full-service",
            "organization_id": "agency",
            "status": "temporarily closed",
            "area": "JP-13",
            "anonymous": "false",
            "languages_stated": "listed",
            "verified_on": "2026-11-20",
            "verification_method": "call",
            "replaced_by": "help-line",
        }
    ]
    assert own["contact_point.csv"][0] == {
        "service_id": "full-service",
        "position": "0",
        "id": "phone",
        "type": "phone",
        "number": "0570-013904",
        "reachable_ip_phone": "false",
        "reachable_prepaid_mobile": "false",
        "reachable_abroad": "true",
        "fallback_id": "other-phone",
        "url": "",
        "email": "",
        "cost": "caller_pays",
    }
    assert own["schedule.csv"][0] == {
        "service_id": "full-service",
        "position": "0",
        "contact_point_id": "phone",
        "language": "",
        "byday": '["MO", "1TU", "-1SU"]',
        "opens_at": "09:00",
        "closes_at": "24:00",
        "public_holidays": "closed",
        "by_appointment": "false",
        "valid_from": "2026-04-01",
        "valid_to": "2027-03-31",
    }
    assert [(row["contact_point_id"], row["press"]) for row in own["ivr_step.csv"]] == [
        ("phone", "2"),
        ("phone", "*#"),
        ("other-phone", "0"),
    ]


def test_a_text_of_several_lines_stays_one_value_of_the_csv(engine: Engine) -> None:
    add_full_service(engine)

    values = {
        (row["field"], row["locale"]): row["value"]
        for row in tables_of(engine)["text.csv"]
        if (row["record_kind"], row["record_id"]) == ("service", "full-service")
    }

    assert values["description", "en"] == "Two\nlines."
    assert values["name", "zh-Hant"] == "全部"


def test_the_same_directory_gives_the_same_bytes(engine: Engine) -> None:
    before = export_both(engine)
    with write_session(engine, lambda: AT) as session:  # which writes every row anew
        for stored in read_seed(SEED_FOLDER)["services"]:
            assert isinstance(stored, ServiceDraft)
            save_service(session, stored, AT)

    assert export_both(engine) == before


@pytest.fixture
def sqlite_export(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """What a SQLite file with the shipped seed exports."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('export')}/directory.sqlite3")
    _fill(engine)
    exported = export_both(engine)
    engine.dispose()
    return exported


def test_both_databases_give_the_same_bytes(engine: Engine, sqlite_export: tuple[bytes, bytes]) -> None:
    add_full_service(engine)

    assert export_both(engine)[0] == sqlite_export[0]
    assert _contents(export_both(engine)[1]) == _contents(sqlite_export[1])


@pytest.fixture
def english_engine(tmp_path: Path) -> Iterator[Engine]:
    """A database that sorts text as a dictionary does, without regard to case and hyphens (a PostgreSQL may, too)."""
    url = f"sqlite:///{tmp_path}/directory.sqlite3"
    engine = make_engine(url)
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ' VARCHAR', ' VARCHAR COLLATE english')"
            " WHERE tbl_name <> 'alembic_version'"
        )
        connection.commit()
    engine.dispose()
    engine = make_engine(url)
    event.listen(engine, "connect", lambda raw, _: raw.create_collation("english", _compare_as_a_dictionary))
    _fill(engine)
    yield engine
    engine.dispose()


def _compare_as_a_dictionary(one: str, other: str) -> int:
    first, second = ((re.sub("[^a-z0-9]", "", text.lower()), text) for text in (one, other))
    return (first > second) - (first < second)


def test_how_a_database_sorts_text_does_not_change_the_bytes(
    english_engine: Engine, sqlite_export: tuple[bytes, bytes]
) -> None:
    assert export_both(english_engine)[0] == sqlite_export[0]
    assert _contents(export_both(english_engine)[1]) == _contents(sqlite_export[1])


def _fill(engine: Engine) -> None:
    migrate(engine)
    with write_session(engine, lambda: SEEDED_AT) as session:
        plant(session, read_seed(SEED_FOLDER), SEEDED_AT)
    add_full_service(engine)


def _contents(archive: bytes) -> dict[str, list[str]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name).decode().splitlines() for name in file.namelist()}
