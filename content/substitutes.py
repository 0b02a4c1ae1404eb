"""What can replace an exercise for this person: authored swaps first, then the nearest that fit."""

from collections.abc import Iterator
from enum import StrEnum
from heapq import merge
from itertools import islice

from content import differences
from content.conversation import Situation
from content.library import Library
from content.likeness import NO_PULL
from content.models import (
    Exercise,
    Frozen,
    Key,
    Level,
    Overhead,
    Pattern,
    Posture,
    SpinalLoad,
    Substitute,
)

GENERAL_SOURCE = "general"
"""The source of swaps that are worked out here rather than authored."""
MOST_OPTIONS = 20
"""Nobody reads further; who needs another one tells what there is."""

_Rank = tuple[bool, ...]
"""Compared from left to right; False comes first."""
_HEIGHTS = tuple(Overhead)
_NOT_AUTHORED = 1
"""Its place in a `_Rank`."""


_BODY = ("sore_lower_back", "sore_shoulder", "beginner", "one_arm", "standing", "seated")


class Burden(StrEnum):
    """What keeps an exercise from being offered."""

    DECLINED = "they do not want it"
    NO_PULL = "it is no pull"
    LOWER_BACK = "it loads a sore lower back"
    OVERHEAD = "it reaches overhead with a sore shoulder"
    LEVEL = "it is too hard for a beginner"
    BOTH_ARMS = "it takes both arms"
    NOT_STANDING = "it is not done standing"
    NOT_SEATED = "it is not done seated"
    EQUIPMENT = "what it takes is not there"


class Substitution(Frozen):
    """One option: why it is one, how it differs, and what has to be there for it."""

    exercise: Key
    reason: str
    difference: str
    source: Key
    authored: bool
    keeps_pattern: bool
    needs: tuple[Key, ...] = ()
    """Equipment that the person did not mention; never anything that they lack."""


def rank(
    exercise: Exercise, situation: Situation, library: Library, most: int | None = MOST_OPTIONS
) -> tuple[Substitution, ...]:
    """The options that the situation allows, best first; empty where there is none.

    What the person asked for by name leads; then authored swaps in their order, then others by
    likeness. Each of these three puts what uses the equipment at hand first.
    """
    return tuple(islice(_options(exercise, _Person(situation, library), library), most))


def substitution(
    exercise: Exercise, option: Key, situation: Situation, library: Library
) -> Substitution | None:
    """The option by itself, or None where `rank` would not offer it."""
    other = library.exercises[option]
    person = _Person(situation, library)
    way = person.way(other)
    if way is None or option in {exercise.key, *person.avoid} or other.pattern in NO_PULL:
        return None
    for swap in exercise.substitutes:
        if swap.exercise == option:
            return _authored(exercise, swap, way, person, library)
    if not library.likeness.is_near(exercise, other):
        return None
    return _worked_out(exercise, other, way, person, library)


def way_to_do(exercise: Exercise, situation: Situation, library: Library) -> frozenset[Key] | None:
    """The equipment with which the person can do it, or None where they cannot or should not."""
    return None if exercise.key in situation.avoid else _Person(situation, library).way(exercise)


def dropped(exercise: Exercise, situation: Situation, library: Library) -> Burden | None:
    """Why the person is not offered an exercise; None where they can do it."""
    if exercise.key in situation.avoid:
        return Burden.DECLINED
    person = _Person(situation, library)
    unequipped = Burden.EQUIPMENT if person.way(exercise) is None else None
    return person.burden(exercise) or unequipped


def within(equipment: frozenset[Key], library: Library) -> frozenset[Key]:
    """The equipment and all that somebody who names it has or lacks too."""
    included = library.included
    return frozenset().union(*(included.get(key, {key}) for key in equipment))


def without(equipment: frozenset[Key], gone: frozenset[Key], library: Library) -> frozenset[Key]:
    """The equipment less what is gone; of a bench without its flat one the incline one stays."""
    gone = within(gone, library)
    kept: set[Key] = set()
    for key in equipment:
        parts = within(frozenset({key}), library)
        if parts & gone:
            kept.update(p for p in parts if not within(frozenset({p}), library) & gone)
        else:
            kept.add(key)
    return frozenset(kept)


class _Person:
    """A situation, read once for a whole ranking."""

    def __init__(self, situation: Situation, library: Library) -> None:
        self._situation = situation
        self._spares = any(getattr(situation, flag) for flag in _BODY)
        self._free = library.at_hand
        self.avoid = situation.avoid
        self._missing = within(situation.lacks | situation.taken, library)
        self._wanted = within(situation.wants, library)
        has, only = situation.has, situation.only or frozenset()
        self._there = within(has | only, library)
        self._everything = self._there | self._free if situation.only is not None else None
        self._mentioned = self._there | self._wanted

    def way(self, exercise: Exercise) -> frozenset[Key] | None:
        """The equipment with which they can do it; of several ways the least new to them."""
        if self.burden(exercise):
            return None
        ways = [way for way in exercise.equipment if self._has(way)]
        return min(ways, key=lambda way: len(self.needs(way)), default=None)

    def needs(self, way: frozenset[Key]) -> tuple[Key, ...]:
        """What of it they did not mention."""
        return tuple(sorted(way - self._mentioned - self._free))

    def preference(
        self, exercise: Exercise, option: Exercise, way: frozenset[Key], *, authored: bool
    ) -> _Rank:
        """Asked for, authored, with what is there, as it is usually done, alike, easy to bear."""
        usual = option.equipment[0]
        return (
            bool(self._wanted) and not way & self._wanted,
            not authored,
            bool(self._there) and not way & self._there,
            not self._has(usual) and not way <= usual,
            not authored and option.pattern is not exercise.pattern,
            self._strains(option),
            self._reaches(exercise, option),
        )

    def _strains(self, option: Exercise) -> bool:
        """It is allowed, and asks more of a sore back or a beginner than need be."""
        told = self._situation
        return (told.sore_lower_back and option.spinal_load is not SpinalLoad.LOW) or (
            told.beginner and option.level is not Level.BEGINNER
        )

    def _reaches(self, exercise: Exercise, option: Exercise) -> bool:
        """It is allowed, and has a sore shoulder reach higher than the exercise does."""
        before, after = _HEIGHTS.index(exercise.overhead), _HEIGHTS.index(option.overhead)
        return self._situation.sore_shoulder and after > before

    def _has(self, way: frozenset[Key]) -> bool:
        there = self._everything is None or way <= self._everything
        return there and not way & self._missing

    def burden(self, exercise: Exercise) -> Burden | None:
        """What of their body, or of the exercise itself, speaks against it."""
        told = self._situation
        if not self._spares:
            return Burden.NO_PULL if exercise.pattern is Pattern.OTHER else None
        against = {
            Burden.NO_PULL: exercise.pattern is Pattern.OTHER,
            Burden.LOWER_BACK: told.sore_lower_back and exercise.spinal_load is SpinalLoad.HIGH,
            Burden.OVERHEAD: told.sore_shoulder and exercise.overhead is Overhead.FULL,
            Burden.LEVEL: told.beginner and exercise.level is Level.ADVANCED,
            Burden.BOTH_ARMS: told.one_arm and not exercise.one_arm,
            Burden.NOT_STANDING: told.standing and Posture.STANDING not in exercise.posture,
            Burden.NOT_SEATED: told.seated and Posture.SEATED not in exercise.posture,
        }
        return next((burden for burden, holds in against.items() if holds), None)


def _options(exercise: Exercise, person: _Person, library: Library) -> Iterator[Substitution]:
    """All of them, best first; each is put into words when it is taken."""
    swaps = {
        swap.exercise: swap
        for swap in exercise.substitutes
        if swap.exercise not in {exercise.key, *person.avoid}
        and library.exercises[swap.exercise].pattern not in NO_PULL
    }
    streams: list[list[tuple[_Rank, float, Key, frozenset[Key]]]] = []
    for place, key in enumerate(swaps):
        option = library.exercises[key]
        way = person.way(option)
        if way is not None:
            preference = person.preference(exercise, option, way, authored=True)
            streams.append([(preference, place, key, way)])
    for group in library.likeness.nearest(exercise.key):
        way = person.way(group.first)
        if way is not None:
            preference = person.preference(exercise, group.first, way, authored=False)
            streams.append([(preference, distance, key, way) for distance, key in group.members])
    for preference, _, key, way in merge(*streams):
        authored = not preference[_NOT_AUTHORED]
        if authored:
            yield _authored(exercise, swaps[key], way, person, library)
        elif key not in swaps and key not in person.avoid:
            yield _worked_out(exercise, library.exercises[key], way, person, library)


def _authored(
    exercise: Exercise, swap: Substitute, way: frozenset[Key], person: _Person, library: Library
) -> Substitution:
    return Substitution(
        exercise=swap.exercise,
        reason=swap.reason,
        difference=swap.difference,
        source=swap.source,
        authored=True,
        keeps_pattern=library.exercises[swap.exercise].pattern is exercise.pattern,
        needs=person.needs(way),
    )


def _worked_out(
    exercise: Exercise, option: Exercise, way: frozenset[Key], person: _Person, library: Library
) -> Substitution:
    return Substitution(
        exercise=option.key,
        reason=differences.reason(exercise, option, way, library),
        difference=differences.difference(exercise, option, way, library),
        source=GENERAL_SOURCE,
        authored=False,
        keeps_pattern=option.pattern is exercise.pattern,
        needs=person.needs(way),
    )
