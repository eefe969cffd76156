"""The phrases of needs, in plain lines."""

from pathlib import Path

import pytest

from api.seeding.phrase_files import read_phrases
from api.seeding.yaml_files import FileFault

FILE = """\
# A comment.
danger-now:
help me now
#119

passport-taken:
  boss took my passport
# boss: no, this is a comment
boss said: give me your passport
"""


def read(content: bytes, tmp_path: Path) -> tuple[object, dict[tuple[str | int, ...], int], list[tuple[int, str, str]]]:
    path, faults = tmp_path / "en.txt", list[FileFault]()
    path.write_bytes(content)
    located = read_phrases(path, "phrases/en.txt", faults)
    assert {fault.file for fault in faults} <= {"phrases/en.txt"}
    return located.value, located.lines, [(fault.line, fault.name, fault.code) for fault in faults]


def test_phrases_stand_under_the_need_whose_line_ends_with_a_colon(tmp_path: Path) -> None:
    value, lines, faults = read(FILE.encode(), tmp_path)

    assert faults == []
    assert value == {
        "danger-now": ["help me now", "#119"],
        "passport-taken": ["boss took my passport", "boss said: give me your passport"],
    }
    assert lines[("passport-taken", 1)] == 9


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"lost\ndanger:\n", (1, "", "no-such-record")),
        (b"danger:\nhelp\nhelp\n", (3, "danger", "repeated")),
        (b"danger:\nhelp\ndanger:\nhurry\n", (3, "danger", "repeated")),
        (b"danger:\n\xff\n", (1, "", "unreadable-file")),
    ],
)
def test_what_is_wrong_is_told_by_its_line(tmp_path: Path, content: bytes, fault: tuple[int, str, str]) -> None:
    assert read(content, tmp_path)[2] == [fault]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    faults: list[FileFault] = []

    assert read_phrases(tmp_path / "nowhere.txt", "nowhere.txt", faults).value == {}
    assert [fault.code for fault in faults] == ["unreadable-file"]
