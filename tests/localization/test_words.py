"""The words of one answer, and the record of where they had to fall back."""

from pathlib import Path

import pytest

from api.localization.catalogs import Catalogs, say
from api.localization.locales import LOCALES, Locale, LocaleTable
from api.localization.words import Words

GREETING = say("Hello, {name}.", name="Lan")


@pytest.fixture
def catalogs(tmp_path: Path) -> Catalogs:
    path = tmp_path / "ja" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Hello, {name}."\nmsgstr "{name}さん、こんにちは。"\n', encoding="utf-8")
    return Catalogs(tmp_path)


@pytest.fixture
def japanese(catalogs: Catalogs) -> Words:
    return Words("ja", LocaleTable(LOCALES), catalogs)


@pytest.fixture
def vietnamese(catalogs: Catalogs) -> Words:
    """A locale that neither a catalog nor a text is in."""
    return Words("vi", LocaleTable([*LOCALES, Locale("vi")]), catalogs)


def test_what_is_in_the_locale_needs_no_fallback(japanese: Words) -> None:
    assert japanese.text({"en": "Police", "ja": "警察"}, "/name") == "警察"
    assert japanese.optional_text({"ja": "誰でも"}, "/audience") == "誰でも"
    assert japanese.optional_text(None, "/alert") is None
    assert japanese.sentence(GREETING, "/detail") == "Lanさん、こんにちは。"
    assert japanese.language("vi", "/languages/0/name") == "ベトナム語"
    assert japanese.area("JP", "/area/name") == "日本"
    assert japanese.fallbacks == {}


def test_what_is_not_in_the_locale_is_named_with_the_tag_that_it_is_in(vietnamese: Words) -> None:
    assert vietnamese.text({"ja": "警察", "en": "Police"}, "/name") == "Police"
    assert vietnamese.text({"ja": "説明"}, "/description") == "説明"
    assert vietnamese.text({"vi": "Tiếng Việt", "en": "English"}, "/label") == "Tiếng Việt"
    assert vietnamese.sentence(GREETING, "/detail") == "Hello, Lan."
    assert vietnamese.language("vi", "/languages/0/name") == "Tiếng Việt"
    assert vietnamese.area("JP-13", "/area/name") == "Tokyo"
    assert vietnamese.fallbacks == {"/name": "en", "/description": "ja", "/detail": "en", "/area/name": "en"}


def test_a_text_in_a_language_that_we_do_not_answer_in_is_better_than_none(japanese: Words) -> None:
    assert japanese.text({"th": "ตำรวจ"}, "/name") == "ตำรวจ"
    assert japanese.fallbacks == {"/name": "th"}


def test_a_required_text_without_any_translation_is_our_fault_and_is_said_so(japanese: Words) -> None:
    with pytest.raises(LookupError, match="/name"):
        japanese.text({}, "/name")
