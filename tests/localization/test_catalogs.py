"""Our own sentences: whole messages with placeholders, translated from `.po` files."""

from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from api.localization.catalogs import CATALOG_FOLDER, Catalogs, Said, Sentence, say
from api.localization.locales import LOCALES
from api.localization.reasons import REASONS, reason_for

SHIPPED_TAGS = sorted(locale.tag for locale in LOCALES if locale.tag != "en")


@pytest.fixture
def catalogs(tmp_path: Path) -> Catalogs:
    """Catalogs for Japanese and traditional Chinese."""
    _write(
        tmp_path / "ja",
        """
        msgid "Hello."
        msgstr "こんにちは。"

        msgid "At most {limit} of {name}."
        msgstr "{name}は{limit}まで。"

        msgid "Not yet."
        msgstr ""

        #, fuzzy
        msgid "Perhaps."
        msgstr "多分。"
        """,
    )
    _write(
        tmp_path / "zh_Hant",
        """
        msgid "Hello."
        msgstr "你好。"
        """,
    )
    return Catalogs(tmp_path)


def _write(folder: Path, messages: str) -> None:
    path = folder / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(line.strip() for line in messages.splitlines()), encoding="utf-8")


def test_a_sentence_is_said_in_the_first_locale_of_the_chain_that_has_it(catalogs: Catalogs) -> None:
    hello = say("Hello.")

    assert catalogs.translate(hello, ("ja", "en")) == Said("こんにちは。", "ja")
    assert catalogs.translate(hello, ("zh-Hant", "ja", "en")) == Said("你好。", "zh-Hant")
    assert catalogs.translate(hello, ("vi", "ja", "en")) == Said("こんにちは。", "ja")


def test_english_is_the_source_and_ends_every_chain(catalogs: Catalogs) -> None:
    hello = say("Hello.")

    assert catalogs.translate(hello, ("en", "ja")) == Said("Hello.", "en")
    assert catalogs.translate(hello, ("vi", "en", "ja")) == Said("Hello.", "en")
    assert catalogs.translate(hello, ("vi",)) == Said("Hello.", "en")


@pytest.mark.parametrize("text", ["Not yet.", "Perhaps.", "Nobody translated this."])
def test_what_is_not_translated_for_certain_is_said_in_english(catalogs: Catalogs, text: str) -> None:
    assert catalogs.translate(say(text), ("ja", "en")) == Said(text, "en")


def test_values_fill_their_placeholders_and_are_never_read_as_such(catalogs: Catalogs) -> None:
    sentence = say("At most {limit} of {name}.", limit=3, name="{limit}")

    assert catalogs.translate(sentence, ("ja", "en")) == Said("{limit}は3まで。", "ja")
    assert str(sentence) == "At most 3 of {limit}."


def test_a_value_may_be_said_in_the_language_that_the_sentence_turns_out_to_be_in(catalogs: Catalogs) -> None:
    sentence = say("At most {limit} of {name}.", limit=3, name=lambda tag: f"<{tag}>")
    untranslated = say("Checked on {day}.", day=lambda tag: f"<{tag}>")

    assert catalogs.translate(sentence, ("zh-Hant", "ja", "en")) == Said("<ja>は3まで。", "ja")
    assert catalogs.translate(untranslated, ("ja", "en")) == Said("Checked on <en>.", "en")
    assert str(sentence) == "At most 3 of <en>."


def test_a_folder_without_catalogs_says_everything_in_english(tmp_path: Path) -> None:
    assert Catalogs(tmp_path).translate(say("Hello."), ("ja", "en")) == Said("Hello.", "en")


@pytest.mark.parametrize("tag", SHIPPED_TAGS)
def test_every_locale_but_english_has_a_complete_catalog(tag: str) -> None:
    with (CATALOG_FOLDER / "messages.pot").open("rb") as file:
        wanted = {str(message.id) for message in read_po(file) if message.id}
    catalogs = Catalogs()

    for text in wanted:
        values = {name: "…" for _, name, _, _ in Formatter().parse(text) if name}
        assert catalogs.translate(Sentence(text, values), (tag, "en")).tag == tag, text


@pytest.mark.parametrize("tag", SHIPPED_TAGS)
def test_every_reason_is_said_with_its_values_in_every_locale(tag: str) -> None:
    catalogs = Catalogs()

    for code, reason in REASONS.items():
        values = {name: f"«{name}»" for _, name, _, _ in Formatter().parse(reason.text) if name}
        said = catalogs.translate(reason_for(code, values), (tag, "en"))
        assert said.tag == tag, code
        assert all(value in said.text for value in values.values()), code
