"""Recognises an exercise by what people say of it: positions, tools, movements, no name."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator

from content.language import IntentKind
from content.library import Library
from content.models import Exercise
from content.reader import Reader
from content.search import Search

_SAID_SO = 1.0
"""Weight of a word of the exercise's descriptions; what follows says the same less surely."""
_NAMED_SO = 0.7
_DONE_SO = 0.6
_IN_ROUTINE = 0.07
"""What people ask about most often is an exercise of the routine."""
_BY_SIGNS = 0.08
"""For each point of the phrases that describe an exercise."""
_SURE = 0.38
"""The share of a message's describing words that has to fit."""
_FEWEST = 3
"""Words that have to fit, unless a phrase does."""
_CLOSE = 0.04
"""Two exercises that fit so nearly alike leave it open."""


class Descriptions:
    """The words that describe each exercise, weighed by how few others they describe."""

    def __init__(self, library: Library, reader: Reader, search: Search) -> None:
        self._routine = frozenset(library.workout.exercises)
        profiles = {
            exercise.key: self._profile(exercise, library, reader, search)
            for exercise in library.exercises.values()
        }
        counts = Counter(word for profile in profiles.values() for word in profile)
        self._weights = {w: math.log(1 + len(profiles) / n) for w, n in counts.items()}
        self._fits: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, profile in profiles.items():
            for word, share in profile.items():
                self._fits[word].append((key, share))

    def best(self, words: frozenset[str], signs: dict[str, float]) -> str | None:
        """The exercise that content words describe; `signs` are scores of describing phrases."""
        known = [word for word in words if word in self._weights]
        whole = sum(self._weights[word] for word in known)
        scores: dict[str, float] = defaultdict(float)
        fitting: Counter[str] = Counter()
        for word in known:
            for key, share in self._fits[word]:
                scores[key] += share * self._weights[word] / whole
                fitting[key] += 1
        for key, points in signs.items():
            scores[key] += _BY_SIGNS * points
        for key in self._routine & scores.keys():
            scores[key] += _IN_ROUTINE
        ranked = sorted(scores, key=lambda key: (-scores[key], key))
        if not ranked:
            return None
        best = ranked[0]
        second = scores[ranked[1]] if len(ranked) > 1 else 0.0
        if scores[best] < _SURE or scores[best] - second < _CLOSE:
            return None
        return best if fitting[best] >= _FEWEST or signs.get(best, 0) > 1 else None

    def _profile(
        self, exercise: Exercise, library: Library, reader: Reader, search: Search
    ) -> dict[str, float]:
        profile: dict[str, float] = {}
        for weight, text in _texts(exercise, library):
            for word in search.content_words(reader.words(text)):
                profile[word] = max(profile.get(word, 0.0), weight)
        return profile


def _texts(exercise: Exercise, library: Library) -> Iterator[tuple[float, str]]:
    yield from ((_SAID_SO, text) for text in exercise.descriptions)
    yield from ((_NAMED_SO, text) for text in (exercise.name, *exercise.aliases))
    yield from ((_DONE_SO, said.text) for said in (*exercise.setup, *exercise.form))
    yield from ((_DONE_SO, library.equipment[key].name) for key in exercise.equipment[0])
    for intent in library.intents:
        if intent.kind is IntentKind.DESCRIPTION and intent.choices[:1] == (exercise.key,):
            yield from ((_DONE_SO, word) for word in intent.phrases if word.isalpha())
