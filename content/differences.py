"""What two exercises have in common and how they differ, in one sentence each."""

from collections.abc import Iterable

from content import texts
from content.library import Library
from content.likeness import resistance
from content.models import Exercise, Key, LoadMode, Posture, Resistance, SpinalLoad, Support

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
    if option.pattern is not exercise.pattern:
        too = texts.TOO if shared else ""
        return texts.OTHER_MOVEMENT.format(movement=movement, muscles=muscles, too=too)
    return texts.SAME_MOVEMENT.format(
        how=_held_alike(exercise, option),
        movement=movement,
        against=_loaded_alike(exercise, option, way, library),
        muscles=muscles,
    )


def difference(exercise: Exercise, option: Exercise, way: frozenset[Key], library: Library) -> str:
    """What changes most for whoever does `option` with the equipment of `way` instead."""
    if option.drill and not exercise.drill:
        return option.distinction
    if option.pattern is not exercise.pattern:
        movement = texts.MOVEMENT[exercise.pattern]
        return texts.CHANGED_MOVEMENT[option.pattern].format(old=movement)
    if option.load_mode is not LoadMode.EXTERNAL:
        helped = exercise.load_mode is LoadMode.ASSISTED is not option.load_mode
        hangs = Posture.HANGING in option.posture
        return texts.NO_HELP if helped and hangs else option.distinction
    if option.unilateral is not exercise.unilateral:
        return texts.ONE_SIDE if option.unilateral else texts.BOTH_SIDES
    old = resistance(exercise, exercise.equipment[0], library.equipment)
    new = resistance(option, way, library.equipment)
    return _held_otherwise(exercise, option) or _loaded_otherwise(old, new) or option.distinction


def _held_alike(exercise: Exercise, option: Exercise) -> str:
    """How both are held, as an adjective; nothing where they are not held alike."""
    if exercise.unilateral and option.unilateral:
        return texts.ONE_ARM
    if exercise.support is option.support is Support.CHEST:
        return texts.CHEST_ON_PAD
    if exercise.spinal_load is option.spinal_load is SpinalLoad.HIGH:
        return texts.BENT_OVER
    postures = {*exercise.posture, *option.posture}
    return texts.HELD[postures.pop()] if len(postures) == 1 else ""


def _loaded_alike(
    exercise: Exercise, option: Exercise, way: frozenset[Key], library: Library
) -> str:
    """What both work against; nothing where that differs, or where there is no real load."""
    old = resistance(exercise, exercise.equipment[0], library.equipment)
    new = resistance(option, way, library.equipment)
    return texts.AGAINST[new] if old is new and not (exercise.drill or option.drill) else ""


def _held_otherwise(exercise: Exercise, option: Exercise) -> str | None:
    """What changes for the lower back, where it is much."""
    before, after = exercise.spinal_load, option.spinal_load
    if option.support is Support.CHEST is not exercise.support:
        return texts.CHEST_SUPPORTED
    if after is SpinalLoad.HIGH is not before:
        return texts.LEANS_FREELY if option.support is Support.NONE else option.distinction
    if exercise.support is Support.CHEST is not option.support and after is SpinalLoad.MEDIUM:
        return texts.NO_CHEST_SUPPORT
    return texts.LEANS_LESS if before is SpinalLoad.HIGH is not after else None


def _loaded_otherwise(old: Resistance, new: Resistance) -> str | None:
    """What changes with cable, band, machine or weight."""
    if old is new:
        return None
    if old is Resistance.BODY and new is not Resistance.BAND:
        return texts.CHOOSE_WEIGHT
    if new in texts.CHANGED_RESISTANCE:
        return texts.CHANGED_RESISTANCE[new]
    return None if old in _FREE_WEIGHTS else texts.FREE_WEIGHT
