"""Sentences that are given as samples of two intents, with nothing to tell which is meant."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from content.documents import Document
from content.errors import Fault
from content.library import Library
from content.models import Key
from content.wording import words


def ambiguous_samples(library: Library, lines: Mapping[str, Document]) -> Iterator[Fault]:
    """Each place of a sample that another intent has too, however it is spelled.

    Two intents may share one where an exercise that answers but one of them tells which is meant:
    "how low" is the bench of a row, and the stretch of a pullover.
    """
    said: dict[tuple[str, ...], dict[Key, list[int]]] = defaultdict(lambda: defaultdict(list))
    for intent, samples in library.samples.items():
        for index, sample in enumerate(samples):
            said[words(sample)][intent].append(index)
    for places in said.values():
        for intent, indexes in places.items():
            others = [key for key in sorted(places) if _alike(intent, key, library)]
            for index in indexes if others else ():
                sample = library.samples[intent][index]
                message = f"'{sample}' is a sample of {', '.join(others)}, too"
                yield lines[f"samples/{intent}.txt"].fault(message, index)


def _alike(intent: Key, other: Key, library: Library) -> bool:
    """No exercise answers one of them and not the other."""
    if intent == other:
        return False
    return all(
        bool(exercise.answer(intent)) is bool(exercise.answer(other))
        for exercise in library.exercises.values()
    )
