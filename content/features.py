"""What a clause is recognised by: the roots of its words, pairs of them, and what it mentions."""

from collections.abc import Iterator, Sequence

from content.mentions import Kind, Mention
from content.wording import Sentence, root

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
            yield root(sentence.words[at])
            at += 1
        else:
            yield mention.mark
            at = mention.span.end
