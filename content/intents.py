"""What each sentence of a message says: its mentions, and the intents whose phrases it holds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from content.language import Intent, IntentKind
from content.library import Library
from content.mentions import Kind, Mention, Recognizer, marked
from content.patterns import Pattern, Span, compile_phrase
from content.questions import joined, questions
from content.reader import Reader
from content.situation import Told, Trigger, attitudes
from content.wording import Sentence

_MORE_WORDS = 0.5
"""A longer phrase is surer: each word adds so much to the score of the first."""
_MORE_PHRASES = 0.25
_MORE_DESCRIPTION = 0.5
"""A description is made of several signs; each counts."""


@dataclass(frozen=True)
class Said:
    """An intent that a clause may hold; clearer phrases score higher."""

    intent: Intent
    score: float
    span: Span


@dataclass(frozen=True)
class Clause:
    """A sentence, or one question out of several in it, with all that was recognised."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    said: tuple[Said, ...]
    """Best first."""
    told: dict[int, Told]
    """What is told of which mention, by its index."""

    def of(self, *kinds: IntentKind) -> tuple[Said, ...]:
        return tuple(said for said in self.said if said.intent.kind in kinds)

    def keys(self, kind: Kind) -> tuple[str, ...]:
        """First key of each mention of a kind, in order."""
        return tuple(m.keys(kind)[0] for m in self.mentions if m.keys(kind))

    @property
    def line(self) -> str:
        return "".join(f"{word} " for word in self.sentence.words)


@dataclass(frozen=True)
class _Phrases:
    intent: Intent
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


class Phrasebook:
    """All phrases of the intents, compiled once."""

    def __init__(self, library: Library, reader: Reader, recognizer: Recognizer) -> None:
        self._reader = reader
        self._recognizer = recognizer
        told = set(Told)
        self._phrases: list[_Phrases] = []
        self._triggers: list[tuple[Told, Pattern]] = []
        for intent in library.intents:
            if intent.kind in (IntentKind.WORD, IntentKind.FILLER, IntentKind.AMBIGUOUS):
                continue
            patterns = tuple(compile_phrase(phrase, reader.words) for phrase in intent.phrases)
            if intent.kind is IntentKind.SITUATION and intent.key in told:
                self._triggers.extend((Told(intent.key), pattern) for pattern in patterns)
                continue
            unless = tuple(compile_phrase(phrase, reader.words) for phrase in intent.unless)
            self._phrases.append(_Phrases(intent, patterns, unless))

    def clauses(self, sentences: Iterable[Sentence]) -> tuple[Clause, ...]:
        """Every question and statement of the message, in order."""
        return tuple(
            self._clause(part) for sentence in joined(sentences) for part in questions(sentence)
        )

    def _clause(self, sentence: Sentence) -> Clause:
        mentions = self._recognizer.mentions(sentence)
        plain = "".join(f"{word} " for word in sentence.words)
        with_marks = marked(sentence, mentions)
        said = tuple(
            sorted(
                self._said(plain, with_marks),
                key=lambda said: (-said.score, said.intent.key),
            )
        )
        said = tuple(
            s
            for s in said
            if s.intent.kind is not IntentKind.DECLINE
            or s.span.start == s.span.end
            or not any(_inside(s.span, m.span) for m in mentions)
        )
        homonyms = [s.span for s in said if s.intent.kind is IntentKind.DECLINE]
        if homonyms and said[0].intent.kind is IntentKind.DECLINE and not said[0].intent.yields:
            mentions = tuple(
                m for m in mentions if not any(m.span.overlaps(span) for span in homonyms)
            )
        triggers = [
            Trigger(told, span) for told, pattern in self._triggers for span in pattern.find(plain)
        ]
        return Clause(sentence, mentions, said, dict(attitudes(sentence, mentions, triggers)))

    def _said(self, plain: str, with_marks: str) -> Iterator[Said]:
        for phrases in self._phrases:
            if any(_first(pattern, plain, with_marks) for pattern in phrases.unless):
                continue
            found: dict[float, list[Span]] = defaultdict(list)
            for pattern in phrases.patterns:
                span = _first(pattern, plain, with_marks)
                if span:
                    # Spans of marked lines count mentions as one word; they hide nothing.
                    shown = Span(0, 0) if pattern.on_mentions else span
                    found[1 + _MORE_WORDS * (pattern.size - 1)].append(shown)
            if found:
                best = max(found)
                further = sum(map(len, found.values())) - 1
                describes = phrases.intent.kind is IntentKind.DESCRIPTION
                more = _MORE_DESCRIPTION if describes else _MORE_PHRASES
                score = (best + more * min(further, 3)) * phrases.intent.weight
                widest = max(found[best], key=lambda span: span.end - span.start)
                yield Said(phrases.intent, score, widest)


def _inside(inner: Span, outer: Span) -> bool:
    """The "curl" of "EZ curl bar" is no call for curls."""
    return outer.start <= inner.start and inner.end <= outer.end


def _first(pattern: Pattern, plain: str, with_marks: str) -> Span | None:
    return next(pattern.find(with_marks if pattern.on_mentions else plain), None)
