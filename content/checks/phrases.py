"""Phrases of the pattern language that cannot be read."""

import re
from collections.abc import Iterable, Iterator, Mapping

from content.documents import Document, Location
from content.errors import Fault
from content.language import Intent, IntentKind, Safety
from content.library import Library
from content.patterns import compile_phrase
from content.references import GROUP, SAFETY, Documents

_PLAIN = frozenset({IntentKind.WORD, IntentKind.FILLER, IntentKind.AMBIGUOUS, IntentKind.DECLINE})
"""Kinds whose phrases are words and no patterns."""
_READ = _PLAIN | {IntentKind.SITUATION}
"""Kinds that are recognised by phrases; all others are learned from samples."""


def unreadable_phrases(library: Library, documents: Documents) -> Iterator[Fault]:
    """Phrases that nobody reads or can read, and groups of warning words that hold themselves."""
    for intent in library.intents:
        document = documents[Intent, intent.key]
        if intent.phrases and intent.kind not in _READ:
            message = f"phrases: nobody reads them; write samples/{intent.key}.txt instead"
            yield document.fault(message, "phrases")
        if intent.kind not in _PLAIN:
            yield from _unreadable(intent.phrases, document, ("phrases",))
            yield from _unreadable(intent.unless, document, ("unless",))
    if (Safety, SAFETY) in documents:
        groups, document = library.safety.groups, documents[Safety, SAFETY]
        for key, phrases in groups.items():
            yield from _unreadable(phrases, document, ("groups", key))
            if key in _held(key, groups):
                yield document.fault(f"groups.{key}: it holds itself", "groups", key)


def readable(intent: Intent) -> Intent:
    """The intent without what cannot be read."""
    if intent.kind in _PLAIN:
        return intent
    kept = {name: tuple(filter(_compiles, getattr(intent, name))) for name in ("phrases", "unless")}
    return intent.model_copy(update=kept)


def _unreadable(phrases: Iterable[str], document: Document, place: Location) -> Iterator[Fault]:
    for index, phrase in enumerate(phrases):
        if not _compiles(phrase):
            message = f"{'.'.join(map(str, place))}: '{phrase}' is no phrase: its brackets differ"
            yield document.fault(message, *place, index)


def _compiles(phrase: str) -> bool:
    try:
        compile_phrase(phrase, lambda words: tuple(words.split()))
    except re.error:
        return False
    return True


def _held(key: str, groups: Mapping[str, Iterable[str]]) -> set[str]:
    """Every group that is named in its phrases, or in theirs."""
    held: set[str] = set()
    waiting = [key]
    while waiting:
        named = {name for phrase in groups.get(waiting.pop(), ()) for name in GROUP.findall(phrase)}
        waiting += named - held
        held |= named
    return held
