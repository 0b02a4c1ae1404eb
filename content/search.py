"""Finds the statements that speak of what was asked, by the rare words that both share."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from content.language import IntentKind
from content.library import Library
from content.models import Statement
from content.reader import Reader
from content.wording import root

SECTIONS = (
    *("form", "setup", "cues", "why", "progression", "load", "mistakes", "safety"),
    *("muscle_notes", "equipment_notes"),
)


class Search:
    """All statements about exercises, built once."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._reader = reader
        self._fillers = frozenset(
            root(word)
            for intent in library.intents
            if intent.kind is IntentKind.FILLER
            for phrase in intent.phrases
            for word in reader.words(phrase)
        )
        self._said = {
            statement.text: self.words(statement.text) for statement in _statements(library)
        }
        counts = Counter(word for words in self._said.values() for word in words)
        self._weights = {word: math.log(1 + len(self._said) / n) for word, n in counts.items()}
        self._unknown = math.log(1 + len(self._said))

    def content_words(self, words: Iterable[str]) -> frozenset[str]:
        """The roots of the words that carry meaning."""
        return frozenset(word for word in map(root, words) if word not in self._fillers)

    def words(self, text: str) -> frozenset[str]:
        """The content words of a text of the store."""
        return self.content_words(self._reader.words(text))

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


def _statements(library: Library) -> Iterator[Statement]:
    for exercise in library.exercises.values():
        for field in SECTIONS:
            yield from getattr(exercise, field)
