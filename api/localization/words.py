"""The words of one answer: texts, sentences and names in one locale, with a record of where one had to fall back."""

from collections.abc import Collection, Mapping

from api.localization import formats
from api.localization.catalogs import Catalogs, LocalValue, Said, Sentence, say
from api.localization.locales import Locale, LocaleTable


class Words:
    """Chooses every text of one resource (a service, an organization, a need, a problem) for one locale.

    `fallbacks` maps the JSON Pointer of each field that is not in the locale to the tag it is in (CONTRACT, section 1);
    `outdated` has those of the texts whose translation is of an earlier wording.
    """

    def __init__(self, locale: str, table: LocaleTable, catalogs: Catalogs) -> None:
        """Start with no fallback for an answer in `locale`, a tag of `table`."""
        self.locale = locale
        self.fallbacks: dict[str, str] = {}
        self.outdated: list[str] = []
        self._catalogs = catalogs
        self._chain = table.fallback_chain(locale)

    def text(self, texts: Mapping[str, str], pointer: str, outdated_in: Collection[str] = ()) -> str:
        """One of the translations of a directory text that every record has."""
        if not texts:
            msg = f"no translation at all for {pointer}"
            raise LookupError(msg)
        tag = self.tag_of(texts)
        if tag in outdated_in:
            self.outdated.append(pointer)
        return self._note(Said(texts[tag], tag), pointer)

    def tag_of(self, texts: Mapping[str, str]) -> str:
        """The locale of the translation that is given; some text is always given rather than none."""
        return next(tag for tag in (*self._chain, *texts) if tag in texts)

    def optional_text(
        self, texts: Mapping[str, str] | None, pointer: str, outdated_in: Collection[str] = ()
    ) -> str | None:
        """As `text`, or None where the directory has none."""
        return self.text(texts, pointer, outdated_in) if texts else None

    def sentence(self, sentence: Sentence, pointer: str) -> str:
        """One of our own sentences."""
        return self._note(self._catalogs.translate(sentence, self._chain), pointer)

    def inner(self, sentence: Sentence) -> LocalValue:
        """A sentence of ours that stands inside another, in whatever language that one turns out to be in."""
        return lambda tag: self._catalogs.translate(sentence, (tag,)).text

    def language(self, tag: str, pointer: str) -> str:
        """The name of a language."""
        return self._note(formats.language_name(tag, self._chain), pointer)

    def locale_name(self, row: Locale, pointer: str) -> str:
        """The name of a locale that we answer in; of a plain form of a language, by that language."""
        if row.plain_of is None:
            return self.language(row.tag, pointer)
        plain_of = row.plain_of
        language: LocalValue = lambda tag: formats.language_name(plain_of, (tag,)).text  # noqa: E731  (typed)
        return self.sentence(say("{language} (in plain words)", language=language), pointer)

    def area(self, code: str, pointer: str) -> str:
        """The name of a place."""
        return self._note(formats.area_name(code, self._chain), pointer)

    def _note(self, said: Said, pointer: str) -> str:
        if said.tag != self.locale:
            self.fallbacks[pointer] = said.tag
        return said.text
