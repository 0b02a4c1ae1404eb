"""The plan of a session: the middle of the ranges at first, then reps before load."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.load import Load, Unit
from bot.domain.progression import next_target, plan_exercise
from bot.domain.session import Effort
from content.library import Library
from content.models import Exercise, Prescription, Range

LOW, HIGH = 8, 12


def kilos(amount: int | str) -> Load:
    return Load(Decimal(amount), Unit.KG)


def efforts(*reps: int, load: Load | None = None) -> tuple[Effort, ...]:
    return tuple(Effort(each, load) for each in reps)


@pytest.fixture
def exercise(library: Library) -> Exercise:
    """An exercise of the library, with numbers of our own."""
    dose = Prescription(
        sets=Range(low=2, high=3),
        reps=Range(low=LOW, high=HIGH),
        rest=Range(low=120, high=180),
        source="general",
    )
    some = library.exercises[library.workout.exercises[0]]
    return some.model_copy(update={"prescription": dose})


def test_the_first_time_aims_at_the_middle(exercise: Exercise) -> None:
    planned = plan_exercise(exercise, (), Unit.KG)
    assert (planned.exercise, planned.sets) == (exercise.key, 3)
    assert planned.rest == timedelta(seconds=150)
    assert planned.target == Effort(10)
    assert (planned.reps_low, planned.reps_high) == (LOW, HIGH)


def test_the_last_time_goes_along_with_the_plan(exercise: Exercise) -> None:
    last = efforts(10, 9, load=kilos(40))
    planned = plan_exercise(exercise, last, Unit.KG)
    assert planned.last == last
    assert planned.target == Effort(10, kilos(40))


@pytest.mark.parametrize(
    ("last", "target"),
    [
        (efforts(10, 10, 9, load=kilos(40)), Effort(10, kilos(40))),
        (efforts(12, 12, 11, load=kilos(40)), Effort(12, kilos(40))),
        (efforts(12, 12, 12, load=kilos(40)), Effort(LOW, kilos("42.5"))),
        (efforts(15, 14, load=kilos(40)), Effort(LOW, kilos("42.5"))),
        (efforts(3, load=kilos(40)), Effort(LOW, kilos(40))),
        (efforts(10, 10), Effort(11)),
        (efforts(12, 12), Effort(HIGH)),
    ],
)
def test_reps_come_before_load(last: tuple[Effort, ...], target: Effort) -> None:
    assert next_target(last, LOW, HIGH, Unit.KG) == target


def test_a_load_of_the_other_unit_is_taken_over() -> None:
    last = efforts(9, load=Load(Decimal(45), Unit.LB))
    assert next_target(last, LOW, HIGH, Unit.KG) == Effort(10, kilos(20))


possible = st.builds(
    Effort,
    st.integers(1, 200),
    st.none() | st.builds(Load, st.decimals("2.5", 1000, places=2), st.just(Unit.KG)),
)


@given(st.lists(possible, min_size=1, max_size=5).map(tuple))
def test_the_next_target_is_within_the_range_and_never_lighter(last: tuple[Effort, ...]) -> None:
    target = next_target(last, LOW, HIGH, Unit.KG)
    assert LOW <= target.reps <= HIGH
    before = last[-1].load
    assert (target.load is None) == (before is None)
    if target.load and before:
        assert target.load.amount >= before.amount


@given(st.integers(LOW, HIGH), st.integers(1, 4), st.integers(1, 100))
def test_whoever_does_what_is_planned_gets_one_step_heavier(
    reps: int, sets: int, steps: int
) -> None:
    load = Load(Decimal("2.5") * steps, Unit.KG)
    effort = Effort(reps, load)
    for _ in range(HIGH - reps + 1):
        assert effort.load == load
        effort = next_target((effort,) * sets, LOW, HIGH, Unit.KG)
    assert effort == Effort(LOW, load.moved(1))
