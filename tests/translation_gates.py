"""The gates that every translation passes: `make messages-check`, and `tests/test_translation_gates.py` for the gates.

Held to them are the catalogs of `locales/`, the translated texts of `seed/texts/`, and the words of the glossary, for
each locale of the table. A gate takes texts and returns what is wrong with them, a line each; none knows a file.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import hanzidentifier  # type: ignore[import-untyped]  # it has no types
import langcodes
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from api.localization.catalogs import CATALOG_FOLDER
from api.localization.locales import LOCALES, SOURCE_TAG, Locale
from api.localization.readings import PLAIN_JAPANESE, is_read
from api.settings import PROJECT_FOLDER

TEXT_FOLDER = PROJECT_FOLDER / "seed" / "texts"
GLOSSARY = CATALOG_FOLDER / "glossary.yaml"
SURELY_A_SENTENCE = 25  # letters; shorter texts may be a name that is the same in both languages
# ISO 15924 → the beginnings of the Unicode names of its letters.
LETTERS_OF_SCRIPT: Mapping[str, tuple[str, ...]] = {
    "Arab": ("ARABIC",),
    "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC"),
    "Khmr": ("KHMER",),
    "Kore": ("HANGUL",),
    "Latn": ("LATIN",),
    "Mymr": ("MYANMAR",),
    "Thai": ("THAI",),
}
# What is the same in every language: placeholders, addresses, names of fields and parameters in quotation or code.
_NOT_WORDS = re.compile(r"\{\w*\}|https?://\S*|/v1/\w+|\b\w+\.(?:yaml|json)\b")
_MIXED_WORD = re.compile(r"\w*(?:[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z])\w*")  # look alike and are not
_LATIN_WORD = re.compile(r"(?<![A-Za-z0-9%])[A-Za-z]{2,}(?:[-_][A-Za-z0-9]+)*")


class Text(NamedTuple):
    """A translation with its English and the place it stands at."""

    place: str
    english: str
    said: str


class Glossary(NamedTuple):
    """The words chosen for the key terms, and the Latin words that may stand in another script.

    `latin` are names, by locale or everywhere; `code` are words of HTTP and JSON, which may stand where the English has
    them too.
    """

    when: Mapping[str, re.Pattern[str]]
    forms: Mapping[str, Mapping[str, tuple[str, ...]]]
    latin: Mapping[str, frozenset[str]]
    code: frozenset[str]


def read_glossary(path: Path = GLOSSARY) -> Glossary:
    """The glossary that lies beside the catalogs."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    terms = document["terms"]
    return Glossary(
        {term: re.compile(row["when"], re.IGNORECASE) for term, row in terms.items()},
        {term: {str(tag): tuple(words) for tag, words in row["words"].items()} for term, row in terms.items()},
        {
            tag: frozenset(word for phrase in words for word in _LATIN_WORD.findall(str(phrase)))
            for tag, words in document["latin"].items()
        },
        frozenset(map(str, document["code"])),
    )


# ---- gates on a catalog ----


def find_catalog_faults(wanted: Catalog, catalog: Catalog) -> Iterator[str]:
    """What is missing, stale, untranslated or fuzzy, and messages whose placeholders or plural forms are not right."""
    said = {message.id: message for message in catalog if message.id}
    asked = {message.id: message for message in wanted if message.id}
    yield from (f"missing: {text!r}" for text in asked.keys() - said.keys())
    yield from (f"stale: {text!r}" for text in (said.keys() - asked.keys()) | catalog.obsolete.keys())
    for text in asked.keys() & said.keys():
        message = said[text]
        sources = _each(text)
        strings = _each(message.string)
        if isinstance(text, tuple) and len(strings) != catalog.num_plurals:
            yield f"{len(strings)} plural forms, not {catalog.num_plurals}: {text!r}"
        if not all(strings):
            yield f"not translated: {text!r}"
        elif message.fuzzy:
            yield f"fuzzy: {text!r}"
        elif any(find_placeholders(each) != find_placeholders(sources[-1]) for each in strings):
            yield f"other placeholders than: {text!r}"


def find_placeholders(text: str) -> set[str] | None:
    """The names of a text's placeholders; None where its braces are not in order."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


# ---- gates on texts ----


def find_foreign_letters(texts: Iterable[Text], locale: Locale) -> Iterator[str]:
    """Letters of another script than that of the locale; Latin ones are `find_foreign_words`'s part."""
    script = script_of(locale)
    if script not in LETTERS_OF_SCRIPT:
        yield f"the letters of the script {script} of {locale.tag} are not known here: add them"
        return
    for text in texts:
        own = _NOT_WORDS.sub("", text.said)
        if script == "Jpan" and (wrong := {sign for sign in own if not _is_japanese(sign)}):
            yield f"{text.place}: not the form of {locale.tag}: {''.join(sorted(wrong))}"
        if mixed := _MIXED_WORD.search(own):
            yield f"{text.place}: letters of two scripts in one word: {mixed[0]}"
        foreign = {letter for letter in own if _is_foreign(letter, script)}
        if foreign:
            yield f"{text.place}: not the script of {locale.tag}: {''.join(sorted(foreign))}"
        other = {"Hans": hanzidentifier.TRADITIONAL, "Hant": hanzidentifier.SIMPLIFIED}.get(script)
        if other is not None and (wrong := {sign for sign in own if hanzidentifier.identify(sign) == other}):
            yield f"{text.place}: not the form of {locale.tag}: {''.join(sorted(wrong))}"


def find_foreign_words(texts: Iterable[Text], locale: Locale, glossary: Glossary) -> Iterator[str]:
    """English left in a text: Latin words that the glossary does not allow, or a sentence that is the English one."""
    allowed = glossary.latin["everywhere"] | glossary.latin.get(locale.tag, frozenset())
    for text in texts:
        in_english = glossary.code.intersection(_LATIN_WORD.findall(text.english))
        words = set(_LATIN_WORD.findall(_NOT_WORDS.sub("", text.said))) - allowed - in_english
        if script_of(locale) != "Latn" and words:
            yield f"{text.place}: Latin words that the glossary does not allow: {', '.join(sorted(words))}"
        if text.said == text.english and len(text.said) > SURELY_A_SENTENCE:
            yield f"{text.place}: still the English text"


def find_unread_kanji(texts: Iterable[Text]) -> Iterator[str]:
    """Words of plain Japanese that no reading follows."""
    yield from (f"{text.place}: a word without its reading: {text.said}" for text in texts if not is_read(text.said))


def find_other_terms(texts: Iterable[Text], locale: Locale, glossary: Glossary) -> Iterator[str]:
    """Texts that say a key term in another word than the one that was chosen."""
    for text in texts:
        said = text.said.casefold()
        for term, pattern in glossary.when.items():
            forms = glossary.forms[term].get(locale.tag, ())
            if pattern.search(text.english) and not any(form.casefold() in said for form in forms):
                yield f"{text.place}: none of the words for {term} ({', '.join(forms)}): {text.said}"


def script_of(locale: Locale) -> str:
    """The script that a locale is written in (ISO 15924), by CLDR's likely subtags."""
    return str(langcodes.Language.get(locale.plain_of or locale.tag).maximize().script)


def _is_japanese(sign: str) -> bool:
    """Whether a sign is one that Japanese has (JIS X 0213): the simplified forms of Chinese are not."""
    try:
        sign.encode("euc_jis_2004")
    except UnicodeEncodeError:
        return not unicodedata.name(sign, "").startswith("CJK")
    return True


def _is_foreign(letter: str, script: str) -> bool:
    name = unicodedata.name(letter, "")
    if unicodedata.category(letter)[0] not in "LM" or name.startswith(("LATIN", "COMBINING", "MODIFIER")):
        return False
    return not name.startswith(LETTERS_OF_SCRIPT[script])


# ---- what is held to them ----


def find_all_faults(locales: Iterable[Locale] = LOCALES, glossary: Glossary | None = None) -> list[str]:
    """Everything that is wrong with the shipped translations."""
    glossary = glossary or read_glossary()
    english = _originals(SOURCE_TAG)
    faults: list[str] = []
    for locale in locales:
        if locale.tag == SOURCE_TAG:
            continue
        messages = _texts_of_catalog(locale, faults)
        texts = _texts_of_directory(locale, english, faults)
        # An original is no translation: it may say in its own way what the other says in a term.
        translated = messages + (texts if (TEXT_FOLDER / f"{locale.tag}.po").exists() else [])
        texts += messages
        faults += find_foreign_letters(texts, locale)
        faults += find_foreign_words(texts, locale, glossary)
        faults += find_other_terms(translated, locale, glossary)
        faults += find_unread_kanji(texts) if locale.tag == PLAIN_JAPANESE else ()
        missing = [term for term, words in glossary.forms.items() if not words.get(locale.tag)]
        faults += [f"locales/glossary.yaml: no word for {term} in {locale.tag}" for term in missing]
    return faults


def _texts_of_catalog(locale: Locale, faults: list[str]) -> list[Text]:
    shown = f"locales/{locale.tag.replace('-', '_')}/LC_MESSAGES/messages.po"
    wanted = _read(CATALOG_FOLDER / "messages.pot")
    catalog = _read(PROJECT_FOLDER / shown)
    if wanted is None or catalog is None:
        faults.append(f"{shown}: cannot be read")
        return []
    faults += [f"{shown}: {fault}" for fault in find_catalog_faults(wanted, catalog)]
    return [
        Text(f"{shown}: {source!r}", source, said)
        for message in catalog
        if message.id
        for source, said in zip(_each(message.id), _each(message.string), strict=False)
        if said
    ]


def _each(strings: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (strings or "",) if isinstance(strings, str | None) else tuple(strings)


def _texts_of_directory(locale: Locale, english: Mapping[str, str], faults: list[str]) -> list[Text]:
    path = TEXT_FOLDER / f"{locale.tag}.po"
    if not path.exists():
        said = _originals(locale.tag)
    elif (catalog := _read(path)) is not None:
        entries = {str(entry.context): entry for entry in catalog if entry.id}
        faults += [
            f"seed/texts/{path.name}: outdated: {place}"
            for place, entry in entries.items()
            if entry.fuzzy or english.get(place) != entry.id
        ]
        said = {place: str(entry.string) for place, entry in entries.items() if entry.string}
    else:
        faults.append(f"seed/texts/{path.name}: cannot be read")
        return []
    shown = f"seed/texts/{locale.tag}"
    faults += [f"{shown}: not translated: {place}" for place in english if place not in said]
    return [Text(f"{shown}: {place}", english.get(place, ""), text) for place, text in said.items()]


def _read(path: Path) -> Catalog | None:
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (OSError, LookupError, PoFileError):
        return None


def _originals(tag: str) -> dict[str, str]:
    """The texts of a file that is written, not translated, by their places."""
    path = TEXT_FOLDER / f"{tag}.yaml"
    return dict(_flat(yaml.safe_load(path.read_text(encoding="utf-8")))) if path.exists() else {}


def _flat(value: object, place: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, (*place, str(name)))
    elif isinstance(value, str):
        yield "/".join(place), value


if __name__ == "__main__":
    if found := find_all_faults():
        sys.exit(
            "\n".join([*sorted(found), f"{len(found)} faults; what is missing, 'make messages' and 'make texts' add."])
        )
    print(f"{len(LOCALES)} locales: every message and every text is translated, none is outdated.")  # noqa: T201  (a command)
