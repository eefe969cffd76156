"""The gates that translations pass: the shipped ones do, and what must not pass does not."""

import re

import pytest
from babel.messages.catalog import Catalog

from api.localization.locales import LOCALES, Locale
from tests.translation_gates import (
    Glossary,
    Text,
    find_all_faults,
    find_catalog_faults,
    find_foreign_letters,
    find_foreign_words,
    find_other_terms,
    find_unread_kanji,
    read_glossary,
    script_of,
)

GLOSSARY = Glossary(
    {"police": re.compile(r"\bpolice\b", re.IGNORECASE)},
    {"police": {"vi": ("cảnh sát",), "ru": ("полиция", "полици")}},
    {"everywhere": frozenset({"OTIT"}), "ru": frozenset({"Cure"})},
    frozenset({"JSON", "zh-Hant", "temporarily", "closed"}),
)

STILL_ENGLISH = "there: still the English text"


def text(said: str, english: str = "Call the police.") -> Text:
    return Text("there", english, said)


def test_every_shipped_translation_passes_every_gate() -> None:
    assert find_all_faults() == []


def test_a_locale_without_translations_does_not_pass() -> None:
    faults = find_all_faults([Locale("fr")])

    assert "locales/fr/LC_MESSAGES/messages.po: cannot be read" in faults
    assert "seed/texts/fr: not translated: services/police-110/name" in faults
    assert "locales/glossary.yaml: no word for passport in fr" in faults


def test_the_glossary_has_a_word_for_each_term_in_each_locale() -> None:
    glossary = read_glossary()

    assert {"trafficking", "consultation", "toll-free", "interpreter", "residence-card"} <= glossary.forms.keys()
    assert {tag for words in glossary.forms.values() for tag in words} == {locale.tag for locale in LOCALES}
    assert glossary.when.keys() == glossary.forms.keys()  # no term that nothing is held to


def test_the_next_script_has_to_be_made_known() -> None:
    assert [*find_foreign_letters([text("ডাক")], Locale("bn"))] == [
        "the letters of the script Beng of bn are not known here: add them"
    ]


@pytest.mark.parametrize(
    ("tag", "script"),
    [("ja-simple", "Jpan"), ("zh-Hans", "Hans"), ("zh-Hant", "Hant"), ("ko", "Kore"), ("vi", "Latn"), ("mn", "Cyrl")],
)
def test_cldr_says_what_script_a_locale_is_written_in(tag: str, script: str) -> None:
    assert script_of(next(locale for locale in LOCALES if locale.tag == tag)) == script


def catalog_of(*messages: tuple[str | tuple[str, str], str | tuple[str, ...]], **flags: object) -> Catalog:
    catalog = Catalog(locale="ru")
    for source, said in messages:
        catalog.add(source, said, **flags)  # type: ignore[arg-type]  # Babel's stubs know no tuple
    return catalog


@pytest.mark.parametrize(
    ("catalog", "fault"),
    [
        (catalog_of(), "missing: 'At most {limit}.'"),
        (catalog_of(("At most {limit}.", "")), "not translated: 'At most {limit}.'"),
        (catalog_of(("At most {limit}.", "До {limit}."), flags=["fuzzy"]), "fuzzy: 'At most {limit}.'"),
        (catalog_of(("At most {limit}.", "До {предел}.")), "other placeholders than: 'At most {limit}.'"),
        (catalog_of(("At most {limit}.", "До limit}.")), "other placeholders than: 'At most {limit}.'"),
        (catalog_of(("At most {limit}.", "До {limit}."), ("Gone.", "Ушло.")), "stale: 'Gone.'"),
    ],
)
def test_a_broken_catalog_does_not_pass(catalog: Catalog, fault: str) -> None:
    assert fault in [*find_catalog_faults(catalog_of(("At most {limit}.", "")), catalog)]


def test_a_whole_catalog_passes() -> None:
    wanted = catalog_of(("At most {limit}.", ""))

    assert [*find_catalog_faults(wanted, catalog_of(("At most {limit}.", "До {limit}.")))] == []


@pytest.mark.parametrize(
    ("forms", "faults"),
    [
        (("{n} день", "{n} дня", "{n} дней"), []),
        (("{n} день", "{n} дня"), ["2 plural forms, not 3: ('{n} day', '{n} days')"]),
        (("{n} день", "{n} дня", ""), ["not translated: ('{n} day', '{n} days')"]),
        (("{n} день", "{n} дня", "дней"), ["other placeholders than: ('{n} day', '{n} days')"]),
    ],
)
def test_a_message_has_every_plural_form_of_its_language(forms: tuple[str, ...], faults: list[str]) -> None:
    source = ("{n} day", "{n} days")

    assert [*find_catalog_faults(catalog_of((source, ("", "", ""))), catalog_of((source, forms)))] == faults


@pytest.mark.parametrize(
    ("tag", "said", "letters"),
    [
        ("vi", "Gọi cảnh sát (警察).", "察警"),
        ("ru", "Позвоните в полицию 110番.", "番"),
        ("th", "โทรหาตำรวจ полиция", "илопця"),
        ("ne", "प्रहरीलाई ตำ", "ตำ"),
        ("ko", "경찰에 전화하세요 警", "警"),
        ("ja", "경찰に電話", "경찰"),
    ],
)
def test_letters_of_another_script_do_not_pass(tag: str, said: str, letters: str) -> None:
    assert [*find_foreign_letters([text(said)], Locale(tag))] == [f"there: not the script of {tag}: {letters}"]


@pytest.mark.parametrize(
    ("tag", "said", "signs"),
    [("zh-Hans", "請打電話", "請話電"), ("zh-Hant", "请打电话", "电话请"), ("ja", "电話して请", "电请")],
)
def test_the_other_form_of_chinese_does_not_pass(tag: str, said: str, signs: str) -> None:
    assert [*find_foreign_letters([text(said)], Locale(tag))] == [
        f"there: not the form of {tag}: {''.join(sorted(signs))}"
    ]


def test_letters_that_only_look_alike_do_not_pass() -> None:
    assert [*find_foreign_letters([text("Пoлиция")], Locale("ru"))] == [
        "there: letters of two scripts in one word: Пoлиция"
    ]
    assert [*find_foreign_letters([text("IP-телефон, Цагдаа")], Locale("mn"))] == []


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("vi", "Gọi cảnh sát ở {place}: https://example.go.jp/警"),
        ("my", "ရဲကို ခေါ်ပါ"),
        ("km", "ហៅប៉ូលិស"),
        ("ne", "प्रहरीलाई फोन गर्नुहोस्"),
        ("ru", "«Полиция» — 110, #9110"),
        ("ja", "警察へ電話々ー"),
    ],
)
def test_the_script_of_the_locale_passes(tag: str, said: str) -> None:
    assert [*find_foreign_letters([text(said)], Locale(tag))] == []


@pytest.mark.parametrize(
    ("tag", "said", "faults"),
    [
        ("ru", "Позвоните police или Hello-Work", ["Hello-Work, police"]),
        ("ru", "OTIT, Cure, {limit}, /v1/needs, %2B, 09:00T", []),
        ("ru", "JSON temporarily closed", ["JSON, closed, temporarily"]),
        ("th", "Cure", ["Cure"]),
        ("vi", "police", []),
    ],
)
def test_english_words_pass_only_where_the_glossary_allows_them(tag: str, said: str, faults: list[str]) -> None:
    found = [*find_foreign_words([text(said)], Locale(tag), GLOSSARY)]

    assert found == [f"there: Latin words that the glossary does not allow: {words}" for words in faults]


def test_words_of_code_pass_where_the_english_has_them() -> None:
    said = text("temporarily closed: alert керек", english="A service that is temporarily closed needs an alert.")

    assert [*find_foreign_words([said], Locale("mn"), GLOSSARY)] == [
        "there: Latin words that the glossary does not allow: alert"
    ]


def test_a_sentence_left_in_english_does_not_pass_and_a_name_may_be_the_same() -> None:
    sentence = "Call the police when you are in danger."

    assert [*find_foreign_words([text(sentence, sentence)], Locale("vi"), GLOSSARY)] == [
        "there: still the English text"
    ]
    assert [*find_foreign_words([text("Yorisoi Hotline", "Yorisoi Hotline")], Locale("vi"), GLOSSARY)] == []


@pytest.mark.parametrize(
    ("said", "passes"), [("警察（けいさつ）を呼ぶ（よぶ）", True), ("警察（けいさつ）を呼ぶ", False)]
)
def test_plain_japanese_has_a_reading_after_each_word(said: str, *, passes: bool) -> None:
    assert ([*find_unread_kanji([text(said)])] == []) is passes


@pytest.mark.parametrize(
    ("tag", "said", "passes"),
    [
        ("vi", "Gọi Cảnh sát.", True),
        ("vi", "Gọi công an.", False),
        ("ru", "В полицию!", True),
        ("ru", "Ментам!", False),
    ],
)
def test_a_key_term_is_said_in_the_word_that_was_chosen(tag: str, said: str, *, passes: bool) -> None:
    assert ([*find_other_terms([text(said)], Locale(tag), GLOSSARY)] == []) is passes
    assert [*find_other_terms([text(said, "Call a policeman.")], Locale(tag), GLOSSARY)] == []
