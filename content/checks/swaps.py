"""Substitutes that say nothing, or that nobody would ever be offered."""

import re
from collections import defaultdict
from collections.abc import Iterator

from content.conversation import Situation
from content.documents import Document
from content.errors import Fault
from content.library import Library
from content.likeness import NO_PULL, resistance
from content.models import Exercise, Key, LoadMode, Pattern, Resistance
from content.references import Documents
from content.substitutes import substitution

_MARKS = re.compile(r"\W+")


def faulty_swaps(library: Library, whole: Library, documents: Documents) -> Iterator[Fault]:
    """What is wrong with the authored swaps, and which exercises stand in for none.

    `whole` is `library` without its broken references.
    """
    for exercise in library.exercises.values():
        yield from _of_list(exercise, whole, documents[Exercise, exercise.key])
        yield from _unloaded(exercise, library, documents[Exercise, exercise.key])
    yield from _unreachable(whole, documents)
    yield from _not_distinct(library, documents)


def _of_list(exercise: Exercise, whole: Library, document: Document) -> Iterator[Fault]:
    """A swap that comes twice, says what another says, or can never be offered."""
    met: set[Key] = set()
    said: dict[tuple[str, str], Key] = {}
    for index, swap in enumerate(exercise.substitutes):
        at = f"substitutes.{index}"
        if swap.exercise in met:
            yield document.fault(f"{at}: {swap.exercise} comes twice", "substitutes", index)
            continue
        met.add(swap.exercise)
        for field, text in (("reason", swap.reason), ("difference", swap.difference)):
            other = said.setdefault((field, _plain(text)), swap.exercise)
            if other != swap.exercise:
                message = f"{at}.{field}: the same as for {other}"
                yield document.fault(message, "substitutes", index, field)
        if _plain(swap.reason) == _plain(swap.difference):
            message = f"{at}: reason and difference are the same"
            yield document.fault(message, "substitutes", index, "difference")
        if swap.exercise == exercise.key or swap.exercise not in whole.exercises:
            continue
        if substitution(whole.exercises[exercise.key], swap.exercise, Situation(), whole) is None:
            message = f"{at}: nobody is ever offered {swap.exercise}, which is no pull"
            yield document.fault(message, "substitutes", index, "exercise")


def _unloaded(exercise: Exercise, library: Library, document: Document) -> Iterator[Fault]:
    """Equipment for a load of which nothing says what the load is; differences would lie."""
    for index, way in enumerate(exercise.equipment):
        known = all(key in library.equipment for key in way)
        if not known or exercise.load_mode is not LoadMode.EXTERNAL:
            continue
        if resistance(exercise, way, library.equipment) is Resistance.BODY:
            message = f"equipment.{index}: no resistance, though the load is external"
            yield document.fault(message, "equipment", index)


def _unreachable(library: Library, documents: Documents) -> Iterator[Fault]:
    """Exercises that are in no workout and can stand in for none; distractors are no pull."""
    reached = {key for workout in library.workouts.values() for key in workout.exercises}
    for exercise in library.exercises.values():
        reached |= {swap.exercise for swap in exercise.substitutes} - {exercise.key}
        for group in library.likeness.nearest(exercise.key):
            reached |= {key for _, key in group.members}
    for key, exercise in library.exercises.items():
        if key not in reached and exercise.pattern not in NO_PULL:
            message = "nobody can reach it: it is in no workout and stands in for no exercise"
            yield documents[Exercise, key].fault(message)


def _not_distinct(library: Library, documents: Documents) -> Iterator[Fault]:
    """Two of one movement with the same distinction, which then sets neither apart."""
    told: dict[tuple[Pattern, str], list[Key]] = defaultdict(list)
    for key, exercise in library.exercises.items():
        told[exercise.pattern, _plain(exercise.distinction)].append(key)
    for keys in told.values():
        for key in keys[1:]:
            message = f"distinction: the same as that of {keys[0]}"
            yield documents[Exercise, key].fault(message, "distinction")


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text).strip().casefold()
