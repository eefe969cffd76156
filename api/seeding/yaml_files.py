"""YAML files as plain values that know the line they stand on.

Every scalar is text: an editor may write 110 or 2025-08-26 without quotes and without YAML making it something else.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from api.directory.faults import Place


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault at a line of a file; `name` is the field, in the file's own terms."""

    file: str
    line: int
    name: str
    code: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Located:
    """A value of a file with the file and line of each of its parts, by place."""

    value: Any
    file: str
    lines: dict[Place, int]

    _below: dict[Place, list[tuple[Place, int]]] = field(default_factory=dict, repr=False)

    def below(self, place: Place) -> list[tuple[Place, int]]:
        """Each part at or below `place`, as it is named from there, with its line."""
        if not self._below:  # made once, when the file has been read
            for part, line in self.lines.items():
                for depth in range(len(part) + 1):
                    self._below.setdefault(part[:depth], []).append((part[depth:], line))
        return self._below.get(place, [])

    def line_at(self, place: Place) -> int:
        """The line of the nearest part around `place` that has one."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)


class _UnreadableError(ValueError):
    """A file that is no YAML file, with the line at which that shows."""

    def __init__(self, line: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.line = line
        self.code = code
        self.values = values


def read_yaml(path: Path, shown: str, faults: list[FileFault]) -> Located:
    """The content of a YAML file, named `shown` in faults; what cannot be read is added to `faults` and is empty."""
    try:
        node = _compose(path)
    except _UnreadableError as error:
        faults.append(FileFault(shown, error.line, "", error.code, error.values))
        node = None
    located = Located(None, shown, {(): 1})
    located.value = _plain(node, (), located, faults) if node else None
    return located


def _plain(node: yaml.Node, place: Place, into: Located, faults: list[FileFault]) -> Any:  # noqa: ANN401  (any YAML value)
    into.lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, (*place, number), into, faults) for number, each in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in mapping:
                faults.append(FileFault(into.file, key_node.start_mark.line + 1, key, "repeated"))
            mapping[key] = _plain(value_node, (*place, key), into, faults)
            into.lines[*place, key] = key_node.start_mark.line + 1
        return mapping
    if node.tag == "tag:yaml.org,2002:null":
        return None
    return node.value


class _Loader(yaml.SafeLoader):
    """YAML without aliases: one that holds itself has no end, and a few lines of them can stand for billions."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it out
            raise yaml.composer.ComposerError(None, None, "aliases are not allowed", mark)
        return super().compose_node(parent, index)


def _compose(path: Path) -> yaml.Node | None:
    content = b""
    try:
        content = path.read_bytes()
        node = yaml.compose(content.decode(), Loader=_Loader)
    except FileNotFoundError:
        raise _UnreadableError(1, "missing-file") from None
    except OSError as error:
        raise _UnreadableError(1, "unreadable-file", error=type(error).__name__) from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _UnreadableError(line, "unreadable-file", error="not UTF-8") from None
    except yaml.reader.ReaderError as error:
        line = content.decode()[: error.position].count("\n") + 1
        raise _UnreadableError(line, "unreadable-file", error=f"character {error.character!r}") from None
    except RecursionError:
        raise _UnreadableError(1, "unreadable-file", error="nested too deeply") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _UnreadableError(line, "unreadable-file", error=error.problem or "YAML") from None
    return node
