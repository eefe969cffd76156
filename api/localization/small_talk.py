"""Everyday phrases that speak of no trouble (`locales/<tag>/small_talk.txt`): words like them are not understood.

One phrase a line; a line that begins with # is a comment.
"""

from pathlib import Path

from api.localization.catalogs import CATALOG_FOLDER


def read_small_talk(folder: Path = CATALOG_FOLDER) -> tuple[str, ...]:
    """The phrases of every locale that has some, in a fixed order."""
    lines = (
        line.strip()
        for path in sorted(folder.glob("*/small_talk.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return tuple(line for line in lines if line and not line.startswith("#"))
