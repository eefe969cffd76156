"""The one table of locales that we answer in, and the choice of one for a caller.

The choice is RFC 4647 *lookup* after CLDR's aliases and likely subtags: `zh-TW` and `zh-HK` are maximized to
`zh-Hant-TW` and `zh-Hant-HK`, then truncated from the right until a tag of the table is met (`zh-Hant`). Babel's own
negotiation is not used: it returns nothing for `zh-Hant-TW`, and silently another language for an underscore.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import langcodes

from api.localization.tags import canonical_tag, is_well_formed

MAX_RANGES = 64  # of an Accept-Language header; CONTRACT section 1
SOURCE_TAG = "en"  # the language that our own sentences are written in, and the end of every fallback chain
UNDETERMINED = "und"
SECOND_TAG = "ja"  # what `*` means where the default locale is excluded


@dataclass(frozen=True, slots=True)
class Locale:
    """A locale that we answer in.

    `tag` is BCP 47; `matches` are further ranges that mean it; `falls_back_to` is tried, in order, for a text that the
    locale lacks, before English; `is_reviewed` says whether a person who speaks the language has read our own sentences
    (each text of the directory knows that of itself). `autonym` is given where CLDR has none, and then `plain_of` is
    the language that the locale is a plain form of.
    """

    tag: str
    matches: tuple[str, ...] = ()
    falls_back_to: tuple[str, ...] = ()
    is_reviewed: bool = False
    autonym: str | None = None
    plain_of: str | None = None


LOCALES: tuple[Locale, ...] = (
    Locale("en"),  # English
    Locale("ja"),  # Japanese
    Locale(  # Japanese in plain words, with readings
        "ja-simple", matches=("ja-Hira",), falls_back_to=("ja",), autonym="やさしい日本語", plain_of="ja"
    ),
    Locale("zh-Hans", falls_back_to=("zh-Hant",)),  # Chinese, simplified
    # Chinese, traditional: also for who speaks Cantonese or Min Nan
    Locale("zh-Hant", matches=("yue", "nan"), falls_back_to=("zh-Hans",)),
    Locale("ko"),  # Korean
    Locale("vi"),  # Vietnamese
    Locale("fil", matches=("tl",)),  # Filipino
    Locale("pt"),  # Portuguese
    Locale("ne"),  # Nepali
    Locale("es"),  # Spanish
    Locale("id"),  # Indonesian
    Locale("th"),  # Thai
    Locale("my"),  # Burmese
    Locale("km"),  # Khmer
    Locale("mn"),  # Mongolian
    Locale("ru"),  # Russian
)


class LocaleTable:
    """Lookup over a table of locales (the shipped `LOCALES`, or another one in a test)."""

    def __init__(self, rows: Iterable[Locale]) -> None:
        """Index `rows`; their order is the order of the last resort that `*` takes."""
        self.rows = {row.tag: row for row in rows}
        self._tag_by_range = {row.tag.lower(): row.tag for row in self.rows.values()} | {
            alias.lower(): row.tag for row in self.rows.values() for alias in row.matches
        }

    def match(self, language_range: str) -> str | None:
        """The tag of the table that one well-formed range means, or None when we do not speak it."""
        for candidate in _truncations(language_range):
            if candidate in self._tag_by_range:
                return self._tag_by_range[candidate]
        return None

    def negotiate(self, accept_language: Iterable[str], default: str) -> str:
        """The tag of the table that answers an Accept-Language header (RFC 9110, section 12.5.4), or `default`.

        `accept_language` are the header's lines, which count as one. A malformed range is passed over.
        """
        wanted, excluded = _read_ranges(",".join(accept_language))
        for language_range in wanted:
            if language_range == "*":
                for tag in (default, SECOND_TAG, *self.rows):
                    if tag in self.rows and not _is_excluded(tag, excluded):
                        return tag
            elif (matched := self.match(language_range)) and not _is_excluded(matched, excluded):
                return matched
        return default

    def fallback_chain(self, tag: str) -> tuple[str, ...]:
        """The tags to try for a text, best first: the locale, what it falls back to, English, then all the others."""
        return tuple(dict.fromkeys((tag, *self.rows[tag].falls_back_to, SOURCE_TAG, *self.rows)))


@lru_cache(maxsize=1024)
def _truncations(language_range: str) -> tuple[str, ...]:
    """RFC 4647, section 3.4: the range as it came, then maximized, each shortened from the right; all lower case."""
    canonical = canonical_tag(language_range)
    steps = [*_shortened(language_range), *_shortened(canonical)]
    language = canonical.split("-", 1)[0]
    for start in (canonical, language) if language != UNDETERMINED else ():  # whose likely subtags are those of English
        try:
            steps += _shortened(str(langcodes.Language.get(start).maximize().to_tag()))
        except ValueError:
            continue
    return tuple(dict.fromkeys(step.lower() for step in steps))


def _shortened(tag: str) -> Iterator[str]:
    subtags = tag.split("-")
    while subtags:
        yield "-".join(subtags)
        subtags.pop()
        if subtags and len(subtags[-1]) == 1:  # a singleton goes with what it introduced
            subtags.pop()


def _read_ranges(header: str) -> tuple[list[str], list[str]]:
    """Split a header into the wanted ranges, best first, and those that `q=0` excludes."""
    weighted: list[tuple[float, str]] = []
    for part in islice(filter(str.strip, header.split(",")), MAX_RANGES):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name != "*" and not is_well_formed(name):
            continue
        weight = _read_weight(parameters)
        if weight is not None:
            weighted.append((weight, name))
    weighted.sort(key=lambda pair: -pair[0])  # stable: equal weights keep the header's order
    return [name for weight, name in weighted if weight > 0], [name for weight, name in weighted if weight == 0]


def _read_weight(parameters: list[str]) -> float | None:
    if not parameters:
        return 1.0
    key, _, value = parameters[0].partition("=")
    if len(parameters) > 1 or key.strip().lower() != "q":
        return None
    whole, _, thousandths = value.strip().partition(".")
    if whole not in {"0", "1"} or not (thousandths + "0").isascii() or not (thousandths + "0").isdigit():
        return None
    return min(float(value), 1.0)


def _is_excluded(tag: str, excluded: list[str]) -> bool:
    """Whether a range with `q=0` covers `tag`, by RFC 4647 basic filtering (`zh;q=0` excludes both scripts)."""
    lowered = tag.lower()
    for language_range in excluded:
        prefix = canonical_tag(language_range).lower()
        if lowered == prefix or lowered.startswith(f"{prefix}-"):
            return True
    return False
