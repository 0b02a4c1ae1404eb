"""The phrases of `safety.yaml`, and where a line of words says them.

numb [all] over        words, a word that may be missing
(leg|foot) hurts       alternatives
foot * drag~           a gap of up to four words, none a negator; any word that begins so
<cant> feel            a phrase of another group
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from content.patterns import Span

END = "\n"
"""Ends a sentence in a line; no phrase reaches across it."""
_GAP = "*"
_LONGEST_GAP = 4
_PIECE = re.compile(r"[()\[\]|*]|[^\s()\[\]|*]+")
_GROUP = re.compile(r"<(\w+)>")

Found = dict[str, list[Span]]


@dataclass(eq=False)
class _Node:
    """Where a phrase has got to: what may follow, and the groups that are said if it ends here."""

    following: dict[str, list["_Node"]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


class Phrases:
    """Groups of phrases, level by level: a phrase names only groups of lower levels."""

    def __init__(
        self,
        groups: Mapping[str, Iterable[str]],
        fillers: Set[str],
        negators: Set[str] = frozenset(),
    ) -> None:
        self._stops = {END, *negators}
        phrases = {key: list(group) for key, group in groups.items()}
        roots: dict[int, _Node] = defaultdict(_Node)
        for key, group in phrases.items():
            root, end = roots[level(key, phrases)], _Node(names=[key])
            for phrase in group:
                for run in _parsed(iter(_PIECE.findall(phrase)), fillers):
                    if run:
                        _lead(run, [root], end)
        for opening in roots.values():
            for symbol, nodes in opening.following.items():
                opening.following[symbol] = [_merged(nodes)]
        self._roots = [roots[number] for number in sorted(roots)]
        self._beginnings = {
            symbol[:-1]
            for ways in phrases.values()
            for phrase in ways
            for symbol in words_of(phrase)
            if symbol.endswith("~")
        }
        self._shortest = min(map(len, self._beginnings), default=0)

    def find(self, words: Sequence[str]) -> Found:
        """Where each group is said, in order."""
        found: Found = defaultdict(list)
        steps = [[(symbol, at + 1) for symbol in self._symbols(w)] for at, w in enumerate(words)]
        stops = [word in self._stops for word in words]
        for root in self._roots:
            openings = root.following.keys()
            spans = {
                (at, end, name)
                for at in range(len(words))
                if any(symbol in openings for symbol, _ in steps[at])
                for name, end in _ends(root, at, steps, stops)
            }
            for at, end, name in sorted(spans):
                steps[at].append((f"<{name}>", end))
                found[name].append(Span(at, end))
        return found

    def _symbols(self, word: str) -> tuple[str, ...]:
        """The word and those of its beginnings that phrases hold."""
        if word == END:
            return ()
        known = self._beginnings
        sizes = range(self._shortest, len(word) + 1)
        return (word, *[f"{word[:size]}~" for size in sizes if word[:size] in known])


Steps = Sequence[Sequence[tuple[str, int]]]
"""By index: the words, beginnings and groups that are said there, and the index after each."""


def _ends(root: _Node, at: int, steps: Steps, stops: Sequence[bool]) -> Iterator[tuple[str, int]]:
    """The groups whose phrases start at a word, and where they end."""
    open_ways = [(root, at)]
    while open_ways:
        node, at = open_ways.pop()
        for name in node.names:
            yield name, at
        following = node.following
        if not following or at == len(steps):
            continue
        for symbol, end in steps[at]:
            if symbol in following:
                open_ways += [(after, end) for after in following[symbol]]
        if _GAP in following:
            for start in range(at, min(at + _LONGEST_GAP + 1, len(steps))):
                for symbol, end in steps[start]:
                    for gap in following[_GAP]:
                        if symbol in gap.following:
                            open_ways += [(after, end) for after in gap.following[symbol]]
                if stops[start]:
                    break


def _merged(nodes: list[_Node]) -> _Node:
    """One node for several, so that phrases that begin alike, also with a gap, are read as one."""
    if len(nodes) == 1:
        return nodes[0]
    whole = _Node()
    for node in nodes:
        whole.names += node.names
        for symbol, after in node.following.items():
            whole.following.setdefault(symbol, []).extend(after)
    if _GAP in whole.following:
        whole.following[_GAP] = [_merged(whole.following[_GAP])]
    return whole


def level(key: str, groups: Mapping[str, Iterable[str]]) -> int:
    """How deep the groups go that this one names; 0 for plain words."""
    named = {name for phrase in groups[key] for name in _GROUP.findall(phrase)}
    return max((level(name, groups) + 1 for name in named), default=0)


def words_of(phrase: str) -> list[str]:
    """The words, beginnings and groups that a phrase holds."""
    return [piece for piece in _PIECE.findall(phrase) if piece[0] not in "()[]|*"]


Words = list["str | Choice"]


@dataclass(frozen=True)
class Choice:
    """One of several runs of words, or none of them where it may be missing."""

    runs: list[Words]
    optional: bool


def _parsed(rest: Iterator[str], fillers: Set[str]) -> list[Words]:
    """The runs up to the closing bracket; what is nothing but fillers goes."""
    runs: list[Words] = [[]]
    for piece in rest:
        if piece in (")", "]"):
            break
        if piece == "|":
            runs.append([])
        elif piece in ("(", "["):
            inner = _parsed(rest, fillers)
            full = [run for run in inner if run]
            if full:
                runs[-1].append(Choice(full, optional=piece == "["))
        elif piece not in fillers:
            runs[-1].append(piece)
    return runs


def _lead(run: Words, entries: list[_Node], end: _Node) -> None:
    """Leads every way through a run of words from the entries to the end."""
    *before, last = run
    now = entries
    for piece in before:
        after = _Node()
        _step(piece, now, after)
        now = [after, *now] if isinstance(piece, Choice) and piece.optional else [after]
    _step(last, now, end)
    if before and isinstance(last, Choice) and last.optional:
        _lead(before, entries, end)


def _step(piece: "str | Choice", entries: list[_Node], end: _Node) -> None:
    if isinstance(piece, Choice):
        for run in piece.runs:
            _lead(run, entries, end)
        return
    for node in entries:
        targets = node.following.setdefault(piece, [])
        if end not in targets:
            targets.append(end)
