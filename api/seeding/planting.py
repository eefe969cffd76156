"""Drafts → the database, by stable id, in the caller's one transaction.

A record is written when it is new, or when the seed changed and nobody else did. What somebody changed since stays as
it is, and so does a record that the seed no longer has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from api.directory.drafts import NeedDraft, RecordDraft
from api.directory.editing import SAVE_BY_TABLE, digest
from api.directory.records import Records, Stored, read_records

SEEDED_TABLES = ("organizations", "sources", "needs", "calendars", "services")


@dataclass(slots=True)
class SeedReport:
    """What seeding did, by record (`services/police-110`)."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    not_in_seed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the counts, for the command line."""
        return (
            f"{len(self.created)} created, {len(self.updated)} updated, {len(self.unchanged)} unchanged, "
            f"{len(self.kept)} kept as they were edited, {len(self.not_in_seed)} not in the seed"
        )


def plant(session: Session, seed: Mapping[str, Sequence[RecordDraft]], at: datetime) -> SeedReport:
    """Write what is new or changed in `seed`; `at` is the moment of the change."""
    report = SeedReport()
    records = read_records(session)
    for table in SEEDED_TABLES:
        stored_by_id = {stored.draft.id: stored for stored in _stored(records, table)}
        drafts = sorted(seed[table], key=lambda draft: isinstance(draft, NeedDraft) and draft.parent is not None)
        for draft in drafts:  # a need comes after its parent
            name = f"{table}/{draft.id}"
            new_digest = digest(draft)
            stored = stored_by_id.pop(draft.id, None)
            if stored is not None and stored.seeded_as == new_digest:
                report.unchanged.append(name)
                continue
            if stored is not None and stored.seeded_as != digest(stored.draft):
                report.kept.append(name)
                continue
            SAVE_BY_TABLE[table](session, draft, at, new_digest)
            (report.created if stored is None else report.updated).append(name)
        report.not_in_seed += [f"{table}/{record_id}" for record_id in stored_by_id]
    return report


def _stored(records: Records, table: str) -> Sequence[Stored[RecordDraft]]:
    stored: Sequence[Stored[RecordDraft]] = getattr(records, table)
    return stored
