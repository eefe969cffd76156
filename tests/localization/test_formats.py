"""Names and dates, which CLDR and ISO 3166-2 know and we do not repeat."""

from datetime import date

import pytest

from api.localization.catalogs import Said
from api.localization.formats import (
    area_name,
    autonym,
    cldr,
    clock_span,
    days_of_year,
    language_name,
    long_date,
    prefecture_codes,
    text_direction,
    weekdays,
)


@pytest.mark.parametrize(
    ("tag", "english", "japanese", "own"),
    [
        ("en", "English", "英語", "English"),
        ("ja", "Japanese", "日本語", "日本語"),
        ("zh", "Chinese", "中国語", "中文"),
        ("ko", "Korean", "韓国語", "한국어"),
        ("vi", "Vietnamese", "ベトナム語", "Tiếng Việt"),
        ("fil", "Filipino", "フィリピノ語", "Filipino"),
        ("pt", "Portuguese", "ポルトガル語", "português"),
        ("ne", "Nepali", "ネパール語", "नेपाली"),
        ("es", "Spanish", "スペイン語", "español"),
        ("id", "Indonesian", "インドネシア語", "Indonesia"),
        ("th", "Thai", "タイ語", "ไทย"),
        ("my", "Burmese", "ミャンマー語", "မြန်မာ"),
        ("km", "Khmer", "クメール語", "ខ្មែរ"),
        ("mn", "Mongolian", "モンゴル語", "монгол"),
    ],
)
def test_the_languages_of_the_report_have_their_names(tag: str, english: str, japanese: str, own: str) -> None:
    assert language_name(tag, ("en",)) == Said(english, "en")
    assert language_name(tag, ("ja", "en")) == Said(japanese, "ja")
    assert autonym(tag) == own


def test_a_name_is_taken_from_the_first_locale_of_the_chain_that_has_one() -> None:
    assert language_name("vi", ("x-unknown", "ja", "en")) == Said("ベトナム語", "ja")
    assert language_name("vi", ("vi", "en")) == Said("Tiếng Việt", "vi")


def test_a_language_that_nobody_names_keeps_its_tag() -> None:
    assert language_name("x-sign", ("ja", "en")) == Said("x-sign", "x-sign")
    assert autonym("x-sign") == "x-sign"
    assert cldr("x-sign") is None
    assert cldr("en_US") is None


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        *((tag, "ltr") for tag in ("en", "ja", "zh-Hant", "vi", "ne", "x-sign", "ja-simple")),
        *((tag, "rtl") for tag in ("ar", "fa", "ur", "he", "ps", "dv", "ar-EG")),
    ],
)
def test_a_language_is_written_from_its_own_side(tag: str, direction: str) -> None:
    assert text_direction(tag) == direction


@pytest.mark.parametrize(
    ("code", "english", "japanese"),
    [
        ("JP", Said("Japan", "en"), Said("日本", "ja")),
        ("JP-01", Said("Hokkaido", "en"), Said("北海道", "ja")),
        ("JP-13", Said("Tokyo", "en"), Said("東京", "ja")),
        ("JP-26", Said("Kyoto", "en"), Said("京都", "ja")),
        ("JP-47", Said("Okinawa", "en"), Said("沖縄", "ja")),
        ("JP-48", Said("JP-48", "und"), Said("JP-48", "und")),
    ],
)
def test_a_place_has_its_name(code: str, english: Said, japanese: Said) -> None:
    assert area_name(code, ("en",)) == english
    assert area_name(code, ("ja", "en")) == japanese


def test_a_place_that_the_locale_does_not_name_is_named_in_the_next() -> None:
    assert area_name("JP-13", ("x-unknown", "ja", "en")) == Said("東京", "ja")
    assert area_name("JP-13", ("x-unknown", "en")) == Said("Tokyo", "en")
    assert area_name("JP", ("x-unknown", "ja", "en")) == Said("日本", "ja")


def test_there_are_the_47_prefectures() -> None:
    assert prefecture_codes() == {f"JP-{number:02}" for number in range(1, 48)}


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", "August 26, 2025"),
        ("ja", "2025年8月26日"),
        ("ja-simple", "2025年（ねん）8月（がつ）26日（にち）"),
        ("zh-Hant", "2025年8月26日"),
        ("pt", "26 de agosto de 2025"),
        ("x-unknown", "August 26, 2025"),
    ],
)
def test_a_day_is_written_as_the_locale_writes_it(tag: str, said: str) -> None:
    assert long_date(date(2025, 8, 26), tag) == said


@pytest.mark.parametrize(
    ("numbers", "english", "japanese", "russian"),
    [
        ([0, 1, 2, 3, 4], "Mon–Fri", "月～金", "пн – пт"),
        ([5, 6], "Sat and Sun", "土、日", "сб и вс"),
        ([0, 2, 3, 4, 6], "Mon, Wed–Fri, and Sun", "月、水～金、日", "пн, ср – пт и вс"),
        ([3], "Thu", "木", "чт"),
    ],
)
def test_days_of_the_week_are_named_and_three_in_a_row_are_a_range(
    numbers: list[int], english: str, japanese: str, russian: str
) -> None:
    assert [weekdays(numbers, tag) for tag in ("en", "ja", "ru")] == [english, japanese, russian]


@pytest.mark.parametrize(
    ("opens", "closes", "english", "japanese", "indonesian"),
    [
        (540, 1020, "09:00–17:00", "9:00～17:00", "09.00–17.00"),
        (0, 1440, "00:00–24:00", "0:00～24:00", "00.00–24.00"),
        (1320, 1740, "22:00–05:00", "22:00～5:00", "22.00–05.00"),
    ],
)
def test_a_span_of_the_day_is_said_on_the_24_hour_clock(
    opens: int, closes: int, english: str, japanese: str, indonesian: str
) -> None:
    assert [clock_span(opens, closes, tag) for tag in ("en", "ja", "id")] == [english, japanese, indonesian]


def test_days_of_the_year_are_said_with_the_year_where_they_have_one() -> None:
    assert days_of_year((12, 28), (1, 3), "en") == "Dec 28–Jan 3"
    assert days_of_year((2, 29), (2, 29), "ja") == "2月29日"
    assert days_of_year(date(2026, 12, 30), date(2027, 1, 2), "en") == "Dec 30, 2026–Jan 2, 2027"
    assert days_of_year(date(2026, 12, 30), date(2026, 12, 30), "x-unknown") == "Dec 30, 2026"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (1, "1月（がつ）1日（ついたち）"),
        (3, "1月（がつ）3日（みっか）"),
        (14, "1月（がつ）14日（じゅうよっか）"),
        (17, "1月（がつ）17日（にち）"),
        (20, "1月（がつ）20日（はつか）"),
    ],
)
def test_plain_japanese_reads_out_the_days_as_they_are_said(day: int, said: str) -> None:
    assert days_of_year((1, day), (1, day), "ja-simple") == said


def test_plain_japanese_has_whole_weekdays_with_readings() -> None:
    assert weekdays([0, 1, 2], "ja-simple") == "月曜日（げつようび）～水曜日（すいようび）"
    assert weekdays([5, 6], "ja-simple") == "土曜日（どようび）、日曜日（にちようび）"


def test_every_place_and_every_language_of_the_report_has_a_reading_in_plain_japanese() -> None:
    languages = ("en", "zh", "ko", "fil", "pt", "vi", "ne", "es", "id", "th", "my", "km", "mn", "ru", "ja")

    assert {language_name(tag, ("ja-simple", "ja")).tag for tag in languages} == {"ja-simple"}
    assert {area_name(code, ("ja-simple", "ja")).tag for code in ("JP", *prefecture_codes())} == {"ja-simple"}
    assert language_name("zh", ("ja-simple",)) == Said("中国語（ちゅうごくご）", "ja-simple")


def test_a_name_without_a_reading_is_given_as_what_it_is() -> None:
    assert language_name("la", ("ja-simple", "ja")) == Said("ラテン語（ご）", "ja-simple")
    assert language_name("ang", ("ja-simple", "ja")) == Said("古英語", "ja")


def test_chinese_names_of_places_are_in_the_script_of_the_locale() -> None:
    assert area_name("JP-13", ("zh-Hant", "en")) == Said("東京", "zh-Hant")
    assert area_name("JP-13", ("zh-Hans", "en")) == Said("东京都", "zh-Hans")
    assert area_name("JP-47", ("zh-Hant", "en")) == Said("Okinawa", "en")


def test_locales_with_a_script_are_named() -> None:
    assert language_name("zh-Hant", ("en",)) == Said("Traditional Chinese", "en")
    assert language_name("zh-Hans", ("ja",)) == Said("簡体中国語", "ja")
