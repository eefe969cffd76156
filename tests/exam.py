"""The exam for what `q` understands: phrases of each need and locale, written apart from the lexicon."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from api.directory.drafts import NeedDraft
from api.directory.understanding import Lexicon
from api.localization.small_talk import read_small_talk
from api.seeding.reading import read_seed
from api.settings import PROJECT_FOLDER

PHRASES = Path(__file__).parent / "phrases"
NO_NEED = "none"


class Question(NamedTuple):
    """What somebody types, and the need that it speaks of (`none`: of none)."""

    locale: str
    need: str
    words: str


def read_exam() -> Iterator[Question]:
    """Every question, in the order of the files."""
    for path in sorted(PHRASES.glob("*.yaml")):
        for need, phrases in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).items():
            yield from (Question(path.stem, need, str(words)) for words in phrases)


def shipped_lexicon() -> Lexicon:
    """The lexicon of the shipped directory."""
    needs = {need.id: need for need in read_seed(PROJECT_FOLDER / "seed")["needs"] if isinstance(need, NeedDraft)}
    return Lexicon(needs, read_small_talk())
