"""The content without its broken references, so that the rest of it can be tried out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from content.checks.phrases import readable
from content.language import Intent
from content.library import Library
from content.loader import no_safety
from content.models import Entry, Exercise, Link, Source, Term, Workout
from content.references import SAFETY_FILE, SECTIONS

_Kept = TypeVar("_Kept", bound=Entry)


class _Supplied(dict[str, _Kept]):
    """Makes up the entries that are named and missing."""

    def __init__(self, known: Mapping[str, _Kept], supply: Callable[[str], _Kept]) -> None:
        super().__init__(known)
        self._supply = supply

    def __missing__(self, key: str) -> _Kept:
        return self._supply(key)


def sound(library: Library, faulty: set[str]) -> Library | None:
    """What works of it, given the files with faults; None where there is nothing to try out."""
    workouts = {
        key: kept
        for key, workout in library.workouts.items()
        if (kept := _workout(workout, library))
    }
    if not workouts:
        return None
    return replace(
        library,
        exercises={key: _exercise(one, library) for key, one in library.exercises.items()},
        workouts=workouts,
        muscles=_Supplied(library.muscles, lambda key: Term(key=key, name=key)),
        equipment=_Supplied(library.equipment, lambda key: Term(key=key, name=key)),
        sources=_Supplied(library.sources, lambda key: Source(key=key, label=key)),
        links=_Supplied(library.links, lambda key: Link(key=key, label=key)),
        intents=tuple(_intent(intent, library) for intent in library.intents),
        safety=no_safety() if SAFETY_FILE in faulty else library.safety,
    )


def _workout(workout: Workout, library: Library) -> Workout | None:
    known = tuple(key for key in workout.exercises if key in library.exercises)
    short = tuple(key for key in workout.short if key in library.exercises)
    return workout.model_copy(update={"exercises": known, "short": short}) if known else None


def _exercise(exercise: Exercise, library: Library) -> Exercise:
    known = tuple(swap for swap in exercise.substitutes if swap.exercise in library.exercises)
    return exercise.model_copy(update={"substitutes": known})


def _intent(intent: Intent, library: Library) -> Intent:
    known = {
        "choices": tuple(key for key in intent.choices if key in library.exercises),
        "sections": tuple(name for name in intent.sections if name in SECTIONS),
        "topic": intent.topic if intent.topic in library.topics else None,
    }
    return readable(intent.model_copy(update=known))
