"""Reads a message for what somebody complains of: which groups of `safety.yaml` it tells.

It reads apart from the rest of the coach, so that no synonym made for questions hides a sign.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from content.complaint_phrases import END, Found, Phrases
from content.complaint_spelling import Spelling
from content.language import Safety
from content.library import Library
from content.patterns import Span
from content.wording import clean

_TOKEN = re.compile(
    r"\d+(?:[.:]\d+)+|[^\W_]+|[,()]|[.!?;:\n\u2026\u3002\u061f]|\s[-\u2013\u2014]+\s"
)
_SHORT = re.compile(
    r"(?<=\w)['\u2019\u2018\u00b4`](?:[sS]|ll|LL)\b"
    r"|\b(?:[LlDdJjNnMmTtCc]|[Qq]u)['\u2019\u2018\u00b4`](?=\w)"
)
"""The 's and 'll of English, and the short words that French joins to the next."""
_READING = re.compile(r"(?<![\d/])(?:1[4-9]\d|2[0-4]\d)\s?/\s?(?:[89]\d|1[0-4]\d)(?![\d/])")
"""A high blood pressure as a cuff shows it, such as 185/115; read as "high reading"."""
_TURNS = frozenset({"but", "however", "although", "though", "yet"})
"""Up to these goes what a sentence tells as long past or only supposes."""
_APART = 8
"""Words that the end of a sentence keeps its neighbours apart."""
_FRAGMENT = 3
"""Words up to which a sentence ("My chest.") belongs to its neighbours, and then keeps them."""

MASKED = "_"

Told = Mapping[str, Sequence[Span]]


@dataclass(frozen=True)
class Line:
    """The words of a message without fillers, and the groups that they say."""

    words: tuple[str, ...]
    commas: frozenset[int]
    """The indexes that follow a comma or bracket."""
    found: Found
    over: frozenset[int]
    """Indexes of what is told as long past."""
    supposed: frozenset[int]
    """Indexes of what only might happen."""
    cleared: bool


@dataclass
class _Words:
    """A message on its way to a line."""

    words: list[str] = field(default_factory=list)
    commas: set[int] = field(default_factory=set)
    clauses: list[int] = field(default_factory=lambda: [0])
    """Where clauses start: up to the end of a sentence or to a "but"."""


class Complaints:
    """Built once from a library; reading changes nothing in it."""

    def __init__(self, library: Library) -> None:
        safety = library.safety
        self._fillers = frozenset(safety.fillers)
        self._languages = _Languages(safety, self._fillers)
        self._negators = frozenset(safety.negators)
        self._phrases = Phrases(_named(safety), self._fillers, self._negators)
        self._carriers = frozenset(safety.negation_carriers)
        self._lasting = frozenset(safety.lasting)
        self._undeniable = frozenset(safety.undeniable)
        ways = [way for sign in safety.signs for way in sign.when]
        self._counted = {key for way in ways for key in (*way.all, *way.beside)}
        self._spelling = Spelling(
            library,
            known=[*_named(safety).values(), *safety.languages.values(), safety.negators],
            mended=safety.groups.values(),
        )

    def read(self, text: str) -> Line:
        """The message as a line, with what is past or only supposed marked in it."""
        said = self._languages.english(self._said(text))
        found = self._phrases.find(said.words)
        harmless = _harmless(found, said.commas)
        masked = {at for span in harmless for at in range(span.start, span.end)}
        words = tuple(MASKED if at in masked else word for at, word in enumerate(said.words))
        bounds = [*said.clauses, len(words)]
        over: set[int] = set()
        supposed: set[int] = set()
        for start, end in pairwise(bounds):
            marks = {key: _within(found.get(key, ()), start, end) for key in _MARKS}
            is_past = bool(marks["past"]) and (not marks["present"] or bool(marks["over"]))
            if is_past or marks["healed"]:
                over.update(range(start, end))
            if marks["supposing"]:
                supposed.update(range(marks["supposing"][0].start, end))
        cleared = any(
            span.start not in supposed
            and self._negators.isdisjoint(words[max(span.start - 1, 0) : span.end])
            and _NOT_YET.isdisjoint(words[max(span.start - 3, 0) : span.end])
            for span in found.get("cleared", ())
        )
        return Line(
            words,
            frozenset(said.commas),
            _outside(harmless, masked, found),
            frozenset(over),
            frozenset(supposed),
            cleared,
        )

    def counting(self, line: Line) -> tuple[str, ...]:
        """The words that are neither harmless, denied, long past nor only supposed."""
        denials, within = self._denials(line), self._within(line)
        idle = line.over | line.supposed
        return tuple(
            word
            for at, word in enumerate(line.words)
            if word not in (MASKED, END) and at not in idle
            if denials[at] is None or denials[at] in within
        )

    def told(self, line: Line, *, supposed: bool = False) -> Told:
        """Where each group is said and not denied; `supposed` counts what might happen, too."""
        denials, within = self._denials(line), self._within(line)
        told: dict[str, Sequence[Span]] = {}
        for key, spans in line.found.items():
            silent = line.supposed if not supposed else frozenset()
            if key not in self._lasting:
                silent |= line.over
            kept = [
                span
                for span in spans
                if span.start not in silent
                and (key in self._undeniable or not self._denied(span, line, denials, within))
            ]
            if kept:
                told[key] = kept
        return told

    def _within(self, line: Line) -> set[int]:
        """Indexes of complaints of several words: the "no" of "no feeling" denies nothing."""
        return {
            at
            for key, spans in line.found.items()
            if key in self._counted
            for span in spans
            if span.end - span.start > 1
            for at in range(span.start, span.end)
        }

    def _denials(self, line: Line) -> list[int | None]:
        """By index: the negator before it, with only complaints and joining words between.

        So a list such as "no fever, numbness or weakness" is denied to its end.
        """
        named = {at for spans in line.found.values() for s in spans for at in range(s.start, s.end)}
        denials: list[int | None] = [None]
        for at, word in enumerate(line.words):
            if word in self._negators and at + 1 not in line.commas:
                denials.append(at)
            else:
                carries = word in self._carriers or at in named
                denials.append(denials[at] if carries else None)
        return denials

    def _denied(
        self, span: Span, line: Line, denials: Sequence[int | None], within: set[int]
    ) -> bool:
        """A negator reaches it, or a "none" right after it answers it."""
        negator = denials[span.start]
        if negator is not None:
            return negator not in within
        return self._answered_no(line, span.end)

    def _answered_no(self, line: Line, at: int) -> bool:
        words = line.words
        while at < len(words) and words[at] == END:
            at += 1
        if at == len(words) or words[at] not in _NO:
            return False
        return at + 1 in line.commas or at + 1 == len(words) or words[at + 1] == END

    def _said(self, text: str) -> _Words:
        said = _Words()
        comma = False
        for match in _TOKEN.finditer(clean(_SHORT.sub("", _READING.sub(" high reading ", text)))):
            token = match[0]
            if token[0] in ",()":
                comma = True
            elif not token[0].isalnum():
                if said.words and said.words[-1] != END:
                    short = END in said.words[-_FRAGMENT - 1 :] or len(said.words) <= _FRAGMENT
                    said.words += [END] * (_FRAGMENT if short else _APART)
                    said.clauses.append(len(said.words))
                comma = False
            else:
                for word in self._spelling.mended(token):
                    if word in self._fillers:
                        continue
                    if word in _TURNS:
                        said.clauses.append(len(said.words))
                    if comma:
                        said.commas.add(len(said.words))
                    said.words.append(word)
                    comma = False
        return said


_NOT_YET = frozenset(("nobody", "noone", "until", "till", "unless", "before", "once", "if"))
"""Words before "cleared" by which nobody has been."""
_MARKS = ("healed", "over", "past", "present", "supposing")
_NO = frozenset({"no", "none", "nope", "negative", "nah"})


class _Languages:
    """Reads other languages as the English words of the phrases."""

    def __init__(self, safety: Safety, fillers: frozenset[str]) -> None:
        sure = {
            english: [phrase for phrase in phrases if not phrase.endswith("?")]
            for english, phrases in safety.languages.items()
        }
        unsure = {
            english: [phrase[:-1] for phrase in phrases if phrase.endswith("?")]
            for english, phrases in safety.languages.items()
        }
        self._sure = Phrases(sure, fillers)
        self._all = Phrases({key: sure[key] + unsure[key] for key in sure}, fillers)
        self._english = {
            english: [word for word in english.split() if word not in fillers] for english in sure
        }

    def english(self, said: _Words) -> _Words:
        """What is said in another language in English; words that look alike only beside others."""
        if not self._sure.find(said.words):
            return said
        longest: dict[int, tuple[int, str]] = {}
        for english, spans in self._all.find(said.words).items():
            for span in spans:
                longest[span.start] = max(longest.get(span.start, (0, "")), (span.end, english))
        read = _Words(clauses=[])
        at = 0
        while at < len(said.words):
            end, english = longest.get(at, (at + 1, ""))
            if at in said.clauses:
                read.clauses.append(len(read.words))
            if at in said.commas:
                read.commas.add(len(read.words))
            read.words += self._english[english] if english else [said.words[at]]
            at = end
        return read


def _named(safety: Safety) -> dict[str, tuple[str, ...]]:
    """Every list of phrases under its name."""
    return {
        **safety.groups,
        "harmless": safety.harmless,
        "healed": safety.healed,
        "over": safety.over,
        "past": safety.past,
        "present": safety.present,
        "supposing": safety.supposing,
        "cleared": safety.cleared,
    }


def _within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    return [span for span in spans if start <= span.start < end]


def _harmless(found: Found, commas: set[int]) -> list[Span]:
    """Where harmless phrases are said, which no comma parts."""
    return [
        span
        for span in found.get("harmless", ())
        if commas.isdisjoint(range(span.start + 1, span.end))
    ]


def _outside(harmless: Sequence[Span], masked: set[int], found: Found) -> Found:
    """What neither starts nor ends inside a harmless phrase.

    It may end with the "back" that such a phrase starts with: "pain in my back at work" holds
    "back at work".
    """
    backs = {span.start for span in found.get("back", ())}
    inner = masked - (backs & {span.start for span in harmless})

    def told(span: Span) -> bool:
        first, last = span.start, span.end - 1
        return not (first in masked or last in inner or masked.issuperset(range(first, last + 1)))

    kept = {key: [span for span in spans if told(span)] for key, spans in found.items()}
    return {key: spans for key, spans in kept.items() if spans}
