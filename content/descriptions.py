"""Recognises an exercise by what people say of it: positions, tools, movements, no name."""

from collections.abc import Iterator

import numpy as np

from content.classifier import Classifier
from content.features import features
from content.library import Library
from content.mentions import Recognizer
from content.models import Exercise
from content.reader import Reader
from content.wording import Sentence

_LEAST_EVIDENCE = 3.5
"""Nats: a word or two that fit by chance describe nothing."""
_FULL_EVIDENCE = 8.0
_TEMPERATURE = 1.2
"""Features depend on each other, so the likelihoods of naive Bayes are too sure of themselves."""
_LEAST_SHARE = 0.55
_IN_ROUTINE = 0.7
"""Log odds: what people ask about most often is an exercise of the routine."""


class Descriptions:
    """Built once from a library."""

    def __init__(self, library: Library, reader: Reader, recognizer: Recognizer) -> None:
        samples = (
            (exercise.key, features(sentence, recognizer.mentions(sentence)).told)
            for exercise in library.exercises.values()
            for text in _texts(exercise, library)
            if (sentence := Sentence(reader.words(text)))
        )
        self._classifier = Classifier(samples, _TEMPERATURE)
        routine = library.workout.exercises
        self._odds = np.array([_IN_ROUTINE * (key in routine) for key in self._classifier.labels])

    def best(self, told: frozenset[str], *, beyond_doubt: bool = False) -> str | None:
        """The exercise that features describe, if they clearly describe one."""
        verdicts = self._classifier.verdicts(told, self._odds)
        if not verdicts:
            return None
        best = verdicts[0]
        least = _FULL_EVIDENCE if beyond_doubt else _LEAST_EVIDENCE
        clear = best.share >= _LEAST_SHARE and best.evidence >= least
        return best.label if clear else None


def _texts(exercise: Exercise, library: Library) -> Iterator[str]:
    yield from library.descriptions.get(exercise.key, ())
    yield from (exercise.name, *exercise.aliases)
    yield from (statement.text for statement in exercise.setup)
