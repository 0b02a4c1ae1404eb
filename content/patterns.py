"""The small pattern language of the phrases in `data/intents` and `data/safety.yaml`.

no (cable|pulley) machine      words, alternatives
[the] t bar is taken           optional words
chest * tight                  a gap of up to four words; `...` of up to twelve
numb~                          any word that begins so
^ stop $                       the beginning and the end of the words
@exercise or @exercise         a mention of the content store
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

_PIECE = re.compile(r"\(|\)|\[|\]|\||\*|\.\.\.|@[a-z]+|[^\s()\[\]|*]+")
_SYNTAX = {
    "(": "(?:",
    ")": ")",
    "[": "(?:",
    "]": ")?",
    "|": "|",
    "*": r"(?:\S+ ){0,4}?",
    "...": r"(?:\S+ ){0,12}?",
    "^": r"\A",
    "$": r"\Z",
}


@dataclass(frozen=True)
class Span:
    """Word indexes, the end excluded."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Pattern:
    """A compiled phrase; `size` is the number of words that it needs at least."""

    phrase: str
    regex: re.Pattern[str]
    size: int

    @property
    def on_mentions(self) -> bool:
        return "@" in self.phrase

    def find(self, line: str) -> Iterator[Span]:
        """Where it matches in words that are each followed by one space."""
        for match in self.regex.finditer(line):
            start = line.count(" ", 0, match.start())
            yield Span(start, start + match[0].count(" "))


def compile_phrase(phrase: str, read: Callable[[str], tuple[str, ...]]) -> Pattern:
    """Compile; `read` turns a word of the phrase into the words that messages are read as."""
    regex = "".join(_pieces(phrase, read))
    return Pattern(phrase, re.compile(rf"(?<!\S){regex}"), _size(phrase))


def compile_any(phrases: Iterable[str], read: Callable[[str], tuple[str, ...]]) -> Pattern | None:
    """One pattern for any of the phrases, the longest where several begin alike; None for none."""
    longest = sorted(phrases, key=lambda phrase: -_size(phrase))
    if not longest:
        return None
    ways = "|".join("".join(_pieces(phrase, read)) for phrase in longest)
    return Pattern(" | ".join(longest), re.compile(rf"(?<!\S)(?:{ways})"), _size(longest[-1]))


def _pieces(phrase: str, read: Callable[[str], tuple[str, ...]]) -> Iterator[str]:
    run: list[str] = []

    def literal() -> str:
        # Neighbours are read together, as a message is: some meanings take several words.
        found = "".join(re.escape(word) + " " for word in read(" ".join(run)))
        run.clear()
        return found

    for piece in _PIECE.findall(phrase):
        if not (piece in _SYNTAX or piece.startswith("@") or piece.endswith("~")):
            run.append(piece)
            continue
        yield literal()
        if piece in _SYNTAX:
            yield _SYNTAX[piece]
        elif piece.startswith("@"):
            yield piece + " "
        else:
            yield re.escape(piece[:-1]) + r"\S* "
    yield literal()


def _size(phrase: str) -> int:
    """Words of the shortest way through: optional words do not count, a group as its shortest."""
    phrase = re.sub(r"\[[^\]]*\]|\*|\.\.\.|[\^$]", " ", phrase)
    while True:
        group = re.search(r"\(([^()]*)\)", phrase)
        if group is None:
            return len(phrase.split())
        shortest = min((len(part.split()) for part in group[1].split("|")), default=0)
        phrase = f"{phrase[: group.start()]} {'w ' * shortest} {phrase[group.end() :]}"
