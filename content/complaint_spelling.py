"""Mends the typos of a message to the words of `safety.yaml`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.library import Library
from content.wording import clean, stem

_STRETCHED = re.compile(r"(.)\1{2,}")
_WORDS = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\s()\[\]|*~.]+")
_BEGINNING = re.compile(r"([^\s()\[\]|*]+)~")
_LONG = 9
"""Letters from which on a word may be mistyped twice."""
_LONG_BEGINNING = 6
"""Letters from which on the beginning of a word may be mistyped."""


class Spelling:
    """Mends a word to one that the phrases hold."""

    def __init__(self, library: Library, groups: Iterable[Iterable[str]]) -> None:
        phrases = [phrase for group in groups for phrase in group]
        self._beginnings = tuple(set(_BEGINNING.findall(" ".join(phrases))))
        self._long_beginnings = tuple(b for b in self._beginnings if len(b) >= _LONG_BEGINNING)
        self._vocabulary = {
            word for phrase in phrases for word in _LETTERS.findall(phrase) if word.isalnum()
        }
        self._ordinary = set(_ordinary(library)) | set(library.safety.plain)
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._vocabulary):
            if len(word) >= 4 and word.isalpha():
                self._near[word[0]].append(word)

    def mended(self, word: str) -> str:
        """The word of the phrases that it is, or is a plural or a typo of; else the word itself."""
        if len(word) > 3:
            word = _STRETCHED.sub(r"\1", word)
        if word in self._vocabulary or word.startswith(self._beginnings):
            return word
        single = stem(word)
        if single in self._vocabulary:
            return single
        if (
            len(word) < 4
            or not word.isalpha()
            or word in self._ordinary
            or single in self._ordinary
        ):
            return word
        near = self._near.get(word[0], ())
        if len(word) == 4:
            swapped = (w for w in near if sorted(w) == sorted(word) and OSA.distance(w, word) == 1)
            return next(swapped, word)
        slips = 1 if len(word) < _LONG else 2
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
        return str(found[0]) if found else self._beginning(word)

    def _beginning(self, word: str) -> str:
        """The word with a typo mended in a beginning that the phrases name."""
        for beginning in self._long_beginnings:
            start = word[: len(beginning)]
            if start[0] == beginning[0] and OSA.distance(start, beginning, score_cutoff=1) == 1:
                return f"{beginning}{word[len(beginning) :]}"
        return word


def _ordinary(library: Library) -> Iterator[str]:
    """Every word of the content: none of them is a typo."""
    yield from _WORDS.findall(
        clean(" ".join(line for lines in library.samples.values() for line in lines))
    )
    entries = (
        *library.exercises.values(),
        *library.topics.values(),
        *library.muscles.values(),
        *library.equipment.values(),
        *library.intents,
    )
    for entry in entries:
        yield from _WORDS.findall(clean(entry.model_dump_json()))
