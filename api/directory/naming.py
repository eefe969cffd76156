"""Services and agencies that somebody's own words name: `houterasu`, `法テラス`, `phone number of the yorisoi hotline`.

A name is what a service or its agency is called in any locale, and each part of that which brackets set apart: *Japan
Legal Support Center (Houterasu)* is also called *Houterasu*. Words name a service when they hold a whole such name, or
when they are a part of one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from api.directory.service_sets import ServiceSet
from api.directory.understanding import DENSE_SCRIPTS, plain_letters

_BRACKETED = re.compile(r"[()（）［］\[\]「」『』《》«»“”\"]")
LEAST_LETTERS = 4  # of a name, or a part of one, in letters
LEAST_SYLLABLES = 2  # in scripts whose signs stand for more
_ANYWHERE = re.compile(f"[{DENSE_SCRIPTS}]")  # a name may begin and end at any letter
_SYLLABLES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")


class Names:
    """The names of services, by which words name which."""

    def __init__(self, named: Iterable[tuple[int, Iterable[str]]]) -> None:
        """Learn the names of each place of a service."""
        self._services: dict[str, ServiceSet] = {}
        for place, names in named:
            for name in names:
                for called in {plain_letters(part) for part in (name, *_BRACKETED.split(name))}:
                    if _is_long_enough(called):
                        self._services[called] = self._services.get(called, 0) | 1 << place
        self._longest = max(map(len, self._services), default=0)
        # All names in one text, which is searched at the speed of C; where each begins leads back to it.
        self._ordered = [*self._services]
        self._text = "\n".join(self._ordered)
        self._starts = [0]
        for called in self._ordered[:-1]:
            self._starts.append(self._starts[-1] + len(called) + 1)

    def named_in(self, words: str) -> ServiceSet:
        """The places of the services that words name."""
        plain = plain_letters(words)
        named = 0
        for called in self._holding(plain):
            named |= self._services[called]
        for part in self._parts(plain):
            named |= self._services.get(part, 0)
        return named

    def _holding(self, plain: str) -> Iterator[str]:
        """The names that hold the words, at the beginning of a word."""
        if not _is_long_enough(plain):
            return
        at = self._text.find(plain)
        while at >= 0:
            if at == 0 or not self._text[at - 1].isalnum() or _ANYWHERE.match(self._text[at]):
                yield self._ordered[bisect_right(self._starts, at) - 1]
            at = self._text.find(plain, at + 1)

    def _parts(self, plain: str) -> Iterator[str]:
        """The parts of the words that could be a name: from the beginning to the end of a word, or of any sign."""
        edges = [
            at
            for at in range(len(plain) + 1)
            if at in {0, len(plain)} or " " in plain[at - 1 : at + 1] or _ANYWHERE.search(plain[at - 1 : at + 1])
        ]
        for number, start in enumerate(edges):
            for end in edges[number + 1 :]:
                if end - start > self._longest:
                    break
                yield plain[start:end]


def _is_long_enough(plain: str) -> bool:
    return len(plain) >= LEAST_LETTERS or len(_SYLLABLES.findall(plain)) >= LEAST_SYLLABLES
