"""YAML files as plain values that know their lines: every scalar is text, and what cannot be read is a fault."""

from pathlib import Path

import pytest

from api.seeding.yaml_files import FileFault, Located, read_yaml

SHOWN = "seed/services.yaml"


def read(folder: Path, content: str | bytes) -> tuple[Located, list[FileFault]]:
    path = folder / "services.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults: list[FileFault] = []
    return read_yaml(path, SHOWN, faults), faults


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("110", "110"),
        ("0120-924-839", "0120-924-839"),
        ("012", "012"),
        ("2025-08-26", "2025-08-26"),
        ("09:00", "09:00"),
        ("no", "no"),
        ("true", "true"),
        ("1.50", "1.50"),
        ("'#9110'", "#9110"),
        ("'# 9110'", "# 9110"),
        ("a: NO\nb: [1, 2.0, on]", {"a": "NO", "b": ["1", "2.0", "on"]}),
        ("- one\n- two: 2\n- []\n- {}", ["one", {"two": "2"}, [], {}]),
        ("a:\nb: ''", {"a": None, "b": ""}),
        ("a: >\n  two\n  lines\n", {"a": "two lines\n"}),
        ("a: 日本語 # a comment", {"a": "日本語"}),
        ("\ufeffa: 1", {"a": "1"}),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
        ("", None),
        ("# nothing but a comment\n", None),
    ],
)
def test_every_scalar_is_text_as_it_was_written(tmp_path: Path, content: str, value: object) -> None:
    located, faults = read(tmp_path, content)

    assert located.value == value
    assert faults == []


def test_each_part_knows_its_line(tmp_path: Path) -> None:
    located, _ = read(tmp_path, "# a comment\n\n- id: a\n  tags: [x,\n         y]\n- id: b\n  inner:\n    deep: 1\n")

    places: dict[tuple[str | int, ...], int] = {
        (0,): 3,
        (0, "id"): 3,
        (0, "tags"): 4,
        (0, "tags", 0): 4,
        (0, "tags", 1): 5,
        (1,): 6,
        (1, "id"): 6,
        (1, "inner"): 7,
        (1, "inner", "deep"): 8,
        (1, "inner", "nothing-there"): 7,
        (1, "inner", "nothing-there", 5): 7,
        (9,): 3,
    }
    assert {place: located.line_at(place) for place in places} == places
    assert located.file == SHOWN


def test_a_key_that_is_given_twice_is_a_fault_at_its_second_line(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\n")

    assert faults == [FileFault(SHOWN, 5, "c", "repeated"), FileFault(SHOWN, 6, "a", "repeated")]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ("- a\nb: 1\n", 2),
        ("a: 'never closed\n", 2),
        ("a: 1\nb: *nowhere\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: 1\nb: : 2\n", 2),
        ("a: 1\nb: @x\n", 2),
    ],
)
def test_bad_yaml_is_a_fault_at_its_line(tmp_path: Path, content: str, line: int) -> None:
    located, faults = read(tmp_path, content)

    assert located.value is None
    assert [(fault.file, fault.line, fault.code) for fault in faults] == [(SHOWN, line, "unreadable-file")]
    assert faults[0].values["error"]


@pytest.mark.parametrize(
    "content",
    [
        "a: 1\nb: \x07\n",
        "a: 1\nb: x\x0cy\n",
        "a: 1\nb: \x00\n",
        "a: 1\nb: 相談\n".encode("shift_jis"),
        b"a: 1\nb: \xff\n",
    ],
    ids=["bell", "form-feed", "null", "shift-jis", "no-utf-8"],
)
def test_a_character_that_cannot_be_read_is_a_fault_at_its_line(tmp_path: Path, content: str | bytes) -> None:
    located, faults = read(tmp_path, content)

    assert located.value is None
    assert [(fault.file, fault.line, fault.code) for fault in faults] == [(SHOWN, 2, "unreadable-file")]


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    faults: list[FileFault] = []

    assert read_yaml(tmp_path / "services.yaml", SHOWN, faults).value is None
    assert faults == [FileFault(SHOWN, 1, "", "missing-file")]


def test_a_folder_in_place_of_a_file_is_a_fault(tmp_path: Path) -> None:
    faults: list[FileFault] = []

    assert read_yaml(tmp_path, SHOWN, faults).value is None
    assert faults == [FileFault(SHOWN, 1, "", "unreadable-file", {"error": "IsADirectoryError"})]


BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh" * 9, "bcdefghi" * 9, strict=True)
)


@pytest.mark.parametrize("content", ["&a [*a]", "&a {b: *a}", "- &a\n  b:\n    - *a\n", BOMB])
def test_a_value_that_holds_itself_or_stands_for_billions_is_a_fault(tmp_path: Path, content: str) -> None:
    _, faults = read(tmp_path, content)

    assert [(fault.code, fault.values) for fault in faults] == [
        ("unreadable-file", {"error": "aliases are not allowed"})
    ]


@pytest.mark.parametrize("content", ["name:", "name: ~", "name: null", "name: NULL"])
def test_nothing_is_not_a_word(tmp_path: Path, content: str) -> None:
    located, faults = read(tmp_path, content)

    assert (located.value, faults) == ({"name": None}, [])
