"""Everyday phrases that speak of no trouble."""

from pathlib import Path

from api.localization.catalogs import CATALOG_FOLDER
from api.localization.locales import LOCALES
from api.localization.small_talk import read_small_talk


def test_the_phrases_of_all_locales_are_read_in_a_fixed_order_without_comments(tmp_path: Path) -> None:
    for tag, content in (("vi", "# one a line\nthời tiết\n\n"), ("en", "  nice weather\n# no\n")):
        (tmp_path / tag).mkdir()
        (tmp_path / tag / "small_talk.txt").write_text(content, encoding="utf-8")

    assert read_small_talk(tmp_path) == ("nice weather", "thời tiết")
    assert read_small_talk(tmp_path / "nowhere") == ()


def test_every_shipped_locale_has_some() -> None:
    folders = {path.parent.name.replace("_", "-") for path in CATALOG_FOLDER.glob("*/small_talk.txt")}

    assert folders == {locale.tag for locale in LOCALES}
    assert len(read_small_talk()) > 50 * len(LOCALES)
