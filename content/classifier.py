"""Which label a set of features tells: naive Bayes over authored samples, smoothed by frequency.

The likelihoods are those of a query-likelihood language model with a Dirichlet prior (Zhai and
Lafferty 2001), so a label of few samples is judged by how common a feature is everywhere.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from operator import itemgetter

_MASS = 60.0
"""How many samples of a label the frequencies of all labels count for."""
_PAIR = 0.35
"""Weight of a feature of two words, which partly repeats what each word tells."""
_TEMPERATURE = 1.2
"""Features depend on each other, so the likelihoods of naive Bayes are too sure of themselves."""
_PRIOR = 0.3
"""How far the number of its samples tells how often a label is meant."""
_FAR = 5.0
"""Nats below the best, tempered, from which on a label is not worth a mention."""
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
        self._absent = {label: math.log(_MASS / (n + _MASS)) for label, n in totals.items()}
        self._told: dict[str, tuple[tuple[str, float], ...]] = {}
        for feature, labels in counts.items():
            usual = _MASS * labels.total() / whole
            told = ((k, _weight(feature) * math.log(1 + n / usual)) for k, n in labels.items())
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
            scores[label] += heard * self._absent[label]
        odds = likelier or {}
        tempered = {
            k: s / _TEMPERATURE + self._usual[k] + odds.get(k, 0.0) for k, s in scores.items()
        }
        best = max(tempered.values())
        likely = {k: math.exp(s - best) for k, s in tempered.items() if s > best - _FAR}
        whole = sum(likely.values())
        found = [Verdict(k, n / whole, scores[k]) for k, n in likely.items()]
        return tuple(sorted(found, key=lambda verdict: (-verdict.share, verdict.label)))


def _weight(feature: str) -> float:
    return _PAIR if " " in feature else 1.0
