"""What a clause is recognised by: the roots of its words, pairs of them, and what it mentions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from content.mentions import Kind, Mention
from content.wording import Sentence, root

_NUMBER = re.compile(r"\d+(?:[.:]\d+)*(?P<unit>kg|kilo|lb|pound)?s?")
_BEGINNING = "^"
_END = "$"
_SHOWN = (Kind.EXERCISE, Kind.AMBIGUOUS)
"""Kinds whose own words say nothing of what is asked."""
_STEMS = (3, 4, 5)
"""Letters that stand for a word beside its root, so that its unknown forms tell something."""


@dataclass(frozen=True)
class Features:
    """Of one clause, or of several taken together."""

    told: frozenset[str] = frozenset()
    """Single words and pairs; a pair has a space between its two."""
    details: frozenset[str] = frozenset()
    """What tells more where there are many samples: pairs with a gap, beginnings, names."""

    def __or__(self, other: "Features") -> "Features":
        return Features(self.told | other.told, self.details | other.details)

    @property
    def all(self) -> frozenset[str]:
        return self.told | self.details


def features(sentence: Sentence, mentions: Sequence[Mention]) -> Features:
    tokens = tuple(_tokens(sentence, mentions))
    pairs = (f"{a} {b}" for a, b in zip((_BEGINNING, *tokens), tokens, strict=False))
    words = {
        root(word)
        for mention in mentions
        if not any(mention.keys(kind) for kind in _SHOWN)
        for word in sentence.words[mention.span.start : mention.span.end]
    }
    return Features(
        frozenset((*tokens, *pairs, *words)),
        frozenset(_details(sentence, mentions, tokens)),
    )


def plain(words: Sequence[str]) -> frozenset[str]:
    """Of words alone, whatever they mention: each, pairs, pairs with a gap, beginnings."""
    framed = (_BEGINNING, *map(root, words), _END)
    return frozenset(
        (
            *framed,
            *(f"{a} {b}" for a, b in pairwise(framed)),
            *(f"{a} _ {b}" for a, b in zip(framed, framed[2:], strict=False)),
            *_beginnings(words),
        )
    )


def _beginnings(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from (f"<{word[:letters]}" for letters in _STEMS if len(word) > letters)


def _details(
    sentence: Sentence, mentions: Sequence[Mention], tokens: Sequence[str]
) -> Iterator[str]:
    framed = (_BEGINNING, *tokens, _END)
    yield from (f"{a} _ {b}" for a, b in zip(framed, framed[2:], strict=False))
    yield f"{framed[-2]} {_END}"
    yield from _beginnings(sentence.words)
    for mention in mentions:
        yield from (f"={keys[0]}" for kind in Kind if (keys := mention.keys(kind)))


def _tokens(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[str]:
    """The words in order; each mention is one word such as `@exercise`."""
    starts = {mention.span.start: mention for mention in mentions}
    at = 0
    while at < len(sentence.words):
        mention = starts.get(at)
        if mention is None:
            yield _token(sentence.words[at])
            at += 1
        else:
            yield mention.mark
            at = mention.span.end


def _token(word: str) -> str:
    """The root of a word; a weight, and a number that counts no set or exercise, as its kind."""
    number = _NUMBER.fullmatch(word)
    if number is None:
        return root(word)
    if number["unit"]:
        return "#load"
    return word if len(word) == 1 else "#number"
