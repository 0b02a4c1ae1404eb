"""What can replace an exercise for this person: authored swaps first, then the nearest that fit."""

from collections.abc import Iterable

from content import texts
from content.conversation import Situation
from content.library import Library
from content.models import Exercise, Frozen, Key, Level, Overhead, Pattern, SpinalLoad

GENERAL_SOURCE = "general"
"""The source of swaps that are worked out here rather than authored."""

_NEAR_PATTERNS = frozenset(
    {
        frozenset({Pattern.HORIZONTAL_PULL, Pattern.REAR_DELT_UPPER_BACK_ROW}),
        frozenset({Pattern.VERTICAL_PULL, Pattern.SHOULDER_EXTENSION}),
        frozenset({Pattern.HORIZONTAL_PULL, Pattern.VERTICAL_PULL}),
        frozenset({Pattern.SCAPULAR_CONTROL, Pattern.REAR_DELT_UPPER_BACK_ROW}),
    }
)
_LEAST_SCORE = 3.0
"""Less alike than this is no substitute."""


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


def rank(exercise: Exercise, situation: Situation, library: Library) -> tuple[Substitution, ...]:
    """Every option that the situation allows, best first; empty where there is none."""
    allowed = {
        option.key: way
        for option in library.exercises.values()
        if option.key != exercise.key and (way := way_to_do(option, situation, library)) is not None
    }
    authored = [
        Substitution(
            exercise=swap.exercise,
            reason=swap.reason,
            difference=swap.difference,
            source=swap.source,
            authored=True,
            keeps_pattern=library.exercises[swap.exercise].pattern is exercise.pattern,
            needs=_unmentioned(allowed[swap.exercise], situation, library),
        )
        for swap in exercise.substitutes
        if swap.exercise in allowed
    ]
    known = {option.exercise for option in authored}
    scores = {
        key: _likeness(exercise, library.exercises[key], situation)
        for key in allowed
        if key not in known
    }
    scored = [
        _worked_out(exercise, library.exercises[key], allowed[key], situation, library)
        for key in sorted(scores, key=lambda key: (-scores[key], key))
        if scores[key] >= _LEAST_SCORE
    ]
    options = [*authored, *scored]
    # A stable sort: what was asked for by name first, then all that keeps the movement.
    return tuple(
        sorted(options, key=lambda option: _preference(option, situation, library, allowed))
    )


def way_to_do(exercise: Exercise, situation: Situation, library: Library) -> frozenset[Key] | None:
    """The equipment with which the person can do it, or None where they cannot or should not."""
    if exercise.key in situation.avoid or exercise.pattern is Pattern.OTHER:
        return None
    if situation.sore_lower_back and exercise.spinal_load is SpinalLoad.HIGH:
        return None
    if situation.sore_shoulder and exercise.overhead is Overhead.FULL:
        return None
    if situation.beginner and exercise.level is Level.ADVANCED:
        return None
    if situation.one_arm and not exercise.unilateral:
        return None
    posture = postures(exercise)
    if situation.standing and "standing" not in posture:
        return None
    if situation.seated and "seated" not in posture:
        return None
    missing = within(situation.lacks | situation.taken, library)
    there = _there(situation, library)
    ways = [
        way for way in exercise.equipment if not way & missing and (there is None or way <= there)
    ]
    mentioned = within(situation.has | situation.wants, library)
    return min(ways, key=lambda way: len(way - mentioned), default=None)


def within(equipment: frozenset[Key], library: Library) -> frozenset[Key]:
    """The equipment and all that somebody who names it has or lacks too."""
    found: set[Key] = set()
    waiting = set(equipment)
    while waiting:
        key = waiting.pop()
        found.add(key)
        if key in library.equipment:
            waiting |= set(library.equipment[key].includes) - found
    return frozenset(found)


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


def postures(exercise: Exercise) -> frozenset[str]:
    """Standing, seated or lying, as its name and setup tell."""
    told = " ".join((exercise.name, *(statement.text for statement in exercise.setup))).lower()
    signs = {
        "standing": ("stand", "hinge", "bent-over", "feet shoulder"),
        "seated": ("seated", "sit ", "seat"),
        "lying": ("lie ", "lying", "face down", "on your back", "prone"),
    }
    found = {posture for posture, ways in signs.items() if any(way in told for way in ways)}
    if "standing" in found and found & {"seated", "lying"} and "standing" not in told:
        found.discard("standing")
    return frozenset(found)


def _there(situation: Situation, library: Library) -> frozenset[Key] | None:
    """All equipment there is, where the person said so."""
    if situation.only is None:
        return None
    at_hand = {key for key, term in library.equipment.items() if term.at_hand}
    return within(situation.only | situation.has, library) | at_hand


def _unmentioned(way: frozenset[Key], situation: Situation, library: Library) -> tuple[Key, ...]:
    mentioned = within(situation.has | situation.wants | (situation.only or frozenset()), library)
    return tuple(sorted(key for key in way - mentioned if not library.equipment[key].at_hand))


def _preference(
    option: Substitution,
    situation: Situation,
    library: Library,
    allowed: dict[Key, frozenset[Key]],
) -> tuple[bool, bool, bool, bool]:
    """False sorts first: wanted, at hand, done as it usually is, and the same movement."""
    wanted = within(situation.wants, library)
    at_hand = within(situation.has | (situation.only or frozenset()), library)
    missing = within(situation.lacks | situation.taken, library)
    usual = library.exercises[option.exercise].equipment[0]
    there = _there(situation, library)
    unusual = bool(usual & missing) or (there is not None and not usual <= there)
    return (
        bool(wanted) and not allowed[option.exercise] & wanted,
        bool(at_hand) and not allowed[option.exercise] & at_hand,
        unusual,
        not option.keeps_pattern and not option.authored,
    )


def _likeness(exercise: Exercise, option: Exercise, situation: Situation) -> float:
    """How well it stands in: movement first, then muscles, then load and level."""
    score = 0.0
    if option.pattern is exercise.pattern:
        score += 4
    elif frozenset({option.pattern, exercise.pattern}) in _NEAR_PATTERNS:
        score += 2
    primary, secondary = set(exercise.muscles.primary), set(exercise.muscles.secondary)
    shared = len(primary & set(option.muscles.primary)) / len(primary)
    helped = len(primary & set(option.muscles.secondary)) / len(primary)
    score += 3 * shared + helped
    score += (
        0.5
        * len(secondary & {*option.muscles.primary, *option.muscles.secondary})
        / (len(secondary) or 1)
    )
    score += 0.5 * (option.unilateral is exercise.unilateral)
    score += 0.5 * (option.spinal_load is exercise.spinal_load)
    score -= 0.75 * (option.level is Level.ADVANCED)
    score -= 1.0 * (option.pattern is Pattern.SCAPULAR_CONTROL)
    score += 0.5 * (situation.sore_lower_back and option.spinal_load is SpinalLoad.LOW)
    return score


def _worked_out(
    exercise: Exercise,
    option: Exercise,
    way: frozenset[Key],
    situation: Situation,
    library: Library,
) -> Substitution:
    keeps = option.pattern is exercise.pattern
    shared = [key for key in exercise.muscles.primary if key in option.muscles.primary]
    muscles = muscle_names((shared or option.muscles.primary)[:2], library)
    return Substitution(
        exercise=option.key,
        reason=texts.SUBSTITUTE_REASON[keeps].format(
            movement=texts.MOVEMENT[option.pattern], muscles=muscles
        ),
        difference=_difference(exercise, option),
        source=GENERAL_SOURCE,
        authored=False,
        keeps_pattern=keeps,
        needs=_unmentioned(way, situation, library),
    )


def muscle_names(muscles: Iterable[Key], library: Library) -> str:
    """Muscle names as they are said in a sentence: "lats and rhomboids"."""
    return texts.listed([texts.inside(library.muscles[key].name) for key in muscles])


def _difference(exercise: Exercise, option: Exercise) -> str:
    loads = list(SpinalLoad)
    change = loads.index(option.spinal_load) - loads.index(exercise.spinal_load)
    if option.pattern is not exercise.pattern:
        return texts.DIFFERENT_MOVEMENT.format(
            movement=texts.MOVEMENT[option.pattern], old=texts.MOVEMENT[exercise.pattern]
        )
    if option.load_mode is not exercise.load_mode:
        return texts.DIFFERENT_LOAD_MODE[option.load_mode]
    if change < 0:
        return texts.LESS_SPINAL_LOAD
    if change > 0:
        return texts.MORE_SPINAL_LOAD
    if option.unilateral and not exercise.unilateral:
        return texts.ONE_SIDE
    return texts.START_LIGHT
