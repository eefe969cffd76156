"""`seed/phrases/<tag>.txt`: what people who have a need type, in one locale.

A line that ends with a colon names a need; the lines after it are its phrases. A line that begins with # and a space,
or is # alone, is a comment (#9110 is a phrase).

Plain lines, not YAML: they are tens of thousands, and people who know the words need not know what has to be quoted.
"""

import re
from pathlib import Path

from api.seeding.yaml_files import FileFault, Located

_NEED = re.compile(r"([^ ]+):")


def read_phrases(path: Path, shown: str, faults: list[FileFault]) -> Located:
    """The phrases of a file by the id of the need; the file is named `shown` in faults, which are added to `faults`."""
    phrases: dict[str, list[str]] = {}
    located = Located(phrases, shown, {(): 1})
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        faults.append(FileFault(shown, 1, "", "unreadable-file", {"error": type(error).__name__}))
        return located
    need = None
    for number, line in enumerate(map(str.strip, lines), start=1):
        if not line or line == "#" or line.startswith("# "):
            continue
        if match := _NEED.fullmatch(line):
            need = match[1]
            if need in phrases:
                faults.append(FileFault(shown, number, need, "repeated"))
            phrases.setdefault(need, [])
            located.lines[(need,)] = number
        elif need is None:
            faults.append(FileFault(shown, number, "", "no-such-record", {"id": line}))
        elif line in phrases[need]:
            faults.append(FileFault(shown, number, need, "repeated"))
        else:
            located.lines[need, len(phrases[need])] = number
            phrases[need].append(line)
    return located
