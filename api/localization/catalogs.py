"""Our own sentences: marked with `say` where they are used, translated from `locales/<tag>/LC_MESSAGES/messages.po`.

A sentence is a whole message with named placeholders, written in English, never glued from parts. Catalogs are read at
start from the `.po` files themselves, so that no compiled file can go stale. The underscore of gettext's folder names
(`zh_Hant`) exists in this module only.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import read_po

from api.localization.locales import SOURCE_TAG

CATALOG_FOLDER = Path(__file__).resolve().parents[2] / "locales"


# A value that depends on the language of the sentence around it, such as a date in words: tag → text.
LocalValue = Callable[[str], str]


class Sentence(NamedTuple):
    """A sentence of ours that is not yet in any language: its English text and the values of its placeholders.

    A value is shown as it is, or, where it is a `LocalValue`, in the language that the sentence turns out to be in.
    """

    text: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        """Return the sentence in English, for logs and the command line."""
        return self.fill(self.text, SOURCE_TAG)

    def fill(self, text: str, tag: str) -> str:
        """The values put into `text`, a translation of the sentence in the locale `tag`."""
        return text.format(**{name: value(tag) if callable(value) else value for name, value in self.values.items()})


class Said(NamedTuple):
    """A text and the tag of the locale that it is really in."""

    text: str
    tag: str


def say(text: str, **values: object) -> Sentence:
    """Mark `text` for translation; `values` fill its `{placeholders}`."""
    return Sentence(text, values)


class Catalogs:
    """The translations of every catalog in a folder."""

    def __init__(self, folder: Path = CATALOG_FOLDER) -> None:
        """Read every `<tag>/LC_MESSAGES/messages.po` below `folder`."""
        self._by_tag = {
            path.parts[-3].replace("_", "-"): _read_translations(path)
            for path in sorted(folder.glob("*/LC_MESSAGES/messages.po"))
        }

    def translate(self, sentence: Sentence, chain: tuple[str, ...]) -> Said:
        """The sentence in the first locale of `chain` that has it; English is the source and always has it."""
        for tag in chain:
            if tag == SOURCE_TAG:
                break
            translated = self._by_tag.get(tag, {}).get(sentence.text)
            if translated:
                return Said(sentence.fill(translated, tag), tag)
        return Said(str(sentence), SOURCE_TAG)


def _read_translations(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        catalog = read_po(file)
    return {
        message.id: message.string
        for message in catalog
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string and not message.fuzzy
    }
