"""Another locale is a row, a file of texts and a catalog, and nothing else: Arabic in miniature, from right to left."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from api.database import make_engine, migrate, write_session
from api.localization.catalogs import CATALOG_FOLDER
from api.localization.locales import LOCALES, Locale
from api.seeding.planting import plant
from api.seeding.reading import read_seed
from api.settings import Settings
from tests.conftest import SEED_FOLDER, SEEDED_AT, Api, Databases, running
from tests.translation_gates import Text, find_catalog_faults, find_foreign_letters, script_of

ARABIC = Locale("ar")
TEXTS = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgctxt "organizations/prefectural-police/name"
msgid "Prefectural police"
msgstr "شرطة المحافظات"

msgctxt "needs/danger-now/name"
msgid "I am in danger now"
msgstr "أنا في خطر الآن"

msgctxt "services/police-110/name"
msgid "Police emergency call"
msgstr "نداء طوارئ الشرطة"
"""
CATALOG = """\
msgid ""
msgstr ""
"Language: ar\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\\n"

msgid "Not found"
msgstr "غير موجود"

msgid "There is nothing at this address."
msgstr "لا يوجد شيء في هذا العنوان."

msgid "The hours are not known."
msgstr "أوقات العمل غير معروفة."

msgid "Helps with: {need}"
msgstr "تساعد في: {need}"
"""
PHRASES = "danger-now:\nسوف يقتلني\nمعه سكين\n"


@contextmanager
def serving_arabic(databases: Databases, folder: Path) -> Iterator[Api]:
    """The application with one row, one catalog and one file of texts more."""
    seed, catalogs = folder / "seed", folder / "locales"
    shutil.copytree(SEED_FOLDER, seed)
    shutil.copytree(CATALOG_FOLDER, catalogs)
    (seed / "texts" / "ar.po").write_text(TEXTS, encoding="utf-8")
    (seed / "phrases" / "ar.txt").write_text(PHRASES, encoding="utf-8")
    (catalogs / "ar" / "LC_MESSAGES").mkdir(parents=True)
    (catalogs / "ar" / "LC_MESSAGES" / "messages.po").write_text(CATALOG, encoding="utf-8")
    with databases.new(seeded=False) as url:
        engine = make_engine(url)
        migrate(engine)
        with write_session(engine, lambda: SEEDED_AT) as session:
            plant(session, read_seed(seed), SEEDED_AT)
        engine.dispose()
        settings = Settings(database_url=url, poll_seconds=0)
        with running(settings, locales=(*LOCALES, ARABIC), catalog_folder=catalogs) as api:
            yield api


@pytest.fixture(scope="module")
def arabic(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with serving_arabic(databases, tmp_path_factory.mktemp("arabic")) as api:
        yield api


def get(api: Api, address: str, **headers: str) -> dict[str, Any]:
    answer: dict[str, Any] = api.get(address, headers=headers).json()
    return answer


def test_it_is_chosen_listed_and_read_from_right_to_left(arabic: Api) -> None:
    listed = {entry["tag"]: entry for entry in get(arabic, "/v1/locales?locale=ar")["locales"]}

    assert get(arabic, "/v1/needs", **{"Accept-Language": "ar-EG, en;q=0.5"})["locale"] == "ar"
    assert get(arabic, "/v1/needs?locale=ar")["text_direction"] == "rtl"
    assert listed["ar"]["name"] == listed["ar"]["autonym"] == "العربية"
    assert listed["ar"]["text_direction"] == "rtl"
    assert 0 < listed["ar"]["coverage"] < 0.1
    assert listed["km"]["coverage"] == 1


def test_its_texts_sentences_and_names_are_served_and_the_rest_is_said_to_be_english(arabic: Api) -> None:
    service = get(arabic, "/v1/services/police-110?locale=ar")
    problem = get(arabic, "/nowhere?locale=ar")

    assert (service["name"], service["name_in_japanese"]) == ("نداء طوارئ الشرطة", "110番（警察への緊急通報）")
    assert service["organization"]["name"] == "شرطة المحافظات"
    assert service["area"]["name"] == "اليابان"
    assert service["contact_points"][0]["hours"]["text"] == "أوقات العمل غير معروفة."
    assert service["fallbacks"]["/description"] == "en"
    assert {"/name", "/organization/name", "/area/name", "/needs/0/name"}.isdisjoint(service["fallbacks"])
    assert (problem["title"], problem["detail"], problem["fallbacks"]) == (
        "غير موجود",
        "لا يوجد شيء في هذا العنوان.",
        {},
    )


def test_its_words_are_understood(arabic: Api) -> None:
    answer = get(arabic, "/v1/services?q=%D9%85%D8%B9%D9%87%20%D8%B3%D9%83%D9%8A%D9%86&locale=ar")  # معه سكين

    assert answer["understood"][0]["need"] == "danger-now"
    assert answer["services"][0]["id"] == "police-110"
    assert "تساعد في: أنا في خطر الآن" in answer["services"][0]["match"]["reasons"]


def test_its_translations_are_held_to_the_gates(arabic: Api, tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    path.write_text(CATALOG, encoding="utf-8")
    with path.open("rb") as file, (CATALOG_FOLDER / "messages.pot").open("rb") as template:
        faults = [*find_catalog_faults(read_po(template), read_po(file, locale="ar"))]

    assert "missing: 'This is required.'" in faults
    assert not [fault for fault in faults if not fault.startswith("missing")]
    assert script_of(ARABIC) == "Arab"
    assert [*find_foreign_letters([Text("there", "", "نداء 110")], ARABIC)] == []
    assert [*find_foreign_letters([Text("there", "", "警察")], ARABIC)] != []
