"""Language tags: what is well-formed (RFC 5646), what is canonical (CLDR), and which language is meant by speech."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.localization.tags import MAX_TAG_LENGTH, WELL_FORMED_TAG, canonical_tag, is_well_formed, spoken_language

# RFC 5646, appendix A, and what callers send.
WELL_FORMED = [
    *("de", "fr", "ja", "vi", "fil", "qaa", "abcdefgh"),
    *("zh-Hant", "zh-Hans", "sr-Cyrl", "sr-Latn", "zh-cmn-Hans-CN", "cmn-Hans-CN", "zh-yue-HK", "yue-HK"),
    *("zh-Hans-CN", "sr-Latn-RS", "sl-rozaj", "sl-rozaj-biske", "sl-nedis", "de-CH-1901", "sl-IT-nedis"),
    *("hy-Latn-IT-arevela", "de-DE", "en-US", "es-419", "de-CH-x-phonebk", "az-Arab-x-AZE-derbend"),
    *("x-whatever", "qaa-Qaaa-QM-x-southern", "de-Qaaa", "sr-Latn-QM", "sr-Qaaa-RS"),
    *("en-US-u-islamcal", "zh-CN-a-myext-x-private", "en-a-myext-b-another"),
    *("i-klingon", "i-default", "en-GB-oed", "sgn-BE-FR", "zh-min-nan", "art-lojban", "ja-simple", "JA-hira"),
]
ILL_FORMED = [
    *("", " ", "a", "*", "en_US", "en-", "-en", "en--US", "en US", " en", "en ", "en\n", "e n"),
    *("de-419-DE", "a-DE", "ar-a-aaa-b-bbb-a", "x", "x-", "en-x", "en-u", "abcdefghi", "en-123456789"),
    *("英語", "ｅｎ", "en-١٢٣", "en;q=1", "../en", "en\x00", "%65n", "<b>"),
]


@pytest.mark.parametrize("tag", WELL_FORMED)
def test_a_tag_that_follows_the_grammar_is_well_formed(tag: str) -> None:
    assert is_well_formed(tag)


@pytest.mark.parametrize("tag", ILL_FORMED)
def test_anything_else_is_not(tag: str) -> None:
    assert not is_well_formed(tag)


@pytest.mark.parametrize("tag", ["EN-gb-OED", "I-Klingon", "I-DEFAULT", "SGN-be-fr", "X-Whatever", "ZH-hANT"])
def test_case_never_decides_whether_a_tag_is_well_formed(tag: str) -> None:
    """RFC 5646, section 2.1.1."""
    assert is_well_formed(tag)


def test_a_tag_that_is_longer_than_any_real_one_is_refused() -> None:
    longest = "x" + "-a" * ((MAX_TAG_LENGTH - 1) // 2) + "b" * ((MAX_TAG_LENGTH - 1) % 2)

    assert len(longest) == MAX_TAG_LENGTH
    assert is_well_formed(longest)
    assert not is_well_formed(longest + "c")
    assert not is_well_formed("en-x" + "-abcdefgh" * 10_000)


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [
        ("tl", "fil"),
        ("iw", "he"),
        ("mo", "ro"),
        ("cmn", "zh"),
        ("cmn-Hant-tw", "zh-Hant-TW"),
        ("ZH-HANT-hk", "zh-Hant-HK"),
        ("zh-cmn-Hans-CN", "zh-Hans-CN"),
        ("en-gb", "en-GB"),
        ("id", "id"),
        ("ja-simple", "ja-simple"),
        ("x-Whatever", "x-whatever"),
    ],
)
def test_a_tag_is_brought_to_its_canonical_form(tag: str, canonical: str) -> None:
    assert canonical_tag(tag) == canonical


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("vi", "vi"),
        ("vi-VN", "vi"),
        ("pt-BR", "pt"),
        ("tl", "fil"),
        ("tl-PH", "fil"),
        ("fil-PH", "fil"),
        ("zh", "zh"),
        ("zh-TW", "zh"),
        ("zh-Hant", "zh"),
        ("zh-Hans-CN", "zh"),
        ("cmn", "zh"),
        ("JA-Hira", "ja"),
        ("ja-simple", "ja"),
        ("iw", "he"),
        ("x-sign", "x-sign"),
        ("X-Sign", "x-sign"),
    ],
)
def test_script_and_region_say_nothing_about_speech(tag: str, language: str) -> None:
    assert spoken_language(tag) == language


@settings(deadline=None, derandomize=True)
@given(st.from_regex(WELL_FORMED_TAG, fullmatch=True).filter(lambda tag: len(tag) <= MAX_TAG_LENGTH))
def test_every_well_formed_tag_has_a_canonical_form_and_a_spoken_language(tag: str) -> None:
    assert is_well_formed(tag)
    assert is_well_formed(canonical_tag(tag))
    assert spoken_language(spoken_language(tag)) == spoken_language(tag)
    assert spoken_language(tag.upper()) == spoken_language(tag.lower())
