"""Names and aliases that name two things at once, as the reader reads them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from content.documents import Location
from content.errors import Fault
from content.language import IntentKind
from content.library import Library
from content.models import Exercise, Frozen, Key, Kit, Term
from content.reader import Reader
from content.references import Documents


class _Name(NamedTuple):
    """Words that name something, and where they are written."""

    model: type[Frozen]
    key: Key
    words: str
    place: Location


def clashing_names(library: Library, documents: Documents) -> Iterator[Fault]:
    """Every name that something else has too.

    An exercise may share a name with its own equipment, for what is told of it decides; several
    exercises may share one that is declared in `intents/ambiguous.yaml`.
    """
    reader = Reader(library)
    named: dict[str, list[_Name]] = defaultdict(list)
    for name in _names(library):
        named["".join(reader.words(name.words))].append(name)
    declared: dict[str, set[Key]] = defaultdict(set)
    for intent in library.intents:
        for phrase in intent.phrases if intent.kind is IntentKind.AMBIGUOUS else ():
            declared["".join(reader.words(phrase))] |= {*intent.choices}
    for words, names in named.items():
        for name in names:
            others = sorted({o.key for o in names if _clash(name, o, library, declared[words])})
            if others:
                message = f"{name.place[0]}: '{name.words}' also names {', '.join(others)}"
                yield documents[name.model, name.key].fault(message, *name.place)


def _names(library: Library) -> Iterator[_Name]:
    bearers: tuple[Exercise | Term | Kit, ...] = (
        *library.exercises.values(),
        *library.equipment.values(),
        *library.muscles.values(),
        *library.kits.values(),
    )
    for one in bearers:
        yield _Name(type(one), one.key, one.name, ("name",))
        for index, alias in enumerate(one.aliases):
            yield _Name(type(one), one.key, alias, ("aliases", index))


def _clash(name: _Name, other: _Name, library: Library, declared: set[Key]) -> bool:
    if (name.model, name.key) == (other.model, other.key):
        return False
    exercises = {one.key for one in (name, other) if one.model is Exercise}
    if len(exercises) == 1:
        own = frozenset().union(*library.exercises[min(exercises)].equipment)
        return not own & {name.key, other.key}
    return not exercises or not exercises <= declared
