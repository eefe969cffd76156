"""How much of the directory is in a locale, and whether people who speak it have read it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from api.directory.drafts import TranslatedDraft, TranslationDraft
from api.directory.texts import texts_of


@dataclass(frozen=True, slots=True)
class Translated:
    """The share of texts that are in a locale and not outdated, and whether speakers have reviewed all that are."""

    coverage: float
    is_reviewed: bool


def translated_by_locale(drafts: Sequence[TranslatedDraft]) -> Mapping[str, Translated]:
    """How far the texts of records are in each locale that any of them is in."""
    texts = [(draft, f"/{field}", by_locale) for draft in drafts for field, by_locale in texts_of(draft).items()]
    there, current, reviewed = Counter[str](), Counter[str](), Counter[str]()
    for draft, pointer, by_locale in texts:
        for locale in by_locale:
            state = draft.translations.get(locale, TranslationDraft())
            there[locale] += 1
            current[locale] += pointer not in state.outdated
            reviewed[locale] += pointer in state.reviewed
    return MappingProxyType(
        {
            locale: Translated(current[locale] / len(texts), is_reviewed=reviewed[locale] == count)
            for locale, count in there.items()
        }
    )
