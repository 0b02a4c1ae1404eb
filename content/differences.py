"""What two exercises have in common and how they differ, in one sentence each."""

from collections.abc import Iterable

from content import texts
from content.library import Library
from content.likeness import resistance
from content.models import Exercise, Key, LoadMode, Resistance, SpinalLoad, Support

_FREE_WEIGHTS = frozenset(
    {Resistance.DUMBBELL, Resistance.KETTLEBELL, Resistance.BARBELL, Resistance.BAG}
)


def muscle_names(muscles: Iterable[Key], library: Library) -> str:
    """Muscle names as they are said in a sentence: "lats and rhomboids"."""
    return texts.listed([texts.inside(library.muscles[key].name) for key in muscles])


def reason(exercise: Exercise, option: Exercise, way: frozenset[Key], library: Library) -> str:
    """Why `option`, done with the equipment of `way`, can stand in."""
    main = [key for key in exercise.muscles.primary if key in option.muscles.primary]
    trained = {*option.muscles.primary, *option.muscles.secondary}
    shared = main or [key for key in exercise.muscles.primary if key in trained]
    muscles = muscle_names(shared or option.muscles.primary, library)
    movement = texts.MOVEMENT[option.pattern]
    if option.pattern is exercise.pattern:
        likewise = _likewise(exercise, option, way, library)
        return texts.SAME_MOVEMENT.format(movement=movement, likewise=likewise, muscles=muscles)
    too = texts.TOO if shared else ""
    return texts.OTHER_MOVEMENT.format(movement=movement, muscles=muscles, too=too)


def difference(exercise: Exercise, option: Exercise, way: frozenset[Key], library: Library) -> str:
    """What changes most for whoever does `option` with the equipment of `way` instead."""
    old = resistance(exercise, exercise.equipment[0], library.equipment)
    new = resistance(option, way, library.equipment)
    if option.drill and not exercise.drill:
        return option.distinction
    if option.pattern is not exercise.pattern:
        movement = texts.MOVEMENT[exercise.pattern]
        return texts.CHANGED_MOVEMENT[option.pattern].format(old=movement)
    if option.load_mode is not LoadMode.EXTERNAL:
        return option.distinction
    if option.unilateral is not exercise.unilateral:
        return texts.ONE_SIDE if option.unilateral else texts.BOTH_SIDES
    return _held(exercise, option) or _resisted(old, new) or option.distinction


def _likewise(exercise: Exercise, option: Exercise, way: frozenset[Key], library: Library) -> str:
    """The most telling thing that they share besides the movement."""
    if exercise.unilateral and option.unilateral:
        return texts.LIKEWISE_ONE_SIDE
    if exercise.support is option.support is not Support.NONE:
        return texts.LIKEWISE_SUPPORT[option.support]
    old = resistance(exercise, exercise.equipment[0], library.equipment)
    new = resistance(option, way, library.equipment)
    return texts.LIKEWISE_RESISTANCE[new] if old is new else ""


def _held(exercise: Exercise, option: Exercise) -> str | None:
    """What changes for the lower back, where it is much."""
    before, after = exercise.spinal_load, option.spinal_load
    if option.support is Support.CHEST is not exercise.support:
        return texts.CHEST_SUPPORTED
    if after is SpinalLoad.HIGH is not before:
        return texts.LEANS_FREELY
    if exercise.support is Support.CHEST is not option.support:
        return texts.NO_CHEST_SUPPORT
    return texts.LEANS_LESS if before is SpinalLoad.HIGH is not after else None


def _resisted(old: Resistance, new: Resistance) -> str | None:
    """What changes with cable, band, machine or weight."""
    if old is new:
        return None
    if new in texts.CHANGED_RESISTANCE:
        return texts.CHANGED_RESISTANCE[new]
    if old is Resistance.BODY:
        return texts.CHOOSE_WEIGHT
    return None if old in _FREE_WEIGHTS else texts.FREE_WEIGHT
