"""Finds the statement that answers a question, by the rare words that both share."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from content.language import IntentKind
from content.library import Library
from content.models import Statement
from content.reader import Reader

_PHRASE_SHARE = 0.6
"""How much of a phrase's words the question has counts more than the other way round."""
_MOSTLY = 0.34
_ONE_WORD = 0.75
"""A phrase of one word is a weak sign in a question that says much else."""


@dataclass(frozen=True)
class Entry:
    """Something that can be the answer, and the ways of asking for it."""

    statements: tuple[Statement, ...]
    phrases: tuple[frozenset[str], ...]
    exercise: str | None = None
    topic: str | None = None


@dataclass(frozen=True)
class Hit:
    """An entry that fits, with a score from 0 to 1."""

    entry: Entry
    score: float


class Search:
    """All questions of the content store, built once."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._reader = reader
        self._fillers = frozenset(
            word
            for intent in library.intents
            if intent.kind is IntentKind.FILLER
            for phrase in intent.phrases
            for word in reader.words(phrase)
        )
        self.entries: tuple[Entry, ...] = tuple(self._read(library))
        counts = Counter(
            word for entry in self.entries for word in frozenset().union(*entry.phrases)
        )
        total = max(len(self.entries), 1)
        self._weights = {word: math.log(1 + total / n) for word, n in counts.items()}
        self._rare = math.log(1 + total)
        self._by_word: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for word in frozenset().union(*entry.phrases):
                self._by_word.setdefault(word, []).append(entry)

    def content_words(self, words: Iterable[str]) -> frozenset[str]:
        """The words that carry meaning."""
        return frozenset(word for word in words if word not in self._fillers)

    def find(self, asked: frozenset[str]) -> tuple[Hit, ...]:
        """Entries that share a word with the question, best first."""
        candidates = {id(entry): entry for word in asked for entry in self._by_word.get(word, ())}
        hits = [
            Hit(entry, max(self._overlap(asked, phrase) for phrase in entry.phrases))
            for entry in candidates.values()
        ]
        return tuple(sorted(hits, key=lambda hit: -hit.score))

    def own(self, asked: frozenset[str], exercise: str) -> Hit | None:
        """The best entry of one exercise."""
        return next((hit for hit in self.find(asked) if hit.entry.exercise == exercise), None)

    def topic(self, words: frozenset[str], asked: frozenset[str]) -> Hit | None:
        """The best entry of the topics that shares more than the name of an exercise."""
        return next(
            (
                hit
                for hit in self.find(words)
                if hit.entry.topic and any(asked & phrase for phrase in hit.entry.phrases)
            ),
            None,
        )

    def order(
        self, statements: Sequence[Statement], asked: frozenset[str]
    ) -> tuple[Statement, ...]:
        """Those that speak of what was asked first; else as they were."""
        return tuple(sorted(statements, key=lambda statement: -self.share(statement, asked)))

    def share(self, statement: Statement, asked: frozenset[str]) -> float:
        """The part of the question's words, by weight, that the statement has."""
        words = self.content_words(self._reader.words(statement.text))
        return self._sum(asked & words) / (self._sum(asked) or 1)

    def _overlap(self, asked: frozenset[str], phrase: frozenset[str]) -> float:
        shared = self._sum(asked & phrase)
        if not shared:
            return 0.0
        of_question = shared / self._sum(asked)
        score = _PHRASE_SHARE * shared / self._sum(phrase) + (1 - _PHRASE_SHARE) * of_question
        return score * _ONE_WORD if len(phrase) == 1 and of_question < _MOSTLY else score

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._weights.get(word, self._rare) for word in words)

    def _read(self, library: Library) -> Iterator[Entry]:
        for exercise in library.exercises.values():
            name = self.content_words(self._reader.words(exercise.name))
            for question in exercise.questions:
                phrases = self._phrases(question.phrases, name)
                yield Entry(question.answer, phrases, exercise=exercise.key)
        for topic in library.topics.values():
            phrases = self._phrases((topic.title, *topic.phrases))
            yield Entry(topic.answer, phrases, topic=topic.key)
            for question in topic.questions:
                yield Entry(question.answer, self._phrases(question.phrases), topic=topic.key)

    def _phrases(
        self, phrases: Iterable[str], name: frozenset[str] = frozenset()
    ) -> tuple[frozenset[str], ...]:
        """Content words of each phrase; those of the exercise's own name say nothing there."""
        sets = (self.content_words(self._reader.words(phrase)) for phrase in phrases)
        return tuple(words - name or words for words in sets if words)
