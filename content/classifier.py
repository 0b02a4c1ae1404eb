"""Which label a set of features tells: naive Bayes over authored samples, smoothed by frequency.

The likelihoods are those of a language model that is mixed with one of all samples, as in
Jelinek-Mercer smoothing (Zhai and Lafferty 2001): a word that a label lacks costs all alike.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from operator import itemgetter
from typing import Self

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
        whole = sum(totals.values())
        self._temperature = temperature
        self._usual = {label: _PRIOR * math.log(n / whole) for label, n in totals.items()}
        self._told = {
            feature: _Sign.read(feature, labels, totals) for feature, labels in counts.items()
        }

    def verdicts(
        self, features: Iterable[str], likelier: Mapping[str, float] | None = None
    ) -> tuple[Verdict, ...]:
        """The likely labels, best first; features that no sample has are left out.

        `likelier` gives log odds that speak for a label beforehand.
        """
        signs = [self._told[feature] for feature in features if feature in self._told]
        scores: dict[str, float] = defaultdict(float)
        for sign in signs:
            for label, nats in sign.told:
                scores[label] += nats
        if not scores:
            return ()
        unsaid = sum(sign.unsaid for sign in signs)
        odds, usual = likelier or {}, self._usual
        tempered = {
            k: s / self._temperature + usual[k] + odds.get(k, 0.0) for k, s in scores.items()
        }
        best = max(tempered.values())
        likely = {k: math.exp(s - best) for k, s in tempered.items() if s > best - _FAR}
        whole = sum(likely.values())
        found = [Verdict(k, n / whole, scores[k] + unsaid) for k, n in likely.items()]
        return tuple(sorted(found, key=lambda verdict: (-verdict.share, verdict.label)))


@dataclass(frozen=True)
class _Sign:
    """What one feature tells, in nats: of the labels in `told`, and of all others `unsaid`."""

    told: tuple[tuple[str, float], ...]
    unsaid: float

    @classmethod
    def read(cls, feature: str, labels: Counter[str], totals: Counter[str]) -> Self:
        """From how many samples of each label have the feature."""
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
        most = heapq.nlargest(_MOST_LABELS, told.items(), key=itemgetter(1))
        return cls(tuple(most), unsaid)


def _likelihood(times: float, samples: int) -> float:
    """Of a feature in a label over all else; `times` is its count over what is usual."""
    return _TRUST / (1 - _TRUST) * (times + _MASS) / (samples + _MASS)
