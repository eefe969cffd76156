"""BCP 47 language tags: what a well-formed tag is, and which spoken language a tag means.

A *locale* (the language we answer in) keeps its script; a *language* (spoken at a service) has none, because script and
region say nothing about speech. `locales.py` is about the first; `spoken_language` here about the second.
"""

import re
from functools import lru_cache

import langcodes

# RFC 5646, section 2.1, as one expression: langtag / privateuse / the irregular grandfathered tags.
_ALPHANUM = "[A-Za-z0-9]"
WELL_FORMED_TAG = (
    r"^(?:"
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"  # language and extended language
    r"(?:-[A-Za-z]{4})?"  # script
    r"(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"  # region
    rf"(?:-(?:{_ALPHANUM}{{5,8}}|[0-9]{_ALPHANUM}{{3}}))*"  # variants
    rf"(?:-[0-9A-WY-Za-wy-z](?:-{_ALPHANUM}{{2,8}})+)*"  # extensions
    rf"(?:-[Xx](?:-{_ALPHANUM}{{1,8}})+)?"  # private use
    rf"|[Xx](?:-{_ALPHANUM}{{1,8}})+"
    r"|en-GB-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:BE-FR|BE-NL|CH-DE)"
    r")$"
)
_WELL_FORMED = re.compile(WELL_FORMED_TAG, re.ASCII | re.IGNORECASE)
MAX_TAG_LENGTH = 64


def is_well_formed(tag: str) -> bool:
    """Whether `tag` follows the grammar of RFC 5646 (`en_US`, `a` and the empty string do not)."""
    # fullmatch: `$` alone would let a final line feed pass.
    return len(tag) <= MAX_TAG_LENGTH and _WELL_FORMED.fullmatch(tag) is not None


def canonical_tag(tag: str) -> str:
    """The CLDR canonical form of a well-formed tag: `tl` → `fil`, `cmn-Hant-tw` → `zh-Hant-TW`, `iw` → `he`.

    A tag that CLDR cannot canonicalize is returned as it came: it is then simply a language that nobody here speaks.
    """
    try:
        return str(langcodes.standardize_tag(tag, macro=True))
    except ValueError:
        return tag


@lru_cache(maxsize=1024)
def spoken_language(tag: str) -> str:
    """The language subtag that a well-formed tag means when it is about speech.

    RFC 4647 lookup by truncation with script and region left out: `vi-VN` → `vi`, `tl` → `fil`, `zh-TW`, `zh-Hant` and
    `zh` → `zh`. A private-use tag stays whole.
    """
    canonical = canonical_tag(tag)
    return canonical if canonical[:2].lower() == "x-" else canonical.split("-", 1)[0].lower()
