"""Reads a message into the words that the content store uses: typos mended, synonyms replaced."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.language import IntentKind
from content.library import Library
from content.models import Statement
from content.wording import Sentence, sentences, words

_LONG = 9
"""Letters from which on a word may be mistyped twice."""
_LONG_NAME = 7
"""As `_LONG`, for names of exercises and equipment: they are what people ask about."""
_COMMON = 5
"""Phrases that hold a word which others may be typos of."""
_SYNTAX = re.compile(r"[()\[\]|*^$]|\.\.\.|@\w+|[^\s()\[\]|*]+~")
_PREFIX = re.compile(r"([^\s()\[\]|*]+)~")


class Reader:
    """Built once from a library; reading changes nothing in it."""

    def __init__(self, library: Library) -> None:
        self._rewrites: dict[tuple[str, ...], tuple[str, ...]] = {}
        for intent in library.intents:
            if intent.kind is IntentKind.WORD and intent.reads_as:
                meaning = words(intent.reads_as)
                self._rewrites.update({words(phrase): meaning for phrase in intent.phrases})
        self._longest = max(map(len, self._rewrites), default=0)
        named = {word for phrase in _names(library) for word in words(phrase)}
        said = Counter(word for phrase in _phrases(library) for word in words(phrase))
        targets = named | {word for word, times in said.items() if times >= _COMMON}
        self._known = named | said.keys() | set(_ordinary(library))
        self._beginnings = tuple(set(_PREFIX.findall(" ".join(_patterns(library)))))
        self._named = _by_initial(named)
        self._targets = _by_initial(targets)

    def sentences(self, text: str) -> tuple[Sentence, ...]:
        """The message's sentences in the content store's words."""
        return tuple(self._sentence(sentence) for sentence in sentences(text))

    def words(self, text: str) -> tuple[str, ...]:
        """A phrase of the content store: as `sentences`, but nothing in it is a typo."""
        return tuple(
            word for sentence in sentences(text) for word in self._rewritten(sentence).words
        )

    def _sentence(self, sentence: Sentence) -> Sentence:
        mended = tuple(self._mended(word) for word in sentence.words)
        return self._rewritten(Sentence(mended, sentence.breaks, sentence.asks))

    def _mended(self, word: str) -> str:
        """The known word that it is a typo of, or the word itself; short words are left alone."""
        if len(word) < 4 or not word.isalpha():
            return word
        if word in self._known:
            return word
        names = self._named.get(word[0], ())
        if word.startswith(self._beginnings):
            # A beginning such as "pull~" does not make "pullovr" a word.
            long = len(word) >= _LONG_NAME
            found = long and process.extractOne(word, names, scorer=OSA.distance, score_cutoff=1)
            return found[0] if found else word
        near = self._targets.get(word[0], ())
        if len(word) == 4:
            swapped = (w for w in near if sorted(w) == sorted(word) and OSA.distance(w, word) == 1)
            return next(swapped, word)
        slips = 1 if len(word) < _LONG else 2
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
        if not found and len(word) >= _LONG_NAME:
            found = process.extractOne(word, names, scorer=OSA.distance, score_cutoff=2)
        return found[0] if found else word

    def _rewritten(self, sentence: Sentence) -> Sentence:
        """Longest rewrite first, from left to right, each word once."""
        old = sentence.words
        new: list[str] = []
        breaks: set[int] = set()
        at = 0
        while at < len(old):
            if at in sentence.breaks:
                breaks.add(len(new))
            size = next(
                (
                    size
                    for size in range(min(self._longest, len(old) - at), 0, -1)
                    if old[at : at + size] in self._rewrites
                ),
                0,
            )
            new.extend(self._rewrites[old[at : at + size]] if size else old[at : at + 1])
            at += max(size, 1)
        if len(old) in sentence.breaks:
            breaks.add(len(new))
        return Sentence(tuple(new), frozenset(breaks), sentence.asks)


def _by_initial(words: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) >= 4 and word.isalpha():
            found[word[0]].append(word)
    return found


def _names(library: Library) -> Iterator[str]:
    """What exercises, equipment and muscles are called."""
    for exercise in library.exercises.values():
        yield from (exercise.name, *exercise.aliases)
    for term in (*library.muscles.values(), *library.equipment.values()):
        yield from (term.name, *term.aliases)
    for kit in library.kits.values():
        yield from (kit.name, *kit.aliases)


def _phrases(library: Library) -> Iterator[str]:
    """Everything else that people may say, without the marks of the pattern language."""
    for lines in (*library.samples.values(), *library.descriptions.values()):
        yield from lines
    yield from (topic.title for topic in library.topics.values())
    for pattern in _patterns(library):
        yield _SYNTAX.sub(" ", pattern)


def _patterns(library: Library) -> Iterator[str]:
    """What is written in the pattern language."""
    for intent in library.intents:
        if intent.kind is not IntentKind.WORD or intent.reads_as:
            yield from (*intent.phrases, *intent.unless)


def _ordinary(library: Library) -> Iterator[str]:
    """Words that are no typo of anything: those of the answers, and those listed as plain."""
    for statement in _statements(library):
        yield from words(statement.text)
    for intent in library.intents:
        if intent.kind is IntentKind.WORD and not intent.reads_as:
            yield from (word for phrase in intent.phrases for word in words(phrase))


def _statements(library: Library) -> Iterator[Statement]:
    for exercise in library.exercises.values():
        for section in (exercise.why, exercise.setup, exercise.form, exercise.cues):
            yield from section
        for section in (exercise.progression, exercise.load, exercise.mistakes, exercise.safety):
            yield from section
        yield from (*exercise.muscle_notes, *exercise.equipment_notes)
        yield from (text for question in exercise.questions for text in question.answer)
    for topic in library.topics.values():
        yield from topic.answer
