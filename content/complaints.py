"""Reads a message for what somebody complains of: which groups of `safety.yaml` it tells.

It reads apart from the rest of the coach, so that no synonym made for questions hides a sign.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.complaint_phrases import Phrases, expanded
from content.complaint_spelling import Spelling
from content.library import Library
from content.patterns import Span
from content.wording import clean

_TOKEN = re.compile(
    r"\d+(?:[.:]\d+)+|[^\W_]+|[,()]|[.!?;:\n\u2026\u3002\u061f]|\s[-\u2013\u2014]+\s"
)
_SHORT_IS = re.compile(r"(?<=\w)['\u2019\u2018\u00b4`][sS]\b")
_TURNS = frozenset({"but", "however", "although", "though", "aber", "pero", "lekin"})
"""Up to these goes what a sentence tells as long past or only supposes."""
END = "\n"
"""Ends a sentence in a line; no phrase reaches across it."""
MASKED = "_"


@dataclass(frozen=True)
class Line:
    """The words of a message without fillers; `over` and `supposed` are indexes of such words."""

    words: tuple[str, ...]
    commas: frozenset[int]
    """The indexes that follow a comma or bracket."""
    over: frozenset[int]
    """Told as long past."""
    supposed: frozenset[int]
    """Told as something that might happen."""
    cleared: bool

    @property
    def supposes(self) -> bool:
        return bool(self.supposed)


class Complaints:
    """Built once from a library; reading changes nothing in it."""

    def __init__(self, library: Library) -> None:
        safety = library.safety
        counted = {key for sign in safety.signs for way in sign.when for key in way.all + way.none}
        groups = {key: expanded(safety.groups[key], safety) for key in sorted(counted)}
        masks = {
            "healed": safety.healed,
            "over": safety.over,
            "past": safety.past,
            "present": safety.present,
            "supposing": safety.supposing,
            "cleared": safety.cleared,
        }
        marks = {key: expanded(phrases, safety) for key, phrases in masks.items()}
        self._fillers = frozenset(safety.fillers)
        harmless = expanded(safety.harmless, safety)
        self._groups = Phrases(groups, self._fillers)
        self._marks = Phrases(marks, frozenset())
        self._harmless = Phrases({"harmless": harmless}, self._fillers)
        self._negators = frozenset(safety.negators)
        self._carriers = frozenset(safety.negation_carriers)
        self._lasting = frozenset(safety.lasting)
        self._undeniable = frozenset(safety.undeniable)
        self._spelling = Spelling(library, [*groups.values(), *marks.values(), harmless])

    def read(self, text: str) -> Line:
        """The message as a line, with what is past or only supposed marked in it."""
        words: list[str] = []
        commas: set[int] = set()
        over: set[int] = set()
        supposed: set[int] = set()
        cleared = False
        for clause, ends in _clauses(text):
            said = [(self._spelling.mended(word), after_comma) for word, after_comma in clause]
            marks = self._marks.find([word for word, _ in said])
            supposing = min((span.start for span in marks.get("supposing", ())), default=len(said))
            is_past = "past" in marks and ("present" not in marks or "over" in marks)
            is_over = is_past or "healed" in marks
            cleared = cleared or "cleared" in marks
            for at, (word, after_comma) in enumerate(said):
                if word in self._fillers:
                    continue
                if after_comma:
                    commas.add(len(words))
                if is_over:
                    over.add(len(words))
                if at >= supposing:
                    supposed.add(len(words))
                words.append(word)
            if ends:
                words.append(END)
        masked = list(words)
        for span in self._harmless.find(words).get("harmless", ()):
            if commas.isdisjoint(range(span.start + 1, span.end)):
                masked[span.start : span.end] = [MASKED] * (span.end - span.start)
        return Line(tuple(masked), frozenset(commas), frozenset(over), frozenset(supposed), cleared)

    def told(self, line: Line, *, supposed: bool = False) -> dict[str, tuple[Span, ...]]:
        """Where each group is said and not denied; `supposed` counts what might happen, too."""
        found = self._groups.find(line.words)
        named = {at for spans in found.values() for s in spans for at in range(s.start, s.end)}
        # "no feeling" is a complaint: its "no" denies nothing.
        opening = {s.start for spans in found.values() for s in spans if s.end - s.start > 1}
        told: dict[str, tuple[Span, ...]] = {}
        for key, spans in found.items():
            silent = line.supposed if not supposed else frozenset()
            if key not in self._lasting:
                silent |= line.over
            kept = tuple(
                span
                for span in spans
                if span.start not in silent
                and (key in self._undeniable or not self._denied(span, line, named, opening))
            )
            if kept:
                told[key] = kept
        return told

    def _denied(self, span: Span, line: Line, named: set[int], opening: set[int]) -> bool:
        """A negator stands before it, with only other complaints and joining words between.

        So a list such as "no fever, numbness or weakness" is denied to its end.
        """
        for at in range(span.start - 1, -1, -1):
            word = line.words[at]
            if word in self._negators and at + 1 not in line.commas:
                return at not in opening
            if word not in self._carriers and at not in named:
                return False
        return False


def _clauses(text: str) -> Iterator[tuple[list[tuple[str, bool]], bool]]:
    """Each clause's words, with whether a comma stands before them; and whether a sentence ends.

    A clause goes to the end of a sentence or to a "but".
    """
    clause: list[tuple[str, bool]] = []
    comma = False
    for match in _TOKEN.finditer(clean(_SHORT_IS.sub("", text))):
        token = match[0]
        if token[0] in ",()":
            comma = True
        elif token[0].isalnum():
            if token in _TURNS:
                yield clause, False
                clause = []
            clause.append((token, comma))
            comma = False
        else:
            yield clause, True
            clause, comma = [], False
    yield clause, True
