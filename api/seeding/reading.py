"""The files of `seed/` as drafts.

    organizations, needs, sources, calendars, services   one file per table; a row is a record
    contact_points, languages, schedules, …, evidence    a row belongs to the service that it names
    texts/<locale>                                      the words: two files are written, the others translated
    phrases/<locale>                                    what people type who have a need

Rows are put together to the same documents that an editor sends, and held to the same rules. Each part remembers the
file and line it came from, so that a fault is told where an editor will mend it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from api.directory.consistency import find_unknown_references
from api.directory.drafts import CalendarDraft, NeedDraft, OrganizationDraft, RecordDraft, ServiceDraft, SourceDraft
from api.directory.faults import Place, faults_of
from api.seeding.phrase_files import read_phrases
from api.seeding.translations import ORIGINAL, Translation, read_translations
from api.seeding.yaml_files import FileFault, Located, read_yaml

# The tables whose rows are records, in the order in which they may refer to each other.
RECORD_TABLES: dict[str, type[RecordDraft]] = {
    "organizations": OrganizationDraft,
    "needs": NeedDraft,
    "sources": SourceDraft,
    "calendars": CalendarDraft,
    "services": ServiceDraft,
}
CHILD_TABLES = ("contact_points", "languages", "schedules", "schedule_exceptions", "evidence")
# What a record has and a row has not, since it stands in other files or in the order of the rows.
_NOT_IN_ROWS = {table: set[str]() for table in RECORD_TABLES} | {"needs": {"position"}, "services": {*CHILD_TABLES}}
# Below a service's texts, rows are named by their id.
_TEXTS_OF_ROWS = {"contact_points": ("label",), "evidence": ("note",)}


class SeedFaults(ValueError):  # noqa: N818  (they are many)
    """The seed cannot be used; `faults` are all that is wrong with it, by file and line."""

    def __init__(self, faults: list[FileFault]) -> None:
        """With every fault."""
        super().__init__(f"{len(faults)} faults in the seed")
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))


@dataclass(slots=True)
class _Document:
    """A record that is being put together, with the origin (file, line) of each of its parts."""

    value: dict[str, Any]
    origins: dict[Place, tuple[str, int]] = field(default_factory=dict)

    def take(self, located: Located, place: Place, at: Place) -> None:
        """Note the origins of the part `place` of a file, which stands at `at` in the document."""
        for inner, line in located.below(place):
            self.origins[*at, *inner] = (located.file, line)

    def origin(self, place: Place) -> tuple[str, int]:
        """Where the nearest part around `place` came from."""
        while place not in self.origins and place:
            place = place[:-1]
        return self.origins.get(place, ("", 1))


def read_seed(folder: Path) -> dict[str, list[RecordDraft]]:
    """The records of a seed folder by table, each valid and referring only to records that are there.

    Raises:
        SeedFaults: with everything that is wrong.
    """
    faults: list[FileFault] = []
    documents: dict[str, dict[str, _Document]] = {}
    for table in RECORD_TABLES:
        documents[table] = _read_records(table, _read(folder, f"{table}.yaml", faults), faults)
    for table in CHILD_TABLES:
        _add_children(table, _read(folder, f"{table}.yaml", faults), documents["services"], faults)
    text_files = sorted((folder / "texts").glob("*.yaml"))
    if not text_files:
        faults.append(FileFault(f"{folder.name}/texts", 1, "", "missing-file"))
    for path in text_files:
        located = _read(folder, f"texts/{path.name}", faults)
        _add_texts(_Words(located.value, path.stem, located), documents, faults)
    for path in sorted((folder / "texts").glob("*.po")):
        located, known = read_translations(path, f"{folder.name}/texts/{path.name}", faults)
        _add_texts(_Words(located.value, path.stem, located, known), documents, faults)
    for path in sorted((folder / "phrases").glob("*.txt")):
        located = read_phrases(path, f"{folder.name}/phrases/{path.name}", faults)
        _add_phrases(_Words(located.value, path.stem, located), documents["needs"], faults)
    drafts = {table: _validate(table, rows, faults) for table, rows in documents.items()}
    faults += _unknown_references(documents)
    if faults:
        raise SeedFaults(faults)
    return drafts


def _unknown_references(documents: dict[str, dict[str, _Document]]) -> Iterator[FileFault]:
    top_needs = [need_id for need_id, need in documents["needs"].items() if need.value.get("parent") is None]
    for records in documents.values():
        for document in records.values():
            for fault in find_unknown_references(document.value, documents, top_needs):
                file, line = document.origin(fault.place)
                yield FileFault(file, line, _name_of(fault.place), fault.code, dict(fault.values))


def _name_of(place: Place) -> str:
    """The field as an editor of the file knows it."""
    return ".".join(str(step) for step in place if not isinstance(step, int))


def _read(folder: Path, name: str, faults: list[FileFault]) -> Located:
    return read_yaml(folder / name, f"{folder.name}/{name}", faults)


def _rows(located: Located, faults: list[FileFault]) -> list[tuple[int, dict[str, Any]]]:
    if located.value is None:
        return []
    if not isinstance(located.value, list):
        faults.append(FileFault(located.file, 1, "", "not-a-list"))
        return []
    rows = []
    for number, row in enumerate(located.value):
        if isinstance(row, dict):
            rows.append((number, row))
        else:
            faults.append(FileFault(located.file, located.line_at((number,)), "", "not-an-object"))
    return rows


def _read_records(table: str, located: Located, faults: list[FileFault]) -> dict[str, _Document]:
    documents: dict[str, _Document] = {}
    for number, row in _rows(located, faults):
        given = row.get("id") or ""
        record_id = given if isinstance(given, str) else ""
        if record_id in documents or not record_id:
            code = "repeated" if record_id else "not-text" if given else "required"
            faults.append(FileFault(located.file, located.line_at((number, "id")), "id", code))
            continue
        faults += [
            FileFault(located.file, located.line_at((number, name)), name, "unknown-field")
            for name in row.keys() & _NOT_IN_ROWS[table]
        ]
        document = _Document({name: value for name, value in row.items() if name not in _NOT_IN_ROWS[table]})
        if table == "needs":  # the order of the rows is the order of display
            document.value["position"] = number
        document.take(located, (number,), ())
        documents[record_id] = document
    return documents


def _add_children(table: str, located: Located, services: dict[str, _Document], faults: list[FileFault]) -> None:
    for number, row in _rows(located, faults):
        document = services.get(str(row.get("service") or ""))
        if document is None:
            line = located.line_at((number, "service"))
            code = "no-such-record" if row.get("service") else "required"
            faults.append(FileFault(located.file, line, "service", code, {"id": row.get("service")}))
            continue
        child = {name: value for name, value in row.items() if name != "service"}
        for tag_number, each in enumerate(_one_row_per_tag(child) if table == "languages" else [child]):
            children = document.value.setdefault(table, [])
            document.take(located, (number,), (table, len(children)))
            document.take(located, (number, "tags", tag_number), (table, len(children), "tag"))
            children.append(each)


def _one_row_per_tag(row: dict[str, Any]) -> list[dict[str, Any]]:
    """A row of `languages` names several tags at once."""
    tags = row.get("tags")
    if not isinstance(tags, list):
        return [row]
    rest = {name: value for name, value in row.items() if name != "tags"}
    return [{**rest, "tag": tag} for tag in tags]


@dataclass(frozen=True, slots=True)
class _Words:
    """A part of a file of texts: what stands at a place of it, in which locale."""

    value: Any
    locale: str
    located: Located
    known: Mapping[Place, Translation] = field(default_factory=dict)
    place: Place = ()

    def items(self) -> Iterator[tuple[str, "_Words"]]:
        """The parts below this one, by name."""
        if isinstance(self.value, dict):
            for name, value in self.value.items():
                yield name, _Words(value, self.locale, self.located, self.known, (*self.place, name))

    def fault(self, code: str) -> FileFault:
        """What is wrong with this part, by its name."""
        name = str(self.place[-1]) if self.place else ""
        return FileFault(self.located.file, self.located.line_at(self.place), name, code, {"id": name})


def _add_phrases(words: _Words, needs: dict[str, _Document], faults: list[FileFault]) -> None:
    if words.value is not None and not isinstance(words.value, dict):
        faults.append(words.fault("not-an-object"))
    for need_id, phrases in words.items():
        if need_id not in needs:
            faults.append(phrases.fault("no-such-record"))
            continue
        _add_text(phrases, needs[need_id], needs[need_id].value, ("phrases",))


def _add_texts(words: _Words, documents: dict[str, dict[str, _Document]], faults: list[FileFault]) -> None:
    if words.value is not None and not isinstance(words.value, dict):
        faults.append(words.fault("not-an-object"))
    for table, records in words.items():
        if table not in documents:
            faults.append(records.fault("unknown-field"))
            continue
        if not isinstance(records.value, dict):
            faults.append(records.fault("not-an-object"))
        for record_id, texts in records.items():
            document = documents[table].get(record_id)
            if document is None or not isinstance(texts.value, dict):
                faults.append(texts.fault("no-such-record"))
                continue
            for name, text in texts.items():
                if table == "services" and name in _TEXTS_OF_ROWS:
                    _add_texts_of_rows(text, document, name, faults)
                elif name in RECORD_TABLES[table].own_texts:
                    _add_text(text, document, document.value, (name,))
                else:
                    faults.append(text.fault("unknown-field"))


def _add_texts_of_rows(words: _Words, document: _Document, table: str, faults: list[FileFault]) -> None:
    if not isinstance(words.value, dict):
        faults.append(words.fault("not-an-object"))
    numbers = {str(child.get("id")): number for number, child in enumerate(document.value.get(table, []))}
    for row_id, texts in words.items():
        if row_id not in numbers or not isinstance(texts.value, dict):
            faults.append(texts.fault("no-such-record"))
            continue
        number = numbers[row_id]
        for name, text in texts.items():
            if name in _TEXTS_OF_ROWS[table]:
                _add_text(text, document, document.value[table][number], (table, number, name))
            else:
                faults.append(text.fault("unknown-field"))


def _add_text(words: _Words, document: _Document, into: dict[str, Any], at: Place) -> None:
    """Put one text of one locale at the place `at` of a document, whose part there is `into`."""
    translations = into.setdefault(str(at[-1]), {})
    if not isinstance(translations, dict):  # the table's file has a field of this name too, which validation refuses
        return
    translations[words.locale] = words.value
    document.origins.setdefault(at, (words.located.file, words.located.line_at(words.place)))
    document.take(words.located, words.place, (*at, words.locale))
    if (translation := words.known.get(words.place)) is None:
        return
    is_outdated = translation.is_fuzzy or translation.source != translations.get(ORIGINAL)
    for name, is_so in (("outdated", is_outdated), ("reviewed", translation.is_reviewed and not is_outdated)):
        if is_so:
            states = document.value.setdefault("translations", {}).setdefault(words.locale, {})
            states.setdefault(name, []).append("/" + "/".join(map(str, words.place[2:])))


def _validate(table: str, documents: dict[str, _Document], faults: list[FileFault]) -> list[RecordDraft]:
    drafts: list[RecordDraft] = []
    for document in documents.values():
        try:
            drafts.append(RECORD_TABLES[table].model_validate(_with_true_and_false(document.value)))
        except ValidationError as error:
            for fault in faults_of(error):
                file, line = document.origin(fault.place)
                faults.append(FileFault(file, line, _name_of(fault.place), fault.code, dict(fault.values)))
    return drafts


def _with_true_and_false(value: Any) -> Any:  # noqa: ANN401  (any value of a file)
    """The document with `true` and `false` as such, since every scalar of a file is text."""
    if isinstance(value, dict):
        return {name: _with_true_and_false(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_with_true_and_false(inner) for inner in value]
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
