"""The kinds of value that a record has: what each takes, what it makes of it, and why it refuses the rest."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from api.directory import values
from api.directory.faults import faults_of
from api.localization.reasons import REASONS

TYPES: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(getattr(values, name))
    for name in (
        *(
            "Slug",
            "Text",
            "Texts",
            "WebAddress",
            "Day",
            "OpeningTime",
            "ClosingTime",
            "Byday",
            "IsoDate",
            "ExceptionDay",
            "AreaCode",
        ),
        *("SpokenTag", "PrintedNumber", "EmailAddress", "Locator", "KnownCost"),
    )
}


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("Slug", "police-110", "police-110"),
        ("Slug", "a", "a"),
        ("Slug", "a" * 80, "a" * 80),
        ("Text", "  Police \n", "Police"),
        ("Text", "two\nlines", "two\nlines"),
        ("Text", "か\u3099", "が"),
        ("Text", "1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("Text", "<3", "<3"),
        ("Text", "عربي \u200fنص", "عربي \u200fنص"),
        ("Text", "👩‍⚕️", "👩‍⚕️"),
        ("Texts", {"en": "Police", "zh-Hant": "警察"}, {"en": "Police", "zh-Hant": "警察"}),
        (
            "WebAddress",
            "https://www.moj.go.jp/JINKEN/jinken21.html#01",
            "https://www.moj.go.jp/JINKEN/jinken21.html#01",
        ),
        ("WebAddress", "http://example.jp", "http://example.jp"),
        ("WebAddress", "https://example.jp:8443/a_b/?c=%E3%81%82", "https://example.jp:8443/a_b/?c=%E3%81%82"),
        ("Day", "2026-11-24", date(2026, 11, 24)),
        ("Day", "2028-02-29", date(2028, 2, 29)),
        ("OpeningTime", "00:00", "00:00"),
        ("OpeningTime", "23:59", "23:59"),
        ("ClosingTime", "24:00", "24:00"),
        ("Byday", "MO", "MO"),
        ("Byday", "1MO", "1MO"),
        ("Byday", "-1SU", "-1SU"),
        ("IsoDate", "2025", "2025"),
        ("IsoDate", "2025-08", "2025-08"),
        ("IsoDate", "2025-08-26", "2025-08-26"),
        ("ExceptionDay", "12-29", "12-29"),
        ("ExceptionDay", "02-29", "02-29"),
        ("ExceptionDay", "2026-12-29", "2026-12-29"),
        ("AreaCode", "JP", "JP"),
        ("AreaCode", "JP-01", "JP-01"),
        ("AreaCode", "JP-47", "JP-47"),
        ("SpokenTag", "fil", "fil"),
        ("SpokenTag", "zh", "zh"),
        ("SpokenTag", "id", "id"),
        ("PrintedNumber", "# 9110", "#9110"),
        ("PrintedNumber", "0570-013904", "0570-013904"),
        ("EmailAddress", "help+me@a-b.example.jp", "help+me@a-b.example.jp"),
        ("Locator", "6 (3) ii)", "6 (3) ii)"),
        ("KnownCost", "free", values.Cost.FREE),
        ("KnownCost", "unknown", values.Cost.UNKNOWN),
        ("KnownCost", None, values.Cost.UNKNOWN),
    ],
)
def test_a_true_value_is_taken(kind: str, given: object, value: object) -> None:
    assert TYPES[kind].validate_python(given) == value


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        *(("Slug", each, "ill-formed") for each in ("", "A", "a_b", "-a", "a-", "a--b", "a b", "é", "a\n", "a/b", "٣")),
        ("Slug", "a" * 81, "too-long"),
        ("Slug", 1, "not-text"),
        ("Text", "", "empty"),
        ("Text", " \n ", "empty"),
        ("Text", None, "not-text"),
        ("Text", 5, "not-text"),
        ("Text", "a" * 2001, "too-long"),
        *(
            ("Text", f"a{each}b", "control-character")
            for each in ("\x00", "\t", "\r", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u2066", "\u2069")
        ),
        *(
            ("Text", each, "markup")
            for each in ("<b>Police</b>", "a<br/>b", "</p>", "<!-- x -->", "<script src=x>", "<a href='x'\n>")
        ),
        ("Texts", {}, "too-few"),
        ("Texts", {"en_US": "Police"}, "not-a-tag"),
        ("Texts", {"": "Police"}, "not-a-tag"),
        ("Texts", {"en": ""}, "empty"),
        ("Texts", "Police", "not-an-object"),
        ("Texts", {f"x-{number}": "Police" for number in range(101)}, "too-many"),
        *(
            ("WebAddress", each, "not-a-url")
            for each in (
                *("", "www.moj.go.jp", "//moj.go.jp", "ftp://moj.go.jp", "javascript:alert(1)", "HTTPS://moj.go.jp"),
                *("https://", "https:///a", "https://moj.go.jp/a b", "https://moj.go.jp/\n", "https://moj.go.jp/あ"),
                *(
                    "https://user:secret@moj.go.jp/",
                    "https://-moj.go.jp",
                    "https://moj.go.jp:port/",
                    " https://moj.go.jp",
                ),
                *("https://[::1]/", "http s://moj.go.jp"),
            )
        ),
        ("WebAddress", f"https://moj.go.jp/{'a' * 2000}", "too-long"),
        *(
            ("Day", each, "not-a-date")
            for each in (
                "2026-13-01",
                "2026-02-29",
                "2026-2-1",
                "20260201",
                "26-02-01",
                "0026-02-01",
                "today",
                "",
                0,
                1.5,
            )
        ),
        ("Day", None, "not-a-date"),
        ("Day", "2026-11-24T00:00:00", "not-a-date"),
        *(
            ("ClosingTime", each, "ill-formed")
            for each in ("24:01", "25:00", "9:00", "09:60", "0900", "09:00:00", "noon", "")
        ),
        *(("Byday", each, "ill-formed") for each in ("", "mo", "Monday", "0MO", "6MO", "-2MO", "MO,TU", "XX")),
        *(
            ("IsoDate", each, "not-a-date")
            for each in ("", "25", "2025-8", "2025-13", "2025-02-30", "2025/08/26", "20250826", "2025-W01", "0000")
        ),
        *(
            ("ExceptionDay", each, "not-a-day")
            for each in ("", "13-01", "02-30", "2-1", "1229", "2026-02-29", "2026", "29 December", "MO")
        ),
        *(
            ("AreaCode", each, "unknown-area")
            for each in ("", "JP-00", "JP-48", "JP-1", "jp", "jp-13", "Tokyo", "US-CA")
        ),
        *(("SpokenTag", each, "not-a-tag") for each in ("", "en_US", "Tagalog (Filipino)", "vi ", "v")),
        *(("SpokenTag", each, "not-canonical") for each in ("tl", "zh-Hant", "vi-VN", "cmn", "EN", "pt-BR")),
        *(("PrintedNumber", each, "not-a-number") for each in ("", "none", "00-000-0000", "+81-3-3368-8855")),
        ("PrintedNumber", 110, "not-text"),
        *(
            ("EmailAddress", each, "not-an-email")
            for each in ("", "help", "help@", "help@localhost", "@a.jp", "a b@c.jp", "a@b..jp", "<a@b.jp>", "a@b.jp\n")
        ),
        ("Locator", "", "empty"),
        ("Locator", "a" * 201, "too-long"),
        ("Locator", "Figure\t25", "control-character"),
        ("KnownCost", "cheap", "not-one-of"),
        ("KnownCost", "", "not-one-of"),
    ],
)
def test_any_other_value_is_refused_for_its_reason(kind: str, given: object, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TYPES[kind].validate_python(given)

    codes = [fault.code for fault in faults_of(refused.value)]
    assert codes == [code]
    assert set(codes) <= REASONS.keys()


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("IsoDate", "２０２５-08-26"),
        ("IsoDate", "२०२५"),
        ("OpeningTime", "0٩:00"),
        ("OpeningTime", "09:0０"),
        ("ExceptionDay", "１２-29"),
    ],
)
def test_a_date_and_a_time_are_written_in_the_digits_of_iso_8601(kind: str, given: str) -> None:
    with pytest.raises(ValidationError):
        TYPES[kind].validate_python(given)


@pytest.mark.parametrize("given", ["20261229", "2026-W53-2", "2026W532"])
def test_an_exceptions_day_has_no_second_way_of_writing(given: str) -> None:
    with pytest.raises(ValidationError):
        TYPES["ExceptionDay"].validate_python(given)


def test_a_text_that_no_database_could_keep_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        TYPES["Text"].validate_python("lone \ud800 surrogate")

    assert [fault.code for fault in faults_of(refused.value)] == ["not-understood"]


def test_a_refusal_tells_what_the_canonical_tag_is() -> None:
    with pytest.raises(ValidationError) as refused:
        TYPES["SpokenTag"].validate_python("tl")

    assert [dict(fault.values) for fault in faults_of(refused.value)] == [{"canonical": "fil"}]
