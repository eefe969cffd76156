"""A printed Japanese telephone number → what to show, what to dial, and what kind of number it is.

The rules are ours over `phonenumbers` (libphonenumber), which alone turns `#8891` into `+818891` and `110` into
`+81110`, and calls a toll-free number reachable from abroad. Its metadata still decides whether an ordinary number can
exist and of which type it is.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumberType

REGION = "JP"
# 110 police, 119 fire and ambulance, 118 Japan Coast Guard (https://www.kaiho.mlit.go.jp/doc/tel118.html);
# libphonenumber's metadata for Japan has no 118.
EMERGENCY_NUMBERS = frozenset({"110", "118", "119"})
_SHORT_CODE = re.compile(r"#\d{4}|1\d{2}")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212().]+")
_INTERNATIONAL_PREFIX = "010"
MAX_NUMBER_LENGTH = 24


class NumberKind(StrEnum):
    """The kinds of number of the contract; the last five are libphonenumber's types."""

    EMERGENCY = "emergency"
    SHORT_CODE = "short_code"
    TOLL_FREE = "toll_free"
    UAN = "uan"
    VOIP = "voip"
    FIXED_LINE = "fixed_line"
    MOBILE = "mobile"


_KIND_BY_TYPE = {
    PhoneNumberType.TOLL_FREE: NumberKind.TOLL_FREE,
    PhoneNumberType.UAN: NumberKind.UAN,
    PhoneNumberType.VOIP: NumberKind.VOIP,
    PhoneNumberType.FIXED_LINE: NumberKind.FIXED_LINE,
    PhoneNumberType.MOBILE: NumberKind.MOBILE,
}
# The only kinds that a caller abroad could dial with a country code.
_KINDS_WITH_E164 = frozenset({NumberKind.VOIP, NumberKind.FIXED_LINE, NumberKind.MOBILE})


@dataclass(frozen=True, slots=True)
class Number:
    """A number that can be dialled in Japan.

    `display` is the printed form, `digits` the keys to press (with `#`), `tel_uri` RFC 3966 as a caller in Japan dials
    it, `e164` the international form where one exists.
    """

    display: str
    digits: str
    tel_uri: str
    e164: str | None
    kind: NumberKind


class UnknownNumberError(ValueError):
    """The text is not a telephone number that can be dialled in Japan."""


def read_number(printed: str) -> Number:
    """Work out how to dial `printed` (`0570-078377`, `# 9110`, `#8891`).

    Raises:
        UnknownNumberError: it has other characters than digits, separators and one leading `#`, or is no number that
            Japan's numbering plan knows.
    """
    text = unicodedata.normalize("NFKC", printed).strip()
    digits = _SEPARATORS.sub("", text)
    display = re.sub(r"\s+", "", re.sub(r"[\u2010-\u2015\u2212]", "-", text))
    if len(digits) > MAX_NUMBER_LENGTH or not re.fullmatch(r"#?[0-9]+", digits):
        raise UnknownNumberError(printed)
    if digits in EMERGENCY_NUMBERS:
        return Number(display, digits, f"tel:{digits}", None, NumberKind.EMERGENCY)
    if _SHORT_CODE.fullmatch(digits):
        return Number(display, digits, f"tel:{digits.replace('#', '%23')}", None, NumberKind.SHORT_CODE)
    return _read_ordinary_number(display, digits)


def _read_ordinary_number(display: str, digits: str) -> Number:
    try:
        parsed = phonenumbers.parse(digits, REGION)
    except phonenumbers.NumberParseException as error:
        raise UnknownNumberError(display) from error
    kind = _KIND_BY_TYPE.get(phonenumbers.number_type(parsed))
    # The leading 0 is what a caller in Japan dials; 010 begins a call to another country.
    is_domestic = digits.startswith("0") and not digits.startswith(_INTERNATIONAL_PREFIX)
    if kind is None or not is_domestic or not phonenumbers.is_valid_number_for_region(parsed, REGION):
        raise UnknownNumberError(display)
    if kind not in _KINDS_WITH_E164:
        return Number(display, digits, f"tel:{digits}", None, kind)
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return Number(display, digits, f"tel:{e164}", e164, kind)
