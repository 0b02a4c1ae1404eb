"""Which label a set of features tells: naive Bayes over authored samples, smoothed by frequency.

The likelihoods are those of a language model that is mixed with one of all samples, as in
Jelinek-Mercer smoothing (Zhai and Lafferty 2001): a word that a label lacks costs all alike.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

_TRUST = 0.5
"""The share of its own samples in what is believed of a label; the rest is what all labels say."""
_MASS = 40.0
"""How many samples of all labels are added to those of a label that has few."""
_PAIR = 0.35
"""Weight of a feature of two words, which partly repeats what each word tells."""
_PRIOR = 1.0
"""How far the number of its samples tells how often a label is meant."""
_FAR = 5.0
"""Nats below the best, tempered, from which on a label is not worth a mention."""
_UNSAID = math.log(1 - _TRUST)
"""Nats for a feature that a label does not have."""
_TELLING = 0.1
"""Nats below which a common feature tells nothing of a label."""
_MOST_LABELS = 400
"""A feature that tells of more labels tells little of any; so an answer costs no more."""


@dataclass(frozen=True)
class Verdict:
    """A label; `share` of the probability; `evidence` in nats over knowing nothing."""

    label: str
    share: float
    evidence: float


class Classifier:
    """Built once from samples; asking changes nothing in it."""

    def __init__(self, samples: Iterable[tuple[str, Set[str]]], temperature: float) -> None:
        """The higher the temperature, the less sure of itself."""
        totals: Counter[str] = Counter()
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for label, features in samples:
            totals[label] += 1
            for feature in features:
                counts[feature][label] += 1
        self.labels = tuple(sorted(totals))
        self._temperature = temperature
        whole = totals.total()
        self._usual = np.array([_PRIOR * math.log(totals[one] / whole) for one in self.labels])
        self._rows = {feature: row for row, feature in enumerate(counts)}
        columns = {label: column for column, label in enumerate(self.labels)}
        told = [_told(feature, labels, totals) for feature, labels in counts.items()]
        self._unsaid = [unsaid for _, unsaid in told]
        # What all features tell, one after the other; those of a row end where the next begin.
        self._starts = [0, *accumulate(len(nats) for nats, _ in told)]
        self._columns = np.array([columns[k] for nats, _ in told for k in nats], np.intp)
        self._nats = np.array([n for nats, _ in told for n in nats.values()], np.float64)

    def verdicts(self, features: Iterable[str], odds: Vector | None = None) -> tuple[Verdict, ...]:
        """The likely labels, best first; features that no sample has are left out.

        `odds` are log odds that speak for a label beforehand, one for each of `labels`.
        """
        rows = [self._rows[feature] for feature in features if feature in self._rows]
        parts = [slice(self._starts[row], self._starts[row + 1]) for row in rows]
        if not parts:
            return ()
        columns = np.concatenate([self._columns[part] for part in parts])
        nats = np.concatenate([self._nats[part] for part in parts])
        if not len(columns):
            return ()
        scores = np.bincount(columns, nats, len(self.labels))
        tempered = (scores + self._usual) / self._temperature
        tempered += 0.0 if odds is None else odds
        tempered[np.bincount(columns, minlength=len(self.labels)) == 0] = -np.inf
        tempered -= tempered.max()
        (likely,) = np.nonzero(tempered > -_FAR)
        shares = np.exp(tempered[likely])
        shares /= shares.sum()
        unsaid = sum(self._unsaid[row] for row in rows)
        found = [
            Verdict(self.labels[column], share, evidence + unsaid)
            for column, share, evidence in zip(
                likely.tolist(), shares.tolist(), scores[likely].tolist(), strict=True
            )
        ]
        return tuple(sorted(found, key=lambda verdict: (-verdict.share, verdict.label)))


def _told(
    feature: str, labels: Counter[str], totals: Counter[str]
) -> tuple[dict[str, float], float]:
    """What a feature tells, in nats: of some labels, and of all others; from how many samples of
    each label have it."""
    weight = _PAIR if " " in feature else 1.0
    usual = labels.total() / totals.total()
    told = {
        label: weight * math.log1p(_likelihood(n / usual, totals[label]))
        for label, n in labels.items()
    }
    unsaid = weight * _UNSAID
    if len(labels) > len(totals) / 2:
        # Most labels have it, so it tells only of those that have it much more, or less.
        all_told = ((label, told.get(label, 0.0) + unsaid) for label in totals)
        told = {label: nats for label, nats in all_told if abs(nats) > weight * _TELLING}
        unsaid = 0.0
    return dict(heapq.nlargest(_MOST_LABELS, told.items(), key=itemgetter(1))), unsaid


def _likelihood(times: float, samples: int) -> float:
    """Of a feature in a label over all else; `times` is its count over what is usual."""
    return _TRUST / (1 - _TRUST) * (times + _MASS) / (samples + _MASS)
