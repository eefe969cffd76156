"""The files of translations: what they say, what is known of it, and how they keep up with the English."""

from pathlib import Path

import pytest

from api.seeding.translations import Translation, bring_up_to_date, read_translations
from api.seeding.yaml_files import FileFault

FILE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

#. ja: 警察
msgctxt "organizations/police/name"
msgid "Police"
msgstr "Cảnh sát"

#, fuzzy
msgctxt "needs/danger/name"
msgid "In danger"
msgstr "Nguy hiểm"

#, reviewed
msgctxt "needs/danger/description"
msgid "Now."
msgstr "Ngay."

msgctxt "services/line/contact_points/phone/label"
msgid "Phone"
msgstr ""
"""
ENGLISH = """\
organizations:
  police:
    name: Police
needs:
  danger:
    name: I am in danger
    description: Now.
services:
  line:
    contact_points:
      phone:
        label: Phone
"""


def read(content: str, tmp_path: Path) -> tuple[object, dict[str, Translation], list[FileFault]]:
    path, faults = tmp_path / "vi.po", list[FileFault]()
    path.write_text(content, encoding="utf-8")
    located, known = read_translations(path, "texts/vi.po", faults)
    return located.value, {"/".join(map(str, place)): each for place, each in known.items()}, faults


def test_translations_stand_where_the_texts_of_a_yaml_file_would(tmp_path: Path) -> None:
    value, known, faults = read(FILE, tmp_path)

    assert faults == []
    assert value == {
        "organizations": {"police": {"name": "Cảnh sát"}},
        "needs": {"danger": {"name": "Nguy hiểm", "description": "Ngay."}},
    }
    assert known == {
        "organizations/police/name": Translation("Police", is_fuzzy=False, is_reviewed=False),
        "needs/danger/name": Translation("In danger", is_fuzzy=True, is_reviewed=False),
        "needs/danger/description": Translation("Now.", is_fuzzy=False, is_reviewed=True),
        "services/line/contact_points/phone/label": Translation("Phone", is_fuzzy=False, is_reviewed=False),
    }


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (FILE + "nonsense\n", 23, "unreadable-file"),
        (FILE + '\nmsgctxt "organizations/police/name"\nmsgid "Other"\nmsgstr "Khác"\n', 24, "repeated"),
        (FILE + '\nmsgctxt "organizations/police/name"\nmsgid "Police"\nmsgstr "Khác"\n', 24, "repeated"),
        (FILE + '\nmsgctxt "a/b"\nmsgid "Bar"\nmsgid_plural "Bars"\nmsgstr[0] "Thanh"\n', 25, "not-text"),
        (FILE.replace("charset=utf-8", "charset=klingon"), 1, "unreadable-file"),
        (FILE + '\nmsgctxt "organizations/police"\nmsgid "Other"\nmsgstr "Khác"\n', 25, "unknown-field"),
        (FILE + '\nmsgctxt "organizations/police/name/x"\nmsgid "Other"\nmsgstr "Khác"\n', 25, "unknown-field"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line(tmp_path: Path, content: str, line: int, code: str) -> None:
    _, _, faults = read(content, tmp_path)

    assert [(fault.file, fault.line, fault.code) for fault in faults] == [("texts/vi.po", line, code)]


def test_a_file_that_is_not_there_or_is_no_text_is_told(tmp_path: Path) -> None:
    faults: list[FileFault] = []
    (tmp_path / "th.po").write_bytes(b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\xff\xfe')

    read_translations(tmp_path / "nowhere.po", "nowhere.po", faults)
    read_translations(tmp_path / "th.po", "th.po", faults)

    assert [(fault.file, fault.code) for fault in faults] == [
        ("nowhere.po", "unreadable-file"),
        ("th.po", "unreadable-file"),
    ]


def test_a_file_is_brought_to_the_entries_that_the_english_asks_for(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "en.yaml").write_text(ENGLISH, encoding="utf-8")
    (texts / "ja.yaml").write_text("organizations: {police: {name: 警察}}", encoding="utf-8")
    gone = '\nmsgctxt "services/gone/name"\nmsgid "Gone"\nmsgstr "Mất"\n'
    (texts / "vi.po").write_text(FILE.replace("#, reviewed", "#, reviewed, fuzzy") + gone, encoding="utf-8")
    faults: list[FileFault] = []

    counts = bring_up_to_date(tmp_path, faults)

    assert faults == []
    assert counts == {"vi.po": (3, 1, 2)}
    content = (texts / "vi.po").read_text(encoding="utf-8")
    assert content[content.index("#. ja") :] == (
        '#. ja: 警察\nmsgctxt "organizations/police/name"\nmsgid "Police"\nmsgstr "Cảnh sát"\n\n'
        '#, fuzzy\nmsgctxt "needs/danger/name"\nmsgid "I am in danger"\nmsgstr "Nguy hiểm"\n\n'
        '#, fuzzy\nmsgctxt "needs/danger/description"\nmsgid "Now."\nmsgstr "Ngay."\n\n'
        'msgctxt "services/line/contact_points/phone/label"\nmsgid "Phone"\nmsgstr ""\n'
    )
    assert content.startswith('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n#. ja')

    bring_up_to_date(tmp_path, faults)
    assert (texts / "vi.po").read_text(encoding="utf-8") == content


def test_what_translators_and_their_tools_noted_stays(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "en.yaml").write_text("organizations: {police: {name: Police}}", encoding="utf-8")
    (texts / "ja.yaml").write_text("organizations: {police: {name: 警察}}", encoding="utf-8")
    content = (
        '# By hand.\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Last-Translator: Mai\\n"\n\n'
        "# Asked the ministry.\n#. ja: 警察\n#, no-wrap, reviewed\n"
        'msgctxt "organizations/police/name"\nmsgid "Police"\nmsgstr "Cảnh sát"\n'
    )
    (texts / "vi.po").write_text(content, encoding="utf-8")
    (texts / "th.po").write_text("", encoding="utf-8")

    assert bring_up_to_date(tmp_path, []) == {"th.po": (0, 1, 0), "vi.po": (1, 0, 0)}

    assert (texts / "vi.po").read_text(encoding="utf-8") == content
    assert '"Language: th\\n"' in (texts / "th.po").read_text(encoding="utf-8")
    assert sorted(path.name for path in texts.iterdir()) == ["en.yaml", "ja.yaml", "th.po", "vi.po"]


def test_a_mark_of_the_byte_order_does_no_harm(tmp_path: Path) -> None:
    value, _, faults = read("\ufeff" + FILE, tmp_path)

    assert faults == []
    assert value == read(FILE, tmp_path)[0]
