"""Mends the typos and joined words of a message to the words of `safety.yaml`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.complaint_phrases import words_of
from content.library import Library
from content.wording import clean, stem

_STRETCHED = re.compile(r"(.)\1{2,}")
_WORDS = re.compile(r"[^\W_]+")
_LONG = 9
"""Letters from which on a word may be mistyped twice."""
_SHORT = 5
"""Letters up to which a word is only mended where its letters are swapped, doubled or missing."""
_LONG_BEGINNING = 7
"""Letters from which on the beginning of a word may be mistyped."""
_HALF = 4
"""Letters of a word that another one may be joined to."""


class Spelling:
    """Mends a word to one that the phrases hold."""

    def __init__(
        self,
        library: Library,
        *,
        known: Iterable[Iterable[str]],
        mended: Iterable[Iterable[str]],
    ) -> None:
        """`known` and `mended` are groups of phrases: typos become words of the latter."""
        words = set(_words(known))
        targets = sorted(set(_words(mended)))
        self._beginnings = tuple({word[:-1] for word in words if word.endswith("~")})
        self._vocabulary = {word.removesuffix("?") for word in words}
        self._ordinary = {*_ordinary(library), *library.safety.plain}
        self._long_beginnings = [
            word[:-1] for word in targets if word.endswith("~") and len(word) > _LONG_BEGINNING
        ]
        self._targets = {word for word in targets if len(word) >= _HALF and word.isalpha()}
        self._long: dict[str, list[str]] = defaultdict(list)
        self._shortened: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._targets):
            for shorter in (word, *_shortened(word)):
                self._shortened[shorter].append(word)
            if len(word) >= _LONG - 1:
                self._long[word[0]].append(word)

    def mended(self, word: str) -> tuple[str, ...]:
        """The words of the phrases that it is a plural, a typo or a joining of, or else itself."""
        if len(word) > 3:
            word = _STRETCHED.sub(r"\1", word)
        if word in self._vocabulary:
            return (word,)
        if word[-1] == word[-2:-1] and word[:-1] in self._vocabulary:
            return (word[:-1],)
        if word.startswith(self._beginnings):
            return (word,)
        single = stem(word)
        if single in self._vocabulary:
            return (single,)
        if len(word) < 4 or not word.isalpha() or not {word, single}.isdisjoint(self._ordinary):
            return (word,)
        return self._typo(word) or self._joined(word) or (word,)

    def _typo(self, word: str) -> tuple[str, ...]:
        near = {
            known: None
            for shorter in (word, *_shortened(word))
            for known in self._shortened.get(shorter, ())
            if OSA.distance(known, word, score_cutoff=1) == 1 and _alike(known, word)
        }
        if near:
            return (next(iter(near)),)
        if len(word) >= _LONG:
            found = process.extractOne(
                word, self._long.get(word[0], ()), scorer=OSA.distance, score_cutoff=2
            )
            if found:
                return (str(found[0]),)
        for beginning in self._long_beginnings:
            start = word[: len(beginning)]
            if start[0] == beginning[0] and OSA.distance(start, beginning, score_cutoff=1) == 1:
                return (f"{beginning}{word[len(beginning) :]}",)
        return ()

    def _joined(self, word: str) -> tuple[str, ...]:
        for cut in range(_HALF, len(word) - _HALF + 1):
            if word[:cut] in self._targets and word[cut:] in self._targets:
                return word[:cut], word[cut:]
        return ()


def _shortened(word: str) -> Iterator[str]:
    """The word with each one of its letters left out."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _alike(known: str, typed: str) -> bool:
    """A slip that leaves the word recognisable; a short word has too many neighbours."""
    if known[0] != typed[0]:
        return sorted(known[:2]) == sorted(typed[:2])
    if min(len(known), len(typed)) > _SHORT or len(known) > len(typed) >= _SHORT:
        return True
    if len(known) == len(typed):
        return sorted(known) == sorted(typed)
    longer, shorter = sorted((known, typed), key=len, reverse=True)
    doubled = any(a == b for a, b in pairwise(longer))
    without_vowels = re.sub("[aeiou]", "", longer)
    return (doubled and len(shorter) >= 3) or (
        len(typed) >= 4 and typed == shorter and re.sub("[aeiou]", "", typed) == without_vowels
    )


def _words(groups: Iterable[Iterable[str]]) -> Iterator[str]:
    for group in groups:
        for phrase in group:
            yield from words_of(phrase)


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
        yield from _WORDS.findall(entry.model_dump_json().lower())
