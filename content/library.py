"""The content store in memory: everything the coach knows, by key."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from content.language import Intent, Safety
from content.likeness import Likeness
from content.models import Exercise, Key, Kit, Link, Source, Statement, Term, Topic, Workout, Zone


@dataclass(frozen=True)
class Library:
    """Loaded once by `content.loader.load_library`; never changed afterwards."""

    exercises: Mapping[str, Exercise]
    topics: Mapping[str, Topic]
    workouts: Mapping[str, Workout]
    muscles: Mapping[str, Term]
    equipment: Mapping[str, Term]
    kits: Mapping[str, Kit]
    zones: Mapping[str, Zone]
    """Time zones, those of the most people first."""
    sources: Mapping[str, Source]
    links: Mapping[str, Link]
    intents: tuple[Intent, ...]
    safety: Safety
    samples: Mapping[str, tuple[str, ...]]
    """By intent: ways to say it, as people would."""
    descriptions: Mapping[str, tuple[str, ...]]
    """By exercise: ways to describe it without its name."""
    alarms: Mapping[str, tuple[str, ...]]
    """By class of alarm, or harmless: messages as people would write them."""

    @property
    def workout(self) -> Workout:
        """The routine that is coached: the first workout by file name."""
        return self.workouts[min(self.workouts)]

    @cached_property
    def likeness(self) -> Likeness:
        """How alike the exercises are."""
        return Likeness(self.exercises, self.equipment)

    @cached_property
    def at_hand(self) -> frozenset[Key]:
        """Equipment that is taken to be everywhere."""
        return frozenset(key for key, term in self.equipment.items() if term.at_hand)

    @cached_property
    def included(self) -> Mapping[Key, frozenset[Key]]:
        """For each piece of equipment, it and all that somebody who names it has or lacks too."""
        return {key: self._included(key) for key in self.equipment}

    def _included(self, equipment: Key) -> frozenset[Key]:
        found: set[Key] = set()
        waiting = {equipment}
        while waiting:
            key = waiting.pop()
            found.add(key)
            if key in self.equipment:
                waiting |= {*self.equipment[key].includes} - found
        return frozenset(found)

    def name_of(self, exercise: str) -> str:
        """What people read; the key in words, where a plan names what the content no longer has."""
        known = self.exercises.get(exercise)
        return known.name if known else exercise.replace("_", " ").capitalize()

    def source_line(self, *statements: Statement) -> str:
        """The labels of where the statements come from, each once, in their order."""
        labels = dict.fromkeys(self.sources[statement.source].label for statement in statements)
        return "; ".join(labels)
