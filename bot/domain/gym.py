"""Gyms: the places where a person trains, and what each is known to have and to lack."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from content.conversation import Situation
from content.library import Library
from content.models import Exercise, Kit
from content.substitutes import way_to_do, within, without
from content.wording import words

FIRST_NAME = "My gym"
LONGEST_NAME = 30
MOST = 10
"""Gyms of one person."""
_NAMELESS = frozenset(("my", "the", "a", "our", "gym", "room", "place", "new", "old", "full"))
"""Words of a name that do not tell one gym from another."""


@dataclass(frozen=True)
class Inventory:
    """Equipment keys: what is not there and, unless None, all that is."""

    lacks: frozenset[str] = frozenset()
    only: frozenset[str] | None = None

    @property
    def situation(self) -> Situation:
        return Situation(lacks=self.lacks, only=self.only)

    @property
    def holds_facts(self) -> bool:
        return bool(self.lacks) or self.only is not None

    def noted(self, told: Situation, library: Library) -> "Inventory":
        """With what was told of it; what is told now wins over what was noted before."""
        lost = told.lacks
        there = without(told.has | (told.only or frozenset()), lost, library)
        if told.only is not None:
            return Inventory(_tidy(lost, library), _tidy(there, library))
        lacks = without(self.lacks, there, library) | lost
        if self.only is None:
            return Inventory(_tidy(lacks, library))
        only = without(self.only, lost, library) | there
        return Inventory(_tidy(lacks, library), _tidy(only, library))

    def dropped(self, equipment: str) -> "Inventory | None":
        """Without that one fact; None where it holds no such fact."""
        if equipment in self.lacks:
            return replace(self, lacks=self.lacks - {equipment})
        if self.only is not None and equipment in self.only:
            return replace(self, only=self.only - {equipment})
        return None


@dataclass(frozen=True)
class Gym:
    """`version` counts the changes of its inventory; `kit` is the kind of place it is."""

    id: str
    name: str
    inventory: Inventory = Inventory()
    kit: str | None = None
    current: bool = False
    version: int = 0


def situations(gyms: Sequence[Gym], library: Library) -> tuple[Situation, Mapping[str, Situation]]:
    """What is known of where the person trains, and of the kits that are places of theirs.

    Without equipment that the content no longer has; of two places of one kind the first counts.
    """
    known = {gym: gym.inventory.situation.within(library) for gym in gyms}
    here = next((known[gym] for gym in gyms if gym.current), Situation())
    return here, {gym.kit: known[gym] for gym in reversed(gyms) if gym.kit}


def first_gym(person: int) -> Gym:
    """What everybody starts with."""
    return Gym(str(person), FIRST_NAME, current=True)


def stocked(kit: Kit, library: Library) -> Inventory:
    """What a place of this kind starts with: all that is there, or nothing where it has it all."""
    there = frozenset(kit.equipment)
    routine = (library.exercises[key] for key in library.workout.exercises)
    if all(exercise.equipment[0] <= within(there, library) for exercise in routine):
        return Inventory()
    return Inventory(only=there)


def way_there(exercise: Exercise, inventory: Inventory, library: Library) -> frozenset[str] | None:
    """The equipment to do it with in that gym, or None where it cannot be done.

    A way other than the usual one counts only where its equipment is known to be there.
    """
    usual = exercise.equipment[0]
    if inventory.only is None:
        return None if usual & within(inventory.lacks, library) else usual
    there = inventory.situation
    as_usual = exercise.model_copy(update={"equipment": (usual,)})
    if way_to_do(as_usual, there, library) is not None:
        return usual
    return way_to_do(exercise, there, library)


def read_name(text: str) -> str:
    """A typed name in one line, without invisible characters; empty where nothing is left."""
    line = " ".join(text.split())
    kept = (c for c in line if c == "\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return " ".join("".join(kept).split())


def named(name: str, gyms: Sequence[Gym]) -> Gym | None:
    """The gym of that name, with or without "my" and "the"."""
    same = [gym for gym in gyms if gym.name.casefold() == name.casefold()]
    bare = [gym for gym in gyms if _bare(gym.name) and _bare(gym.name) == _bare(name)]
    return next(iter((*same, *bare)), None)


def meant(text: str, kit: str | None, gyms: Sequence[Gym]) -> Gym | None:
    """The gym that a message speaks of: by its name, its kind, or a telling word of its name."""
    said = words(text)
    for gym in sorted(gyms, key=lambda gym: -len(gym.name)):
        name = words(gym.name)
        if name and any(said[at : at + len(name)] == name for at in range(len(said))):
            return gym
    if kit is None:
        return None
    of_kind = [gym for gym in gyms if gym.kit == kit]
    akin = [gym for gym in gyms if ({*words(gym.name)} - _NAMELESS) & {*said}]
    if of_kind:
        return of_kind[0]
    return akin[0] if len(akin) == 1 else None


def _bare(name: str) -> tuple[str, ...]:
    said = words(name)
    return said[1:] if len(said) > 1 and said[0] in ("my", "the", "our") else said


def _tidy(keys: frozenset[str], library: Library) -> frozenset[str]:
    """Without what another of them includes."""
    return frozenset(
        key
        for key in keys
        if not any(key in within(frozenset({other}), library) for other in keys - {key})
    )
