"""The whole directory as a file: JSON of whole documents, or a zip of one CSV per table.

Both hold the content alone, in a fixed order: the same directory gives the same bytes.
"""

import csv
import json
import zipfile
from io import BytesIO, StringIO
from operator import itemgetter

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from api.directory import models
from api.directory.drafts import canonical_document
from api.directory.records import read_records

FORMAT = "victim-help-directory/1"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say, so that the bytes do not depend on the day
_BOOKKEEPING = frozenset({"last_modified", "seeded_as"})


def export_json(session: Session) -> bytes:
    """Every record as the document that an editor sends, UTF-8."""
    records = read_records(session)
    document = {
        "format": FORMAT,
        **{
            table: [canonical_document(stored.draft) for stored in getattr(records, table)]
            for table in ("organizations", "needs", "sources", "calendars", "services")
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def export_csv(session: Session) -> bytes:
    """A zip with one CSV (UTF-8, RFC 4180) per table, in HSDS words."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for table in SQLModel.metadata.sorted_tables:
            if table.name == models.Publication.__tablename__:
                continue
            columns = [column for column in table.columns if column.name not in _BOOKKEEPING]
            # Sorted here: how a database sorts text depends on how it was made.
            key = itemgetter(*(columns.index(column) for column in table.primary_key.columns))
            rows = sorted(session.connection().execute(select(*columns)), key=key)
            text = StringIO()
            writer = csv.writer(text)
            writer.writerow(column.name for column in columns)
            writer.writerows([_cell(value) for value in row] for row in rows)
            file.writestr(zipfile.ZipInfo(f"{table.name}.csv", _ZIP_DATE), text.getvalue(), zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _cell(value: object) -> str:
    """A value as text: null is empty, a list is JSON, true and false are lower case."""
    if value is None:
        return ""
    if isinstance(value, bool | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
