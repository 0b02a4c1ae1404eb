"""Answers about muscles: what an exercise works, and what works a muscle."""

from collections.abc import Sequence
from itertools import islice

from content import texts
from content.conversation import Situation
from content.differences import muscle_names
from content.library import Library
from content.models import Exercise, Key, Level, Pattern, SpinalLoad
from content.parts import MOST_LINES, Part, sources
from content.substitutes import way_to_do, within

_MOST_LISTED = 4


class Anatomy:
    """The muscles of the exercises, in words."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._by_muscles: dict[frozenset[Key], tuple[Exercise, ...]] = {}

    def muscles(self, exercise: Exercise, asked: Sequence[Key]) -> Part:
        """The muscles of an exercise; yes or no where one of them was asked for."""
        primary = muscle_names(exercise.muscles.primary, self._library)
        secondary = muscle_names(exercise.muscles.secondary, self._library)
        headline = texts.MUSCLES_HEADLINE.format(name=exercise.name, primary=primary)
        if asked:
            meant = self._muscle_and_parts(asked[0])
            frame = (
                texts.MUSCLE_YES
                if meant & {*exercise.muscles.primary}
                else texts.MUSCLE_HELPS
                if meant & {*exercise.muscles.secondary}
                else texts.MUSCLE_NO
            )
            headline = frame.format(
                name=texts.inside(exercise.name),
                muscle=texts.inside(self._library.muscles[asked[0]].name),
                primary=primary,
            )
        helpers = (texts.MUSCLES_HELPERS.format(secondary=secondary),) if secondary else ()
        notes = (*exercise.muscle_notes, *exercise.why)
        return Part(
            headline,
            (*helpers, *(note.text for note in notes))[:MOST_LINES],
            sources(notes) or (exercise.prescription.source,),
            exercise=exercise.key,
        )

    def verdicts(self, first: Exercise, second: Exercise, asked: Sequence[Key]) -> list[str]:
        """In what one of two is ahead: the muscle that was asked for, the lower back, learning."""
        lines: list[str] = []
        for muscle in asked[:1]:
            meant = self._muscle_and_parts(muscle)
            name = texts.inside(self._library.muscles[muscle].name)
            ahead = [one for one in (first, second) if meant & {*one.muscles.primary}]
            if len(ahead) == 1:
                best = texts.inside(ahead[0].name)
                lines.append(texts.COMPARE_FOR.format(muscle=name, name=best))
            elif ahead:
                lines.append(texts.COMPARE_BOTH.format(muscle=name))
        loads, levels = list(SpinalLoad), list(Level)
        for frame, ranks in (
            (texts.COMPARE_SPINE, [loads.index(one.spinal_load) for one in (first, second)]),
            (texts.COMPARE_LEVEL, [levels.index(one.level) for one in (first, second)]),
        ):
            if ranks[0] != ranks[1]:
                easier = first if ranks[0] < ranks[1] else second
                lines.append(frame.format(name=texts.inside(easier.name)))
        return lines

    def exercises_for(self, muscle: Key, situation: Situation) -> Part | None:
        """Exercises for a muscle: those of the routine first, then what the person can do."""
        meant = self._muscle_and_parts(muscle)
        options = self._fitting(meant, situation)
        if not options:
            return None
        listed = texts.listed([texts.inside(exercise.name) for exercise in options], last="or")
        name = texts.inside(self._library.muscles[muscle].name)
        best = options[0]
        notes = (*best.muscle_notes[:1], *best.form[:2])
        return Part(
            texts.MUSCLE_EXERCISES.format(muscle=name, exercises=listed),
            (texts.BEST_FIRST.format(name=best.name), *(note.text for note in notes)),
            sources(notes),
            exercise=best.key,
            options=tuple(exercise.key for exercise in options[:3]),
        )

    def _muscle_and_parts(self, muscle: Key) -> frozenset[Key]:
        return frozenset({muscle, *self._library.muscles[muscle].includes})

    def _fitting(self, muscles: frozenset[Key], situation: Situation) -> list[Exercise]:
        """What the person can do for these muscles, the nearest first."""
        wanted = within(situation.has | situation.wants, self._library)
        doable = (
            (exercise, way)
            for exercise in self._for_muscles(muscles)
            if (way := way_to_do(exercise, situation, self._library)) is not None
        )
        if not wanted:
            return [exercise for exercise, _ in islice(doable, _MOST_LISTED)]
        found = sorted(doable, key=lambda pair: not pair[1] & wanted)
        return [exercise for exercise, _ in found[:_MOST_LISTED]]

    def _for_muscles(self, muscles: frozenset[Key]) -> tuple[Exercise, ...]:
        """All that work them, as a main muscle before as a helper; the routine's own first."""
        if muscles not in self._by_muscles:
            routine = self._library.workout.exercises
            found = [
                exercise
                for exercise in self._library.exercises.values()
                if exercise.pattern not in (Pattern.OTHER, Pattern.BODYWEIGHT)
                and muscles & {*exercise.muscles.primary, *exercise.muscles.secondary}
            ]
            found.sort(
                key=lambda exercise: (
                    not muscles & {*exercise.muscles.primary[:2]},
                    not muscles & {*exercise.muscles.primary},
                    exercise.key not in routine,
                )
            )
            self._by_muscles[muscles] = tuple(found)
        return self._by_muscles[muscles]
