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

_TRUST = 0.5
"""The share of its own samples in what is believed of a label; the rest is what all labels say."""
_MASS = 40.0
"""How many samples of all labels are added to those of a label that has few."""
_PAIR = 0.35
"""Weight of a feature of two words, which partly repeats what each word tells."""
_TEMPERATURE = 1.2
"""Features depend on each other, so the likelihoods of naive Bayes are too sure of themselves."""
_PRIOR = 1.0
"""How far the number of its samples tells how often a label is meant."""
_FAR = 5.0
"""Nats below the best, tempered, from which on a label is not worth a mention."""
_UNSAID = math.log(1 - _TRUST)
"""Nats for a feature that a label does not have."""
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

    def __init__(self, samples: Iterable[tuple[str, Set[str]]]) -> None:
        totals: Counter[str] = Counter()
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for label, features in samples:
            totals[label] += 1
            for feature in features:
                counts[feature][label] += 1
        whole = sum(totals.values())
        self._usual = {label: _PRIOR * math.log(n / whole) for label, n in totals.items()}
        self._told: dict[str, tuple[tuple[str, float], ...]] = {}
        for feature, labels in counts.items():
            usual = labels.total() / whole
            told = (
                (label, _weight(feature) * math.log(_likelihood(n / usual, totals[label])))
                for label, n in labels.items()
            )
            self._told[feature] = tuple(heapq.nlargest(_MOST_LABELS, told, key=itemgetter(1)))

    def verdicts(
        self, features: Iterable[str], likelier: Mapping[str, float] | None = None
    ) -> tuple[Verdict, ...]:
        """The likely labels, best first; features that no sample has are left out.

        `likelier` gives log odds that speak for a label beforehand.
        """
        known = [feature for feature in features if feature in self._told]
        if not known:
            return ()
        scores: dict[str, float] = defaultdict(float)
        for feature in known:
            for label, weight in self._told[feature]:
                scores[label] += weight
        heard = sum(map(_weight, known))
        for label in scores:
            scores[label] += heard * _UNSAID
        odds = likelier or {}
        tempered = {
            k: s / _TEMPERATURE + self._usual[k] + odds.get(k, 0.0) for k, s in scores.items()
        }
        best = max(tempered.values())
        likely = {k: math.exp(s - best) for k, s in tempered.items() if s > best - _FAR}
        whole = sum(likely.values())
        found = [Verdict(k, n / whole, scores[k]) for k, n in likely.items()]
        return tuple(sorted(found, key=lambda verdict: (-verdict.share, verdict.label)))


def _likelihood(times: float, samples: int) -> float:
    """Over that of a feature which the label does not have; `times` is its count over the usual."""
    own = (times + _MASS) / (samples + _MASS)
    return 1 + _TRUST / (1 - _TRUST) * own


def _weight(feature: str) -> float:
    return _PAIR if " " in feature else 1.0
