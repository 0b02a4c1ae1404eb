"""The plan of a session: sets, reps and load from the content's ranges and the last time."""

from datetime import timedelta

from bot.domain.load import Unit
from bot.domain.session import Effort, PlannedExercise
from content.models import Exercise


def plan_exercise(exercise: Exercise, last: tuple[Effort, ...], unit: Unit) -> PlannedExercise:
    """Middle of the ranges at first; later the last time's numbers, moved on by `next_target`."""
    dose = exercise.prescription
    return PlannedExercise(
        exercise=exercise.key,
        sets=(dose.sets.low + dose.sets.high + 1) // 2,
        reps_low=dose.reps.low,
        reps_high=dose.reps.high,
        rest=timedelta(seconds=(dose.rest.low + dose.rest.high) // 2),
        target=next_target(last, dose.reps.low, dose.reps.high, unit),
        last=last,
    )


def next_target(last: tuple[Effort, ...], low: int, high: int, unit: Unit) -> Effort:
    """Double progression, reps before load: one rep more until every set reaches the
    top of the range, then one step of load and back to the bottom."""
    if not last:
        return Effort((low + high) // 2)
    load = last[-1].load.in_unit(unit) if last[-1].load else None
    fewest = min(effort.reps for effort in last)
    if fewest >= high:
        return Effort(low, load.moved(1)) if load else Effort(high)
    return Effort(min(max(fewest + 1, low), high), load)
