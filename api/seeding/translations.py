"""`seed/texts/<tag>.po`: the directory's texts in one locale, as gettext catalogs, which translators have tools for.

Each entry is one text: `msgctxt` is its place (`services/police-110/name`), `msgid` the English that it translates,
`msgstr` the translation. So a translation knows what it is of: where the English of `en.yaml` has changed since, it is
outdated until somebody has looked at it. The flag `fuzzy` says the same in gettext's own word; the flag `reviewed`
says that a person who speaks the language has read the entry and found it good.

`bring_up_to_date` makes the entries what `en.yaml` asks for: `make texts`.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from api.directory.faults import Place
from api.seeding.yaml_files import FileFault, Located, read_yaml

ORIGINAL, SECOND_ORIGINAL = "en", "ja"  # the files whose texts are written, not translated: `<tag>.yaml`
REVIEWED = "reviewed"
FUZZY = "fuzzy"
HEADER = """\
# The words of the directory in one language. msgctxt is the place of a text, msgid its English, msgstr the translation.
# Write plainly and calmly, blame nobody, say nothing that the English does not say; the words of locales/glossary.yaml.
# When an entry is good after a change of its English, take the flag "fuzzy" away. The flag "reviewed" is for a person
# who speaks the language and has read the entry. 'make texts' keeps the entries what seed/texts/en.yaml asks for.
#"""


class Translation(NamedTuple):
    """What a file says of one text: the English that was translated, and what is known of the translation."""

    source: str
    is_fuzzy: bool
    is_reviewed: bool


def read_translations(path: Path, shown: str, faults: list[FileFault]) -> tuple[Located, Mapping[Place, Translation]]:
    """The translated texts of a file, nested as in a YAML file of texts, and what is known of each by its place.

    The file is named `shown` in faults. What cannot be read is added to `faults` and is left out.
    """
    located, known = Located(None, shown, {(): 1}), dict[Place, Translation]()
    try:
        catalog = read_po(BytesIO(path.read_bytes()), abort_invalid=True)
    except PoFileError as error:
        faults.append(FileFault(shown, error.lineno + 1, "", "unreadable-file", {"error": str(error)}))
        return located, known
    except (OSError, UnicodeDecodeError, ValueError) as error:
        faults.append(FileFault(shown, 1, "", "unreadable-file", {"error": type(error).__name__}))
        return located, known
    nested: dict[str, Any] = {}
    for message in _entries(catalog):
        line = message.lineno or 1
        place: Place = tuple(str(message.context).split("/"))
        if place in known:
            faults.append(FileFault(shown, line, str(message.context), "repeated"))
        elif message.string and not _put(nested, place, str(message.string)):
            faults.append(FileFault(shown, line, str(message.context), "unknown-field"))
        known[place] = Translation(str(message.id), message.fuzzy, REVIEWED in message.flags)
        located.lines[place] = line
    located.value = nested
    return located, known


def bring_up_to_date(folder: Path, faults: list[FileFault]) -> dict[str, tuple[int, int, int]]:
    """Give every `texts/<tag>.po` of a seed folder exactly the entries that `texts/en.yaml` asks for, in its order.

    New texts come empty, what changed in English keeps its translation and is marked fuzzy, what is gone goes. Returns
    for each file the number of texts that are there, missing, and outdated. Where something cannot be read, it is added
    to `faults` and no file is touched.
    """
    texts = folder / "texts"
    shown = f"{folder.name}/texts"
    originals, seconds = (
        _flat(read_yaml(texts / f"{tag}.yaml", f"{shown}/{tag}.yaml", faults).value)
        for tag in (ORIGINAL, SECOND_ORIGINAL)
    )
    read = {path: read_translations(path, f"{shown}/{path.name}", faults) for path in sorted(texts.glob("*.po"))}
    if faults:  # what cannot be read must not be written over
        return {}
    counts: dict[str, tuple[int, int, int]] = {}
    for path, (located, known) in read.items():
        said = _flat(located.value)
        catalog = Catalog(locale=None)
        for place, text in originals.items():
            old = known.get(place, Translation(text, is_fuzzy=False, is_reviewed=False))
            is_outdated = place in said and (old.is_fuzzy or old.source != text)
            flags = {FUZZY: is_outdated, REVIEWED: old.is_reviewed and not is_outdated}
            catalog.add(
                text,
                said.get(place, ""),
                context="/".join(map(str, place)),
                auto_comments=[f"{SECOND_ORIGINAL}: {seconds[place]}"] if place in seconds else [],
                flags=[flag for flag, is_set in flags.items() if is_set],
            )
        write_translations(path, catalog)
        entries = list(_entries(catalog))
        counts[path.name] = (
            sum(bool(entry.string) for entry in entries),
            sum(not entry.string for entry in entries),
            sum(entry.fuzzy for entry in entries),
        )
    return counts


def write_translations(path: Path, catalog: Catalog) -> None:
    """Write a file of translations; the same content gives the same bytes."""
    content = BytesIO()
    write_po(content, catalog, width=120, omit_header=True)
    entries = content.getvalue().decode().strip()
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    language = f'"Language: {path.stem}\\n"\n'
    path.write_text(f"{HEADER}\n{head}{language}\n{entries}\n", encoding="utf-8")


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _put(nested: dict[str, Any], place: Place, text: str) -> bool:
    """Put a text at its place; false where another text stands in the way."""
    for step in place[:-1]:
        inner = nested.setdefault(str(step), {})
        if not isinstance(inner, dict):
            return False
        nested = inner
    if place[-1] in nested:
        return False
    nested[str(place[-1])] = text
    return True


def _flat(value: object, place: Place = ()) -> dict[Place, str]:
    """The texts of nested mappings by their places, in their order."""
    if isinstance(value, dict):
        return {at: text for name, inner in value.items() for at, text in _flat(inner, (*place, name)).items()}
    return {place: value} if isinstance(value, str) else {}
