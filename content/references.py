"""Keys that content files name and no file has."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from zoneinfo import available_timezones

from content.documents import Document, Location
from content.errors import Fault
from content.language import AlarmClass, Intent, Safety
from content.library import Library
from content.models import Exercise, Frozen, Kit, Statement, Term, Topic, Workout, Zone

Documents = dict[tuple[type[Frozen], str], Document]
"""The file of each entry, and of the safety signs."""
SAFETY = "safety"
SAFETY_FILE = "safety.yaml"
GROUP = re.compile(r"<(\w+)>")
"""Another group, named inside a phrase of `safety.yaml`."""
SECTIONS = frozenset(
    name
    for name, field in Exercise.model_fields.items()
    if field.annotation == tuple[Statement, ...]
)


def broken_references(library: Library, documents: Documents) -> Iterator[Fault]:
    """Every unknown key, at the place that names it."""
    exercises, topics = _files(documents, Exercise), _files(documents, Topic)
    asked = _files(documents, Intent)
    for exercise in library.exercises.values():
        document = documents[Exercise, exercise.key]
        yield from _of_exercise(exercise, library, exercises, document)
        for index, question in enumerate(exercise.questions):
            yield from _unknown(document, "intent", question.asked, asked, ("questions", index))
    for topic in library.topics.values():
        if topic.link:
            document = documents[Topic, topic.key]
            yield from _unknown(document, "link", [topic.link], library.links, ("link",))
    for workout in library.workouts.values():
        document = documents[Workout, workout.key]
        for field, named in (("exercises", workout.exercises), ("short", workout.short)):
            yield from _unknown(document, "exercise", named, exercises, (field,))
    for kind, terms in (("equipment", library.equipment), ("muscle", library.muscles)):
        for term in terms.values():
            yield from _of_term(term, kind, terms, documents[Term, term.key])
    for kit in library.kits.values():
        document = documents[Kit, kit.key]
        yield from _unknown(document, "equipment", kit.equipment, library.equipment, ("equipment",))
    zones = available_timezones()
    for zone in library.zones.values():
        yield from _unknown(documents[Zone, zone.key], "time zone", [zone.key], zones, ("key",))
    for intent in library.intents:
        yield from _of_intent(intent, exercises, topics, asked, documents[Intent, intent.key])
    if (Safety, SAFETY) in documents:
        yield from _of_safety(library.safety, documents[Safety, SAFETY])
    for document in documents.values():
        for place, source in named_sources(document.data):
            if source not in library.sources:
                yield document.fault(f"unknown source '{source}'", *place)


def _files(documents: Documents, model: type[Frozen]) -> Collection[str]:
    """The keys that have a file; one with faults of its own is not unknown besides."""
    return {key for kind, key in documents if kind is model}


def _of_exercise(
    exercise: Exercise, library: Library, exercises: Collection[str], document: Document
) -> Iterator[Fault]:
    muscles = exercise.muscles
    for field, named in (("primary", muscles.primary), ("secondary", muscles.secondary)):
        yield from _unknown(document, "muscle", named, library.muscles, ("muscles", field))
    for index, needs in enumerate(exercise.equipment):
        place: Location = ("equipment", index)
        yield from _unknown(document, "equipment", needs, library.equipment, place)
        for key in sorted(needs):
            if key in library.equipment and library.equipment[key].includes:
                message = f"equipment.{index}: '{key}' stands for several things; name one of them"
                yield document.fault(message, *place)
    for index, swap in enumerate(exercise.substitutes):
        place = ("substitutes", index, "exercise")
        yield from _unknown(document, "exercise", [swap.exercise], exercises, place)
        if swap.exercise == exercise.key:
            yield document.fault("an exercise cannot replace itself", *place)


def _of_term(
    term: Term, kind: str, terms: Mapping[str, Term], document: Document
) -> Iterator[Fault]:
    """A part that is unknown, or that holds the whole again."""
    yield from _unknown(document, kind, term.includes, terms, ("includes",))
    for index, part in enumerate(term.includes):
        if part == term.key or (part in terms and term.key in terms[part].includes):
            yield document.fault(f"includes: '{part}' holds {term.key} itself", "includes", index)


def _of_intent(
    intent: Intent,
    exercises: Collection[str],
    topics: Collection[str],
    intents: Collection[str],
    document: Document,
) -> Iterator[Fault]:
    yield from _unknown(document, "exercise", intent.choices, exercises, ("choices",))
    yield from _unknown(document, "section", intent.sections, SECTIONS, ("sections",))
    if intent.topic:
        yield from _unknown(document, "topic", [intent.topic], topics, ("topic",))
    if intent.because:
        yield from _unknown(document, "intent", [intent.because], intents, ("because",))


def _of_safety(safety: Safety, document: Document) -> Iterator[Fault]:
    """A sign that names an unknown group would never be raised; a class without text would fail."""
    for index, sign in enumerate(safety.signs):
        for number, way in enumerate(sign.when):
            for field, named in (("all", way.all), ("beside", way.beside), ("none", way.none)):
                place: Location = ("signs", index, "when", number, field)
                yield from _unknown(document, "group", named, safety.groups, place)
    for field, named in (("lasting", safety.lasting), ("undeniable", safety.undeniable)):
        yield from _unknown(document, "group", named, safety.groups, (field,))
    signs = {sign.key for sign in safety.signs}
    yield from _unknown(document, "sign", safety.alike.values(), signs, ("alike",))
    if safety.supposed and safety.supposed not in signs:
        yield document.fault(f"supposed: unknown sign '{safety.supposed}'", "supposed")
    for key, phrases in safety.groups.items():
        named = tuple(name for phrase in phrases for name in GROUP.findall(phrase))
        yield from _unknown(document, "group", named, safety.groups, ("groups", key))
    for field, texts in (("replies", safety.replies), ("repeats", safety.repeats)):
        for alarm in AlarmClass:
            if alarm not in texts:
                yield document.fault(f"{field}: no text for {alarm.value}", field)


def _unknown(
    document: Document,
    kind: str,
    keys: Iterable[str],
    known: Collection[str],
    place: Location,
) -> Iterator[Fault]:
    for key in sorted(set(keys) - set(known)):
        yield document.fault(f"{'.'.join(map(str, place))}: unknown {kind} '{key}'", *place)


def named_sources(data: object, at: Location = ()) -> Iterator[tuple[Location, str]]:
    """Every `source` in a file with its place."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "source" and isinstance(value, str):
                yield (*at, key), value
            else:
                yield from named_sources(value, (*at, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from named_sources(value, (*at, index))
