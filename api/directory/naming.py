"""Services that somebody's own words name: `phone number of the yorisoi hotline`, `法テラス`, `0570-078377`.

What counts as a name is narrow, since a word such as 相談 or *hotline* stands in many: the whole name of a service or
of its agency in any locale, with and without what stands in brackets; the one word that an agency has in brackets
(*Japan Legal Support Center (Houterasu)*); a number as it is printed or dialled. Words name a service when they hold
one of these, or when all of them together are a part of one or two names, brackets left out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from api.directory.service_sets import ServiceSet
from api.directory.understanding import DENSE_SCRIPTS, plain_letters
from api.localization.readings import without_readings

_BRACKETED = re.compile(r"[(（［\[][^()（）［］\[\]]*[)）］\]]")
_LEAST_LETTERS = 4  # of a name
_LEAST_LETTERS_OF_PART = 5  # of words that are a part of a name
_LEAST_SIGNS = 3  # of either, in scripts whose signs stand for a syllable or a word
_MOST_OF_A_PART = 2  # names that words are a part of; what is a part of more is a word like another
_SIGNS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_ANYWHERE = re.compile(f"[{DENSE_SCRIPTS}]")  # a name may begin and end at any letter of these


@dataclass(frozen=True, slots=True)
class Called:
    """What a service is called: its own names, those of its agency, and its numbers."""

    place: int
    names: Iterable[str]
    agency_names: Iterable[str] = field(default=())
    numbers: Iterable[str] = field(default=())


class Names:
    """The names of services, by which words name which."""

    def __init__(self, called: Iterable[Called]) -> None:
        """Learn what each service is called."""
        self._services: dict[str, ServiceSet] = {}
        bare: dict[str, None] = {}
        for each in called:
            bare |= dict.fromkeys(_bare_names_of(each))
            for name in {*_bare_names_of(each), *_other_names_of(each)}:
                self._services[name] = self._services.get(name, 0) | 1 << each.place
        self._longest = max(map(len, self._services), default=0)
        # The bare names in one text, which is searched at the speed of C; where each begins leads back to it.
        self._ordered = [*bare]
        self._text = "\n".join(self._ordered)
        self._starts = [0]
        for name in self._ordered[:-1]:
            self._starts.append(self._starts[-1] + len(name) + 1)

    def named_in(self, words: str) -> ServiceSet:
        """The places of the services that words name."""
        plain = plain_letters(words)
        named = 0
        for part in _parts_of(plain, self._longest):
            named |= self._services.get(part, 0)
        holding = {*self._holding(plain)}
        if not named and len({self._services[name] for name in holding}) <= _MOST_OF_A_PART:
            for name in holding:
                named |= self._services[name]
        return named

    def _holding(self, plain: str) -> Iterator[str]:
        """The names that the words are a part of, from the beginning of a word on."""
        if len(plain) < _LEAST_LETTERS_OF_PART and len(_SIGNS.findall(plain)) < _LEAST_SIGNS:
            return
        at = self._text.find(plain)
        while at >= 0:
            if at == 0 or not self._text[at - 1].isalnum() or _ANYWHERE.match(self._text[at]):
                yield self._ordered[bisect_right(self._starts, at) - 1]
            at = self._text.find(plain, at + 1)


def _bare_names_of(called: Called) -> list[str]:
    """The names of a service and its agency without what stands in brackets, as they are compared."""
    names = (without_readings(name) for name in (*called.names, *called.agency_names))
    return _long_enough(_BRACKETED.sub(" ", name) for name in names)


def _other_names_of(called: Called) -> list[str]:
    """The names with their brackets, what an agency has there in one word, and the numbers, as they are compared."""
    names = [without_readings(name) for name in (*called.names, *called.agency_names)]
    in_brackets = [found[1:-1] for name in called.agency_names for found in _BRACKETED.findall(without_readings(name))]
    words = [word for word in in_brackets if len(word.split()) == 1]
    return [*_long_enough([*names, *words]), *map(plain_letters, called.numbers)]


def _long_enough(names: Iterable[str]) -> list[str]:
    plain = map(plain_letters, names)
    return [name for name in plain if len(name) >= _LEAST_LETTERS or len(_SIGNS.findall(name)) >= _LEAST_SIGNS]


def _parts_of(plain: str, longest: int) -> Iterator[str]:
    """The parts of the words that could be a name: from the beginning to the end of a word, or of any dense letter."""
    edges = [
        at
        for at in range(len(plain) + 1)
        if at in {0, len(plain)} or " " in plain[at - 1 : at + 1] or _ANYWHERE.search(plain[at - 1 : at + 1])
    ]
    for number, start in enumerate(edges):
        for end in edges[number + 1 :]:
            if end - start > longest:
                break
            yield plain[start:end]
