"""What a clause is recognised by: the roots of its words, pairs of them, and what it mentions."""

import re
from collections.abc import Iterator, Sequence

from content.mentions import Kind, Mention
from content.wording import Sentence, root

_NUMBER = re.compile(r"\d+(?:[.:]\d+)*(?P<unit>kg|kilo|lb|pound)?s?")
_BEGINNING = "^"
_SHOWN = (Kind.EXERCISE, Kind.AMBIGUOUS)
"""Kinds whose own words say nothing of what is asked."""


def features(sentence: Sentence, mentions: Sequence[Mention]) -> frozenset[str]:
    """Single words and pairs; a pair has a space between its two."""
    tokens = tuple(_tokens(sentence, mentions))
    pairs = (f"{a} {b}" for a, b in zip((_BEGINNING, *tokens), tokens, strict=False))
    words = {
        root(word)
        for mention in mentions
        if not any(mention.keys(kind) for kind in _SHOWN)
        for word in sentence.words[mention.span.start : mention.span.end]
    }
    return frozenset((*tokens, *pairs, *words))


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
