"""Which questions are the same one, asked again in other words, another order or with typos."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 5
"""Letters from which on a word may be a mistyped one."""
_LONG = 9
"""Letters from which on it may be mistyped twice."""


def repeats(gists: Sequence[frozenset[str]]) -> list[list[int]]:
    """The indexes of `gists` in groups, each in order: the same words up to typos.

    A gist is what `Answerer.gist` leaves of a question. The groups do not depend on the order.
    """
    spelling = _spelling(word for gist in gists for word in gist)
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    for index, gist in enumerate(gists):
        groups[frozenset(spelling[word] for word in gist)].append(index)
    return list(groups.values())


def _spelling(words: Iterable[str]) -> dict[str, str]:
    """The more frequent word that each word is a typo of, or the word itself."""
    counts = Counter(words)
    kept: dict[str, list[str]] = defaultdict(list)
    spelling: dict[str, str] = {}
    for word in sorted(counts, key=lambda word: (-counts[word], word)):
        spelling[word] = word
        if len(word) < _SHORTEST or not word.isalpha():
            continue
        slips = 1 if len(word) < _LONG else 2
        near = kept[word[0]]
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
        if found:
            spelling[word] = found[0]
        else:
            near.append(word)
    return spelling
