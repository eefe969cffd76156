"""What somebody's own words mean: needs found from everyday phrases, by the letters they share. No model, no network.

A text is cut into short runs of letters (character n-grams), which survive a typing slip and an inflection and need no
spaces; case, accents, tones and width do not count. Each run that occurs in the phrases of some needs speaks for those
needs, the more the rarer it is; a need's score is its share of all that the runs of the text say, 0 to 1. What people
say of everyday things (`small_talk`) speaks against every need: a text has to say clearly more for a need than for
that, or else it is not understood, which is better than a guess.

Everything is worked out from the phrases alone, in a fixed order: the same text means the same in every process.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from threading import Lock
from typing import NamedTuple

from api.directory.drafts import NeedDraft

DANGER = "danger-now"  # the need whose words put the emergency lines first
MAX_UNDERSTOOD = 3
# Measured on phrases that the lexicon does not have: `make bench`, docs/performance.md.
LEAST_EVIDENCE = (
    8.0  # how much more a text must say for the best need than for none: the logarithms of rarities, summed
)
CLEAR_SCORE, CLEAR_RATIO = 0.2, 3.0  # or, of a text too short for that, the score and how often that of small talk
LEAST_SHARE = 0.25  # of the best score, for a further need
LEAST_SHARE_OF_DANGER = 0.4  # for danger where it is not among the best three: it is to be missed less than anything
LEADING_SHARE_OF_DANGER = 0.6  # from which on the emergency lines come first
VOICE_OF_PARTS = 0.2  # how much of its best part's score a wider need gets
DOUBT = 3.0  # how many phrases a run must be met in to be believed by half
MAX_KEPT_LETTERS = 20_000  # of which it is remembered how they are compared: more than anybody writes
SMALL_TALK = ""  # stands for what is of no need

# Scripts that are written without spaces, or in which spaces are left out at will (Korean): cut into runs of 1 to 3.
DENSE_SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af々〆"
)
_DENSE_PART = re.compile(f"[{DENSE_SCRIPTS}]+")
_GAP = re.compile(f"(?<=[{DENSE_SCRIPTS}]) (?=[{DENSE_SCRIPTS}])")
_DENSE_SIZES = (1, 2, 3)
_WORD_SIZES = (3, 4)
_PAIR_SIZE = 5  # letters of each of two words in a row: inflections differ after them
_SHORT_WORD = 2
_NUMBER = re.compile("#?[0-9]+")
# Tones and vowel points that are often left out in typing: combining marks of Latin and Cyrillic, of Thai and Burmese
# tones, of Arabic and Hebrew vowels. Other marks are letters of their scripts (Devanagari, Khmer) and stay.
_LEFT_OUT = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0e48-\u0e4b\u1037\u1038]")
_WITHOUT_MARK = str.maketrans(
    {"đ": "d", "ı": "i", "ł": "l", "ø": "o", "ү": "у", "ө": "о", "'": None, "’": None, "🆘": " sos "}
)


class _Kept(dict[int, int | str | None]):
    """What a letter is compared as, or None where it does not count; remembered for the letters that were met first."""

    def __missing__(self, code: int) -> int | str | None:
        letter = chr(code)
        kept: int | str | None = " "
        if _LEFT_OUT.match(letter):
            kept = None
        elif letter == "#" or unicodedata.category(letter)[0] in "LMN":
            kept = code
        if len(self) < MAX_KEPT_LETTERS:
            self[code] = kept
        return kept


_KEPT = _Kept()


class UnderstoodNeed(NamedTuple):
    """A need that a text speaks of, and how clearly, 0 to 1."""

    need: str
    score: float


class Lexicon:
    """What the phrases of all needs, in all locales at once, say about runs of letters.

    It learns when it is first asked, or told to (`learn`), which takes a second or two for tens of thousands of
    phrases: who must not wait looks at `is_learnt` first.
    """

    def __init__(self, needs: Mapping[str, NeedDraft], small_talk: Iterable[str] = ()) -> None:
        """Be ready to learn from the words of `needs` and from everyday phrases that are of none."""
        self.needs = dict(needs)
        self._small_talk = tuple(small_talk)
        self._lock = Lock()
        self._learnt: _Learnt | None = None

    def learn(self) -> "_Learnt":
        """Learn, if that has not been done; any thread may."""
        with self._lock:
            if self._learnt is None:
                self._learnt = _Learnt.of(
                    {need_id: _phrases_of(need) for need_id, need in self.needs.items()}
                    | {SMALL_TALK: self._small_talk}
                )
            return self._learnt

    @property
    def is_learnt(self) -> bool:
        """Whether it answers at once."""
        return self._learnt is not None

    def is_of(self, needs: Mapping[str, NeedDraft]) -> bool:
        """Whether these needs would teach it the same."""
        return [*map(_lesson_of, self.needs.values())] == [*map(_lesson_of, needs.values())]

    def understand(self, text: str) -> tuple[UnderstoodNeed, ...]:
        """The needs that a text speaks of, best first; none where it is not clear.

        Three at most, and danger besides where the text may speak of it.
        """
        learnt = self._learnt or self.learn()
        votes, said = learnt.votes(runs_of(text))
        small_talk = votes.pop(SMALL_TALK, 0.0)
        is_cry = plain_letters(text) in learnt.cries
        self._add_parts(votes)
        if is_cry:
            votes[DANGER] = max(votes.values())
        ranked = sorted(votes.items(), key=lambda pair: -pair[1])  # equal ones in the order of display
        best = ranked[0][1] if ranked else 0.0
        is_clear = best >= CLEAR_SCORE * said and best >= CLEAR_RATIO * small_talk and best > 0
        if not said or not (is_cry or is_clear or best - small_talk >= LEAST_EVIDENCE):
            return ()
        clear = [(need, vote) for need, vote in ranked[:MAX_UNDERSTOOD] if vote >= LEAST_SHARE * best]
        danger = votes.get(DANGER, 0.0)
        if danger >= LEAST_SHARE_OF_DANGER * best and DANGER not in dict(clear):
            clear.append((DANGER, danger))
        return tuple(UnderstoodNeed(need, round(vote / said, 3)) for need, vote in clear)

    def _add_parts(self, votes: dict[str, float]) -> None:
        """Give each wider need its part of what the text says for the best of its own parts."""
        best_part: dict[str, float] = defaultdict(float)
        for need in self.needs.values():
            votes.setdefault(need.id, 0.0)
            if need.parent is not None:
                best_part[need.parent] = max(best_part[need.parent], votes[need.id])
        for need_id, vote in best_part.items():
            votes[need_id] = votes.get(need_id, 0.0) + VOICE_OF_PARTS * vote


@dataclass(frozen=True, slots=True)
class _Learnt:
    """In how many phrases of which needs each run of letters was met.

    `met` has two characters for each need that a run was met in, whose code points are the place of the need in `needs`
    and the number of phrases: a third of the memory of tuples. `sizes` is the number of phrases of each need. `cries`
    are the phrases of danger, each of which is understood by itself.
    """

    needs: Sequence[str]
    sizes: Sequence[int]
    met: Mapping[str, str]
    cries: frozenset[str]

    @classmethod
    def of(cls, phrases: Mapping[str, Sequence[str]]) -> "_Learnt":
        """Count the runs of the phrases of each need."""
        known = {need: rows for need, rows in phrases.items() if rows}
        met: dict[str, str] = {}
        for place, rows in enumerate(known.values()):
            for run, count in Counter(chain.from_iterable(map(runs_of, rows))).items():
                met[run] = met.get(run, "") + chr(place) + chr(count)
        cries = frozenset(map(plain_letters, known.get(DANGER, ())))
        return cls(tuple(known), tuple(map(len, known.values())), met, cries)

    def votes(self, runs: Iterable[str]) -> tuple[dict[str, float], float]:
        """What the runs of a text say for each need, and what they say in all."""
        total = sum(self.sizes)
        usual = total / max(1, len(self.sizes))
        votes = [0.0] * len(self.needs)
        said = 0.0
        for run in runs:
            met = [*map(ord, self.met.get(run, ""))]
            places, counts = met[::2], met[1::2]
            rarity = math.log(total / (sum(counts) or 1)) if total else 0.0
            said += rarity
            # A need with more phrases counts no more than another.
            heard = [count * usual / self.sizes[place] for place, count in zip(places, counts, strict=True)]
            believed = sum(heard) + DOUBT
            for place, voice in zip(places, heard, strict=True):
                votes[place] += rarity * voice / believed
        return dict(zip(self.needs, votes, strict=True)), said


def _lesson_of(need: NeedDraft) -> tuple[object, ...]:
    return need.id, need.parent, need.phrases, need.name, need.description


def _phrases_of(need: NeedDraft) -> list[str]:
    """What is said by people who have a need, in all locales: its phrases, its name and what describes it."""
    phrases = [phrase for of_locale in need.phrases.values() for phrase in of_locale]
    return [*phrases, *need.name.values(), *need.description.values()]


def plain_letters(text: str) -> str:
    """A text as it is compared: NFKC, without case, accents, tones and punctuation, one space between words."""
    bare = unicodedata.normalize("NFKC", text).casefold().translate(_WITHOUT_MARK)
    letters = unicodedata.normalize("NFD", bare).translate(_KEPT)
    return _GAP.sub("", " ".join(unicodedata.normalize("NFC", letters).split()))


def runs_of(text: str) -> Iterable[str]:
    """The runs of letters of a text, each once, in their order."""
    plain = plain_letters(text)
    runs: list[str] = []
    for part in _DENSE_PART.findall(plain):
        for size in _DENSE_SIZES:
            runs += [part[start : start + size] for start in range(len(part) - size + 1)]
    words = _DENSE_PART.sub(" ", plain).split()
    for word in words:
        if len(word) == 1:  # a letter alone says nothing
            continue
        if _NUMBER.fullmatch(word):  # a number is itself or another
            runs.append(f" {word} ")
            continue
        framed = f" {word} "
        for size in _WORD_SIZES:
            runs += [framed[start : start + size] for start in range(len(framed) - size + 1)]
        if len(word) == _SHORT_WORD:
            runs.append(framed)
    runs += [f"{word[:_PAIR_SIZE]} {following[:_PAIR_SIZE]}" for word, following in pairwise(words)]
    return dict.fromkeys(runs)
