"""`seed/texts/<tag>.po`: the directory's texts in one locale, as gettext catalogs, which translators have tools for.

Each entry is one text: `msgctxt` is its place (`services/police-110/name`), `msgid` the English that it translates,
`msgstr` the translation. So a translation knows what it is of: where the English of `en.yaml` has changed since, it is
outdated until somebody has looked at it. The flag `fuzzy` says the same in gettext's own word; the flag `reviewed`
says that a person who speaks the language has read the entry and found it good.

`bring_up_to_date` makes the entries what `en.yaml` asks for: `make texts`.
"""

import re
from codecs import BOM_UTF8
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
_CONTEXT = re.compile(rb'msgctxt "(.*)"')
HEADER = """\
# The words of the directory in one language. msgctxt is the place of a text, msgid its English, msgstr the translation.
# Write plainly and calmly, blame nobody, say nothing that the English does not say; the words of locales/glossary.yaml.
# When an entry is good after a change of its English, take the flag "fuzzy" away. The flag "reviewed" is for a person
# who speaks the language and has read the entry. 'make texts' keeps the entries what seed/texts/en.yaml asks for.
#"""


class Translation(NamedTuple):
    """What a file says of one text: the English that it is of, what is known of it, and the translator's own notes."""

    source: str
    is_fuzzy: bool
    is_reviewed: bool
    comments: tuple[str, ...] = ()
    other_flags: tuple[str, ...] = ()


def read_translations(path: Path, shown: str, faults: list[FileFault]) -> tuple[Located, Mapping[Place, Translation]]:
    """The translated texts of a file, nested as in a YAML file of texts, and what is known of each by its place.

    The file is named `shown` in faults. What cannot be read is added to `faults` and is left out.
    """
    located, known = Located(None, shown, {(): 1}), dict[Place, Translation]()
    try:
        content = path.read_bytes().removeprefix(BOM_UTF8)
        catalog = read_po(BytesIO(content), abort_invalid=True)
    except PoFileError as error:
        faults.append(FileFault(shown, error.lineno + 1, "", "unreadable-file", {"error": str(error)}))
        return located, known
    except (OSError, ValueError, LookupError) as error:  # the last: a character set that nobody knows
        faults.append(FileFault(shown, 1, "", "unreadable-file", {"error": type(error).__name__}))
        return located, known
    faults += _repeated_places(content, shown)
    nested: dict[str, Any] = {}
    for message in _entries(catalog):
        line = message.lineno or 1
        place: Place = tuple(str(message.context).split("/"))
        if not isinstance(message.id, str) or not isinstance(message.string, str):  # plural forms, which no text has
            faults.append(FileFault(shown, line, str(message.context), "not-text"))
            continue
        if place in known:  # it is told already
            continue
        if message.string and not _put(nested, place, message.string):
            faults.append(FileFault(shown, line, str(message.context), "unknown-field"))
        known[place] = Translation(
            message.id,
            message.fuzzy,
            REVIEWED in message.flags,
            tuple(message.user_comments),
            tuple(sorted(message.flags - {FUZZY, REVIEWED})),
        )
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
                flags=[*(flag for flag, is_set in flags.items() if is_set), *old.other_flags],
                user_comments=old.comments,
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
    """Write a file of translations, whole or not at all; its head stays. The same content gives the same bytes."""
    content = BytesIO()
    write_po(content, catalog, width=120, omit_header=True)
    entries = content.getvalue().decode().strip()
    whole = path.with_suffix(".po.new")
    whole.write_text(f"{_head_of(path)}\n\n{entries}\n", encoding="utf-8")
    whole.replace(path)


def _head_of(path: Path) -> str:
    """What stands in a file before its first entry: what it is, and what translators' tools note of themselves."""
    head = path.read_text(encoding="utf-8-sig").partition("\n\n")[0] if path.exists() else ""
    if 'msgid ""' in head:
        return head
    lines = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", f"Language: {path.stem}")
    return "\n".join([HEADER, 'msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in lines)])


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _repeated_places(content: bytes, shown: str) -> Iterator[FileFault]:
    """Places that have two entries, which the reader of catalogs would make one."""
    seen = set[bytes]()
    for number, line in enumerate(content.splitlines(), start=1):
        if found := _CONTEXT.fullmatch(line.strip()):
            if found[1] in seen:
                yield FileFault(shown, number, found[1].decode(errors="replace"), "repeated")
            seen.add(found[1])


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
