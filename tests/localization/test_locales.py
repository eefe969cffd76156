"""The choice of the locale that a caller is answered in: RFC 4647 lookup after CLDR's aliases and likely subtags."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.localization.locales import LOCALES, MAX_RANGES, Locale, LocaleTable
from api.localization.tags import WELL_FORMED_TAG

SHIPPED = LocaleTable(LOCALES)
# The locales that the contract speaks of, in an order in which the default is not the first.
TABLE = LocaleTable(
    [
        Locale("vi"),
        Locale("zh-Hans"),
        Locale("zh-Hant"),
        Locale("fil", matches=("tgl",)),
        Locale("pt"),
        Locale("en"),
        Locale("ja", is_reviewed=True),
        Locale("ja-simple", matches=("ja-Hira",), falls_back_to=("ja",)),
    ]
)


@pytest.mark.parametrize(
    ("language_range", "tag"),
    [
        # CONTRACT, section 1
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("tl", "fil"),
        ("pt-BR", "pt"),
        ("pt-PT", "pt"),
        ("ja-Hira", "ja-simple"),
        ("ja-simple", "ja-simple"),
        # case never matters
        ("ZH-tw", "zh-Hant"),
        ("JA-HIRA", "ja-simple"),
        ("Ja-Simple", "ja-simple"),
        ("EN", "en"),
        # script before region, region before nothing
        ("zh-MO", "zh-Hant"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hant-CN", "zh-Hant"),
        ("zh-Hans-TW", "zh-Hans"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-Latn", "zh-Hans"),
        # aliases of CLDR
        ("cmn", "zh-Hans"),
        ("cmn-Hant", "zh-Hant"),
        ("zh-cmn-Hans-CN", "zh-Hans"),
        ("tl-PH", "fil"),
        ("fil-PH", "fil"),
        ("tgl", "fil"),
        # truncation
        ("vi-VN", "vi"),
        ("en-GB", "en"),
        ("en-Latn-US", "en"),
        ("en-US-u-ca-gregory", "en"),
        ("en-x-private", "en"),
        ("ja-JP", "ja"),
        ("ja-Jpan-JP", "ja"),
        ("ja-Latn", "ja"),
        ("ja-JP-u-ca-japanese", "ja"),
        ("ja-Hira-JP", "ja-simple"),
        # not spoken here
        ("fr", None),
        ("de-CH-1901", None),
        ("x-klingon", None),
        ("tlh", None),
        # whose likely subtags are those of English, which nobody asked for
        ("und", None),
        ("und-Deva", None),
        ("root", None),
    ],
)
def test_a_range_means_the_nearest_locale_of_the_table(language_range: str, tag: str | None) -> None:
    assert TABLE.match(language_range) == tag


@pytest.mark.parametrize("language_range", ["ja-simple-x-app", "ja-simple-u-nu-latn"])
def test_what_follows_a_variant_is_truncated_first(language_range: str) -> None:
    """RFC 4647, section 3.4: lookup removes subtags from the right until a tag of the table is met."""
    assert TABLE.match(language_range) == "ja-simple"


@pytest.mark.parametrize(
    ("language_range", "tag"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("ja", "ja"),
        ("ja-JP", "ja"),
        ("ja-Hira", "ja-simple"),
        ("vi", "vi"),
        ("zh-TW", "zh-Hant"),
        ("fr", None),
    ],
)
def test_the_shipped_table_matches_what_it_has(language_range: str, tag: str | None) -> None:
    assert SHIPPED.match(language_range) == tag


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        # weights order, equal weights keep the header's order
        ("ja", "ja"),
        ("ja, en", "ja"),
        ("en, ja", "en"),
        ("en;q=0.5, ja;q=0.9", "ja"),
        ("en;q=0.9, ja;q=0.9", "en"),
        ("en;q=0.899, ja;q=0.9", "ja"),
        ("ja;q=0.001", "ja"),
        ("ja;q=1, en;q=1.000", "ja"),
        ("fr, de;q=0.9, vi;q=0.1", "vi"),
        ("pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7", "pt"),
        ("zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7", "zh-Hant"),
        ("zh-CN,zh;q=0.9,en-US;q=0.8,en;q=0.7", "zh-Hans"),
        ("tl,en;q=0.5", "fil"),
        ("ja-Hira,ja;q=0.9", "ja-simple"),
        # spaces and case
        (" ja ; q=1 ,en ; q=0.5", "ja"),
        ("en;Q=0.5,ja;Q=0.9", "ja"),
        ("\tja\t", "ja"),
        (",,ja,,", "ja"),
        # anything
        ("*", "en"),
        ("fr, *;q=0.1", "en"),
        ("vi, *;q=0.1", "vi"),
        ("*, vi", "en"),
        ("*;q=0.5, vi", "vi"),
        # excluded
        ("en;q=0, *", "ja"),
        ("en;q=0.000, *", "ja"),
        ("*, en;q=0", "ja"),
        ("en;q=0, ja;q=0, *", "vi"),
        ("en;q=0, ja;q=0, vi;q=0, *", "zh-Hans"),
        ("en;q=0, ja;q=0, vi;q=0, zh;q=0, *", "fil"),
        ("en;q=0, ja;q=0, vi;q=0, cmn;q=0, tl;q=0, *", "pt"),
        ("EN;q=0, JA;q=0, VI;q=0, ZH-hans;q=0, *", "zh-Hant"),
        ("vi;q=0, vi", "en"),
        ("vi, vi-VN, vi;q=0, ja;q=0.1", "ja"),
        ("ja, *;q=0", "ja"),
        # none matched
        ("", "en"),
        ("fr", "en"),
        ("*;q=0", "en"),
        ("fr, de, it;q=0.5", "en"),
        # what is malformed is passed over
        ("ja_JP", "en"),
        ("ja_JP, vi", "vi"),
        ("ja;q=0.5;q=1, vi;q=0.1", "vi"),
        ("ja;level=1, vi;q=0.1", "vi"),
        ("ja;q, vi;q=0.1", "vi"),
        ("ja;q=, vi;q=0.1", "vi"),
        ("ja;q=high, vi;q=0.1", "vi"),
        ("ja;q=-1, vi;q=0.1", "vi"),
        ("ja;q=1e1, vi;q=0.1", "vi"),
        ("ja;q=２, vi;q=0.1", "vi"),
        ("ja;q=0.٥, vi;q=0.1", "vi"),
        ("ja;q=nan, vi;q=0.1", "vi"),
        ("日本語, vi;q=0.1", "vi"),
        ("**, vi;q=0.1", "vi"),
        ("ja-*, vi;q=0.1", "vi"),
    ],
)
def test_a_header_is_answered_in_the_best_locale_that_it_allows(header: str, tag: str) -> None:
    assert TABLE.negotiate([header], "en") == tag


@pytest.mark.parametrize(
    ("lines", "tag"),
    [
        ([], "en"),
        (["fr", "vi"], "vi"),
        (["en;q=0.5", "ja"], "ja"),
        (["*", "en;q=0"], "ja"),
        (["", "vi"], "vi"),
    ],
)
def test_several_header_lines_are_one(lines: list[str], tag: str) -> None:
    assert TABLE.negotiate(lines, "en") == tag


def test_anything_means_the_default_locale() -> None:
    assert TABLE.negotiate(["*"], "vi") == "vi"
    assert TABLE.negotiate(["*, vi;q=0"], "vi") == "ja"
    assert TABLE.negotiate(["fr"], "pt") == "pt"


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("ja", "ja"),
        ("ja-Hira, en;q=0.5", "ja-simple"),
        ("vi,en;q=0.5,ja;q=0.4", "vi"),
        ("fr,en;q=0.5,ja;q=0.4", "en"),
        ("zh-HK", "zh-Hant"),
        ("zh-TW;q=0.9, zh;q=0.8", "zh-Hant"),
        ("zh", "zh-Hans"),
        ("tl-PH, en;q=0.5", "fil"),
        ("pt-BR,pt;q=0.9,en-US;q=0.8", "pt"),
        ("my-MM", "my"),
        ("prs, fr", "en"),  # Dari is spoken somewhere, and is no locale
        ("*", "en"),
        ("en;q=0, *", "ja"),
        ("en;q=0, ja;q=0, *", "zh-Hans"),  # who excludes Japanese excludes its plain form
    ],
)
def test_the_shipped_table_answers_a_header(header: str, tag: str) -> None:
    assert SHIPPED.negotiate([header], "en") == tag


def test_the_first_64_ranges_are_read_and_no_more() -> None:
    assert MAX_RANGES == 64
    unspoken = ["fr"] * (MAX_RANGES - 1)

    assert TABLE.negotiate([", ".join([*unspoken, "ja"])], "en") == "ja"
    assert TABLE.negotiate([", ".join([*unspoken, "fr", "ja"])], "en") == "en"
    assert TABLE.negotiate([*unspoken, "ja"], "en") == "ja"
    assert TABLE.negotiate([*unspoken, "fr", "ja"], "en") == "en"
    assert TABLE.negotiate([f"{', ' * MAX_RANGES}ja"], "en") == "ja"  # what is empty is no range


@pytest.mark.parametrize(
    "rubbish",
    ["a" * 8192, "," * 8192, ";" * 8192, "-" * 8192, "ja-" * 2731, "*;q=0," * 1366, "en;q=0.5;" * 911, "\x00" * 8192],
    ids=lambda rubbish: rubbish[:9],
)
def test_eight_kilobytes_of_rubbish_are_answered_in_the_default_locale(rubbish: str) -> None:
    assert TABLE.negotiate([rubbish], "en") == "en"


@settings(deadline=None, derandomize=True)
@given(st.lists(st.text()), st.sampled_from(sorted(TABLE.rows)))
def test_whatever_is_sent_a_locale_of_the_table_answers(lines: list[str], default: str) -> None:
    assert TABLE.negotiate(lines, default) in TABLE.rows


@settings(deadline=None, derandomize=True)
@given(st.from_regex(WELL_FORMED_TAG, fullmatch=True))
def test_every_well_formed_range_means_a_locale_of_the_table_or_none(language_range: str) -> None:
    assert TABLE.match(language_range) in {*TABLE.rows, None}


@pytest.mark.parametrize("tag", sorted(TABLE.rows))
def test_every_locale_means_itself(tag: str) -> None:
    assert TABLE.match(tag) == tag
    assert TABLE.negotiate([tag], "en") == tag


def test_a_text_falls_back_to_what_the_locale_names_then_to_english_then_to_anything() -> None:
    assert TABLE.fallback_chain("ja-simple") == ("ja-simple", "ja", "en", "vi", "zh-Hans", "zh-Hant", "fil", "pt")
    assert TABLE.fallback_chain("en") == ("en", "vi", "zh-Hans", "zh-Hant", "fil", "pt", "ja", "ja-simple")
    assert TABLE.fallback_chain("vi") == ("vi", "en", "zh-Hans", "zh-Hant", "fil", "pt", "ja", "ja-simple")
    assert SHIPPED.fallback_chain("ja")[:3] == ("ja", "en", "ja-simple")
    assert SHIPPED.fallback_chain("ja-simple")[:3] == ("ja-simple", "ja", "en")
    assert SHIPPED.fallback_chain("zh-Hant")[:3] == ("zh-Hant", "zh-Hans", "en")


def test_the_shipped_table_has_no_range_twice_and_falls_back_only_to_itself() -> None:
    ranges = [each.lower() for row in LOCALES for each in (row.tag, *row.matches)]

    assert len(ranges) == len(set(ranges))
    assert {each for row in LOCALES for each in row.falls_back_to} <= {row.tag for row in LOCALES}
    assert {"en", "ja"} <= {row.tag for row in LOCALES}
