"""How alike exercises are, whoever asks: worked out once for each exercise that is asked about."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from content.models import (
    Exercise,
    Key,
    Level,
    LoadMode,
    Pattern,
    Resistance,
    Term,
)

NO_PULL = frozenset({Pattern.OTHER, Pattern.BODYWEIGHT})
"""Exercises of these patterns are answered about, and never offered as a substitute."""
_NEAR = {
    Pattern.HORIZONTAL_PULL: (Pattern.REAR_DELT_UPPER_BACK_ROW, Pattern.VERTICAL_PULL),
    Pattern.VERTICAL_PULL: (Pattern.HORIZONTAL_PULL, Pattern.SHOULDER_EXTENSION),
    Pattern.SHOULDER_EXTENSION: (Pattern.VERTICAL_PULL,),
    Pattern.REAR_DELT_UPPER_BACK_ROW: (Pattern.HORIZONTAL_PULL, Pattern.SCAPULAR_CONTROL),
    Pattern.SCAPULAR_CONTROL: (Pattern.REAR_DELT_UPPER_BACK_ROW,),
}
_LEAST = 2.5
"""Less alike than this is no substitute."""
_LEVELS = tuple(Level)


@dataclass(frozen=True)
class Group:
    """Exercises that the same people can do, because all that may forbid one is the same."""

    first: Exercise
    """Stands for all of them where a person is asked after."""
    members: tuple[tuple[float, Key], ...]
    """Distance and key, the nearest first."""


class Likeness:
    """Built from the exercises and the equipment of a library."""

    def __init__(self, exercises: Mapping[Key, Exercise], equipment: Mapping[Key, Term]) -> None:
        self._exercises = exercises
        self._resistance = {
            key: resistance(exercise, exercise.equipment[0], equipment)
            for key, exercise in exercises.items()
        }
        self._akin: dict[Pattern | Key, list[Key]] = defaultdict(list)
        for key, exercise in exercises.items():
            if exercise.pattern not in NO_PULL:
                for sign in (exercise.pattern, *exercise.muscles.primary):
                    self._akin[sign].append(key)
        self._nearest: dict[Key, tuple[Group, ...]] = {}

    def nearest(self, key: Key) -> tuple[Group, ...]:
        """All that is near enough to an exercise to stand in for it, itself left out."""
        if key not in self._nearest:
            self._nearest[key] = self._grouped(self._exercises[key])
        return self._nearest[key]

    def is_near(self, exercise: Exercise, option: Exercise) -> bool:
        """Whether it is near enough to stand in."""
        return self._score(exercise, option) >= _LEAST

    def _grouped(self, exercise: Exercise) -> tuple[Group, ...]:
        patterns = (exercise.pattern, *_NEAR.get(exercise.pattern, ()))
        signs = (*patterns, *exercise.muscles.primary)
        akin = {key for sign in signs for key in self._akin[sign]} - {exercise.key}
        groups: dict[object, list[tuple[float, Key]]] = defaultdict(list)
        for key in akin:
            option = self._exercises[key]
            score = self._score(exercise, option)
            if score >= _LEAST:
                groups[_shape(option)].append((-score, key))
        return tuple(
            Group(self._exercises[members[0][1]], tuple(sorted(members)))
            for members in groups.values()
        )

    def _score(self, exercise: Exercise, option: Exercise) -> float:
        """Movement first, then muscles, then load, position and level."""
        score = 0.0
        if option.pattern is exercise.pattern:
            score += 4
        elif option.pattern in _NEAR.get(exercise.pattern, ()):
            score += 2
        elif not {*exercise.muscles.primary} & {*option.muscles.primary}:
            return 0
        score += _muscles(exercise, option)
        score += 0.5 * (option.unilateral is exercise.unilateral)
        score += 0.5 * (option.spinal_load is exercise.spinal_load)
        score += 0.5 * (self._resistance[option.key] is self._resistance[exercise.key])
        score += 0.25 * (option.support is exercise.support)
        score += 0.25 * bool({*option.posture} & {*exercise.posture})
        steps = _LEVELS.index(option.level) - _LEVELS.index(exercise.level)
        score -= 0.75 * max(steps, 0)
        if option.drill and not exercise.drill:
            score -= 1.5
        elif option.pattern is Pattern.SCAPULAR_CONTROL is not exercise.pattern:
            score -= 1
        return score


def resistance(
    exercise: Exercise, way: frozenset[Key], equipment: Mapping[Key, Term]
) -> Resistance:
    """What the muscles work against when it is done with this equipment."""
    if exercise.load_mode is not LoadMode.EXTERNAL:
        return Resistance.BODY
    found = {equipment[key].resistance for key in way}
    return next((kind for kind in Resistance if kind in found), Resistance.BODY)


def _muscles(exercise: Exercise, option: Exercise) -> float:
    primary, secondary = {*exercise.muscles.primary}, {*exercise.muscles.secondary}
    main, helping = {*option.muscles.primary}, {*option.muscles.secondary}
    score = 3 * len(primary & main) / len(primary) + len(primary & helping) / len(primary)
    if secondary:
        score += 0.5 * len(secondary & (main | helping)) / len(secondary)
    return score


def _shape(exercise: Exercise) -> tuple[object, ...]:
    """All of an exercise that a person's situation may forbid or prefer."""
    return (
        exercise.pattern,
        exercise.equipment,
        exercise.spinal_load,
        exercise.overhead,
        exercise.level,
        exercise.one_arm,
        exercise.posture,
    )
