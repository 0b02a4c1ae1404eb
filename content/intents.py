"""What each clause of a message says: its mentions, what it tells, and the intents it may hold."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from content.classifier import Classifier, Vector, Verdict
from content.features import Features, features
from content.language import Intent, IntentKind
from content.library import Library
from content.mentions import Kind, Mention, Recognizer
from content.models import Exercise
from content.patterns import Pattern, compile_any
from content.perceptron import Perceptron
from content.questions import parted
from content.reader import Reader
from content.situation import Told, Trigger, attitudes
from content.wording import Sentence

_LEAST_EVIDENCE = 1.0
"""Nats for the likeliest intent, below which nothing was recognised."""
_NAMED_OUTSIDE = 5.0
"""Log odds for an intent that declines something which is named."""
_FIT = 4.5
"""Log odds for an intent that fits by a clear margin."""
_TEMPERATURE = 2.0
"""Features depend on each other, so the likelihoods of naive Bayes are too sure of themselves."""
_EXACT = 20.0
"""Nats for what is a sample word for word, whatever exercise it names."""
_STRANGE = 1.3
"""Nats more for each word that no sample has."""
_OWN_ANSWER = 0.5
"""Log odds for an intent to which the exercise that is named has an answer of its own."""
_OTHERS_ANSWER = -0.7
"""The same for one that only other exercises answer."""


@dataclass(frozen=True)
class Said:
    """An intent that a clause may hold, and its share of the probability."""

    intent: Intent
    share: float
    evidence: float


@dataclass(frozen=True)
class Clause:
    """A sentence, or one question out of several in it, with all that was recognised."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    features: Features
    flags: frozenset[str]
    """Flags of a `Situation` that it tells of."""
    told: dict[int, Told]
    """What is told of which mention, by its index."""

    def keys(self, kind: Kind) -> tuple[str, ...]:
        """First key of each mention of a kind, in order."""
        return tuple(m.keys(kind)[0] for m in self.mentions if m.keys(kind))


class Phrasebook:
    """All samples and phrases of the intents, learned and compiled once."""

    def __init__(self, library: Library, reader: Reader, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._routine = library.workout.exercises
        self._intents = {intent.key: intent for intent in library.intents}
        answered = {key: _answered(exercise) for key, exercise in library.exercises.items()}
        others = frozenset[str]().union(*answered.values())
        self._triggers: list[tuple[Told, Pattern]] = []
        self._flags: list[tuple[str, Pattern, Pattern | None]] = []
        told = set(Told)
        for intent in library.intents:
            if intent.kind is not IntentKind.SITUATION:
                continue
            pattern = compile_any(intent.phrases, reader.words)
            if pattern and intent.key in told:
                self._triggers.append((Told(intent.key), pattern))
            elif pattern:
                unless = compile_any(intent.unless, reader.words)
                self._flags.append((intent.key, pattern, unless))
        samples = [
            (key, self.features(Sentence(reader.words(line)))) for key, line in _samples(library)
        ]
        words = [(key, one.told) for key, one in samples]
        self._classifier = Classifier(words, _TEMPERATURE)
        self._perceptron = Perceptron((key, one.all) for key, one in samples)
        self._columns = {key: column for column, key in enumerate(self._classifier.labels)}
        self._likelier = {key: self._odds(own, others) for key, own in answered.items() if own}
        self._exact = _told_by_one(words)
        self._heard = frozenset[str]().union(*(told for _, told in words))

    def features(self, sentence: Sentence) -> Features:
        return features(sentence, self._recognizer.mentions(sentence))

    def clauses(self, sentences: Iterable[Sentence]) -> tuple[Clause, ...]:
        """Every question and statement of the message, in order."""
        return tuple(map(self._clause, parted(sentences)))

    def named(self, sentences: Iterable[Sentence]) -> str | None:
        """The exercise that a message names last, be it in what is not asked."""
        named: str | None = None
        for mention in (m for sentence in sentences for m in self._recognizer.mentions(sentence)):
            meant = mention.keys(Kind.EXERCISE)[:1] or [
                key for key in mention.keys(Kind.AMBIGUOUS) if key in self._routine
            ]
            named = meant[0] if len(meant) == 1 else named
        return named

    def said(
        self,
        features: Features,
        exercise: str | None = None,
        declining: Sequence[str] = (),
    ) -> tuple[Said, ...]:
        """The intents that features tell of an exercise, likeliest first; none where unknown.

        `declining` are intents that decline what is mentioned.
        """
        told = features.told
        if told in self._exact:
            return (Said(self._intents[self._exact[told]], 1.0, _EXACT),)
        odds = self._perceptron.fit(features.all).astype(np.float64) * _FIT
        if exercise in self._likelier:
            odds = odds + self._likelier[exercise]
        odds[[self._columns[key] for key in declining if key in self._columns]] += _NAMED_OUTSIDE
        verdicts = self._classifier.verdicts(told, odds)
        strange = sum(" " not in feature for feature in told - self._heard)
        if not verdicts or verdicts[0].evidence < _LEAST_EVIDENCE + _STRANGE * strange:
            return ()
        return tuple(map(self._said, verdicts))

    def _odds(self, own: Collection[str], others: Collection[str]) -> Vector:
        """For each label, what speaks for it where an exercise answers its own intents."""
        answers = {**dict.fromkeys(others, _OTHERS_ANSWER), **dict.fromkeys(own, _OWN_ANSWER)}
        return np.array([answers.get(key, 0.0) for key in self._columns])

    def _said(self, verdict: Verdict) -> Said:
        return Said(self._intents[verdict.label], verdict.share, verdict.evidence)

    def _clause(self, sentence: Sentence) -> Clause:
        mentions = self._recognizer.mentions(sentence)
        told = features(sentence, mentions)
        line = "".join(f"{word} " for word in sentence.words)
        triggers = [
            Trigger(told_of, span)
            for told_of, pattern in self._triggers
            for span in pattern.find(line)
        ]
        return Clause(
            sentence,
            mentions,
            told,
            frozenset(self._flagged(line)),
            dict(attitudes(sentence, mentions, triggers)),
        )

    def _flagged(self, line: str) -> Iterator[str]:
        for key, pattern, unless in self._flags:
            if pattern.regex.search(line) and not (unless and unless.regex.search(line)):
                yield key


def _answered(exercise: Exercise) -> frozenset[str]:
    return frozenset(key for question in exercise.questions for key in question.asked)


def _told_by_one(samples: Iterable[tuple[str, frozenset[str]]]) -> dict[frozenset[str], str]:
    """Features of the samples of one intent, where they hold more than mentions."""
    intents: dict[frozenset[str], set[str]] = defaultdict(set)
    for key, told in samples:
        if any(feature[0] not in "@^" for feature in told if " " not in feature):
            intents[told].add(key)
    return {told: next(iter(keys)) for told, keys in intents.items() if len(keys) == 1}


def _samples(library: Library) -> Iterator[tuple[str, str]]:
    for intent in library.intents:
        yield from ((intent.key, line) for line in library.samples.get(intent.key, ()))
        if intent.topic == intent.key:
            yield intent.key, library.topics[intent.topic].title
