"""What tells labels apart: a linear classifier that learns from its own mistakes.

Passive-aggressive updates with a bound (Crammer and others 2006), the weights averaged over all
steps (Freund and Schapire 1999), so that the order of the samples hardly matters.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from random import Random

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 3
"""Times that all samples are gone through; more gain next to nothing."""
_MOST_AT_ONCE = 0.5
"""The bound of one update, so that one odd sample cannot undo what all others taught."""
_SEEN = 2
"""Samples that a feature is in before it counts."""
_PAIR = 0.6
"""Weight of a feature of two words, which partly repeats what each word tells."""

Weights = NDArray[np.float32]


class Perceptron:
    """Trained once from samples; asking changes nothing in it."""

    def __init__(self, samples: Iterable[tuple[str, Set[str]]]) -> None:
        told = [(label, sorted(features)) for label, features in samples]
        counts = Counter(feature for _, features in told for feature in features)
        known = (feature for feature, n in sorted(counts.items()) if n >= _SEEN)
        self._rows = {feature: row for row, feature in enumerate(known)}
        self.labels = tuple(sorted({label for label, _ in told}))
        self._weights = self._trained(told)

    def fit(self, features: Set[str]) -> Weights:
        """For each of `labels` how well the features fit it; a margin of 1 is a clear one."""
        rows, values = self._vector(sorted(features))
        return np.asarray(values @ self._weights[rows], np.float32)

    def _vector(self, features: Sequence[str]) -> tuple[NDArray[np.intp], Weights]:
        """The rows of the features that count, and their values, of length 1 together."""
        known = [feature for feature in features if feature in self._rows]
        rows = np.array([self._rows[feature] for feature in known], np.intp)
        values = np.array([_PAIR if " " in feature else 1.0 for feature in known], np.float32)
        length = float(np.linalg.norm(values)) or 1.0
        return rows, values / np.float32(length)

    def _trained(self, told: Sequence[tuple[str, Sequence[str]]]) -> Weights:
        columns = {label: column for column, label in enumerate(self.labels)}
        samples = [(columns[label], *self._vector(features)) for label, features in told]
        samples = [sample for sample in samples if len(sample[1])]
        weights: Weights = np.zeros((len(self._rows), len(columns)), np.float32)
        averaged = np.zeros_like(weights)
        steps = left = _ROUNDS * len(samples)
        random = Random(0)  # noqa: S311 - the same content gives the same answers
        for _ in range(_ROUNDS):
            random.shuffle(samples)
            for column, rows, values in samples:
                left -= 1
                fit = values @ weights[rows]
                right = fit[column]
                fit[column] = -np.inf
                rival = int(fit.argmax())
                loss = 1.0 - float(right - fit[rival])
                if loss <= 0:
                    continue
                change = np.float32(min(_MOST_AT_ONCE, loss / 2)) * values
                weights[rows, column] += change
                weights[rows, rival] -= change
                averaged[rows, column] += change * np.float32(left / steps)
                averaged[rows, rival] -= change * np.float32(left / steps)
        return averaged
