"""The content store in memory: everything the coach knows, by key."""

from collections.abc import Mapping
from dataclasses import dataclass

from content.language import Intent, Safety
from content.models import Exercise, Kit, Link, Source, Statement, Term, Topic, Workout


@dataclass(frozen=True)
class Library:
    """Loaded once by `content.loader.load_library`; never changed afterwards."""

    exercises: Mapping[str, Exercise]
    topics: Mapping[str, Topic]
    workouts: Mapping[str, Workout]
    muscles: Mapping[str, Term]
    equipment: Mapping[str, Term]
    kits: Mapping[str, Kit]
    sources: Mapping[str, Source]
    links: Mapping[str, Link]
    intents: tuple[Intent, ...]
    safety: Safety

    @property
    def workout(self) -> Workout:
        """The routine that is coached: the first workout by file name."""
        return self.workouts[min(self.workouts)]

    def name_of(self, exercise: str) -> str:
        """What people read; the key in words, where a plan names what the content no longer has."""
        known = self.exercises.get(exercise)
        return known.name if known else exercise.replace("_", " ").capitalize()

    def source_line(self, *statements: Statement) -> str:
        """The labels of where the statements come from, each once, in their order."""
        labels = dict.fromkeys(self.sources[statement.source].label for statement in statements)
        return "; ".join(labels)
