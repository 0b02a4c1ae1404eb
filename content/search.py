"""Finds the statement that answers a question, by the rare words that both share."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from content.language import IntentKind
from content.library import Library
from content.models import Statement
from content.reader import Reader
from content.wording import root

_SECTIONS = (
    *("why", "setup", "form", "cues", "progression", "load", "mistakes", "safety"),
    *("muscle_notes", "equipment_notes"),
)
_PHRASE_SHARE = 0.6
"""How much of a phrase's words the question has counts more than the other way round."""
_SHORT = 2
_BARE = 0.6
"""Trust in the one content word of a phrase of more than `_SHORT` words: "why at the end"."""
_UNKNOWN = 0.5
"""Of the weight of the rarest word, for one that the content store has nowhere."""
_MOSTLY = 0.34
_ONE_WORD = 0.75
"""A phrase of one word is a weak sign in a question that says much else."""


@dataclass(frozen=True)
class Phrase:
    """A way of asking: its content words, and how much they tell without the others."""

    words: frozenset[str]
    trust: float


@dataclass(frozen=True)
class Entry:
    """Something that can be the answer, and the ways of asking for it."""

    statements: tuple[Statement, ...]
    phrases: tuple["Phrase", ...]
    exercise: str | None = None
    topic: str | None = None


@dataclass(frozen=True)
class Hit:
    """An entry that fits, with a score from 0 to 1."""

    entry: Entry
    score: float
    shared: int = 1
    """Words of the question that its nearest phrase has."""


class Search:
    """All questions of the content store, built once."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._reader = reader
        self._fillers = frozenset(
            root(word)
            for intent in library.intents
            if intent.kind is IntentKind.FILLER
            for phrase in intent.phrases
            for word in reader.words(phrase)
        )
        self.entries: tuple[Entry, ...] = tuple(self._read(library))
        counts = Counter(word for entry in self.entries for word in _words(entry))
        total = max(len(self.entries), 1)
        self._weights = {word: math.log(1 + total / n) for word, n in counts.items()}
        self._unknown = _UNKNOWN * math.log(1 + total)
        self._phrases = tuple(
            (at, phrase, self._sum(phrase.words))
            for at, entry in enumerate(self.entries)
            for phrase in entry.phrases
        )
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, phrase, _) in enumerate(self._phrases):
            for word in phrase.words:
                self._by_word[word].append(number)
        self._said = {
            statement.text: self.words(statement.text) for statement in _statements(library)
        }

    def content_words(self, words: Iterable[str]) -> frozenset[str]:
        """The roots of the words that carry meaning."""
        return frozenset(word for word in map(root, words) if word not in self._fillers)

    def words(self, text: str) -> frozenset[str]:
        """The content words of a text of the store."""
        return self.content_words(self._reader.words(text))

    def find(self, asked: frozenset[str]) -> tuple[Hit, ...]:
        """Entries that share a word with the question, best first."""
        whole = self._sum(asked)
        shared: dict[int, float] = defaultdict(float)
        counts: Counter[int] = Counter()
        for word in asked:
            for number in self._by_word.get(word, ()):
                shared[number] += self._weights[word]
                counts[number] += 1
        best: dict[int, tuple[float, int]] = {}
        for number, weight in shared.items():
            at, phrase, total = self._phrases[number]
            found = (_overlap(phrase, weight / total, weight / whole), counts[number])
            best[at] = max(best.get(at, found), found)
        hits = (Hit(self.entries[at], *found) for at, found in best.items())
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
                if hit.entry.topic and any(asked & phrase.words for phrase in hit.entry.phrases)
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
        words = self._said[statement.text]
        return self._sum(asked & words) / (self._sum(asked) or 1)

    def _sum(self, words: frozenset[str]) -> float:
        return sum(self._weights.get(word, self._unknown) for word in words)

    def _read(self, library: Library) -> Iterator[Entry]:
        for exercise in library.exercises.values():
            name = self.content_words(self._reader.words(exercise.name))
            for question in exercise.questions:
                phrases = self._read_phrases(question.phrases, name)
                yield Entry(question.answer, phrases, exercise=exercise.key)
        for topic in library.topics.values():
            phrases = self._read_phrases((topic.title, *topic.phrases))
            yield Entry(topic.answer, phrases, topic=topic.key)
            for question in topic.questions:
                yield Entry(question.answer, self._read_phrases(question.phrases), topic=topic.key)

    def _read_phrases(
        self, phrases: Iterable[str], name: frozenset[str] = frozenset()
    ) -> tuple[Phrase, ...]:
        """Content words of each phrase; those of the exercise's own name say nothing there."""
        found: list[Phrase] = []
        for phrase in phrases:
            said = self._reader.words(phrase)
            content = self.content_words(said)
            words = content - name or content
            if words:
                bare = len(words) == 1 and len(said) > _SHORT
                found.append(Phrase(words, _BARE if bare else 1.0))
        return tuple(found)


def _overlap(phrase: Phrase, of_phrase: float, of_question: float) -> float:
    """How well they fit, by the shares of both that the shared words make."""
    score = phrase.trust * (_PHRASE_SHARE * of_phrase + (1 - _PHRASE_SHARE) * of_question)
    return score * _ONE_WORD if len(phrase.words) == 1 and of_question < _MOSTLY else score


def _statements(library: Library) -> Iterator[Statement]:
    for exercise in library.exercises.values():
        for field in _SECTIONS:
            yield from getattr(exercise, field)


def _words(entry: Entry) -> frozenset[str]:
    return frozenset(word for phrase in entry.phrases for word in phrase.words)
