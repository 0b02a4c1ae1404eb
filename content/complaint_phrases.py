"""The phrases of `safety.yaml`: compiled without fillers, and found by their first word."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from content.language import Safety
from content.patterns import Pattern, Span, compile_phrase

_REFERENCE = re.compile(r"<(\w+)>")
_PIECE = re.compile(r"\(|\)|\[|\]|\||\*|\.\.\.|[^\s()\[\]|*]+")


class Phrases:
    """Phrases under names, found by their first word."""

    def __init__(self, groups: Mapping[str, Iterable[str]], fillers: Set[str]) -> None:
        self._by_word: dict[str, list[tuple[str, Pattern]]] = defaultdict(list)
        self._by_beginning: dict[str, list[tuple[str, Pattern]]] = defaultdict(list)
        for key, phrases in groups.items():
            for phrase in phrases:
                pieces = _without(fillers, _PIECE.findall(phrase))
                pattern = compile_phrase(" ".join(pieces), _literal)
                for first in _first_words(pieces):
                    if first.endswith("~"):
                        self._by_beginning[first[:-1]].append((key, pattern))
                    else:
                        self._by_word[first].append((key, pattern))
        self._beginnings = tuple(self._by_beginning)

    def find(self, words: Sequence[str]) -> dict[str, list[Span]]:
        """Where each name is said, in order."""
        line = "".join(f"{word} " for word in words)
        found: dict[str, list[Span]] = defaultdict(list)
        at = 0
        for index, word in enumerate(words):
            for key, pattern in self._starting(word):
                match = pattern.regex.match(line, at)
                if match:
                    found[key].append(Span(index, index + match[0].count(" ")))
            at += len(word) + 1
        return found

    def _starting(self, word: str) -> Iterator[tuple[str, Pattern]]:
        yield from self._by_word.get(word, ())
        if word.startswith(self._beginnings):
            for beginning in self._beginnings:
                if word.startswith(beginning):
                    yield from self._by_beginning[beginning]


def expanded(phrases: Iterable[str], safety: Safety) -> list[str]:
    """Phrases in which `<group>` stands for the phrases of that group."""

    def group(match: re.Match[str]) -> str:
        return f"({'|'.join(expanded(safety.groups[match[1]], safety))})"

    return [_REFERENCE.sub(group, phrase) for phrase in phrases]


def _literal(phrase: str) -> tuple[str, ...]:
    return tuple(phrase.split())


def _without(fillers: Set[str], pieces: Iterable[str]) -> list[str]:
    """The phrase without fillers; an alternative or a bracket of nothing else goes, too."""
    kept: list[str] = []
    for piece in pieces:
        if piece in fillers:
            continue
        if piece == "|" and kept[-1] in ("(", "[", "|"):
            continue
        if piece in (")", "]"):
            if kept[-1] == "|":
                kept.pop()
            if kept[-1] in ("(", "["):
                kept.pop()
                continue
        kept.append(piece)
    return kept


def _first_words(pieces: Sequence[str]) -> set[str]:
    """The words that a phrase may begin with, prefixes with their `~`."""
    words, _, _ = _firsts(pieces, 0)
    return words


def _firsts(pieces: Sequence[str], at: int) -> tuple[set[str], bool, int]:
    """First words up to the closing bracket, whether it may hold no word, and where it closes."""
    words: set[str] = set()
    blank, some_blank = True, False
    while at < len(pieces) and pieces[at] not in (")", "]"):
        piece = pieces[at]
        if piece == "|":
            some_blank, blank = some_blank or blank, True
        elif piece in ("(", "["):
            inner, inner_blank, at = _firsts(pieces, at + 1)
            words |= inner if blank else set()
            blank = blank and (inner_blank or piece == "[")
        elif blank:
            words.add(piece)
            blank = False
        at += 1
    return words, some_blank or blank, at
