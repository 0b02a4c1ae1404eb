"""Keys that content files name and no file has."""

from collections.abc import Iterable, Iterator, Mapping

from content.documents import Document, Location
from content.errors import Fault
from content.library import Library
from content.models import Entry, Exercise, Kit, Term, Topic, Workout

Documents = dict[tuple[type[Entry], str], Document]
"""The file of each entry."""


def broken_references(library: Library, documents: Documents) -> Iterator[Fault]:
    """Every unknown key, at the place that names it."""
    for exercise in library.exercises.values():
        yield from _of_exercise(exercise, library, documents[Exercise, exercise.key])
    for topic in library.topics.values():
        if topic.link:
            document = documents[Topic, topic.key]
            yield from _unknown(document, "link", [topic.link], library.links, ("link",))
    for workout in library.workouts.values():
        document = documents[Workout, workout.key]
        for field, named in (("exercises", workout.exercises), ("short", workout.short)):
            yield from _unknown(document, "exercise", named, library.exercises, (field,))
    for term in library.equipment.values():
        document = documents[Term, term.key]
        yield from _unknown(document, "equipment", term.includes, library.equipment, ("includes",))
    for kit in library.kits.values():
        document = documents[Kit, kit.key]
        yield from _unknown(document, "equipment", kit.equipment, library.equipment, ("equipment",))
    for document in documents.values():
        for place, source in _named_sources(document.data):
            yield from _unknown(document, "source", [source], library.sources, place)


def _of_exercise(exercise: Exercise, library: Library, document: Document) -> Iterator[Fault]:
    muscles = exercise.muscles
    for field, named in (("primary", muscles.primary), ("secondary", muscles.secondary)):
        yield from _unknown(document, "muscle", named, library.muscles, ("muscles", field))
    for index, needs in enumerate(exercise.equipment):
        place: Location = ("equipment", index)
        yield from _unknown(document, "equipment", needs, library.equipment, place)
    for index, swap in enumerate(exercise.substitutes):
        place = ("substitutes", index, "exercise")
        yield from _unknown(document, "exercise", [swap.exercise], library.exercises, place)
        if swap.exercise == exercise.key:
            yield document.fault("an exercise cannot replace itself", *place)


def _unknown(
    document: Document,
    kind: str,
    keys: Iterable[str],
    known: Mapping[str, Entry],
    place: Location,
) -> Iterator[Fault]:
    for key in sorted(set(keys) - set(known)):
        yield document.fault(f"{'.'.join(map(str, place))}: unknown {kind} '{key}'", *place)


def _named_sources(data: object, at: Location = ()) -> Iterator[tuple[Location, str]]:
    """Every `source` in a file with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "source" and isinstance(value, str):
                yield (*at, key), value
            else:
                yield from _named_sources(value, (*at, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _named_sources(value, (*at, index))
