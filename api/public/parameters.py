"""The parameters of a read as the OpenAPI page shows them: a JSON Schema and a meaning each; `asking.py` reads them."""

from typing import Any

from api.directory.snapshot import Directory
from api.directory.values import SLUG_PATTERN, ContactType
from api.localization.formats import COUNTRY, prefecture_codes
from api.localization.tags import MAX_TAG_LENGTH, WELL_FORMED_TAG
from api.public.questions import DEFAULT_LIMIT, MAX_LIMIT, MAX_VALUES, MAX_WORDS_LENGTH

_LANGUAGE = {"type": "string", "pattern": WELL_FORMED_TAG, "maxLength": MAX_TAG_LENGTH}
_MOMENT_SCHEMA = {"type": "string", "format": "date-time"}


def filter_schemas(directory: Directory) -> dict[str, tuple[dict[str, Any], str]]:
    """Each parameter's JSON Schema and meaning, with the ids that the directory has today."""
    needs = {"type": "string", "pattern": SLUG_PATTERN, "enum": list(directory.needs)}
    organizations = {"type": "string", "pattern": SLUG_PATTERN, "enum": sorted(directory.organizations)}
    return {
        "need": (_many(needs), "What the person needs; a parent need includes its children. Repeated: any of them."),
        "language": (
            _many(_LANGUAGE),
            "A language that is spoken there (BCP 47); script and region are not looked at. Repeated: any of them.",
        ),
        "language_match": (
            {"type": "string", "enum": ["possible", "stated"], "default": "possible"},
            "`possible` keeps services that promise foreign languages without naming them; `stated` does not.",
        ),
        "channel": (
            _many({"type": "string", "enum": [channel.value for channel in ContactType]}),
            "A way to reach the service. Repeated: any of them.",
        ),
        "organization": (_many(organizations), "Who runs the service. Repeated: any of them."),
        "area": (
            {"type": "string", "enum": [COUNTRY, *sorted(prefecture_codes())]},
            "ISO 3166-2 code of a prefecture; nationwide services always match.",
        ),
        "free_of_charge": ({"type": "boolean"}, "`true`: only where the evidence says that the contact is free."),
        "anonymous": ({"type": "boolean"}, "`true`: only where the evidence says that no name is needed."),
        "open_at": (
            {"anyOf": [{"type": "string", "const": "now"}, _MOMENT_SCHEMA]},
            "`now` or a moment (RFC 3339 with offset): drops what is closed then; unknown hours stay, ranked last.",
        ),
        "only_known_hours": ({"type": "boolean"}, "`true`: drops services whose hours are unknown."),
        "q": (
            {"type": "string", "minLength": 1, "maxLength": MAX_WORDS_LENGTH, "pattern": r"\S"},
            "What somebody calls their trouble in any of our languages (`boss took my passport`), or a name.",
        ),
        "updated_since": (_MOMENT_SCHEMA, "Only what changed since then (RFC 3339 with offset)."),
        "locale": (
            _LANGUAGE,
            "The language of the answer (BCP 47), before Accept-Language. One we do not speak gets the default.",
        ),
        "limit": (
            {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
            "How many services a page has.",
        ),
        "cursor": (
            {"type": "string", "minLength": 1, "format": "cursor"},
            "`page.next` of the page before, with the same filters.",
        ),
    }


def _many(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item, "minItems": 1, "maxItems": MAX_VALUES}
